import { interpolate } from '@pulumi/pulumi';
import { decrypting } from './key-rights.ts';
import { allow, type Statement } from './policy.ts';
import type { Stack } from './stack.ts';
import type { Table } from './table.ts';
import { indexName, tableActions } from './table-plan.ts';

/** Whoever writes reads too: versions are counted on from what is there. */
export type TableNeed = keyof typeof tableActions;

/** To do with tables what somebody needs. An index is only ever asked, so it is in one statement of its own. */
export const tableRights = (stack: Stack, tables: readonly Pick<Table, 'arn'>[], need: TableNeed): readonly Statement[] => {
  const arns = tables.map(({ arn }) => arn);
  const actions: readonly string[] = tableActions[need];
  const indexes = arns.map((arn) => interpolate`${arn}/index/${indexName}`);
  return [
    allow(actions, arns),
    ...(actions.includes('dynamodb:Query') ? [allow(['dynamodb:Query'], indexes)] : []),
    decrypting(stack, 'dynamodb'),
  ];
};

/**
 * For the role of a function that a table's stream calls. Lambda asks for all four before it makes a mapping (Lambda, "Using Lambda with
 * DynamoDB"); which streams there are is asked of the table, not of one stream.
 */
export const streamRights = (stack: Stack, { arn, streamArn }: Pick<Table, 'arn' | 'streamArn'>): readonly Statement[] => [
  allow(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], [streamArn]),
  allow(['dynamodb:ListStreams'], [interpolate`${arn}/stream/*`]),
  decrypting(stack, 'dynamodb'),
];
