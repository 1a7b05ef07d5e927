import { cleanColourProfile } from './colour-profile.ts';
import { concatenated, fromAscii, fromUint32le, isAt, latin1, uint32le } from './bytes.ts';
import { orientationIn, orientationOnly } from './orientation.ts';

/**
 * A WebP (RFC 9649) with the chunks that its pixels need, byte for byte, its colour profile and orientation. No XMP, no other Exif, no
 * unknown chunk, and nothing after its end. Undefined where it is malformed.
 */
export const cleanWebp = (bytes: Uint8Array): Uint8Array | undefined => {
  if (!isAt(bytes, 0, 'RIFF') || !isAt(bytes, 8, 'WEBP')) return undefined;
  const end = 8 + uint32le(bytes, 4);
  if (end < 12 || end > bytes.length) return undefined;
  const chunks = chunksIn(bytes.subarray(12, end));
  if (chunks === undefined) return undefined;
  const first = chunks[0]?.name;
  // The simple layouts are one chunk (2.5, 2.6).
  if (first === 'VP8 ' || first === 'VP8L') return chunks[0] && file([written(first, chunks[0].data)]);
  const frames = framesOf(chunks);
  const [header] = chunks;
  if (first !== 'VP8X' || header?.data.length !== 10 || frames === undefined || frames.length === 0) return undefined;
  return extended(header.data, { chunks, frames });
};

interface Chunk {
  readonly name: string;
  readonly data: Uint8Array;
}

const chunksIn = (bytes: Uint8Array): readonly Chunk[] | undefined => {
  const chunks: Chunk[] = [];
  let at = 0;
  while (at < bytes.length) {
    const end = at + 8 + uint32le(bytes, at + 4);
    if (end > bytes.length || chunks.length === chunksMax) return undefined;
    chunks.push({ name: latin1(bytes, at, 4), data: bytes.subarray(at + 8, end) });
    at = end + (end % 2 === at % 2 ? 0 : 1);
  }
  return chunks;
};

/** The chunks of the picture, or of its frames in turn. */
const framesOf = (chunks: readonly Chunk[]): readonly Uint8Array[] | undefined => {
  const written = chunks.filter(({ name }) => name === 'ANMF' || pixels.has(name)).map(frameOf);
  const whole = written.filter((frame) => frame !== undefined);
  return whole.length === written.length ? whole : undefined;
};

const frameOf = ({ name, data }: Chunk): Uint8Array | undefined => {
  if (name !== 'ANMF') return written(name, data);
  const inside = data.length < frameHeaderBytes ? undefined : chunksIn(data.subarray(frameHeaderBytes));
  if (inside === undefined) return undefined;
  const kept = inside.filter((chunk) => pixels.has(chunk.name)).map((chunk) => written(chunk.name, chunk.data));
  return written(name, concatenated([data.subarray(0, frameHeaderBytes), ...kept]));
};

/** Chunks in the order that the format asks for (2.7), and a header that names only those. */
const extended = (header: Uint8Array, { chunks, frames }: { chunks: readonly Chunk[]; frames: readonly Uint8Array[] }): Uint8Array => {
  const named = (name: string): Uint8Array | undefined => chunks.find((chunk) => chunk.name === name)?.data;
  const profile = cleanColourProfile(named('ICCP') ?? new Uint8Array());
  const exif = named('EXIF');
  const orientation = exif && orientationIn(isAt(exif, 0, 'Exif\0\0') ? exif.subarray(6) : exif);
  const isTurned = orientation !== undefined && orientation !== 1;
  const loop = named('ANIM');
  const flags = ((header[0] ?? 0) & keptFlags) | (profile === undefined ? 0 : profileFlag) | (isTurned ? exifFlag : 0);
  return file([
    written('VP8X', concatenated([Uint8Array.of(flags, 0, 0, 0), header.subarray(4)])),
    ...(profile === undefined ? [] : [written('ICCP', profile)]),
    ...(loop?.length === 6 ? [written('ANIM', loop)] : []),
    ...frames,
    ...(isTurned ? [written('EXIF', orientationOnly(orientation))] : []),
  ]);
};

const written = (name: string, data: Uint8Array): Uint8Array =>
  concatenated([fromAscii(name), Uint8Array.from(fromUint32le(data.length)), data, new Uint8Array(data.length % 2)]);

const file = (chunks: readonly Uint8Array[]): Uint8Array => {
  const body = concatenated([fromAscii('WEBP'), ...chunks]);
  return concatenated([fromAscii('RIFF'), Uint8Array.from(fromUint32le(body.length)), body]);
};

const pixels: ReadonlySet<string> = new Set(['VP8 ', 'VP8L', 'ALPH']);
const frameHeaderBytes = 16;
const profileFlag = 0x20;
const exifFlag = 0x08;
/** Transparency and animation. */
const keptFlags = 0x12;
const chunksMax = 20_000;
