import { uint16be } from '../../parts/images/bytes.ts';
import type { Box } from './boxes.ts';

/** AAC with low complexity, the kind that browsers and telephones record (ISO/IEC 14496-3, 1.6.2.1 and 4.4.1). */
export interface AacSetup {
  readonly channels: 1 | 2;
  /** Which of the rates; `rateOf` says it in samples a second. */
  readonly rateIndex: number;
}

export const frameSamples = 1_024;

export const rateOf = ({ rateIndex }: AacSetup): number => rates[rateIndex] ?? 0;

/** The setup out of an `esds` box (ISO/IEC 14496-14, 5.6). Undefined where it is not AAC of low complexity in one or two channels. */
export const aacSetupIn = (bytes: Uint8Array, { from, end }: Pick<Box, 'from' | 'end'>): AacSetup | undefined => {
  const stream = descriptorAt(bytes, from + 4, end);
  if (stream?.tag !== streamTag || stream.end - stream.from < 3) return undefined;
  const flags = bytes[stream.from + 2] ?? 0;
  const url = (flags & 0x40) === 0 ? 0 : 1 + (bytes[stream.from + ((flags & 0x80) === 0 ? 3 : 5)] ?? 0);
  const configAt = stream.from + 3 + ((flags & 0x80) === 0 ? 0 : 2) + url + ((flags & 0x20) === 0 ? 0 : 2);
  const config = descriptorAt(bytes, configAt, stream.end);
  if (config?.tag !== configTag || config.end - config.from < configBytes || bytes[config.from] !== aacObject) return undefined;
  const specific = descriptorAt(bytes, config.from + configBytes, config.end);
  if (specific?.tag !== specificTag || specific.end - specific.from < 2) return undefined;
  const bits = uint16be(bytes, specific.from);
  const rateIndex = (bits >> 7) & 15;
  const channels = (bits >> 3) & 15;
  // The last three bits: frames of 960 samples, a core coder below it, an extension. A list of rates ends before 15, which would be any other.
  if (bits >> 11 !== lowComplexity || (bits & 7) !== 0 || rates[rateIndex] === undefined) return undefined;
  return channels === 1 || channels === 2 ? { channels, rateIndex } : undefined;
};

/** What an `esds` box holds, with one setup and nothing about who encoded it. */
export const esdsOf = ({ channels, rateIndex }: AacSetup): readonly number[] => {
  const bits = (lowComplexity << 11) | (rateIndex << 7) | (channels << 3);
  const specific = [specificTag, 2, bits >> 8, bits & 255];
  const config = [configTag, configBytes + specific.length, aacObject, audioStream, ...new Array<number>(11).fill(0), ...specific];
  return [0, 0, 0, 0, streamTag, 3 + config.length + 3, 0, 0, 0, ...config, 6, 1, 2];
};

interface Descriptor {
  readonly tag: number;
  readonly from: number;
  readonly end: number;
}

/** A tag and a size of up to four bytes, seven bits in each (ISO/IEC 14496-1, 8.3.3). */
const descriptorAt = (bytes: Uint8Array, at: number, limit: number): Descriptor | undefined => {
  let size = 0;
  for (let from = at + 1; from < Math.min(limit, at + 5); from += 1) {
    const byte = bytes[from] ?? 0;
    size = size * 128 + (byte & 127);
    if (byte < 128) return from + 1 + size > limit ? undefined : { tag: bytes[at] ?? 0, from: from + 1, end: from + 1 + size };
  }
  return undefined;
};

/**
 * A frame without what encoders write before its sound: fill and data elements (ISO/IEC 14496-3, 4.4.2.7 and table 4.57) keep their size
 * and hold nothing. Undefined where no sound of so many channels follows. What stands behind the sound cannot be told from it without
 * decoding it, and stays.
 */
export const plainFrame = (bytes: Uint8Array, { channels }: AacSetup): Uint8Array | undefined => {
  const frame = bytes.slice();
  const bitsMax = 8 * frame.length;
  let at = 0;
  for (let kind = bitsAt(frame, at, 3); at + 3 <= bitsMax; kind = bitsAt(frame, at, 3)) {
    if (kind === (channels === 1 ? singleChannel : channelPair)) return frame;
    const room = kind === fill ? fillAt(frame, at + 3) : kind === data ? dataAt(frame, at + 3) : undefined;
    if (room === undefined || room.end > bitsMax) return undefined;
    clear(frame, room);
    at = room.end;
  }
  return undefined;
};

/** In bits. */
interface BitRoom {
  readonly from: number;
  readonly end: number;
}

const fillAt = (frame: Uint8Array, at: number): BitRoom => {
  const count = bitsAt(frame, at, 4);
  const from = at + (count === 15 ? 12 : 4);
  return { from, end: from + 8 * (count === 15 ? 14 + bitsAt(frame, at + 4, 8) : count) };
};

const dataAt = (frame: Uint8Array, at: number): BitRoom => {
  const isAligned = bitsAt(frame, at + 4, 1) === 1;
  const count = bitsAt(frame, at + 5, 8);
  const sized = at + (count === 255 ? 21 : 13);
  const from = isAligned ? Math.ceil(sized / 8) * 8 : sized;
  return { from, end: from + 8 * (count === 255 ? 255 + bitsAt(frame, at + 13, 8) : count) };
};

const bitsAt = (bytes: Uint8Array, at: number, count: number): number => {
  const byte = at >> 3;
  const three = ((bytes[byte] ?? 0) << 16) | ((bytes[byte + 1] ?? 0) << 8) | (bytes[byte + 2] ?? 0);
  return (three >> (24 - (at & 7) - count)) & ((1 << count) - 1);
};

/** Zeros are fill that says nothing (EXT_FILL), and data that nobody asked for. */
const clear = (bytes: Uint8Array, { from, end }: BitRoom): void => {
  for (let at = from; at < end; at += 1) bytes[at >> 3] = (bytes[at >> 3] ?? 0) & ~(0x80 >> (at & 7));
};

const rates: readonly number[] = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350];
const lowComplexity = 2;
const streamTag = 3;
const configTag = 4;
const specificTag = 5;
const configBytes = 13;
const aacObject = 0x40;
/** Sound (5), not upstream, and the bit that is always set. */
const audioStream = 0x15;
const singleChannel = 0;
const channelPair = 1;
const data = 4;
const fill = 6;
