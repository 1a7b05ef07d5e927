import { describe, expect, it } from 'vitest';
import * as keys from '../../../adapters/dynamodb/keys.ts';
import { leaseKey, lists } from '../../../adapters/dynamodb/keys.ts';
import { listTableOf, tableOf, type TablePart } from '../../../adapters/dynamodb/placement.ts';
import * as relayKeys from '../../../adapters/dynamodb/relay-keys.ts';
import * as roundKeys from '../../../adapters/dynamodb/round-keys.ts';
import { createTableInMemory } from '../../../adapters/dynamodb/table-in-memory.ts';
import type { Instant } from '../../../domain/kernel/instant.ts';
import { thisWeek } from '../../arbitraries/rounds.ts';
import { aliasOf, memberOf } from '../../support/contract-introductions.ts';

const member = memberOf(1);
const round = { week: thisWeek, run: 1, member, planId: 'p' };

/** Everything that the key files export makes a partition, is a list, or is a part of a sort key. */
const partitions: Readonly<Record<string, readonly [string, TablePart]>> = {
  memberKey: [keys.memberKey(member).pk, 'users'],
  surveyKey: [keys.surveyKey(member).pk, 'surveys'],
  blockKey: [keys.blockKey(member, member).pk, 'users'],
  blocksBy: [keys.blocksBy(member), 'users'],
  banKey: [keys.banKey(member).pk, 'users'],
  reportKey: [keys.reportKey('r').pk, 'users'],
  reportOfKey: [keys.reportOfKey(member, 'r').pk, 'users'],
  reportsOf: [keys.reportsOf(member), 'users'],
  allowanceKey: [keys.allowanceKey('match#1').pk, 'users'],
  outboxKey: [keys.outboxKey('round#1').pk, 'users'],
  paceKey: [keys.paceKey('mails').pk, 'matches'],
  leaseKey: [leaseKey('round').pk, 'matches'],
  roundKey: [roundKeys.roundKey(thisWeek).pk, 'matches'],
  earlierRunKey: [roundKeys.earlierRunKey(round).pk, 'matches'],
  planPageKey: [roundKeys.planPageKey(round, 1).pk, 'matches'],
  planPages: [roundKeys.planPages(round).partition, 'matches'],
  matchKey: [roundKeys.matchKey(round).pk, 'matches'],
  matchesWith: [roundKeys.matchesWith(member), 'matches'],
  leftOutKey: [roundKeys.leftOutKey(round).pk, 'matches'],
  leftOutsOf: [roundKeys.leftOutsOf(member), 'matches'],
  aliasKey: [relayKeys.aliasKey(aliasOf(1, 'a')).pk, 'relays'],
  aliasIssuedKey: [relayKeys.aliasIssuedKey(aliasOf(1, 'a')).pk, 'relays'],
  threadKey: [relayKeys.threadKey({ conversationId: 'c', at: 1 as Instant, id: 'm' }).pk, 'relays'],
  threadOf: [relayKeys.threadOf('c'), 'relays'],
  relayOutboxKey: [relayKeys.relayOutboxKey('relay:m').pk, 'relays'],
  relayFiguresKey: [relayKeys.relayFiguresKey(1 as Instant, 0).pk, 'relays'],
  settledMailKey: [relayKeys.settledMailKey('one').pk, 'relays'],
  relayFigures: [relayKeys.relayFigures, 'relays'],
};
const inLists: Readonly<Record<string, readonly [string, TablePart]>> = {
  members: [lists.members, 'users'],
  surveys: [lists.surveys, 'surveys'],
  blocks: [lists.blocks, 'users'],
  reports: [lists.reports, 'users'],
  outboxDue: [lists.outboxDue, 'users'],
  outboxFailed: [lists.outboxFailed, 'users'],
  roundsList: [roundKeys.roundsList, 'matches'],
  plansList: [roundKeys.plansList, 'matches'],
  matchesOfRun: [roundKeys.matchesOfRun(round), 'matches'],
  leftOutOfRun: [roundKeys.leftOutOfRun(round), 'matches'],
  aliasesExpiring: [relayKeys.relayLists.aliasesExpiring, 'relays'],
  relayOutboxDue: [relayKeys.relayLists.relayOutboxDue, 'relays'],
  relayOutboxFailed: [relayKeys.relayLists.relayOutboxFailed, 'relays'],
};
const sortKeyParts = ['inTime', 'upTo', 'keyPart', 'behind'];

describe('Placement', () => {
  it('puts the partition of every key into the table that it belongs to', () => {
    expect(Object.entries(partitions).map(([name, [partition]]) => [name, tableOf(partition)])).toEqual(
      Object.entries(partitions).map(([name, [, table]]) => [name, table]),
    );
  });

  it('puts every list into one table', () => {
    expect(Object.entries(inLists).map(([name, [list]]) => [name, listTableOf(list)])).toEqual(
      Object.entries(inLists).map(([name, [, table]]) => [name, table]),
    );
  });

  it('is known for all that the key files make', () => {
    const made = [keys, lists, roundKeys, relayKeys, relayKeys.relayLists].flatMap((names) => Object.keys(names));
    const named = made.filter((name) => name !== 'lists' && name !== 'relayLists');
    expect(named.sort()).toEqual([...Object.keys(partitions), ...Object.keys(inLists), ...sortKeyParts].sort());
  });

  it.each(['embedded-run', 'something new', 'member', '#'])('has a home for %s too', (partition) => {
    expect([tableOf(partition), listTableOf(partition)]).toEqual(['users', 'users']);
  });

  it('lets no item into a list of another table', async () => {
    const table = await createTableInMemory();
    const item = { ...keys.memberKey(member), body: null, index: { pk: lists.surveys, sk: keys.inTime(1 as Instant, 'a') } };
    await expect(table.commit([{ op: 'put', item, expect: 'absent' }])).rejects.toThrow('one table');
  });
});
