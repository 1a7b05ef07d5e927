import { cleanColourProfile } from './colour-profile.ts';
import { concatenated, fromAscii, fromUint16be, isAt, uint16be } from './bytes.ts';
import { orientationIn, orientationOnly, type Orientation } from './orientation.ts';

/**
 * A JPEG (ITU-T T.81, annex B) with what its pixels need: tables, frames and scans byte for byte, its density, colour profile and
 * orientation. No other Exif, no XMP, comment, thumbnail or second picture, and nothing after its end. Undefined where it is malformed.
 */
export const cleanJpeg = (bytes: Uint8Array): Uint8Array | undefined => {
  const segments = segmentsOf(bytes);
  if (segments === undefined) return undefined;
  if (!segments.some(({ marker }) => isFrame(marker)) || !segments.some(({ marker }) => marker === scan)) return undefined;
  if (segments.some((segment) => !isWellFormed(segment))) return undefined;
  const profile = profileSegments(segments);
  const about = [...densityOf(segments), ...orientationSegment(segments), ...profile];
  const kept = segments.flatMap((segment) => (isForPixels(segment.marker) ? [segment.whole] : adobeOf(segment)));
  return concatenated([Uint8Array.of(0xff, startOfImage), ...about, ...kept, Uint8Array.of(0xff, endOfImage)]);
};

interface Segment {
  readonly marker: number;
  /** Without marker and length. */
  readonly payload: Uint8Array;
  /** With both, and of a scan with its data. */
  readonly whole: Uint8Array;
}

/** From the start of the image to its first end. */
const segmentsOf = (bytes: Uint8Array): readonly Segment[] | undefined => {
  if (bytes[0] !== 0xff || bytes[1] !== startOfImage) return undefined;
  const segments: Segment[] = [];
  let at = 2;
  for (;;) {
    if (bytes[at] !== 0xff) return undefined;
    // Any marker may be preceded by fill bytes (B.1.1.2).
    while (bytes[at + 1] === 0xff) at += 1;
    const marker = bytes[at + 1];
    if (marker === undefined) return undefined;
    if (marker === endOfImage) return segments;
    const length = uint16be(bytes, at + 2);
    const end = at + 2 + length;
    if (length < 2 || end > bytes.length || segments.length === segmentsMax) return undefined;
    const next = marker === scan ? endOfScan(bytes, end) : end;
    segments.push({ marker, payload: bytes.subarray(at + 4, end), whole: bytes.subarray(at, next) });
    at = next;
  }
};

/** Where the marker after entropy-coded data is: FF 00 is data, and restart markers belong to it. */
const endOfScan = (bytes: Uint8Array, from: number): number => {
  let at = bytes.indexOf(0xff, from);
  for (; at !== -1 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at + 1)) {
    const marker = bytes[at + 1] ?? 0;
    if (marker !== 0 && marker !== 0xff && (marker < 0xd0 || marker > 0xd7)) return at;
  }
  return bytes.length;
};

/** C0 to CF but the tables among them. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && !tables.has(marker) && marker !== 0xc8;
const isForPixels = (marker: number): boolean => isFrame(marker) || tables.has(marker) || marker === scan;

/** Segments of a stated shape have no room for anything else. */
const isWellFormed = ({ marker, payload }: Segment): boolean => {
  if (isFrame(marker)) return payload.length === 6 + 3 * (payload[5] ?? 0);
  if (marker === scan) return payload.length === 4 + 2 * (payload[0] ?? 0);
  if (marker === quantisation) return isFilledBy(payload, (at) => ((payload[at] ?? 0) >> 4 === 0 ? 65 : 129));
  if (marker === huffman) return isFilledBy(payload, (at) => 17 + payload.subarray(at + 1, at + 17).reduce((sum, n) => sum + n, 0));
  if (marker === restartInterval || marker === lineCount) return payload.length === 2;
  if (marker === arithmetic) return payload.length % 2 === 0 && payload.every((byte, at) => at % 2 === 1 || (byte & 0xec) === 0);
  return true;
};

const isFilledBy = (payload: Uint8Array, sizeAt: (at: number) => number): boolean => {
  let at = 0;
  while (at < payload.length) at += sizeAt(at);
  return at === payload.length;
};

/** JFIF (ITU-T T.871, 10.1) says the density, and may hold a thumbnail, which is left out. */
const densityOf = (segments: readonly Segment[]): readonly Uint8Array[] => {
  const jfif = segments.find(({ marker, payload }) => marker === 0xe0 && isAt(payload, 0, 'JFIF\0') && payload.length >= 14);
  return jfif === undefined ? [] : [segment(0xe0, [jfif.payload.subarray(0, 12), Uint8Array.of(0, 0)])];
};

const orientationSegment = (segments: readonly Segment[]): readonly Uint8Array[] => {
  const exif = segments.find(({ marker, payload }) => marker === 0xe1 && isAt(payload, 0, exifMark));
  const orientation: Orientation | undefined = exif && orientationIn(exif.payload.subarray(exifMark.length));
  if (orientation === undefined || orientation === 1) return [];
  return [segment(0xe1, [fromAscii(exifMark), orientationOnly(orientation)])];
};

/** A profile may come in several segments, numbered from 1 (ICC.1:2022, B.4). */
const profileSegments = (segments: readonly Segment[]): readonly Uint8Array[] => {
  const pieces = segments
    .filter(({ marker, payload }) => marker === 0xe2 && isAt(payload, 0, profileMark) && payload.length > profileMark.length + 2)
    .map(({ payload }) => ({ index: payload[profileMark.length] ?? 0, data: payload.subarray(profileMark.length + 2) }))
    .sort((one, other) => one.index - other.index);
  const profile = cleanColourProfile(concatenated(pieces.map(({ data }) => data)));
  if (profile === undefined) return [];
  const count = Math.ceil(profile.length / profilePieceBytesMax);
  return Array.from({ length: count }, (_, index) =>
    segment(0xe2, [
      fromAscii(profileMark),
      Uint8Array.of(index + 1, count),
      profile.subarray(index * profilePieceBytesMax, (index + 1) * profilePieceBytesMax),
    ]),
  );
};

/** Adobe's segment says how colours are coded, in 12 bytes (ITU-T T.872, 6.5.3). */
const adobeOf = ({ marker, payload }: Segment): readonly Uint8Array[] =>
  marker === 0xee && isAt(payload, 0, 'Adobe') && payload.length >= 12 ? [segment(0xee, [payload.subarray(0, 12)])] : [];

const segment = (marker: number, payload: readonly Uint8Array[]): Uint8Array => {
  const data = concatenated(payload);
  return concatenated([Uint8Array.of(0xff, marker, ...fromUint16be(data.length + 2)), data]);
};

const startOfImage = 0xd8;
const endOfImage = 0xd9;
const scan = 0xda;
const huffman = 0xc4;
const arithmetic = 0xcc;
const quantisation = 0xdb;
const lineCount = 0xdc;
const restartInterval = 0xdd;
const tables: ReadonlySet<number> = new Set([huffman, arithmetic, quantisation, lineCount, restartInterval]);
const exifMark = 'Exif\0\0';
const profileMark = 'ICC_PROFILE\0';
const profilePieceBytesMax = 65_519;
/** A progressive picture has about a dozen scans with a few tables each. */
const segmentsMax = 5_000;
