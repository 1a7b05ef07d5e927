import {
  CreateTableCommand,
  type CreateTableCommandInput,
  type KeyType,
  type ProjectionType,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { randomBytes } from 'node:crypto';
import type { TableNames } from '../../../adapters/dynamodb/placement.ts';
import type { Captured, Captures } from './capture.ts';
import { kinds } from './wired.ts';

/** A table as the program asks for it, so far as DynamoDB Local knows it: no key of ours, no backups, no tags. */
interface TableInputs {
  readonly billingMode: 'PAY_PER_REQUEST';
  readonly attributes: readonly { readonly name: string; readonly type: 'S' }[];
  readonly hashKey: string;
  readonly rangeKey: string;
  readonly globalSecondaryIndexes: readonly {
    readonly name: string;
    readonly projectionType: ProjectionType;
    readonly keySchemas: readonly { readonly attributeName: string; readonly keyType: KeyType }[];
  }[];
  readonly ttl: { readonly enabled: boolean; readonly attributeName: string };
  readonly streamEnabled?: boolean;
  readonly streamViewType?: 'KEYS_ONLY';
}

/** The call that makes it (CreateTable). */
export const createTableOf = (name: string, { inputs }: Pick<Captured, 'inputs'>): CreateTableCommandInput => {
  const table = inputs as unknown as TableInputs;
  return {
    TableName: name,
    BillingMode: table.billingMode,
    AttributeDefinitions: table.attributes.map((each) => ({ AttributeName: each.name, AttributeType: each.type })),
    KeySchema: [
      { AttributeName: table.hashKey, KeyType: 'HASH' },
      { AttributeName: table.rangeKey, KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: table.globalSecondaryIndexes.map((index) => ({
      IndexName: index.name,
      KeySchema: index.keySchemas.map((key) => ({ AttributeName: key.attributeName, KeyType: key.keyType })),
      Projection: { ProjectionType: index.projectionType },
    })),
    ...(table.streamEnabled === true && table.streamViewType !== undefined
      ? { StreamSpecification: { StreamEnabled: true, StreamViewType: table.streamViewType } }
      : {}),
  };
};

/** Makes the four tables of a stack in an emulator, under names of their own. */
export const createCapturedTables = async (client: DynamoDBDocumentClient, captures: Captures): Promise<TableNames> => {
  const suffix = randomBytes(6).toString('hex');
  const make = async (name: keyof TableNames): Promise<string> => {
    const captured = captures.one(kinds.table, `-${name}`);
    const called = `test-${name}-${suffix}`;
    const { ttl } = captured.inputs as unknown as TableInputs;
    await client.send(new CreateTableCommand(createTableOf(called, captured)));
    await client.send(
      new UpdateTimeToLiveCommand({
        TableName: called,
        TimeToLiveSpecification: { Enabled: ttl.enabled, AttributeName: ttl.attributeName },
      }),
    );
    return called;
  };
  return { users: await make('users'), surveys: await make('surveys'), matches: await make('matches'), relays: await make('relays') };
};
