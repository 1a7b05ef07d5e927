import { fromAscii, fromUint32le, isAt, uint16le } from '../../parts/images/bytes.ts';

/** What a decoder has to know before the first packet. */
export interface OpusHead {
  readonly channels: 1 | 2;
  /** Samples at 48 kHz that are decoded and not played. */
  readonly preSkip: number;
}

/** The identification header (RFC 7845, 5.1) of one or two channels. Undefined for any other. */
export const opusHeadIn = (bytes: Uint8Array): OpusHead | undefined => {
  const [version = 255, channels, family] = [bytes[8], bytes[9], bytes[18]];
  if (bytes.length < headBytes || !isAt(bytes, 0, headMark) || version > 15 || family !== 0) return undefined;
  return channels === 1 || channels === 2 ? { channels, preSkip: uint16le(bytes, 10) } : undefined;
};

/** The same anew: which microphone it was (its rate) is not said, and nothing is played louder than it was recorded. */
export const opusHeadOf = ({ channels, preSkip }: OpusHead): Uint8Array =>
  Uint8Array.of(...fromAscii(headMark), 1, channels, preSkip & 255, preSkip >> 8, ...fromUint32le(48_000), 0, 0, 0);

const headMark = 'OpusHead';
const headBytes = 19;
