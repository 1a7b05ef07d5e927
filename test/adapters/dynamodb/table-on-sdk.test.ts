import { afterEach, describe, expect, it } from 'vitest';
import { Unavailable, type Table, type Write } from '../../../adapters/dynamodb/table.ts';
import { BodyUnreadable } from '../../../adapters/dynamodb/bodies.ts';
import {
  cancelled,
  ok,
  refused,
  secretWords,
  startFaultyDynamo,
  tableAt,
  type Asked,
  type FaultyDynamo,
  type FaultyTable,
  type Reply,
} from '../../support/faulty-dynamo.ts';

const opened: (FaultyDynamo | FaultyTable)[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

const over = async (
  reply: (asked: Asked, number: number) => Reply,
  options: Parameters<typeof tableAt>[1] = {},
): Promise<FaultyTable & FaultyDynamo> => {
  const dynamo = await startFaultyDynamo(reply);
  const table = tableAt(dynamo.endpoint, options);
  opened.push(table, dynamo);
  return { ...dynamo, ...table, close: async () => Promise.resolve() };
};

const key = { pk: 'member#m', sk: 'member' };
const put = (expectation: Write['expect'], pk = key.pk): Write => ({
  op: 'put',
  item: { ...key, pk, body: { a: 1 } },
  expect: expectation,
});
/** Alone, and as a transaction. */
const commits: Readonly<Record<string, (table: Table) => Promise<unknown>>> = {
  'a put': async (table) => table.commit([put({ version: 1 })]),
  'a transaction': async (table) => table.commit([put('absent'), put({ version: 3 }, 'alias#a')]),
};
const reads: Readonly<Record<string, (table: Table) => Promise<unknown>>> = {
  'a get': async (table) => table.get(key),
  'a query': async (table) => table.query({ by: 'index', partition: 'members', limit: 5 }),
};
const everything = { ...commits, ...reads };

const passing: Readonly<Record<string, Reply>> = {
  throttling: refused('ThrottlingException'),
  'a table that is too busy': refused('ProvisionedThroughputExceededException'),
  'an account at its limit': refused('RequestLimitExceeded'),
  'a fault of the service': refused('InternalServerError', {}, 500),
  'no service': { status: 503, body: 'Service Unavailable' },
  'a gateway between': { status: 502, body: '<html>Bad Gateway</html>' },
  rubbish: { status: 200, body: 'not JSON' },
  'a connection that ends': 'hang_up',
  'half an answer': 'half_an_answer',
  'no answer': 'silence',
};

describe.each(Object.entries(everything))('%s', (_, act) => {
  it.each(Object.entries(passing))('outlives %s', async (__, reply) => {
    const { table, asked } = await over((___, number) => (number <= 2 ? reply : ok()));
    await act(table);
    expect(asked).toHaveLength(3);
  });

  it('ends in success when throttling ends after a minute', async () => {
    const dynamo = await over(() => (dynamo.clock.now() < 1_000_000_060_000 ? refused('ThrottlingException') : ok()), {
      patienceMs: 120_000,
    });
    await act(dynamo.table);
    expect(dynamo.asked.length).toBeLessThan(100);
  });

  it('gives up when its patience ends, and says nothing of what it held', async () => {
    const { table, clock } = await over(() => refused('ThrottlingException'));
    const error: unknown = await act(table).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Unavailable);
    expect(clock.now()).toBeLessThanOrEqual(1_000_000_060_000);
    expect(String(error)).not.toContain(secretWords);
  });

  it.each([
    ['AccessDeniedException', 'storage.denied'],
    ['UnrecognizedClientException', 'storage.denied'],
    ['ExpiredTokenException', 'storage.denied'],
    ['ResourceNotFoundException', 'storage.table_missing'],
  ])('names the setting at once for %s', async (name, code) => {
    const { table, asked } = await over(() => refused(name));
    const error: unknown = await act(table).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'StorageMisconfigured', code, setting: expect.stringContaining('USERS_TABLE') as unknown });
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain(secretWords);
    expect(asked).toHaveLength(1);
  });

  it('is a bug where DynamoDB finds it wrong', async () => {
    const { table, asked } = await over(() => refused('ValidationException'));
    const error = await act(table).then(String, (thrown: unknown) => (thrown instanceof Unavailable ? 'unavailable' : String(thrown)));
    expect(error).toBe('Error: DynamoDB refused a request as wrong (ValidationException)');
    expect(asked).toHaveLength(1);
  });
});

it('names both tables of a transaction that may not be done', async () => {
  const { table } = await over(() => refused('AccessDeniedException'));
  await expect(commits['a transaction']?.(table)).rejects.toMatchObject({ setting: 'USERS_TABLE, RELAY_TABLE' });
});

it.each([
  'The table does not have the specified index: by_index',
  'The provided key element does not match the schema',
  'One or more parameter values were invalid: Missing the key pk in the item',
])('knows a table that was made otherwise: %s', async (message) => {
  const { table } = await over(() => refused('ValidationException', { message }));
  await expect(table.get(key)).rejects.toMatchObject({ code: 'storage.wrong_shape', setting: 'USERS_TABLE' });
});

it('knows it in a transaction too', async () => {
  const reasons = [{ Code: 'None' }, { Code: 'ValidationError', Message: 'The provided key element does not match the schema' }];
  const { table } = await over(() => refused('TransactionCanceledException', { CancellationReasons: reasons }));
  await expect(commits['a transaction']?.(table)).rejects.toMatchObject({ code: 'storage.wrong_shape' });
});

describe('A transaction', () => {
  it.each([
    ['another that touches the same', cancelled('TransactionConflict', 'None')],
    ['one that is too much for a table', cancelled('None', 'ProvisionedThroughputExceeded')],
    ['itself, which is still under way', refused('TransactionInProgressException')],
  ])('outlives %s', async (_, reply) => {
    const { table, asked } = await over((__, number) => (number === 1 ? reply : ok()));
    expect(await commits['a transaction']?.(table)).toBe('committed');
    expect(asked).toHaveLength(2);
  });

  it('gives up after conflicts without end', async () => {
    const { table } = await over(() => cancelled('TransactionConflict', 'None'));
    await expect(commits['a transaction']?.(table)).rejects.toBeInstanceOf(Unavailable);
  });

  it('is the very same when it is asked again, with its token', async () => {
    const { table, asked } = await over((_, number) => (number <= 3 ? 'hang_up' : ok()));
    await commits['a transaction']?.(table);
    expect(new Set(asked.map(({ raw }) => raw.body)).size).toBe(1);
    expect(asked.map(({ body }) => typeof body['ClientRequestToken'])).toEqual(['string', 'string', 'string', 'string']);
  });

  it('has another token than the one before it', async () => {
    const { table, asked } = await over(() => ok());
    for (let times = 0; times < 2; times++) await commits['a transaction']?.(table);
    expect(new Set(asked.map(({ body }) => body['ClientRequestToken'])).size).toBe(2);
  });

  it('is in conflict where one expectation does not hold, whatever else stood in its way', async () => {
    const { table } = await over(() => cancelled('TransactionConflict', 'ConditionalCheckFailed'));
    expect(await commits['a transaction']?.(table)).toBe('conflict');
  });

  it('is a bug where one write is wrong', async () => {
    const { table, asked } = await over(() => cancelled('None', 'ValidationError'));
    await expect(commits['a transaction']?.(table)).rejects.toThrow('DynamoDB refused a request as wrong (ValidationError)');
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['a put over whatever is there', put('anything')],
    ['a put over what is there', put('present')],
    ['a first put', put('absent')],
    ['a delete', { op: 'delete', key, expect: { version: 1 } } as const],
  ])('is made of %s alone too, as only its token tells a lost answer', async (_, write) => {
    const { table, asked } = await over(() => ok());
    await table.commit([write]);
    expect(asked.map(({ operation }) => operation)).toEqual(['TransactWriteItems']);
  });
});

describe('A put over a known version', () => {
  const writtenIn = ({ body }: Asked): unknown => (body['Item'] as { readonly written: unknown }).written;
  const inTheWay = (written: unknown): Reply => refused('ConditionalCheckFailedException', { Item: { pk: { S: 'member#m' }, written } });

  it('is in conflict where another version is there', async () => {
    const { table } = await over(() => inTheWay({ S: 'somebody else' }));
    expect(await table.commit([put({ version: 1 })])).toBe('conflict');
  });

  it('knows itself after its answer was lost', async () => {
    const { table } = await over((asked, number) => (number === 1 ? 'hang_up' : inTheWay(writtenIn(asked))));
    expect(await table.commit([put({ version: 1 })])).toBe('committed');
  });

  it('does not claim to know where others wrote after its answer was lost', async () => {
    const { table } = await over((_, number) => (number === 1 ? 'hang_up' : inTheWay({ S: 'somebody else' })));
    await expect(table.commit([put({ version: 1 })])).rejects.toBeInstanceOf(Unavailable);
  });

  it('is in conflict where it was only throttled before', async () => {
    const { table } = await over((_, number) => (number === 1 ? refused('ThrottlingException') : inTheWay({ S: 'somebody else' })));
    expect(await table.commit([put({ version: 1 })])).toBe('conflict');
  });
});

it.each([
  ['without a version', { body: { M: {} } }],
  ['without a body', { version: { N: '1' } }],
  ['with a set', { version: { N: '1' }, body: { M: { x: { SS: ['a'] } } } }],
  ['with a number that no double holds', { version: { N: '1' }, body: { N: '90071992547409931' } }],
  ['with bytes', { version: { N: '1' }, body: { B: 'YQ==' } }],
])('a row %s is refused, and not quoted', async (_, row) => {
  const { table } = await over(() => ok({ Item: { pk: { S: 'member#ana@example.com' }, sk: { S: 'member' }, ...row } }));
  const error: unknown = await table.get(key).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(BodyUnreadable);
  expect(String(error)).toContain('a stored member cannot be read');
  expect(String(error)).not.toContain('ana@example.com');
});

it('asks for pages until there are as many items as were wanted', async () => {
  const item = (sk: string) => ({ pk: { S: 'block#m' }, sk: { S: sk }, version: { N: '1' }, body: { NULL: true } });
  const { table, asked } = await over((_, number) =>
    ok({ Items: [item(String(number))], ...(number < 9 ? { LastEvaluatedKey: { sk: { S: String(number) }, pk: { S: 'block#m' } } } : {}) }),
  );
  const page = await table.query({ by: 'key', partition: 'block#m', limit: 3 });
  expect(page.items.map(({ sk }) => sk)).toEqual(['1', '2', '3']);
  expect(asked.map(({ body }) => [body['Limit'], (body['ExclusiveStartKey'] as { sk?: unknown } | undefined)?.sk])).toEqual([
    [3, undefined],
    [2, { S: '1' }],
    [1, { S: '2' }],
  ]);
  await table.query({ by: 'key', partition: 'block#m', limit: 1, after: page.next });
  expect(asked.at(-1)?.body['ExclusiveStartKey']).toEqual({ pk: { S: 'block#m' }, sk: { S: '3' } });
  await expect(table.query({ by: 'key', partition: 'block#other', limit: 1, after: page.next })).rejects.toThrow('partition');
});

it('reads what is newest by key, and asks nobody for an empty range', async () => {
  const { table, asked } = await over(() => ok({ Items: [] }));
  await table.get(key);
  await table.query({ by: 'key', partition: 'block#m', limit: 1 });
  await table.query({ by: 'index', partition: 'rounds', limit: 1 });
  await table.query({ by: 'index', partition: 'rounds', limit: 1, from: 'b', to: 'a' });
  expect(asked.map(({ body }) => [body['TableName'], body['IndexName'], body['ConsistentRead']])).toEqual([
    ['test-users', undefined, true],
    ['test-users', undefined, true],
    ['test-matches', 'by_index', undefined],
  ]);
});

it('does not go on longer than DynamoDB knows a token', () => {
  expect(() => tableAt('http://127.0.0.1:1', { patienceMs: 600_000 })).toThrow('9 minutes');
});

it('waits for a table that cannot be reached, and gives up', async () => {
  const dynamo = await startFaultyDynamo(() => ok());
  await dynamo.close();
  const table = tableAt(dynamo.endpoint);
  opened.push(table);
  await expect(table.table.get(key)).rejects.toThrow('ECONNREFUSED');
});

it('lets go of its connections when it is closed', async () => {
  const dynamo = await startFaultyDynamo(() => ok());
  const { table, close } = tableAt(dynamo.endpoint);
  await table.get(key);
  close();
  await dynamo.letGo();
  await dynamo.close();
});

it('does not try for long what cannot be sent at all', async () => {
  const dynamo = await startFaultyDynamo(() => ok());
  opened.push(dynamo);
  const { table, clock, close } = tableAt(`${dynamo.endpoint}:no port`);
  const before = clock.now();
  await expect(table.get(key)).rejects.toThrow('DynamoDB refused a request as wrong');
  expect(clock.now()).toBe(before);
  close();
});
