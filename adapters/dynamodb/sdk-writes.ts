import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { tableOf, type TableNames } from './placement.ts';
import { keyRow, rowOf, schema } from './sdk-rows.ts';
import type { CheckedPut, CheckedWrite } from './table-writes.ts';
import type { Expectation } from './table.ts';

/** What stays the same for all writes of one commit, and over its retries. */
export interface CommitFacts {
  readonly tables: TableNames;
  /** Of the clock: what expired by then is not there. */
  readonly second: number;
  readonly written: string;
}

export type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** `overExpired`: the place of a put that expects anything holds what has expired, so versions begin again. */
export const transactItemOf = (write: CheckedWrite, facts: CommitFacts, overExpired: boolean): TransactItem => {
  const key = write.op === 'put' ? write.stored.key : write.key;
  const table = facts.tables[tableOf(key.pk)];
  if (write.op === 'put') return overExpired ? { Put: putOf({ ...write, expect: 'absent' }, facts) } : putOrUpdate(write, facts);
  const target = { TableName: table, Key: keyRow(key) };
  if (write.op === 'check') return { ConditionCheck: { ...target, ...conditionOf(write.expect, facts.second) } };
  // What expired may be deleted like anything else.
  return { Delete: write.expect === 'anything' ? target : { ...target, ...conditionOf(write.expect, facts.second) } };
};

const putOrUpdate = (write: CheckedPut, facts: CommitFacts): TransactItem =>
  write.expect === 'present' || write.expect === 'anything' ? { Update: updateOf(write, facts) } : { Put: putOf(write, facts) };

type PutRow = NonNullable<TransactItem['Put']>;

/** A whole new row, for a put that knows the version before it; a failed condition gives the row that was in the way. */
export const putOf = ({ stored, expect }: CheckedPut, facts: CommitFacts): PutRow => ({
  TableName: facts.tables[tableOf(stored.key.pk)],
  Item: { ...rowOf(stored, facts.written), [schema.version]: typeof expect === 'object' ? expect.version + 1 : 1 },
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  ...conditionOf(expect, facts.second),
});

/** Counts on from the version that is there, whichever it is, and takes away what the new item does not have. */
const updateOf = ({ stored, expect }: CheckedPut, facts: CommitFacts): NonNullable<TransactItem['Update']> => {
  const { [schema.pk]: _pk, [schema.sk]: _sk, ...values } = rowOf(stored, facts.written);
  const set = Object.keys(values);
  const gone = [schema.indexPk, schema.indexSk, schema.deleteAt].filter((name) => !set.includes(name));
  const isSure = expect === 'present';
  const condition = conditionOf(expect, facts.second);
  const count = isSure ? '#version = #version + :one' : '#version = if_not_exists(#version, :zero) + :one';
  return {
    TableName: facts.tables[tableOf(stored.key.pk)],
    Key: keyRow(stored.key),
    UpdateExpression: [
      `SET ${[count, ...set.map((name) => `#${name} = :${name}`)].join(', ')}`,
      ...(gone.length === 0 ? [] : [`REMOVE ${gone.map((name) => `#${name}`).join(', ')}`]),
    ].join(' '),
    ConditionExpression: condition.ConditionExpression,
    ExpressionAttributeNames: {
      ...condition.ExpressionAttributeNames,
      ...Object.fromEntries([schema.version, ...set, ...gone].map((name) => [`#${name}`, name])),
    },
    ExpressionAttributeValues: {
      ...condition.ExpressionAttributeValues,
      ...Object.fromEntries(set.map((name) => [`:${name}`, values[name]])),
      ':one': 1,
      ...(isSure ? {} : { ':zero': 0 }),
    },
  };
};

interface Condition {
  readonly ConditionExpression: string;
  readonly ExpressionAttributeNames: Record<string, string>;
  readonly ExpressionAttributeValues: Record<string, number>;
}

const isLive = '(attribute_not_exists(#delete_at) OR #delete_at > :second)';

/** What expired counts as absent. `anything` holds for all but that, so that the caller hears of it and begins the versions again. */
const conditionOf = (expect: Expectation, second: number): Condition => {
  const names = { '#delete_at': schema.deleteAt };
  const values = { ':second': second };
  const withPk = { ...names, '#pk': schema.pk };
  if (expect === 'anything') return { ConditionExpression: isLive, ExpressionAttributeNames: names, ExpressionAttributeValues: values };
  if (expect === 'absent') {
    const absent = 'attribute_not_exists(#pk) OR #delete_at <= :second';
    return { ConditionExpression: absent, ExpressionAttributeNames: withPk, ExpressionAttributeValues: values };
  }
  if (expect === 'present') {
    const present = `attribute_exists(#pk) AND ${isLive}`;
    return { ConditionExpression: present, ExpressionAttributeNames: withPk, ExpressionAttributeValues: values };
  }
  return {
    ConditionExpression: `#version = :expected AND ${isLive}`,
    ExpressionAttributeNames: { ...names, '#version': schema.version },
    ExpressionAttributeValues: { ...values, ':expected': expect.version },
  };
};
