import { bodyDepthMax, numberMax, numberMin, type Json } from './table.ts';

/** A body as JSON text that every twin can keep. Throws where it holds what DynamoDB could not (see `Json`). */
export const textOf = (body: Json): string =>
  JSON.stringify(body, (_, value: unknown) => (typeof value === 'string' ? value.toWellFormed() : value));

/**
 * What a body weighs in DynamoDB, in bytes, never less than it does; checks it on the way. Records and lists cost 3 bytes and one for each
 * member, numbers a byte for two digits, so that a long list of digits is heavier than its text.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export const bytesOf = (body: Json, depth = 1): number => {
  if (body === null || typeof body === 'boolean') return 1;
  if (typeof body === 'string') return Buffer.byteLength(body);
  if (typeof body === 'number') return numberBytes(body);
  if (depth > bodyDepthMax) throw new Error(`a body is at most ${String(bodyDepthMax)} levels deep`);
  let bytes = 3;
  if (isList(body)) {
    // Text says null for what is not there.
    for (const each of body) bytes += 1 + bytesOf(each ?? null, depth + 1);
    return bytes;
  }
  for (const [name, value] of Object.entries(body)) {
    if (value === undefined) continue;
    if (name === '' || name === '__proto__' || !name.isWellFormed()) throw new Error('a name in a body cannot be kept');
    bytes += 1 + Buffer.byteLength(name) + bytesOf(value, depth + 1);
  }
  return bytes;
};

const numberBytes = (value: number): number => {
  const size = Math.abs(value);
  // Written so that what is not a number is refused too.
  if (!(size <= numberMax)) throw new Error('a body holds finite numbers of at most 2^53 - 1 only');
  if (size !== 0 && size < numberMin) throw new Error(`a body holds no number nearer to 0 than ${String(numberMin)}`);
  const digits = String(size).replace(/e.*|\D/gi, '').length;
  // Two digits share a byte only where the point falls between such pairs; a sign takes one more.
  return Math.ceil((digits + 1) / 2) + (value < 0 ? 2 : 1);
};

const isList = (body: Json): body is readonly Json[] => Array.isArray(body);
