import { concatenated, fromUint32be, isAt, latin1, uint16be, uint32be } from './bytes.ts';

/**
 * An ICC profile (ICC.1:2022, 7) with its primaries, curves and white and nothing else: who made it, for which screen, when, and every
 * text are gone. Undefined where it is none, or says colours in lookup tables alone, as those for printing do: a table may be of any size.
 */
export const cleanColourProfile = (profile: Uint8Array): Uint8Array | undefined => {
  const count = uint32be(profile, headerBytes);
  if (profile.length < headerBytes + 4 || profile.length > profileBytesMax) return undefined;
  if (!isAt(profile, 36, 'acsp') || count > tagsMax) return undefined;
  if (headerBytes + 4 + count * entryBytes > profile.length) return undefined;
  const kept = tagsOf(profile, count).filter(({ name }) => colourTags.has(name));
  if (!kept.some(({ name }) => name === 'rTRC' || name === 'kTRC') || kept.some((tag) => !isShaped(profile, tag))) return undefined;
  const cleaned = written(profile, kept);
  // Tags may share their data, but a profile whose tags overlap to more than its size is nobody's.
  return cleaned.length > profile.length ? undefined : cleaned;
};

interface Tag {
  readonly name: string;
  readonly at: number;
  readonly size: number;
}

const tagsOf = (profile: Uint8Array, count: number): readonly Tag[] =>
  Array.from({ length: count }, (_, index) => {
    const entry = headerBytes + 4 + index * entryBytes;
    return { name: latin1(profile, entry, 4), at: uint32be(profile, entry + 4), size: uint32be(profile, entry + 8) };
  });

/** Whether at its place there is what its type says, of the size that this has (10.3, 10.6, 10.18, 10.22, 10.31), and no word more. */
const isShaped = (profile: Uint8Array, { at, size }: Tag): boolean => {
  if (at + size > profile.length || size < 12) return false;
  switch (latin1(profile, at, 4)) {
    case 'XYZ ':
      return size === 20;
    case 'sf32':
      return size === 44;
    case 'cicp':
      return size === 12;
    case 'curv':
      return size === 12 + 2 * uint32be(profile, at + 8);
    case 'para':
      return size === 12 + 4 * (parameters[uint16be(profile, at + 8)] ?? 0);
  }
  return false;
};

const written = (profile: Uint8Array, tags: readonly Tag[]): Uint8Array => {
  const table: number[] = [...fromUint32be(tags.length)];
  const data: Uint8Array[] = [];
  const places = new Map<string, number>();
  let end = headerBytes + 4 + tags.length * entryBytes;
  for (const { name, at, size } of tags) {
    // Red, green and blue often share one curve.
    const place = `${String(at)}+${String(size)}`;
    const known = places.get(place);
    table.push(...Array.from(name, (character) => character.charCodeAt(0)), ...fromUint32be(known ?? end), ...fromUint32be(size));
    if (known !== undefined) continue;
    places.set(place, end);
    const padded = new Uint8Array(Math.ceil(size / 4) * 4);
    padded.set(profile.subarray(at, at + size));
    data.push(padded);
    end += padded.length;
  }
  const header = Uint8Array.from(profile.subarray(0, headerBytes));
  for (const [from, to] of ofItsMaker) header.fill(0, from, to);
  header.set(fromUint32be(end), 0);
  return concatenated([header, Uint8Array.from(table), ...data]);
};

const headerBytes = 128;
const entryBytes = 12;
const tagsMax = 100;
const profileBytesMax = 2 * 1024 * 1024;
/** In the header: preferred software, when, platform, device maker, model and attributes, creator, id, and what is reserved. */
const ofItsMaker = [
  [4, 8],
  [24, 36],
  [40, 44],
  [48, 64],
  [80, 128],
] as const;
const colourTags: ReadonlySet<string> = new Set(['rXYZ', 'gXYZ', 'bXYZ', 'rTRC', 'gTRC', 'bTRC', 'kTRC', 'wtpt', 'bkpt', 'chad', 'cicp']);
/** How many a parametric curve has, by its kind. */
const parameters: readonly number[] = [1, 3, 4, 5, 7];
