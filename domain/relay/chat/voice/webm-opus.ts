import { err, ok, type Result } from '../../../kernel/result.ts';
import { concatenated, fromAscii, isAt, latin1 } from '../../parts/images/bytes.ts';
import type { AudioRefused, TakeAudio } from './audio.ts';
import { element, elementAt, elementsIn, float, isKnown, type KnownElement, type Room, unsigned, unsigned32, unsignedIn } from './ebml.ts';
import { opusHeadIn, opusHeadOf, type OpusHead } from './opus-head.ts';
import { collectOpus, durationOf, type OpusPacket, type OpusSound, samplesPerMs } from './opus-packets.ts';

export const isWebm = (bytes: Uint8Array): boolean => isAt(bytes, 0, '\x1a\x45\xdf\xa3');

/**
 * WebM (RFC 9559; https://www.webmproject.org/docs/container/) with one track, which is Opus
 * (https://www.matroska.org/technical/codec_specs.html, A_OPUS). Browsers write it as they record: segment and clusters do not know their
 * size, and nothing says how long it is. What is written is made of the packets alone, with sizes, times and places of ours; all that a file
 * can say besides (names, tags, attachments, chapters, dates, empty room) is left out, and so is what follows a segment that ends, unless
 * that is another recording.
 */
export const takeWebmOpus: TakeAudio = (bytes) => {
  const segment = segmentIn(bytes);
  if (segment === undefined) return err('not_audio');
  const sound = readSegment(bytes, segment);
  if (!sound.ok) return sound;
  return ok({ mediaType: 'audio/webm', extension: 'webm', durationMs: durationOf(sound.value), bytes: written(sound.value) });
};

const ids = {
  ebml: 0x1a45dfa3,
  docType: 0x4282,
  docTypeVersion: 0x4287,
  docTypeReadVersion: 0x4285,
  segment: 0x18538067,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  duration: 0x4489,
  muxingApp: 0x4d80,
  writingApp: 0x5741,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  trackNumber: 0xd7,
  trackUid: 0x73c5,
  trackType: 0x83,
  flagLacing: 0x9c,
  language: 0x22b59c,
  codecId: 0x86,
  codecPrivate: 0x63a2,
  codecDelay: 0x56aa,
  seekPreRoll: 0x56bb,
  audio: 0xe1,
  samplingFrequency: 0xb5,
  channels: 0x9f,
  contentEncodings: 0x6d80,
  cluster: 0x1f43b675,
  timestamp: 0xe7,
  simpleBlock: 0xa3,
  blockGroup: 0xa0,
  block: 0xa1,
  encryptedBlock: 0xaf,
  cues: 0x1c53bb6b,
  cuePoint: 0xbb,
  cueTime: 0xb3,
  cueTrackPositions: 0xb7,
  cueTrack: 0xf7,
  cueClusterPosition: 0xf1,
} as const;

const segmentIn = (bytes: Uint8Array): Room | undefined => {
  const head = elementAt(bytes, 0, bytes.length);
  if (head?.id !== ids.ebml || !isKnown(head)) return undefined;
  const docType = elementsIn(bytes, head, childrenMax)?.find(({ id }) => id === ids.docType);
  if (docType === undefined || textIn(bytes, docType) !== 'webm') return undefined;
  const segment = elementAt(bytes, head.end, bytes.length);
  if (segment?.id !== ids.segment) return undefined;
  if (!isKnown(segment)) return { from: segment.from, end: bytes.length };
  const behind = elementAt(bytes, segment.end, bytes.length);
  return behind?.id === ids.ebml || behind?.id === ids.segment ? undefined : segment;
};

interface Track {
  readonly number: number;
  readonly head: OpusHead;
}

/**
 * Goes through segment and clusters in one row: a cluster only moves the place on to its first child, and one that does not know its size
 * ends where something begins that is no part of it, or with the segment.
 */
const readSegment = (bytes: Uint8Array, segment: Room): Result<OpusSound, AudioRefused> => {
  let at = segment.from;
  let clusterEnd: number | undefined;
  let track: Track | undefined;
  let sound: ReturnType<typeof collectOpus> | undefined;
  for (let count = 0; at < segment.end; count += 1) {
    if (at === clusterEnd) clusterEnd = undefined;
    const next = elementAt(bytes, at, clusterEnd ?? segment.end);
    if (next === undefined || count === elementsMax) return err('not_audio');
    if (next.id === ids.cluster) {
      if (clusterEnd !== undefined && clusterEnd !== segment.end) return err('not_audio');
      clusterEnd = isKnown(next) ? next.end : segment.end;
      at = next.from;
      continue;
    }
    if (!isKnown(next) || next.id === ids.segment || next.id === ids.ebml) return err('not_audio');
    at = next.end;
    if (next.id === ids.tracks) {
      if (track !== undefined) return err('not_audio');
      track = onlyTrackIn(bytes, next);
      if (track === undefined) return err('not_audio');
      sound = collectOpus(track.head);
    }
    if (!isOfBlocks(next)) continue;
    const packet = clusterEnd === undefined || track === undefined ? undefined : packetIn(bytes, next, track);
    if (packet === undefined || sound === undefined) return err('not_audio');
    const refused = sound.add(packet);
    if (refused !== undefined) return err(refused);
  }
  return sound === undefined ? err('not_audio') : sound.sound();
};

const onlyTrackIn = (bytes: Uint8Array, tracks: Room): Track | undefined => {
  const entries = elementsIn(bytes, tracks, childrenMax)?.filter(({ id }) => id === ids.trackEntry) ?? [];
  const [entry] = entries;
  const fields = entry === undefined || entries.length !== 1 ? undefined : elementsIn(bytes, entry, childrenMax);
  if (fields === undefined || fields.some(({ id }) => id === ids.contentEncodings)) return undefined;
  const only = (wanted: number): KnownElement | undefined => {
    const found = fields.filter(({ id }) => id === wanted);
    return found.length === 1 ? found[0] : undefined;
  };
  const [number, type, codec, setup] = [only(ids.trackNumber), only(ids.trackType), only(ids.codecId), only(ids.codecPrivate)];
  if (number === undefined || type === undefined || codec === undefined || setup === undefined) return undefined;
  if (unsignedIn(bytes, type) !== audioType || textIn(bytes, codec) !== opusCodec) return undefined;
  const head = opusHeadIn(bytes.subarray(setup.from, setup.end));
  return head && { number: unsignedIn(bytes, number), head };
};

const isOfBlocks = ({ id }: KnownElement): boolean => id === ids.simpleBlock || id === ids.blockGroup || id === ids.encryptedBlock;

/** The packet of a block: its track, a time of two bytes, flags, and one frame, as Opus is not laced. */
const packetIn = (bytes: Uint8Array, block: KnownElement, track: Track): Uint8Array | undefined => {
  if (block.id === ids.encryptedBlock) return undefined;
  const room = block.id === ids.blockGroup ? blockOfGroup(bytes, block) : block;
  const number = room && elementNumber(bytes, room);
  if (room === undefined || number === undefined || number.value !== track.number) return undefined;
  const data = number.end + blockHeadBytes;
  if (data > room.end || ((bytes[data - 1] ?? 0) & lacing) !== 0) return undefined;
  return bytes.subarray(data, room.end);
};

const blockOfGroup = (bytes: Uint8Array, group: Room): Room | undefined => {
  const blocks = elementsIn(bytes, group, groupMax)?.filter(({ id }) => id === ids.block) ?? [];
  return blocks.length === 1 ? blocks[0] : undefined;
};

/** Tracks of one are numbered low; two bytes are more than enough. */
const elementNumber = (bytes: Uint8Array, { from, end }: Room): { readonly value: number; readonly end: number } | undefined => {
  const [one = 0, two = 0] = [bytes[from], bytes[from + 1]];
  if (from + 2 > end || one < 0x40) return undefined;
  return one >= 0x80 ? { value: one - 0x80, end: from + 1 } : { value: (one - 0x40) * 256 + two, end: from + 2 };
};

const textIn = (bytes: Uint8Array, { from, end }: Room): string => latin1(bytes, from, end - from).replace(/\0+$/, '');

const written = (sound: OpusSound): Uint8Array => {
  const { head } = sound;
  const info = element(
    ids.info,
    unsigned(ids.timestampScale, 1_000_000),
    float(ids.duration, durationOf(sound)),
    element(ids.muxingApp, fromAscii('loop')),
    element(ids.writingApp, fromAscii('loop')),
  );
  const audio = element(ids.audio, float(ids.samplingFrequency, 48_000), unsigned(ids.channels, head.channels));
  const track = element(
    ids.trackEntry,
    unsigned(ids.trackNumber, 1),
    unsigned(ids.trackUid, 1),
    unsigned(ids.trackType, audioType),
    unsigned(ids.flagLacing, 0),
    element(ids.language, fromAscii('und')),
    element(ids.codecId, fromAscii(opusCodec)),
    unsigned(ids.codecDelay, Math.floor((head.preSkip * 1_000_000) / samplesPerMs)),
    unsigned(ids.seekPreRoll, seekPreRollNs),
    audio,
    element(ids.codecPrivate, opusHeadOf(head)),
  );
  const ebml = element(
    ids.ebml,
    element(ids.docType, fromAscii('webm')),
    unsigned(ids.docTypeVersion, 4),
    unsigned(ids.docTypeReadVersion, 2),
  );
  const tracks = element(ids.tracks, track);
  const clusters = clustersOf(sound.packets);
  // How long the cues are does not depend on where the clusters are.
  const at = info.length + tracks.length + cuesOf(clusters, 0).length;
  return concatenated([ebml, element(ids.segment, info, tracks, cuesOf(clusters, at), ...clusters.map(({ bytes }) => bytes))]);
};

interface Cluster {
  /** In milliseconds. */
  readonly begun: number;
  readonly bytes: Uint8Array;
}

/** Where each cluster begins: some browsers jump to no place that they have not loaded and are not told of (RFC 9559, 5.1.5). */
const cuesOf = (clusters: readonly Cluster[], first: number): Uint8Array => {
  let at = first;
  const points = clusters.map(({ begun, bytes }) => {
    const place = element(ids.cueTrackPositions, unsigned(ids.cueTrack, 1), unsigned32(ids.cueClusterPosition, at));
    at += bytes.length;
    return element(ids.cuePoint, unsigned32(ids.cueTime, begun), place);
  });
  return element(ids.cues, ...points);
};

/** Times are those of the packets before, in milliseconds; within a cluster they are told from its beginning. */
const clustersOf = (packets: readonly OpusPacket[]): readonly Cluster[] => {
  const clusters: Cluster[] = [];
  let blocks: Uint8Array[] = [];
  let [begun, samples] = [0, 0];
  for (const packet of packets) {
    const time = Math.floor(samples / samplesPerMs);
    if (time - begun >= clusterMs) {
      clusters.push(clusterOf(begun, blocks));
      [blocks, begun] = [[], time];
    }
    blocks.push(element(ids.simpleBlock, Uint8Array.of(0x81, (time - begun) >> 8, (time - begun) & 255, keyframe), packet.bytes));
    samples += packet.samples;
  }
  return [...clusters, clusterOf(begun, blocks)];
};

const clusterOf = (begun: number, blocks: readonly Uint8Array[]): Cluster => ({
  begun,
  bytes: element(ids.cluster, unsigned(ids.timestamp, begun), ...blocks),
});

const audioType = 2;
const opusCodec = 'A_OPUS';
/** What decoders need before a place that is jumped to (80 ms). */
const seekPreRollNs = 80_000_000;
const blockHeadBytes = 3;
const lacing = 0x06;
const keyframe = 0x80;
const clusterMs = 5_000;
/** Five minutes of the shortest packets, each in a group with what may stand beside it. */
const elementsMax = 500_000;
const childrenMax = 64;
const groupMax = 8;
