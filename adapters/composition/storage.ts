import { ContainerModule } from 'inversify';
import { createTableAllowances } from '../dynamodb/allowances-in-table.ts';
import { createTableBans } from '../dynamodb/bans-in-table.ts';
import { createTableBlocks } from '../dynamodb/blocks-in-table.ts';
import { createTableLeftOuts } from '../dynamodb/left-outs-in-table.ts';
import { createTableMatches } from '../dynamodb/matches-in-table.ts';
import { createTableMembers } from '../dynamodb/members-in-table.ts';
import { createTableOutbox } from '../dynamodb/outbox.ts';
import { createTableReports } from '../dynamodb/reports-in-table.ts';
import { createTableRounds } from '../dynamodb/rounds-in-table.ts';
import type { Table } from '../dynamodb/table.ts';
import { bindMade, type Recipe } from './bind-made.ts';
import { T } from './tokens.ts';

/** The repositories: everything that is kept, over one table. */
export const storage = new ContainerModule((options) => {
  bindMade(options, T.membership.members, overTable(createTableMembers));
  bindMade(options, T.membership.blocks, overTable(createTableBlocks));
  bindMade(options, T.membership.bans, overTable(createTableBans));
  bindMade(options, T.membership.reports, overTable(createTableReports));
  bindMade(options, T.membership.allowances, overTable(createTableAllowances));
  bindMade(options, T.introductions.rounds, overTable(createTableRounds));
  bindMade(options, T.introductions.matches, overTable(createTableMatches));
  bindMade(options, T.introductions.leftOuts, overTable(createTableLeftOuts));
  bindMade(options, T.mails.outbox, overTable(createTableOutbox));
});

const overTable = <V>(create: (table: Table) => V): Recipe<{ readonly table: Table }, V> => ({
  make: ({ table }) => create(table),
  needs: { table: T.table },
});
