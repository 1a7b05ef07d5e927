import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
  waitUntilTableNotExists,
  type KeySchemaElement,
  type StreamViewType,
} from '@aws-sdk/client-dynamodb';
import type { TableArgs } from '@pulumi/aws/dynamodb/table.js';
import type { Unwrap } from '@pulumi/pulumi';
import type { Clients } from '../clients.ts';
import { answered, arn, kindOf, unlessGone, type Kind } from '../kind.ts';

type Inputs = Unwrap<TableArgs> & { readonly name: string };

export const tableKinds: readonly Kind[] = [
  kindOf<TableArgs, 'name'>({
    type: 'aws:dynamodb/table:Table',
    naming: { property: 'name', max: 255 },
    // Of a stream that is switched on, the view cannot be changed either, but a table is not given up for it.
    replaces: ['name', 'hashKey', 'rangeKey', 'localSecondaryIndexes'],
    madeUp: ({ name, streamEnabled }, place) => {
      const own = arn('dynamodb', place, `table/${name}`);
      return {
        id: name,
        outputs: { arn: own, streamArn: streamEnabled === true ? `${own}/stream/2026-01-01T00:00:00.000` : '', streamLabel: '' },
      };
    },
    making: {
      create: async (inputs, aws) => {
        await aws.dynamo.send(new CreateTableCommand(requestOf(inputs)));
        await waitUntilTableExists({ client: aws.dynamo, maxWaitTime: waitSecondsMax, minDelay: 1 }, { TableName: inputs.name });
        await finish(inputs, aws);
        return { id: inputs.name, outputs: await outputsOf(inputs.name, aws) };
      },
      update: async ({ id, inputs, was }, aws) => {
        if (inputs.deletionProtectionEnabled !== was.deletionProtectionEnabled)
          await aws.dynamo.send(
            new UpdateTableCommand({ TableName: id, DeletionProtectionEnabled: inputs.deletionProtectionEnabled === true }),
          );
        if (inputs.streamEnabled !== was.streamEnabled)
          await aws.dynamo.send(
            new UpdateTableCommand({ TableName: id, StreamSpecification: streamOf(inputs) ?? { StreamEnabled: false } }),
          );
        await finish(inputs, aws);
        return outputsOf(id, aws);
      },
      remove: async ({ id }, aws) => {
        await unlessGone(aws.dynamo.send(new DeleteTableCommand({ TableName: id })));
        await waitUntilTableNotExists({ client: aws.dynamo, maxWaitTime: waitSecondsMax, minDelay: 1 }, { TableName: id });
      },
    },
  }),
];

const waitSecondsMax = 30;

const requestOf = (inputs: Inputs) => ({
  TableName: inputs.name,
  BillingMode: 'PAY_PER_REQUEST' as const,
  AttributeDefinitions: (inputs.attributes ?? []).map(({ name, type }) => ({ AttributeName: name, AttributeType: type as 'S' })),
  KeySchema: keysOf(inputs.hashKey, inputs.rangeKey),
  ...(inputs.globalSecondaryIndexes === undefined
    ? {}
    : {
        GlobalSecondaryIndexes: inputs.globalSecondaryIndexes.map((index) => ({
          IndexName: index.name,
          KeySchema:
            index.keySchemas?.map(({ attributeName, keyType }) => ({ AttributeName: attributeName, KeyType: keyType as 'HASH' })) ??
            keysOf(index.hashKey, index.rangeKey),
          Projection: { ProjectionType: index.projectionType as 'ALL', NonKeyAttributes: index.nonKeyAttributes },
        })),
      }),
  StreamSpecification: streamOf(inputs),
  DeletionProtectionEnabled: inputs.deletionProtectionEnabled,
  Tags: Object.entries(inputs.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
});

const keysOf = (hash: string | undefined, range: string | undefined): KeySchemaElement[] => [
  { AttributeName: answered(hash), KeyType: 'HASH' },
  ...(range === undefined ? [] : [{ AttributeName: range, KeyType: 'RANGE' as const }]),
];

const streamOf = ({ streamEnabled, streamViewType }: Inputs) =>
  streamEnabled === true ? { StreamEnabled: true, StreamViewType: streamViewType as StreamViewType } : undefined;

/** What a table cannot be made with. */
const finish = async ({ name, ttl, pointInTimeRecovery }: Inputs, { dynamo }: Clients): Promise<void> => {
  if (ttl?.attributeName !== undefined)
    await dynamo.send(
      new UpdateTimeToLiveCommand({
        TableName: name,
        TimeToLiveSpecification: { AttributeName: ttl.attributeName, Enabled: ttl.enabled !== false },
      }),
    );
  if (pointInTimeRecovery !== undefined)
    await dynamo.send(
      new UpdateContinuousBackupsCommand({
        TableName: name,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: pointInTimeRecovery.enabled },
      }),
    );
};

const outputsOf = async (name: string, { dynamo }: Clients) => {
  const { Table } = await dynamo.send(new DescribeTableCommand({ TableName: name }));
  return { arn: answered(Table?.TableArn), streamArn: Table?.LatestStreamArn ?? '', streamLabel: Table?.LatestStreamLabel ?? '' };
};
