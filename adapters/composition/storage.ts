import { ContainerModule } from 'inversify';
import { createTableAllowances } from '../dynamodb/allowances-in-table.ts';
import { createTableBans } from '../dynamodb/bans-in-table.ts';
import { createTableBlocks } from '../dynamodb/blocks-in-table.ts';
import { createTableChats } from '../dynamodb/chats-in-table.ts';
import { createTableConnections, createTableTickets } from '../dynamodb/connections-in-table.ts';
import { createTableConversations } from '../dynamodb/conversations-in-table.ts';
import { createTableLeftOuts } from '../dynamodb/left-outs-in-table.ts';
import { createTableMatches } from '../dynamodb/matches-in-table.ts';
import { createTableMembers } from '../dynamodb/members-in-table.ts';
import { createTableOutbox } from '../dynamodb/outbox.ts';
import { createTableRelayFigures } from '../dynamodb/relay-figures-in-table.ts';
import { relayOutboxPlace } from '../dynamodb/relay-outbox.ts';
import { createTableReports } from '../dynamodb/reports-in-table.ts';
import { createTableRounds } from '../dynamodb/rounds-in-table.ts';
import { createTableSettledMails } from '../dynamodb/settled-mails-in-table.ts';
import type { Table } from '../dynamodb/table.ts';
import type { OnUnreadable } from '../dynamodb/bodies.ts';
import { bindMade, type Recipe } from './bind-made.ts';
import type { Observer } from './observed.ts';
import { T } from './tokens.ts';

/** The repositories: everything that is kept, over one table. */
export const storage = new ContainerModule((options) => {
  bindMade(options, T.membership.members, tellingOver(createTableMembers, 'storage.members'));
  bindMade(options, T.membership.blocks, overTable(createTableBlocks));
  bindMade(options, T.membership.bans, overTable(createTableBans));
  bindMade(options, T.membership.reports, overTable(createTableReports));
  bindMade(options, T.membership.allowances, overTable(createTableAllowances));
  bindMade(options, T.introductions.rounds, overTable(createTableRounds));
  bindMade(options, T.introductions.matches, {
    make: ({ table, limits }) => createTableMatches(table, limits),
    needs: { table: T.table, limits: T.introductions.limits },
  });
  bindMade(options, T.introductions.leftOuts, overTable(createTableLeftOuts));
  bindMade(options, T.mails.outbox, tellingOver(createTableOutbox, 'storage.outbox'));
  bindMade(
    options,
    T.relay.conversations,
    tellingOver((table, onUnreadable) => createTableConversations(table, { onUnreadable }), 'storage.conversations'),
  );
  bindMade(
    options,
    T.chat.chats,
    tellingOver((table, onUnreadable) => createTableChats(table, { onUnreadable }), 'storage.chats'),
  );
  bindMade(options, T.chat.connections, overTable(createTableConnections));
  bindMade(options, T.chat.tickets, overTable(createTableTickets));
  bindMade(options, T.relay.settledMails, overTable(createTableSettledMails));
  bindMade(options, T.relay.figures, overTable(createTableRelayFigures));
  bindMade(
    options,
    T.relay.outbox,
    tellingOver((table, onUnreadable) => createTableOutbox(table, onUnreadable, relayOutboxPlace), 'storage.relay-outbox'),
  );
});

const overTable = <V>(create: (table: Table) => V): Recipe<{ readonly table: Table }, V> => ({
  make: ({ table }) => create(table),
  needs: { table: T.table },
});

/** The same for one that leaves out of a list what it cannot read: each time whoever observes the run hears of it, as of a call that failed. */
const tellingOver = <V>(
  create: (table: Table, onUnreadable: OnUnreadable) => V,
  name: string,
): Recipe<{ readonly table: Table; readonly observer: Observer }, V> => ({
  make: ({ table, observer }) =>
    create(table, ({ code }) => {
      observer({ useCase: name, ms: 0, outcome: 'thrown', error: code });
    }),
  needs: { table: T.table, observer: T.observer },
});
