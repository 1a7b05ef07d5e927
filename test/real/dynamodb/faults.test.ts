import { CreateTableCommand, DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTableAllowances } from '../../../adapters/dynamodb/allowances-in-table.ts';
import { createDynamoClient } from '../../../adapters/dynamodb/dynamo-client.ts';
import { createTableLeases } from '../../../adapters/dynamodb/leases.ts';
import type { TableNames } from '../../../adapters/dynamodb/placement.ts';
import { itemBytesMax, Unavailable, type Table, type Write } from '../../../adapters/dynamodb/table.ts';
import type { Instant } from '../../../domain/kernel/instant.ts';
import { twenty } from '../../support/contract.ts';
import { createTestTables, dropTestTables, testAccess } from '../../support/dynamo-tables.ts';
import { withDynamoDbLocal } from '../../support/dynamodb-local.ts';
import { cancelled, forward, refused, startFaultyDynamo, tableAt, type Asked, type Reply } from '../../support/faulty-dynamo.ts';

const local = withDynamoDbLocal();
let client: DynamoDBDocumentClient;
let tables: TableNames;
const opened: (() => void | Promise<void>)[] = [];

beforeEach(async () => {
  client = createDynamoClient({ ...testAccess, endpoint: local().endpoint });
  tables = await createTestTables(client);
});
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
  await dropTestTables(client, tables).catch(() => undefined);
  client.destroy();
});

type Outcome = Reply | 'well' | 'lost';
type Fault = (asked: Asked, number: number) => Outcome | Promise<Outcome>;

/** A table over DynamoDB Local behind a network with faults: an answer is lost after its effect, or never asked for. */
const behind = async (fault: Fault) => {
  const between = await startFaultyDynamo(async (asked, number) => {
    const what = await fault(asked, number);
    if (what !== 'well' && what !== 'lost') return what;
    const answer = await forward(asked, local().endpoint);
    return what === 'lost' ? 'hang_up' : answer;
  });
  const table = tableAt(between.endpoint, { tables });
  opened.push(table.close, between.close);
  return { ...table, asked: between.asked };
};

const key = { pk: 'ban#m', sk: 'ban' };
const put = (expect: Write['expect'], more: object = {}): Write => ({ op: 'put', item: { ...key, body: null, ...more }, expect });
const reading = async () => (await behind(() => 'well')).table;

describe('An answer that is lost after its effect', () => {
  const everyOther: Fault = (asked, number) => (asked.operation !== 'GetItem' && number % 2 === 0 ? 'lost' : 'well');

  it.each([
    ['a first put', [put('absent')]],
    ['a put over a version', [put('absent'), put({ version: 1 })]],
    ['a put over anything', [put('absent'), put('anything')]],
    ['a put over what is there', [put('absent'), put('present')]],
  ])('does not double %s', async (_, writes) => {
    const { table, asked } = await behind((__, number) => (number === writes.length ? 'lost' : 'well'));
    for (const write of writes) expect(await table.commit([write])).toBe('committed');
    expect(asked).toHaveLength(writes.length + 1);
    expect(await table.get(key)).toMatchObject({ version: writes.length });
  });

  it.each([
    ['take away twice', { op: 'delete', key, expect: 'anything' } as const],
    ['write over', put('anything', { body: 'before' })],
  ])('does not %s: what came after it stays', async (_, write) => {
    const direct = await reading();
    const { table, asked } = await behind(async (__, number) => {
      if (number === 1) return 'lost';
      await direct.commit([put('anything', { body: 'after' })]);
      return 'well';
    });
    expect(await table.commit([write])).toBe('committed');
    expect(asked).toHaveLength(2);
    expect((await direct.get(key))?.body).toBe('after');
  });

  it('counts each of fifty once', async () => {
    const { table } = await behind(everyOther);
    const allowances = createTableAllowances(table);
    for (let times = 1; times <= 50; times++) {
      expect(await allowances.take('a', { most: 50, windowMs: 1e9 }, 2_000_000_000_000 as Instant)).toBe('taken');
    }
    expect(await allowances.take('a', { most: 50, windowMs: 1e9 }, 2_000_000_000_000 as Instant)).toMatchObject({
      usedUpUntil: 2_001_000_000_000,
    });
  });

  it('never gives more than there is when twenty take at once, whoever is told to ask again', async () => {
    const takers = await Promise.all([behind(everyOther), behind(everyOther)]);
    const ports = takers.map(({ table }) => createTableAllowances(table));
    const answers = await Promise.all(
      twenty.map(async (at) =>
        ports[at % 2]?.take('a', { most: 8, windowMs: 1e9 }, 2_000_000_000_000 as Instant).catch((error: unknown) => {
          if (!(error instanceof Unavailable)) throw error;
          return 'ask again';
        }),
      ),
    );
    const stored = (await (await reading()).get({ pk: 'allowance#a', sk: 'allowance' }))?.body as { readonly count: number };
    const taken = answers.filter((answer) => answer === 'taken').length;
    const unsure = answers.filter((answer) => answer === 'ask again').length;
    expect(taken).toBeLessThanOrEqual(stored.count);
    expect(stored.count).toBeLessThanOrEqual(Math.min(8, taken + unsure));
  });

  it('gives a lease to one of two', async () => {
    const [a, b] = await Promise.all([behind(everyOther), behind(everyOther)]);
    const until = { now: 2_000_000_000_000 as Instant, ms: 60_000 };
    const answers = await Promise.all([
      createTableLeases(a.table).acquire('round', 'a', until),
      createTableLeases(b.table).acquire('round', 'b', until),
    ]);
    expect(answers.filter((answer) => answer === 'held')).toHaveLength(1);
  });
});

describe('A minute of faults', () => {
  const untilThen = (clock: { readonly now: () => number }, reply: Reply): Outcome => (clock.now() < endOfFaults ? reply : 'well');
  const endOfFaults = 1_000_000_060_000;
  const writes = [put('absent'), { op: 'put', item: { pk: 'alias#a', sk: 'alias', body: null }, expect: 'absent' } as const];
  const stored = async (table: Table) => [await table.get(key), await table.get({ pk: 'alias#a', sk: 'alias' })];

  it.each([
    ['throttling', refused('ThrottlingException')],
    ['an overloaded table', cancelled('None', 'ProvisionedThroughputExceeded')],
    ['conflicts', cancelled('TransactionConflict', 'None')],
    ['a service that is down', { status: 500, body: '' }],
    ['rubbish', { status: 200, body: '<html>' }],
  ] as const)('of %s ends in success or with nothing stored', async (_, reply) => {
    const impatient = await behind(() => reply);
    await expect(impatient.table.commit(writes)).rejects.toBeInstanceOf(Unavailable);
    expect(await stored(await reading())).toEqual([undefined, undefined]);

    const enduring = await behind(() => untilThen({ now: () => enduring.clock.now() + 30_000 }, reply));
    expect(await enduring.table.commit(writes)).toBe('committed');
    expect((await stored(await reading())).map((item) => item?.version)).toEqual([1, 1]);
  });
});

describe('A table that is not what the settings say', () => {
  const named = (TableName: string) => ({ TableName, BillingMode: 'PAY_PER_REQUEST' as const });
  const remake = async (name: string, pk: string) => {
    await client.send(new DeleteTableCommand({ TableName: name }));
    await client.send(
      new CreateTableCommand({
        ...named(name),
        AttributeDefinitions: [{ AttributeName: pk, AttributeType: 'S' }],
        KeySchema: [{ AttributeName: pk, KeyType: 'HASH' }],
      }),
    );
  };

  it('is named when it is missing', async () => {
    await client.send(new DeleteTableCommand({ TableName: tables.relays }));
    const table = await reading();
    const missing = { code: 'storage.table_missing', setting: 'RELAY_TABLE' };
    await expect(table.get({ pk: 'alias#a', sk: 'alias' })).rejects.toMatchObject(missing);
    await expect(table.query({ by: 'key', partition: 'alias#a', limit: 1 })).rejects.toMatchObject(missing);
    await expect(table.commit([{ op: 'put', item: { pk: 'alias#a', sk: 'alias', body: 1 }, expect: 'absent' }])).rejects.toMatchObject(
      missing,
    );
    expect(await table.commit([put('absent')])).toBe('committed');
  });

  it('is named when it has another key', async () => {
    await remake(tables.users, 'id');
    const table = await reading();
    const wrong = { code: 'storage.wrong_shape', setting: 'USERS_TABLE' };
    await expect(table.get(key)).rejects.toMatchObject(wrong);
    await expect(table.commit([put('absent')])).rejects.toMatchObject(wrong);
    await expect(table.commit([put({ version: 1 })])).rejects.toMatchObject(wrong);
    await expect(table.query({ by: 'key', partition: 'a', limit: 1 })).rejects.toMatchObject(wrong);
  });

  it('is named when it has no index', async () => {
    await remake(tables.matches, 'pk');
    await expect((await reading()).query({ by: 'index', partition: 'rounds', limit: 1 })).rejects.toMatchObject({
      code: 'storage.wrong_shape',
      setting: 'MATCHES_TABLE',
    });
  });
});

it('takes an item of 400 KB with an index, and gives it back from there', async () => {
  const table = await reading();
  const body = 'x'.repeat(itemBytesMax - 120);
  expect(await table.commit([put('absent', { body, index: { pk: 'i', sk: 'j' } })])).toBe('committed');
  expect((await table.query({ by: 'index', partition: 'i', limit: 5 })).items.map((item) => item.body === body)).toEqual([true]);
  await expect(table.commit([put('anything', { body: 'x'.repeat(itemBytesMax) })])).rejects.toThrow('at most 409600 bytes');
});

it('gives more than 1 MB in one page, and 100 writes of 4 MB in one commit', async () => {
  const table = await reading();
  const writes = Array.from({ length: 100 }, (_, at): Write =>
    put('absent', { sk: String(at).padStart(3, '0'), body: 'x'.repeat(41_000) }),
  );
  expect(await table.commit(writes)).toBe('committed');
  const page = await table.query({ by: 'key', partition: key.pk, limit: 90 });
  expect(page.items).toHaveLength(90);
  expect((await table.query({ by: 'key', partition: key.pk, limit: 90, after: page.next })).items).toHaveLength(10);
});
