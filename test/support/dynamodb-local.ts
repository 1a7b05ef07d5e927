import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll } from 'vitest';
import { createDynamoClient } from '../../adapters/dynamodb/dynamo-client.ts';
import { createTableOnSdk } from '../../adapters/dynamodb/table-on-sdk.ts';
import { createStillClock } from '../../adapters/memory/movable-clock.ts';
import type { Instant } from '../../domain/kernel/instant.ts';
import { seededRandom } from '../../domain/kernel/random.ts';
import { startDynamoDbLocal, startMsMax, type DynamoDbLocal } from '../../scripts/real-parts/dynamodb-local.ts';
import type { TableKind } from './contract.ts';
import { createTestTables, dropTestTables, testAccess } from './dynamo-tables.ts';

/** One for a file of tests. */
export const withDynamoDbLocal = (): (() => DynamoDbLocal) => {
  let local: DynamoDbLocal | undefined;
  beforeAll(async () => {
    local = await startDynamoDbLocal();
  }, 3 * startMsMax);
  afterAll(async () => local?.stop());
  return () => {
    if (local === undefined) throw new Error('DynamoDB Local starts before the first test');
    return local;
  };
};

/** Four tables of its own for each clause of a contract; `create` makes them in another way. */
export const dynamoDbKind = (
  local: () => DynamoDbLocal,
  { kind = 'DynamoDB Local', create = createTestTables }: { readonly kind?: string; readonly create?: typeof createTestTables } = {},
): TableKind => ({
  kind,
  open: async () => {
    const client = createDynamoClient({ ...testAccess, endpoint: local().endpoint });
    const tables = await create(client);
    const clock = createStillClock(0 as Instant);
    const table = createTableOnSdk({ client, tables, clock, random: seededRandom(1), pause: async (ms) => sleep(ms), patienceMs: 20_000 });
    return {
      name: Object.values(tables).join(' '),
      table,
      clock,
      settled: async () => Promise.resolve(),
      close: async () => {
        await dropTestTables(client, tables);
        client.destroy();
      },
    };
  },
  runs: 10,
});
