import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  type DynamoDBDocumentClient,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { randomBytes } from 'node:crypto';
import { invariant } from '../../domain/kernel/invariant.ts';
import { minuteMs } from '../../domain/kernel/instant.ts';
import { tableOf, type TableNames } from './placement.ts';
import { createPersist, type PatienceParts, type Persist } from './sdk-patience.ts';
import { cursorOf, placeOf, queryOf, tableAsked } from './sdk-query.ts';
import { itemIn, keyRow, schema } from './sdk-rows.ts';
import { putOf, transactItemOf, type CommitFacts } from './sdk-writes.ts';
import { isExpired, secondIn } from './table-state.ts';
import { checkKey, checkQuery, checkWrites, holds, type CheckedPut, type CheckedWrite } from './table-writes.ts';
import { Unavailable, type Item, type Key, type Page, type Query, type Table } from './table.ts';

export interface TableOnSdkOptions extends PatienceParts {
  /** Of `createDynamoClient`, which tries nothing again by itself. */
  readonly client: DynamoDBDocumentClient;
  readonly tables: TableNames;
  /** Hears what each request cost, as DynamoDB tells it; asked for only where somebody listens. */
  readonly onConsumed?: ((consumed: Consumed) => void) | undefined;
}

/** One request. Units are RCU for `get` and `query`, WCU for the others. */
export interface Consumed {
  readonly operation: 'get' | 'query' | 'put' | 'transact';
  readonly units: number;
}

/** DynamoDB knows the token of a transaction for 10 minutes; nothing is tried again for longer. */
export const patienceMsMax = 9 * minuteMs;

/** The table over DynamoDB, in four physical tables that are made as `schema` says. */
export const createTableOnSdk = (options: TableOnSdkOptions): Table => {
  invariant(options.patienceMs >= 0 && options.patienceMs <= patienceMsMax, 'a transaction is tried again for 9 minutes at most');
  const over: Over = { ...options, persist: createPersist(options), second: () => secondIn(options.clock.now()) };
  return {
    get: async (key) => {
      checkKey(key);
      return getLive(over, { pk: key.pk, sk: key.sk });
    },
    query: async (query) => {
      checkQuery(query);
      return pageOf(over, { ...query });
    },
    commit: async (writes) => commitChecked(over, checkWrites(writes)),
  };
};

interface Over extends TableOnSdkOptions {
  readonly persist: Persist;
  readonly second: () => number;
}

const capacityWanted = ({ onConsumed }: Over) => (onConsumed === undefined ? {} : ({ ReturnConsumedCapacity: 'TOTAL' } as const));

const getLive = async (over: Over, key: Key): Promise<Item | undefined> => {
  const { client, tables, persist, onConsumed } = over;
  const part = tableOf(key.pk);
  const command = new GetCommand({ TableName: tables[part], Key: keyRow(key), ConsistentRead: true, ...capacityWanted(over) });
  const { Item: row, ConsumedCapacity } = await persist([part], async () => client.send(command));
  onConsumed?.({ operation: 'get', units: ConsumedCapacity?.CapacityUnits ?? 0 });
  const item = row === undefined ? undefined : itemIn(row);
  return item === undefined || isExpired(item, over.second()) ? undefined : item;
};

/** Asks until the page is full or the partition ends: an answer ends after 1 MB, and what expired is not for the caller. */
const pageOf = async (over: Over, query: Query): Promise<Page> => {
  const { client, tables, persist, onConsumed } = over;
  const asked = queryOf(query, tables);
  let place = query.after === undefined ? undefined : placeOf(query.after, query);
  if (asked === undefined) return { items: [] };
  const second = over.second();
  const items: Item[] = [];
  do {
    const command = new QueryCommand({
      ...asked,
      Limit: query.limit - items.length,
      ...(place === undefined ? {} : { ExclusiveStartKey: place }),
      ...capacityWanted(over),
    });
    const answer = await persist([tableAsked(query)], async () => client.send(command));
    onConsumed?.({ operation: 'query', units: answer.ConsumedCapacity?.CapacityUnits ?? 0 });
    items.push(...(answer.Items ?? []).map(itemIn).filter((item) => !isExpired(item, second)));
    place = answer.LastEvaluatedKey;
  } while (place !== undefined && items.length < query.limit);
  return place === undefined ? { items } : { items, next: cursorOf(place, query) };
};

const commitChecked = async (over: Over, checked: readonly CheckedWrite[]): ReturnType<Table['commit']> => {
  const writes = checked.filter(({ op, expect }) => op !== 'check' || expect !== 'anything');
  const [first, ...more] = writes;
  if (first === undefined) return 'committed';
  if (more.length === 0) {
    if (first.op === 'check') return holds(first.expect, await getLive(over, first.key)) ? 'committed' : 'conflict';
    if (first.op === 'put' && typeof first.expect === 'object') return putAlone(over, first);
  }
  return transact(over, writes);
};

const factsOf = ({ tables, second }: Over): CommitFacts => ({
  tables,
  second: second(),
  written: randomBytes(16).toString('base64url'),
});

/**
 * One put over a known version: half the price of a transaction. Where an answer was lost and the condition fails, the row tells whether it
 * was ours; if somebody wrote after that, nobody can tell, and whoever asks reads again.
 */
const putAlone = async (over: Over, write: CheckedPut): ReturnType<Table['commit']> => {
  const { client, persist, onConsumed } = over;
  const facts = factsOf(over);
  const command = new PutCommand({ ...putOf(write, facts), ...capacityWanted(over) });
  return persist([tableOf(write.stored.key.pk)], async ({ mayHaveHappened }) => {
    try {
      const { ConsumedCapacity } = await client.send(command);
      onConsumed?.({ operation: 'put', units: ConsumedCapacity?.CapacityUnits ?? 0 });
      return 'committed';
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      // Unlike an answer, an error carries its row as it came over the wire.
      if (error.Item?.[schema.written]?.S === facts.written) return 'committed';
      if (mayHaveHappened) throw new Unavailable('an answer was lost, and others wrote since');
      return 'conflict';
    }
  });
};

/** A place that holds what expired, then is swept, then expires again: nobody sees more turns than that. */
const turnsMax = 4;

const transact = async (over: Over, writes: readonly CheckedWrite[]): ReturnType<Table['commit']> => {
  const overExpired = new Set<string>();
  for (let turn = 1; turn <= turnsMax; turn++) {
    const failed = await transactOnce(over, writes, overExpired);
    if (failed.length === 0) return 'committed';
    for (const write of failed) {
      if (write.op !== 'put' || write.expect !== 'anything') return 'conflict';
      if (!overExpired.delete(write.id)) overExpired.add(write.id);
    }
  }
  throw new Unavailable('an item expired and came back time after time');
};

/** The writes whose expectation did not hold; none where all were done. The token makes a repeated request one. */
const transactOnce = async (
  over: Over,
  writes: readonly CheckedWrite[],
  overExpired: ReadonlySet<string>,
): Promise<readonly CheckedWrite[]> => {
  const { client, persist, onConsumed } = over;
  const facts = factsOf(over);
  const input: TransactWriteCommandInput = {
    TransactItems: writes.map((write) => transactItemOf(write, facts, overExpired.has(write.id))),
    ClientRequestToken: facts.written,
    ...capacityWanted(over),
  };
  const parts = writes.map((write) => tableOf(write.op === 'put' ? write.stored.key.pk : write.key.pk));
  return persist(parts, async () => {
    try {
      const { ConsumedCapacity = [] } = await client.send(new TransactWriteCommand(input));
      onConsumed?.({ operation: 'transact', units: ConsumedCapacity.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0) });
      return [];
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const failed = writes.filter((_, at) => error.CancellationReasons?.[at]?.Code === 'ConditionalCheckFailed');
      if (failed.length === 0) throw error;
      return failed;
    }
  });
};
