import { createTableAllowances } from '../../adapters/dynamodb/allowances-in-table.ts';
import { createTableBlocks } from '../../adapters/dynamodb/blocks-in-table.ts';
import {
  chatHeadKey,
  chatKnownKey,
  chatMessageKey,
  chatTicketKey,
  connectionKey,
  connectionOfKey,
} from '../../adapters/dynamodb/chat-keys.ts';
import { createTableChats } from '../../adapters/dynamodb/chats-in-table.ts';
import { createTableConnections, createTableTickets } from '../../adapters/dynamodb/connections-in-table.ts';
import { createTableConversations } from '../../adapters/dynamodb/conversations-in-table.ts';
import { blockKey, leaseKey, memberKey, paceKey, reportKey, surveyKey } from '../../adapters/dynamodb/keys.ts';
import { createTableLeftOuts } from '../../adapters/dynamodb/left-outs-in-table.ts';
import { createTableLeases } from '../../adapters/dynamodb/leases.ts';
import { createTableMatches } from '../../adapters/dynamodb/matches-in-table.ts';
import { createTableMembers } from '../../adapters/dynamodb/members-in-table.ts';
import { outboxWrite } from '../../adapters/dynamodb/outbox-rows.ts';
import { createTableOutbox, type Outbox } from '../../adapters/dynamodb/outbox.ts';
import { createTablePacer } from '../../adapters/dynamodb/pace-in-table.ts';
import { createTableRelayFigures } from '../../adapters/dynamodb/relay-figures-in-table.ts';
import { relayFiguresKey, threadKey } from '../../adapters/dynamodb/relay-keys.ts';
import { relayOutboxPlace } from '../../adapters/dynamodb/relay-outbox.ts';
import { createTableReports } from '../../adapters/dynamodb/reports-in-table.ts';
import { leftOutKey, matchKey, planPageKey, roundKey } from '../../adapters/dynamodb/round-keys.ts';
import { createTableRounds } from '../../adapters/dynamodb/rounds-in-table.ts';
import { createTableInMemory, type TableInMemory } from '../../adapters/dynamodb/table-in-memory.ts';
import type { Json, Key, Table } from '../../adapters/dynamodb/table.ts';
import type { Pacer } from '../../adapters/email/pacer.ts';
import { keepSettings, readSettings, settingsKey } from '../../adapters/local/settings.ts';
import { createStillClock } from '../../adapters/memory/movable-clock.ts';
import { changed } from '../../domain/kernel/decision.ts';
import type { Instant } from '../../domain/kernel/instant.ts';
import { settleLeftOut } from '../../domain/introductions/stored-round.ts';
import { ok } from '../../domain/kernel/result.ts';
import { withMessage } from '../../domain/relay/chat/written.ts';
import type { RelayFigures } from '../../domain/relay/ports.ts';
import { thisWeek } from '../arbitraries/rounds.ts';
import { aLeftOut, aliasOf, aMatch, anonymousOf, aPlan, memberOf } from './contract-introductions.ts';
import { aMember, memberIdOf } from './contract-membership.ts';
import { aContent } from './contract-chat.ts';
import { aDeparture, ben, issue } from './contract-relay.ts';

export const now = 1_000 as Instant;
export const answers = { version: 1, texts: { work: ['a mural'] }, at: now };
export const inRound = (member: number) => ({ week: thisWeek, run: 1, member: memberOf(member) });
const planned = aPlan({}, { pairs: 1, left: 1 });
const report = { id: 'r', by: memberIdOf(1), about: memberIdOf(2), context: 'mail' as const, text: 'rude', at: now };
const window = { most: 3, windowMs: 5_000 };
const day = { sample: 'none' as const, since: now, aheadMs: 0 };

export interface Kept {
  readonly at: Key;
  readonly store: (table: TableInMemory) => Promise<unknown>;
  readonly read: (table: TableInMemory) => Promise<unknown>;
  /** A change of this version to the item. Left out where nothing is ever changed. */
  readonly change?: (table: TableInMemory) => Promise<unknown>;
  /** What another version might have put where this version knows everything there is. */
  readonly foreign: (body: Fields) => Json;
}
export type Fields = Record<string, Json>;
const within = (body: Fields, field: string, more: Fields): Json => ({ ...body, [field]: { ...(body[field] as Fields), ...more } });

const paceOver = (table: Table): Pacer =>
  createTablePacer(table, { name: 'mails', clock: createStillClock(now), ratePerSecond: 1, burst: 1 });

const mint = async (table: TableInMemory): Promise<unknown> => {
  await createTableRounds(table).plan(planned);
  return createTableMatches(table).mint(aMatch(), now);
};

const relay = async (table: TableInMemory): Promise<unknown> => {
  await issue(table);
  return createTableConversations(table).relay(aDeparture(), (conversation) => changed(conversation!, undefined));
};
const writeInChat = async (table: Table, id: string): Promise<unknown> =>
  createTableChats(table).write({ conversationId: 'conversation 0', alias: ben, from: 'a', id }, (conversation, chat) =>
    ok({ conversation: conversation!, ...withMessage(chat, conversation!, { id, at: now, content: aContent() }) }),
  );
const chat = async (table: TableInMemory): Promise<unknown> => {
  await issue(table);
  return writeInChat(table, 'message-0');
};
const connection = { id: 'one', member: memberIdOf(1), session: 'session', openedAt: now, expiresAt: now };
const raise = (error: Error): never => {
  throw error;
};
const relayOutbox = (table: Table): Outbox => createTableOutbox(table, undefined, relayOutboxPlace);
const relayFigures = (table: Table): RelayFigures => createTableRelayFigures(table, { shard: () => 0 });

/** One of everything that is stored, with what this version does to it. */
export const everything: Readonly<Record<string, Kept>> = {
  'a member': {
    at: memberKey(memberIdOf(1)),
    store: async (table) => createTableMembers(table).change(memberIdOf(1), () => changed(aMember(), undefined)),
    read: async (table) => createTableMembers(table).find(memberIdOf(1)),
    change: async (table) => createTableMembers(table).change(memberIdOf(1), (member) => changed({ ...member!, name: 'Anna' }, undefined)),
    foreign: (body) => within(body, 'stage', { secret: 'ana@example.com' }),
  },
  'what a member answered': {
    at: surveyKey(memberIdOf(1)),
    store: async (table) => createTableMembers(table).change(memberIdOf(1), () => changed(aMember({ answers }), undefined)),
    read: async (table) => createTableMembers(table).find(memberIdOf(1)),
    change: async (table) =>
      createTableMembers(table).change(memberIdOf(1), (member) => changed({ ...member!, draft: answers }, undefined)),
    foreign: (body) => within(body, 'answers', { secret: 'ana@example.com' }),
  },
  'a round': {
    at: roundKey(thisWeek),
    store: async (table) => createTableRounds(table).plan(planned),
    read: async (table) => createTableRounds(table).find(thisWeek),
    change: async (table) =>
      createTableRounds(table).change(thisWeek, (round) => changed({ ...round!, state: { name: 'ready' } }, undefined)),
    foreign: (body) => within(body, 'round', { state: { name: 'ana@example.com' } }),
  },
  'a page of a plan': {
    at: planPageKey(planned.round, 0),
    store: async (table) => createTableRounds(table).plan(planned),
    read: async (table) => createTableRounds(table).planOf(planned.round),
    change: async (table) => createTableRounds(table).anonymise(memberOf(0), anonymousOf(0)),
    foreign: (body) => ({ ...body, matches: [{ ...(body['matches'] as Fields[])[0], secret: 'ana@example.com' }] }),
  },
  'a match': {
    at: matchKey(inRound(0)),
    store: mint,
    read: async (table) => createTableMatches(table).find(inRound(0)),
    change: async (table) =>
      createTableMatches(table).change(inRound(0), (match) => changed({ ...match!, state: { name: 'claimed', at: now } }, undefined)),
    foreign: (body) => within(body, 'state', { name: 'ana@example.com' }),
  },
  "a match as its other member's": {
    at: matchKey(inRound(1)),
    store: mint,
    read: async (table) => createTableMatches(table).find(inRound(1)),
    change: async (table) =>
      createTableMatches(table).change(inRound(0), (match) => changed({ ...match!, state: { name: 'claimed', at: now } }, undefined)),
    foreign: (body) => within(body, 'a', { secret: 'ana@example.com' }),
  },
  'an alias': {
    at: { pk: `alias#${aliasOf(0, 'a')}`, sk: 'alias' },
    store: mint,
    read: async (table) => createTableMatches(table).alias(aliasOf(0, 'a')),
    change: async (table) => createTableMatches(table).closeAliases(inRound(0), now),
    foreign: (body) => ({ ...body, status: 'ana@example.com' }),
  },
  'somebody left out': {
    at: leftOutKey(inRound(0)),
    store: async (table) => createTableLeftOuts(table).add([aLeftOut(0)]),
    read: async (table) => createTableLeftOuts(table).ofMember(memberOf(0), 1),
    change: async (table) => createTableLeftOuts(table).change(inRound(0), (row) => settleLeftOut(row, { takesPart: true, at: now })),
    foreign: (body) => ({ ...body, because: 'ana@example.com' }),
  },
  'a report': {
    at: reportKey('r'),
    store: async (table) => createTableReports(table).add(report),
    read: async (table) => createTableReports(table).latest(1),
    change: async (table) => createTableReports(table).change('r', now),
    foreign: (body) => ({ ...body, context: 'ana@example.com' }),
  },
  'a mail that waits': {
    at: { pk: 'outbox#one', sk: 'outbox' },
    store: async (table) => table.commit([outboxWrite({ key: 'one', dueAt: now, message: {} })]),
    read: async (table) => createTableOutbox(table).retry('one', now),
    change: async (table) => createTableOutbox(table).giveUp('one', 'mail.refused', now),
    foreign: (body) => ({ ...body, state: 'ana@example.com' }),
  },
  'a message of a thread': {
    at: threadKey({ conversationId: 'conversation 0', at: now, id: 'message-0' }),
    store: relay,
    read: async (table) => createTableConversations(table, { onUnreadable: raise }).messages('conversation 0'),
    change: async (table) => createTableConversations(table).named({ conversationId: 'conversation 0', at: now, id: 'message-0' }, 'wire'),
    foreign: (body) => ({ ...body, from: 'ana@example.com' }),
  },
  'a mail between members that waits': {
    at: relayOutboxPlace.keyOf('relay:message-0'),
    store: relay,
    read: async (table) => relayOutbox(table).retry('relay:message-0', now),
    change: async (table) => relayOutbox(table).giveUp('relay:message-0', 'mail.refused', now),
    foreign: (body) => ({ ...body, state: 'ana@example.com' }),
  },
  'a chat': {
    at: chatHeadKey('conversation 0'),
    store: chat,
    read: async (table) => createTableChats(table).find('conversation 0'),
    change: async (table) => createTableChats(table).change('conversation 0', (found) => ({ ...found, b: { ...found.b, readUpTo: 1 } })),
    foreign: (body) => within(body, 'a', { secret: 'ana@example.com' }),
  },
  'a message of a chat': {
    at: chatMessageKey('conversation 0', 1),
    store: chat,
    read: async (table) => createTableChats(table, { onUnreadable: raise }).messages('conversation 0', { after: 0, limit: 1 }),
    foreign: (body) => within(body, 'content', { kind: 'ana@example.com' }),
  },
  'a message of a chat by what its writer called it': {
    at: chatKnownKey({ conversationId: 'conversation 0', from: 'a', id: 'message-0' }),
    store: chat,
    read: async (table) => writeInChat(table, 'message-0'),
    foreign: () => ({ seq: 'ana@example.com' }),
  },
  'an open window': {
    at: connectionKey('one'),
    store: async (table) => createTableConnections(table).open(connection),
    read: async (table) => createTableConnections(table).find('one'),
    foreign: (body) => ({ ...body, member: 'ana@example.com' }),
  },
  'an open window of its member': {
    at: connectionOfKey(memberIdOf(1), 'one'),
    store: async (table) => createTableConnections(table).open(connection),
    read: async (table) => createTableConnections(table).ofMember(memberIdOf(1)),
    foreign: (body) => ({ ...body, member: 'ana@example.com' }),
  },
  'a ticket of the chat': {
    at: chatTicketKey('hash'),
    store: async (table) => createTableTickets(table).issue({ hash: 'hash', member: memberIdOf(1), session: 'session', expiresAt: now }),
    read: async (table) => createTableTickets(table).spend('hash', now),
    foreign: (body) => ({ ...body, member: 'ana@example.com' }),
  },
  'figures of the relay': {
    at: relayFiguresKey(now, 0),
    store: async (table) => relayFigures(table).count('relayed', now),
    read: async (table) => relayFigures(table).sums(1, now),
    change: async (table) => relayFigures(table).count('relayed', now),
    foreign: (body) => ({ ...body, relayed: 'ana@example.com' }),
  },
  'an allowance': {
    at: { pk: 'allowance#ip', sk: 'allowance' },
    store: async (table) => createTableAllowances(table).take('ip', window, now),
    read: async (table) => createTableAllowances(table).take('ip', window, now),
    change: async (table) => createTableAllowances(table).take('ip', window, now),
    foreign: (body) => ({ ...body, count: 'ana@example.com' }),
  },
  'the settings of an embedded run': {
    at: settingsKey,
    store: async (table) => keepSettings(table, day),
    read: async (table) => readSettings(table),
    change: async (table) => keepSettings(table, { ...day, aheadMs: 5 }),
    foreign: (body) => ({ ...body, sample: 'ana@example.com' }),
  },
  'a lease': {
    at: leaseKey('round'),
    store: async (table) => createTableLeases(table).acquire('round', 'one', { now, ms: 5_000 }),
    read: async (table) => createTableLeases(table).acquire('round', 'two', { now, ms: 5_000 }),
    change: async (table) => createTableLeases(table).renew({ name: 'round', owner: 'one', endsAt: now }, { now, ms: 9_000 }),
    foreign: (body) => ({ ...body, endsAt: 'ana@example.com' }),
  },
  'a pace': {
    at: paceKey('mails'),
    store: async (table) => paceOver(table).turn(1),
    read: async (table) => paceOver(table).restsUntil(),
    change: async (table) => paceOver(table).rest(5_000),
    foreign: (body) => ({ ...body, rest: 'ana@example.com' }),
  },
  'a block': {
    at: blockKey(memberIdOf(1), memberIdOf(2)),
    store: async (table) => createTableBlocks(table).add({ by: memberIdOf(1), whom: memberIdOf(2), at: now }),
    read: async (table) => createTableBlocks(table).all(),
    foreign: (body) => ({ ...body, whom: 'ana@example.com' }),
  },
};

export const tableWith = async ({ store }: Kept): Promise<TableInMemory> => {
  const table = await createTableInMemory();
  await store(table);
  return table;
};

/** Another version writes the item. */
export const rewritten = async (table: TableInMemory, { at }: Kept, rewrite: (body: Fields) => Json): Promise<void> => {
  const { version, ...item } = (await table.get(at))!;
  await table.commit([{ op: 'put', item: { ...item, body: rewrite(item.body as Fields) }, expect: { version } }]);
};
