import { concatenated, fromAscii, fromUint32be, isAt, latin1, uint32be } from './bytes.ts';
import { orientationIn, orientationOnly } from './orientation.ts';

/**
 * A PNG (W3C PNG, third edition) with the chunks that its pixels need, byte for byte, and its orientation. No text, time, other Exif,
 * suggested palette or named profile, and nothing after its end. Undefined where it is malformed.
 *
 * A profile (`iCCP`) is compressed and named by who made it, so it goes; the chunks that say colours in numbers stay.
 */
export const cleanPng = (bytes: Uint8Array): Uint8Array | undefined => {
  const chunks = chunksOf(bytes);
  if (chunks === undefined) return undefined;
  if (chunks[0]?.name !== 'IHDR' || chunks.at(-1)?.name !== 'IEND' || !chunks.some(({ name }) => name === 'IDAT')) return undefined;
  if (chunks.some((chunk) => critical.has(chunk.name) && !isShaped(chunk))) return undefined;
  const kept = chunks.filter(isShaped);
  if (kept.some(({ whole }) => uint32be(whole, whole.length - 4) !== crcOf(whole.subarray(4, whole.length - 4)))) return undefined;
  const [header, ...rest] = kept.map(({ whole }) => whole);
  return header && concatenated([bytes.subarray(0, signature.length), header, ...orientationChunk(chunks), ...rest]);
};

interface Chunk {
  readonly name: string;
  readonly data: Uint8Array;
  /** With length, name and checksum. */
  readonly whole: Uint8Array;
}

/** From the header to the end chunk. */
const chunksOf = (bytes: Uint8Array): readonly Chunk[] | undefined => {
  if (!isAt(bytes, 0, signature)) return undefined;
  const chunks: Chunk[] = [];
  let at = signature.length;
  while (at + 12 <= bytes.length && chunks.length < chunksMax) {
    const end = at + 12 + uint32be(bytes, at);
    if (end > bytes.length) return undefined;
    const name = latin1(bytes, at + 4, 4);
    chunks.push({ name, data: bytes.subarray(at + 8, end - 4), whole: bytes.subarray(at, end) });
    if (name === 'IEND') return chunks;
    at = end;
  }
  return undefined;
};

const isShaped = ({ name, data }: Chunk): boolean => lengths.get(name)?.(data.length) ?? false;

const orientationChunk = (chunks: readonly Chunk[]): readonly Uint8Array[] => {
  const exif = chunks.find(({ name }) => name === 'eXIf');
  const orientation = exif && orientationIn(exif.data);
  if (orientation === undefined || orientation === 1) return [];
  const tiff = orientationOnly(orientation);
  const named = concatenated([fromAscii('eXIf'), tiff]);
  return [concatenated([Uint8Array.from(fromUint32be(tiff.length)), named, Uint8Array.from(fromUint32be(crcOf(named)))])];
};

/** CRC-32 as in ISO 3309 (PNG, 5.5). */
const crcOf = (bytes: Uint8Array): number => {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
};

const crcTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

const exactly =
  (length: number) =>
  (actual: number): boolean =>
    actual === length;
const atMost =
  (length: number) =>
  (actual: number): boolean =>
    actual <= length;

/** What is kept, and how long each may be: a chunk of numbers has no room for words. */
const lengths: ReadonlyMap<string, (actual: number) => boolean> = new Map([
  ['IHDR', exactly(13)],
  ['PLTE', (actual: number) => actual <= 768 && actual % 3 === 0],
  ['IDAT', () => true],
  ['IEND', exactly(0)],
  ['tRNS', atMost(256)],
  ['cHRM', exactly(32)],
  ['gAMA', exactly(4)],
  ['sRGB', exactly(1)],
  ['cICP', exactly(4)],
  ['mDCV', exactly(24)],
  ['cLLI', exactly(8)],
  ['sBIT', atMost(4)],
  ['bKGD', atMost(6)],
  ['pHYs', exactly(9)],
  ['acTL', exactly(8)],
  ['fcTL', exactly(26)],
  ['fdAT', () => true],
]);
const critical: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS']);
const signature = '\x89PNG\r\n\x1a\n';
/** At 8 KB a chunk, the least that writers choose, three times what a mail may hold. */
const chunksMax = 10_000;
