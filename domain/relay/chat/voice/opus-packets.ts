import { err, ok, type Result } from '../../../kernel/result.ts';
import { voiceMsMax } from '../limits.ts';
import type { AudioRefused } from './audio.ts';
import type { OpusHead } from './opus-head.ts';

/** What an Opus recording plays: its packets in order, each without padding, and how many samples (at 48 kHz) they are. */
export interface OpusSound {
  readonly head: OpusHead;
  readonly packets: readonly OpusPacket[];
  readonly samples: number;
}

export interface OpusPacket {
  readonly bytes: Uint8Array;
  readonly samples: number;
}

export const samplesPerMs = 48;

/** How long it sounds: what a decoder leaves out at its beginning does not count (RFC 7845, 4.2). */
export const durationOf = ({ head, samples }: Pick<OpusSound, 'head' | 'samples'>): number => (samples - head.preSkip) / samplesPerMs;

/** Takes packets one after the other, until they are none or too many. */
export const collectOpus = (head: OpusHead) => {
  const packets: OpusPacket[] = [];
  let samples = 0;
  return {
    add: (bytes: Uint8Array): AudioRefused | undefined => {
      const packet = opusPacketOf(bytes);
      if (packet === undefined) return 'not_audio';
      packets.push(packet);
      samples += packet.samples;
      return durationOf({ head, samples }) > voiceMsMax ? 'too_long' : undefined;
    },
    sound: (): Result<OpusSound, AudioRefused> => (samples > head.preSkip ? ok({ head, packets, samples }) : err('not_audio')),
  };
};

/**
 * A packet as RFC 6716, 3 has them: one byte says how long its frames are and how they are packed, and what follows must come out even.
 * Padding, where anything may stand that nobody hears, is left out. Undefined where it breaks one of the rules R1 to R7.
 */
export const opusPacketOf = (bytes: Uint8Array): OpusPacket | undefined => {
  const [toc] = bytes;
  if (toc === undefined) return undefined;
  const samples = frameSamplesOf(toc >> 3);
  const rest = bytes.length - 1;
  switch (toc & 3) {
    case 0:
      return rest <= frameBytesMax ? { bytes, samples } : undefined;
    case 1:
      return rest % 2 === 0 && rest / 2 <= frameBytesMax ? { bytes, samples: 2 * samples } : undefined;
    case 2:
      return areFramesOf(bytes, { from: 1, end: bytes.length, count: 2 }) ? { bytes, samples: 2 * samples } : undefined;
  }
  const count = (bytes[1] ?? 0) & 0x3f;
  if (count === 0 || count * samples > packetSamplesMax) return undefined;
  const packed = withoutPadding(bytes);
  if (packed === undefined) return undefined;
  const isEven = ((bytes[1] ?? 0) & variable) === 0 ? areEven(packed, count) : areFramesOf(packed, { from: 2, end: packed.length, count });
  return isEven ? { bytes: packed, samples: count * samples } : undefined;
};

/** Of one frame, at 48 kHz (RFC 6716, table 2). */
const frameSamplesOf = (configuration: number): number => {
  if (configuration < 12) return [480, 960, 1_920, 2_880][configuration & 3] ?? 0;
  if (configuration < 16) return (configuration & 1) === 0 ? 480 : 960;
  return 120 << (configuration & 3);
};

const areEven = ({ length }: Uint8Array, count: number): boolean => (length - 2) % count === 0 && (length - 2) / count <= frameBytesMax;

/** Whether frames that say how long they are, all but the last, fill their room (3.2.1, 3.2.4, 3.2.5). */
const areFramesOf = (
  bytes: Uint8Array,
  { from, end, count }: { readonly from: number; readonly end: number; readonly count: number },
): boolean => {
  let at = from;
  let said = 0;
  for (let frame = 1; frame < count; frame += 1) {
    const first = bytes[at] ?? 0;
    said += first < 252 ? first : first + 4 * (bytes[at + 1] ?? 0);
    at += first < 252 ? 1 : 2;
  }
  const last = end - at - said;
  return at <= end && last >= 0 && last <= frameBytesMax;
};

/** Each byte of 255 stands for 254 of padding and one more such byte (3.2.5). */
const withoutPadding = (bytes: Uint8Array): Uint8Array | undefined => {
  const flags = bytes[1] ?? 0;
  if ((flags & padded) === 0) return bytes;
  let at = 2;
  let padding = 0;
  for (let more = true; more; at += 1) {
    const byte = bytes[at];
    if (byte === undefined) return undefined;
    more = byte === 255;
    padding += more ? 254 : byte;
  }
  const end = bytes.length - padding;
  if (end < at) return undefined;
  const packed = new Uint8Array(2 + end - at);
  packed.set([bytes[0] ?? 0, flags & ~padded]);
  packed.set(bytes.subarray(at, end), 2);
  return packed;
};

const variable = 0x80;
const padded = 0x40;
const frameBytesMax = 1_275;
/** 120 ms. */
const packetSamplesMax = 5_760;
