import { readFileSync } from 'node:fs';
import { oggCrc } from '../../domain/relay/chat/voice/ogg-crc.ts';

/** Recordings of real programs; see the README beside them. */
export const recordingNames = [
  'chromium-live.webm',
  'chromium-whole.webm',
  'firefox.webm',
  'firefox.ogg',
  'ffmpeg.webm',
  'ffmpeg.ogg',
  'opus-tools.ogg',
  'ffmpeg.m4a',
  'ffmpeg-fragments.mp4',
] as const;
export type RecordingName = (typeof recordingNames)[number];

export const recording = (name: RecordingName | 'chromium-opus.mp4'): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`recordings/${name}`, import.meta.url)));

export const joined = (...pieces: readonly (Uint8Array | readonly number[])[]): Uint8Array =>
  new Uint8Array(Buffer.concat(pieces.map((piece) => Uint8Array.from(piece))));
export const ascii = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

/** As many times as has room. */
export const filledWith = (head: Uint8Array, unit: Uint8Array, bytes: number): Uint8Array => {
  const whole = new Uint8Array(head.length + Math.max(0, Math.floor((bytes - head.length) / unit.length)) * unit.length);
  whole.set(head);
  for (let at = head.length; at < whole.length; at += unit.length) whole.set(unit, at);
  return whole;
};

// Opus

/** 20 ms that sound like nothing: one frame of CELT. */
export const packet20 = Uint8Array.of(0xf8, 0xff, 0xfe);
export const packet60 = Uint8Array.of(0x18, 1, 2, 3);
export const opusHead = ({ channels = 1, preSkip = 312, family = 0, version = 1 } = {}): Uint8Array =>
  joined(ascii('OpusHead'), [version, channels, preSkip & 255, preSkip >> 8, 0x44, 0xac, 0, 0, 0, 0, family]);
export const opusTags = (comment = ''): Uint8Array =>
  joined(ascii('OpusTags'), little32(0), little32(1), little32(comment.length), ascii(comment));

// Ogg

export interface SamplePage {
  readonly packets: readonly Uint8Array[];
  readonly flags?: number;
  readonly serial?: number;
  readonly number: number;
  /** The last packet goes on in the next page. */
  readonly isOpen?: boolean;
}

export const oggPage = ({ packets, flags = 0, serial = 7, number, isOpen = false }: SamplePage): Uint8Array => {
  const table = packets.flatMap(({ length }, at) => {
    const full = new Array<number>(Math.floor(length / 255)).fill(255);
    return isOpen && at === packets.length - 1 ? full : [...full, length % 255];
  });
  const head = joined(ascii('OggS'), [0, flags], new Uint8Array(8), little32(serial), little32(number), new Uint8Array(4), [table.length]);
  return checked(joined(head, table, ...packets));
};

const checked = (page: Uint8Array): Uint8Array => {
  page.fill(0, 22, 26);
  page.set(little32(oggCrc(page)), 22);
  return page;
};

/** Every page gets the checksum that it should have; what cannot be a page is left as it is. */
export const withChecksums = (bytes: Uint8Array): Uint8Array => {
  const whole = bytes.slice();
  for (let at = 0; at + 27 <= whole.length && Buffer.from(whole.buffer, at, 4).equals(ascii('OggS'));) {
    const table = whole.subarray(at + 27, at + 27 + (whole[at + 26] ?? 0));
    const end = at + 27 + table.length + table.reduce((sum, segment) => sum + segment, 0);
    if (end > whole.length) break;
    whole.set(checked(whole.slice(at, end)), at);
    at = end;
  }
  return whole;
};

export const oggFile = (packets: readonly Uint8Array[], head = opusHead(), tags = opusTags()): Uint8Array =>
  joined(
    oggPage({ packets: [head], flags: 2, number: 0 }),
    oggPage({ packets: [tags], number: 1 }),
    ...packets.map((packet, at) => oggPage({ packets: [packet], number: at + 2, flags: at === packets.length - 1 ? 4 : 0 })),
  );

// WebM

/** `'unknown'` for a size that is not known. */
export const ebml = (id: readonly number[], data: Uint8Array, size: 'known' | 'unknown' = 'known'): Uint8Array =>
  joined(id, size === 'unknown' ? [1, 255, 255, 255, 255, 255, 255, 255] : [0x10, ...big32(data.length).slice(1)], data);

export const ebmlIds = {
  ebml: [0x1a, 0x45, 0xdf, 0xa3],
  docType: [0x42, 0x82],
  segment: [0x18, 0x53, 0x80, 0x67],
  tracks: [0x16, 0x54, 0xae, 0x6b],
  track: [0xae],
  number: [0xd7],
  type: [0x83],
  codec: [0x86],
  setup: [0x63, 0xa2],
  encodings: [0x6d, 0x80],
  cluster: [0x1f, 0x43, 0xb6, 0x75],
  tags: [0x12, 0x54, 0xc3, 0x67],
  attachments: [0x19, 0x41, 0xa4, 0x69],
  empty: [0xec],
  simpleBlock: [0xa3],
  group: [0xa0],
  block: [0xa1],
} as const;

export const webmTrack = ({ number = 1, type = 2, codec = 'A_OPUS', head = opusHead(), also = joined() } = {}): Uint8Array =>
  ebml(
    ebmlIds.track,
    joined(
      ebml(ebmlIds.number, Uint8Array.of(number)),
      ebml(ebmlIds.type, Uint8Array.of(type)),
      ebml(ebmlIds.codec, ascii(codec)),
      ebml(ebmlIds.setup, head),
      also,
    ),
  );

export const webmBlock = (packet: Uint8Array, { track = 1, flags = 0x80 } = {}): Uint8Array =>
  ebml(ebmlIds.simpleBlock, joined([0x80 | track, 0, 0, flags], packet));

export const webmHead = (docType = 'webm'): Uint8Array => ebml(ebmlIds.ebml, ebml(ebmlIds.docType, ascii(docType)));

/** As a browser records: neither segment nor cluster knows its size. */
export const webmFile = (blocks: readonly Uint8Array[], tracks: readonly Uint8Array[] = [webmTrack()]): Uint8Array =>
  joined(
    webmHead(),
    ebml(ebmlIds.segment, joined(ebml(ebmlIds.tracks, joined(...tracks)), ebml(ebmlIds.cluster, joined(...blocks), 'unknown')), 'unknown'),
  );

// MP4

export const mp4Box = (type: string, ...data: readonly (Uint8Array | readonly number[])[]): Uint8Array => {
  const held = joined(...data);
  return joined(big32(held.length + 8), ascii(type), held);
};

/** Where a box of this type begins, the first of them. */
export const boxPlace = (bytes: Uint8Array, type: string): number => Buffer.from(bytes).indexOf(type, 0, 'latin1') - 4;

export const little32 = (value: number): readonly number[] => [...big32(value)].reverse();
export const big32 = (value: number): readonly number[] => [(value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
