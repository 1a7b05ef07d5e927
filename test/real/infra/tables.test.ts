import { DescribeTableCommand, DescribeTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { createDynamoClient } from '../../../adapters/dynamodb/dynamo-client.ts';
import { schema } from '../../../adapters/dynamodb/sdk-rows.ts';
import { matchesContract } from '../../contracts/matches.contract.ts';
import { membersContract } from '../../contracts/members.contract.ts';
import { outboxContract } from '../../contracts/outbox.contract.ts';
import { reportsContract } from '../../contracts/reports.contract.ts';
import { roundsContract } from '../../contracts/rounds.contract.ts';
import { tableExpiryContract } from '../../contracts/table-expiry.contract.ts';
import { tableContract } from '../../contracts/table.contract.ts';
import { createCapturedTables } from '../../infra/support/captured-tables.ts';
import { wholeProgram } from '../../infra/support/whole-program.ts';
import { createTestTables, dropTestTables, testAccess } from '../../support/dynamo-tables.ts';
import { dynamoDbKind, withDynamoDbLocal } from '../../support/dynamodb-local.ts';

const local = withDynamoDbLocal();
const create = async (client: DynamoDBDocumentClient) => createCapturedTables(client, await wholeProgram('prod'));

describe('a table of the stack', () => {
  it('is laid out as the one that the code makes for itself, with a time to live and a stream of keys where something leaves', async () => {
    const client = createDynamoClient({ ...testAccess, endpoint: local().endpoint });
    const [provisioned, own] = [await create(client), await createTestTables(client)];
    const layoutOf = async (TableName: string) => {
      const { Table: table } = await client.send(new DescribeTableCommand({ TableName }));
      return {
        attributes: table?.AttributeDefinitions?.map(({ AttributeName }) => AttributeName).toSorted(),
        keys: table?.KeySchema,
        indexes: table?.GlobalSecondaryIndexes?.map(({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection })),
      };
    };
    for (const name of ['users', 'surveys', 'matches', 'relays'] as const) {
      expect(await layoutOf(provisioned[name])).toEqual(await layoutOf(own[name]));
      const { TimeToLiveDescription: ttl } = await client.send(new DescribeTimeToLiveCommand({ TableName: provisioned[name] }));
      expect(ttl).toMatchObject({ TimeToLiveStatus: 'ENABLED', AttributeName: schema.deleteAt });
      const { Table: table } = await client.send(new DescribeTableCommand({ TableName: provisioned[name] }));
      expect(table?.StreamSpecification?.StreamViewType).toBe(['users', 'relays'].includes(name) ? 'KEYS_ONLY' : undefined);
    }
    for (const tables of [provisioned, own]) await dropTestTables(client, tables);
    client.destroy();
  });
});

// Those that touch how a table is laid out: its keys, its index, its pages, and what expires.
const kind = dynamoDbKind(local, { kind: 'the tables of the stack in DynamoDB Local', create });
tableContract(kind);
tableExpiryContract(kind);
membersContract(kind);
reportsContract(kind);
outboxContract(kind);
roundsContract(kind);
matchesContract(kind);
