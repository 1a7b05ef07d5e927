import * as z from 'zod';
import type { Instant } from '../../domain/kernel/instant.ts';
import { parseMemberId, type MemberId } from '../../domain/kernel/member-id.ts';
import { invariant } from '../../domain/kernel/invariant.ts';
import type { Item, Json } from './table.ts';

/*
 * Bodies of other versions. While a new version is rolled out, the one before runs beside it, and both read and write the same items.
 *
 * - A body is a `z.object`, and everything inside it is strict. So a field at the top that this version does not know is let through:
 *   no rule sees it, and a change carries it on (`carriedOn`). Anything else it does not know is `BodyUnreadable`, as carrying on what
 *   is only half understood would lose the other half; nothing is written then.
 * - A new field is optional and lies at the top of the body. What reads it says what its absence means.
 * - A new value in a place that is there already (another stage, another state, a field inside a record) takes two releases: the first
 *   reads it, and once it runs everywhere the second writes it. The same goes for a new field with personal data: the first release
 *   knows to erase it.
 * - A field is not renamed and does not change its meaning. One that is no longer needed is still read as optional, by then from
 *   items of versions before.
 */

/** Reads what an item holds. Throws `BodyUnreadable` where it is not what `schema` says: someone else wrote it, or another version. */
export const bodyOf = <T>(schema: z.ZodType<T>, item: Item): T => {
  const body = schema.safeParse(item.body);
  if (!body.success) {
    const places = body.error.issues.map(({ path, code }) => `${path.map(String).join('.')}: ${code}`);
    throw new BodyUnreadable(`a stored ${item.pk.replace(/#.*/s, '')} cannot be read (${places.join(', ')})`);
  }
  const unknown = fieldsBeyond(item.body, body.data);
  if (unknown.length > 0) unknownFields.set(item, Object.fromEntries(unknown));
  if (isRecord(body.data)) itemsRead.set(body.data, item);
  return body.data;
};

/** The item that `bodyOf` made this very value of, as long as somebody has it: what was just read need not be read again to be changed. */
export const itemReadAs = (value: object | undefined): Item | undefined => (value === undefined ? undefined : itemsRead.get(value));
const itemsRead = new WeakMap<object, Item>();

/** It names the kind and the fields, never what is in them. */
export class BodyUnreadable extends Error {
  override readonly name = 'BodyUnreadable';
  readonly code = 'storage.unreadable';
}

/** Hears of items that were left out of a list because they cannot be read. */
export type OnUnreadable = (error: BodyUnreadable) => void;

/** What `read` gives; where an item cannot be read, `tell` hears of it and there is nothing. */
export const readOrTold = async <T>(read: () => T | Promise<T>, tell: OnUnreadable): Promise<T | undefined> => {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof BodyUnreadable)) throw error;
    tell(error);
    return undefined;
  }
};

/** That a schema leaves out no field of a record: it would be stored, and be unknown when it is read. */
export type FieldsOf<T> = { readonly [F in keyof T]-?: z.ZodType };

/** By the very item that was read, and as long as somebody has it: rules of the domain should neither see them nor have to hand them on. */
const unknownFields = new WeakMap<Item, Fields>();
export type Fields = Readonly<Record<string, Json | undefined>>;

/** The fields of an item, read by `bodyOf`, that this version does not know. */
export const unknownFieldsOf = (item: Item): Fields | undefined => unknownFields.get(item);

/** `body` where `item` was: with what this version does not know of it. `item` was read by `bodyOf`. */
export const carriedOn = (item: Item | undefined, body: Json): Json => {
  const unknown = item === undefined ? undefined : unknownFields.get(item);
  return unknown === undefined ? body : { ...unknown, ...(body as Fields) };
};

const fieldsBeyond = (body: Json, read: unknown): readonly [string, Json | undefined][] => {
  if (!isRecord(body) || !isRecord(read)) return [];
  return Object.entries(body as Fields).filter(([field]) => !Object.hasOwn(read, field));
};

const isRecord = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value of the domain on its way into an item; the table turns it into text and would refuse what text cannot hold. */
export const asBody = (value: object): Json => value as Json;

export const memberIdSchema = z.custom<MemberId>((value) => typeof value === 'string' && parseMemberId(value) !== undefined);
/** In history somebody who was erased is there under an anonymous id. */
export const memberOrGoneSchema = z.custom<MemberId>(
  (value) => typeof value === 'string' && (parseMemberId(value) !== undefined || /^gone_[a-z2-7]{26}$/.test(value)),
);
export const instantSchema = z.custom<Instant>((value) => Number.isSafeInteger(value));
export const countSchema = z.int().nonnegative();

/** Whole seconds for `deleteAt`, never earlier than the instant. */
export const secondOf = (instant: Instant): number => {
  invariant(instant >= 0, 'items are deleted after 1970');
  return Math.ceil(instant / 1_000);
};
