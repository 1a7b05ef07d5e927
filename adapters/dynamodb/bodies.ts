import * as z from 'zod';
import type { Instant } from '../../domain/kernel/instant.ts';
import { parseMemberId, type MemberId } from '../../domain/kernel/member-id.ts';
import { invariant } from '../../domain/kernel/invariant.ts';
import type { Item, Json } from './table.ts';

/** Reads what an item holds. Throws `BodyUnreadable` where it is not exactly what `schema` says: someone else wrote it, or another version. */
export const bodyOf = <T>(schema: z.ZodType<T>, item: Item): T => {
  const body = schema.safeParse(item.body);
  if (body.success) return body.data;
  const places = body.error.issues.map(({ path, code }) => `${path.map(String).join('.')}: ${code}`);
  throw new BodyUnreadable(`a stored ${item.pk.replace(/#.*/s, '')} cannot be read (${places.join(', ')})`);
};

/** It names the kind and the fields, never what is in them. */
export class BodyUnreadable extends Error {
  override readonly name = 'BodyUnreadable';
}

/** A value of the domain on its way into an item; the table turns it into text and would refuse what text cannot hold. */
export const asBody = (value: object): Json => value as Json;

export const memberIdSchema = z.custom<MemberId>((value) => typeof value === 'string' && parseMemberId(value) !== undefined);
export const instantSchema = z.custom<Instant>((value) => Number.isSafeInteger(value));
export const countSchema = z.int().nonnegative();

/** Whole seconds for `deleteAt`, never earlier than the instant. */
export const secondOf = (instant: Instant): number => {
  invariant(instant >= 0, 'items are deleted after 1970');
  return Math.ceil(instant / 1_000);
};
