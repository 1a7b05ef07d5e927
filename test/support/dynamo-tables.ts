import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { randomBytes } from 'node:crypto';
import type { TableNames } from '../../adapters/dynamodb/placement.ts';
import { createTables, dropTables } from '../../adapters/dynamodb/sdk-tables.ts';

/** Nothing that is tested may find credentials of the machine. */
export const testAccess = { region: 'eu-central-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } } as const;

/** Four empty tables with names of their own, as a stack has them. */
export const createTestTables = async (client: DynamoDBDocumentClient): Promise<TableNames> => {
  const suffix = randomBytes(6).toString('hex');
  const tables: TableNames = {
    users: `test-users-${suffix}`,
    surveys: `test-surveys-${suffix}`,
    matches: `test-matches-${suffix}`,
    relays: `test-relays-${suffix}`,
  };
  await createTables(client, tables);
  return tables;
};

export const dropTestTables = async (client: DynamoDBDocumentClient, tables: TableNames): Promise<void> => dropTables(client, tables);
