import { CreateTableCommand, DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { TableNames } from './placement.ts';
import { schema } from './sdk-rows.ts';

/** Makes the four tables in an emulator; those of a stack are made by its infrastructure, with what else they need there. */
export const createTables = async (client: DynamoDBDocumentClient, tables: TableNames): Promise<void> => {
  for (const name of namesOf(tables)) {
    await client.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [schema.pk, schema.sk, schema.indexPk, schema.indexSk].map((AttributeName) => ({
          AttributeName,
          AttributeType: 'S',
        })),
        KeySchema: keysOf(schema.pk, schema.sk),
        GlobalSecondaryIndexes: [
          { IndexName: schema.index, KeySchema: keysOf(schema.indexPk, schema.indexSk), Projection: { ProjectionType: 'ALL' } },
        ],
      }),
    );
  }
};

export const dropTables = async (client: DynamoDBDocumentClient, tables: TableNames): Promise<void> => {
  for (const name of namesOf(tables)) await client.send(new DeleteTableCommand({ TableName: name }));
};

const namesOf = ({ users, surveys, matches, relays }: TableNames): readonly string[] => [users, surveys, matches, relays];

const keysOf = (pk: string, sk: string) => [
  { AttributeName: pk, KeyType: 'HASH' as const },
  { AttributeName: sk, KeyType: 'RANGE' as const },
];
