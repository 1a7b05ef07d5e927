import { jsonIn } from '../files/json.ts';
import type { QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { listTableOf, tableOf, type TableNames, type TablePart } from './placement.ts';
import { schema, type Row } from './sdk-rows.ts';
import { checkKeyPart } from './table-writes.ts';
import type { Query } from './table.ts';

/** Which table a query goes to. */
export const tableAsked = ({ by, partition }: Query): TablePart => (by === 'key' ? tableOf(partition) : listTableOf(partition));

/** The query without where it goes on and how much it may give; undefined where its range is empty, which DynamoDB would refuse. */
export const queryOf = (query: Query, tables: TableNames): QueryCommandInput | undefined => {
  const { by, partition, from, to, descending = false } = query;
  if (from !== undefined && to !== undefined && from > to) return undefined;
  const { range, values } = rangeOf({ from, to });
  return {
    TableName: tables[tableAsked(query)],
    ...(by === 'key' ? { ConsistentRead: true } : { IndexName: schema.index }),
    KeyConditionExpression: `#pk = :pk${range}`,
    ExpressionAttributeNames: {
      '#pk': by === 'key' ? schema.pk : schema.indexPk,
      ...(range === '' ? {} : { '#sk': by === 'key' ? schema.sk : schema.indexSk }),
    },
    ExpressionAttributeValues: { ':pk': partition, ...values },
    ScanIndexForward: !descending,
  };
};

const rangeOf = ({ from, to }: Pick<Query, 'from' | 'to'>): { readonly range: string; readonly values: Record<string, string> } => {
  if (from !== undefined && to !== undefined) return { range: ' AND #sk BETWEEN :from AND :to', values: { ':from': from, ':to': to } };
  if (from !== undefined) return { range: ' AND #sk >= :from', values: { ':from': from } };
  if (to !== undefined) return { range: ' AND #sk <= :to', values: { ':to': to } };
  return { range: '', values: {} };
};

/** Where a page ended, as DynamoDB names it, in one opaque word. Its attributes come in any order. */
export const cursorOf = (place: Row, { by }: Pick<Query, 'by'>): string =>
  Buffer.from(JSON.stringify(namesOf(by).map((name) => place[name]))).toString('base64url');

/** Throws where the cursor is none that a page of this very partition gave: DynamoDB is not asked what it makes of it. */
export const placeOf = (cursor: string, { by, partition }: Query): Row => {
  const names = namesOf(by);
  const parts = z
    .array(z.string())
    .length(names.length)
    .safeParse(jsonIn(Buffer.from(cursor, 'base64url').toString()));
  if (!parts.success) throw new Error('a cursor is one that a page gave');
  for (const part of parts.data) checkKeyPart(part);
  const place = Object.fromEntries(names.map((name, at) => [name, parts.data[at]]));
  if (cursorOf(place, { by }) !== cursor) throw new Error('a cursor is one that a page gave');
  if (parts.data.at(0) !== partition) throw new Error('a cursor goes on in the partition that it was given for');
  return place;
};

/** The partition asked comes first. */
const namesOf = (by: Query['by']): readonly string[] =>
  by === 'key' ? [schema.pk, schema.sk] : [schema.indexPk, schema.indexSk, schema.pk, schema.sk];
