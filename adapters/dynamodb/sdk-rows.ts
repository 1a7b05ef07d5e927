import { BodyUnreadable } from './bodies.ts';
import type { Stored } from './table-state.ts';
import type { Item, Json, Key } from './table.ts';

/** The names of a physical table: what stands in a row, and what whoever makes the table must give it. All are known to DynamoDB as text but those marked N. */
export const schema = {
  pk: 'pk',
  sk: 'sk',
  /** N. */
  version: 'version',
  /** A native value, so that the console and PartiQL can read it. */
  body: 'body',
  /** The one index: its name, and its keys, which only items with `index` have. It projects ALL. */
  index: 'by_index',
  indexPk: 'index_pk',
  indexSk: 'index_sk',
  /** N, epoch seconds: the table's TTL attribute. */
  deleteAt: 'delete_at',
  /** A random mark of the commit that wrote the row, by which a lost answer is recognised. */
  written: 'written',
} as const;

export type Row = Readonly<Record<string, unknown>>;

/** All of a row but its version. */
export const rowOf = ({ key, body, index, deleteAt }: Omit<Stored, 'version'>, written: string): Row => ({
  [schema.pk]: key.pk,
  [schema.sk]: key.sk,
  [schema.body]: nativeOf(JSON.parse(body) as Json),
  [schema.written]: written,
  ...(index === undefined ? {} : { [schema.indexPk]: index.pk, [schema.indexSk]: index.sk }),
  ...(deleteAt === undefined ? {} : { [schema.deleteAt]: deleteAt }),
});

export const keyRow = ({ pk, sk }: Key): Row => ({ [schema.pk]: pk, [schema.sk]: sk });

/** Throws `BodyUnreadable` where the row is none that this table wrote. */
export const itemIn = (row: Row): Item => {
  const valueOf = (name: string): unknown => row[name];
  const [pk, sk, version, body] = [schema.pk, schema.sk, schema.version, schema.body].map(valueOf);
  const [indexPk, indexSk, deleteAt] = [schema.indexPk, schema.indexSk, schema.deleteAt].map(valueOf);
  if (!isText(pk) || !isText(sk)) throw unreadable('pk, sk');
  if (!Number.isSafeInteger(version) || body === undefined) throw unreadable('version, body', pk);
  if (deleteAt !== undefined && !Number.isSafeInteger(deleteAt)) throw unreadable('delete_at', pk);
  return {
    pk,
    sk,
    version: version as number,
    body: jsonOf(body, pk),
    ...(isText(indexPk) && isText(indexSk) ? { index: { pk: indexPk, sk: indexSk } } : {}),
    ...(deleteAt === undefined ? {} : { deleteAt: deleteAt as number }),
  };
};

/** Records become maps: the document client takes a plain record with a member called `constructor` for something else. */
const nativeOf = (body: Json): unknown => {
  if (typeof body !== 'object' || body === null) return body;
  if (Array.isArray(body)) return body.map(nativeOf);
  return new Map(Object.entries(body).map(([name, value]) => [name, nativeOf(value as Json)]));
};

/** Sets, bytes and numbers that no double holds were written by somebody else. */
const jsonOf = (value: unknown, pk: string): Json => {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map((each) => jsonOf(each, pk));
  if (typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) throw unreadable('body', pk);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, jsonOf(each, pk)]));
};

const isText = (value: unknown): value is string => typeof value === 'string';

const unreadable = (what: string, pk = 'row'): BodyUnreadable =>
  new BodyUnreadable(`a stored ${pk.replace(/#.*/s, '')} cannot be read (${what}): this table did not write it`);
