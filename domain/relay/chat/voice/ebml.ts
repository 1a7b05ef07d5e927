import { concatenated, fromUint32be } from '../../parts/images/bytes.ts';

/** Elements of EBML (RFC 8794): an id, a size and so many bytes. Reading goes no deeper than it is asked to. */
export interface Element {
  /** With its marker bit, as RFC 9559 writes them. */
  readonly id: number;
  /** Where its data begins and ends; `'unknown'` where it says that it does not know (6.2). */
  readonly from: number;
  readonly end: number | 'unknown';
}

/** The element at a place; undefined where there is none that fits before `limit`. */
export const elementAt = (bytes: Uint8Array, at: number, limit: number): Element | undefined => {
  const idBytes = widthOf(bytes[at] ?? 0);
  const sizeAt = at + idBytes;
  const sizeBytes = widthOf(bytes[sizeAt] ?? 0);
  const from = sizeAt + sizeBytes;
  if (idBytes > idBytesMax || sizeBytes > sizeBytesMax || from > limit) return undefined;
  const id = bigEndian(bytes, at, sizeAt);
  // Without the marker bit in its first byte. What is beyond 2^53 is not exact, and beyond any limit all the same; only all ones are unknown.
  const size = ((bytes[sizeAt] ?? 0) - 2 ** (8 - sizeBytes)) * 256 ** (sizeBytes - 1) + bigEndian(bytes, sizeAt + 1, from);
  if (isAllOnes(bytes, sizeAt, sizeBytes)) return { id, from, end: 'unknown' };
  return from + size > limit ? undefined : { id, from, end: from + size };
};

/** Elements of known size that fill a room; undefined where they do not, or are more than `max`. */
export const elementsIn = (bytes: Uint8Array, room: Room, max: number): readonly KnownElement[] | undefined => {
  const elements: KnownElement[] = [];
  let at = room.from;
  while (at < room.end) {
    const element = elementAt(bytes, at, room.end);
    if (element === undefined || !isKnown(element) || elements.length === max) return undefined;
    elements.push(element);
    at = element.end;
  }
  return elements;
};

export interface Room {
  readonly from: number;
  readonly end: number;
}
export type KnownElement = Element & Room;

export const isKnown = (element: Element): element is KnownElement => element.end !== 'unknown';

/** A whole number of up to eight bytes (7.2). */
export const unsignedIn = (bytes: Uint8Array, { from, end }: Room): number => (end - from > 8 ? Infinity : bigEndian(bytes, from, end));

export const element = (id: number, ...data: readonly Uint8Array[]): Uint8Array => {
  const size = data.reduce((sum, { length }) => sum + length, 0);
  return concatenated([Uint8Array.from(fromNumber(id)), Uint8Array.from(sizeOf(size)), ...data]);
};

export const unsigned = (id: number, value: number): Uint8Array => element(id, Uint8Array.from(fromNumber(value)));

/** In four bytes, however small it is. */
export const unsigned32 = (id: number, value: number): Uint8Array => element(id, Uint8Array.from(fromUint32be(value)));

export const float = (id: number, value: number): Uint8Array => {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value);
  return element(id, bytes);
};

/** How many bytes a number has that begins with this one: its leading zeros and one more (4). */
const widthOf = (first: number): number => Math.clz32(first) - 23;

const isAllOnes = (bytes: Uint8Array, at: number, width: number): boolean => {
  if (bytes[at] !== 2 ** (9 - width) - 1) return false;
  for (let next = at + 1; next < at + width; next += 1) if (bytes[next] !== 255) return false;
  return true;
};

const bigEndian = (bytes: Uint8Array, from: number, end: number): number => {
  let value = 0;
  for (let at = from; at < end; at += 1) value = value * 256 + (bytes[at] ?? 0);
  return value;
};

const fromNumber = (value: number): readonly number[] => {
  const bytes: number[] = [];
  for (let rest = value; rest > 0 || bytes.length === 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return bytes;
};

/** In as few bytes as can say it; all ones are not a size. */
const sizeOf = (size: number): readonly number[] => {
  let width = 1;
  while (size >= 2 ** (7 * width) - 1) width += 1;
  return fromNumber(size + 2 ** (7 * width));
};

const idBytesMax = 4;
const sizeBytesMax = 8;
