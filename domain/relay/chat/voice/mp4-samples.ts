import { err, ok, type Result } from '../../../kernel/result.ts';
import { uint16be, uint32be } from '../../parts/images/bytes.ts';
import { voiceMsMax } from '../limits.ts';
import { type AacSetup, frameSamples, rateOf } from './aac.ts';
import type { AudioRefused } from './audio.ts';
import { type Box, type BoxBudget, boxesIn, onlyBox } from './boxes.ts';

/** Where in the file each frame is. */
export interface Sample {
  readonly from: number;
  readonly end: number;
}

/** Takes frames in the order of the file, none of them twice, until they are none or too many. */
export const collectSamples = (setup: AacSetup) => {
  const samples: Sample[] = [];
  let before = 0;
  return {
    add: (from: number, size: number): AudioRefused | undefined => {
      if (from < before || size < 1 || size > setup.channels * channelBytesMax) return 'not_audio';
      before = from + size;
      samples.push({ from, end: before });
      return durationOf(setup, samples.length) > voiceMsMax ? 'too_long' : undefined;
    },
    samples: (): Result<readonly Sample[], AudioRefused> => (samples.length === 0 ? err('not_audio') : ok(samples)),
  };
};
export type SampleCollection = ReturnType<typeof collectSamples>;

export const durationOf = (setup: AacSetup, samples: number): number => (samples * frameSamples * 1_000) / rateOf(setup);

/**
 * The frames that a sample table names (ISO/IEC 14496-12, 8.6 and 8.7): so many in each chunk, one behind the other. Every frame has to be
 * somewhere and to have a time; what its time is does not matter, as each plays as long as the next.
 */
export const addTableSamples = (bytes: Uint8Array, stbl: readonly Box[], into: SampleCollection): AudioRefused | undefined => {
  const sizes = sizesIn(bytes, onlyBox(stbl, 'stsz'));
  const times = entriesIn(bytes, onlyBox(stbl, 'stts'), 8);
  const runs = entriesIn(bytes, onlyBox(stbl, 'stsc'), 12);
  const chunks = chunksIn(bytes, stbl);
  if (sizes === undefined || times === undefined || runs === undefined || chunks === undefined) return 'not_audio';
  let timed = 0;
  for (let entry = 0; entry < times.count; entry += 1) timed += uint32be(bytes, times.from + 8 * entry);
  if (timed !== sizes.count) return 'not_audio';
  let [run, sample] = [0, 0];
  for (let chunk = 0; chunk < chunks.count; chunk += 1) {
    const isNextRun = run + 1 < runs.count && uint32be(bytes, runs.from + 12 * (run + 1)) === chunk + 1;
    if (isNextRun) run += 1;
    const inChunk = run < runs.count ? uint32be(bytes, runs.from + 12 * run + 4) : 0;
    let at = chunks.at(chunk);
    for (let taken = 0; taken < inChunk; taken += 1) {
      // More than there are: a frame without a size is refused.
      const size = sample < sizes.count ? sizes.at(sample) : 0;
      const refused = into.add(at, size);
      if (refused !== undefined) return refused;
      at += size;
      sample += 1;
    }
  }
  return sample === sizes.count ? undefined : 'not_audio';
};

interface Entries {
  readonly count: number;
  readonly from: number;
}

/** A table behind version, flags and the number of its entries. */
const entriesIn = (bytes: Uint8Array, box: Box | undefined, entryBytes: number): Entries | undefined => {
  if (box === undefined || box.end - box.from < 8) return undefined;
  const count = uint32be(bytes, box.from + 4);
  return box.from + 8 + count * entryBytes > box.end ? undefined : { count, from: box.from + 8 };
};

interface Numbers {
  readonly count: number;
  readonly at: (index: number) => number;
}

/** Of one size all (then it is said once), or each of its own. */
const sizesIn = (bytes: Uint8Array, stsz: Box | undefined): Numbers | undefined => {
  if (stsz === undefined || stsz.end - stsz.from < 12) return undefined;
  const [each, count] = [uint32be(bytes, stsz.from + 4), uint32be(bytes, stsz.from + 8)];
  if (each !== 0) return { count, at: () => each };
  return stsz.from + 12 + 4 * count > stsz.end ? undefined : { count, at: (index) => uint32be(bytes, stsz.from + 12 + 4 * index) };
};

const chunksIn = (bytes: Uint8Array, stbl: readonly Box[]): Numbers | undefined => {
  const isShort = onlyBox(stbl, 'stco') !== undefined;
  const entries = entriesIn(bytes, onlyBox(stbl, isShort ? 'stco' : 'co64'), isShort ? 4 : 8);
  if (entries === undefined) return undefined;
  const { count, from } = entries;
  if (isShort) return { count, at: (index) => uint32be(bytes, from + 4 * index) };
  return { count, at: (index) => uint32be(bytes, from + 8 * index) * 2 ** 32 + uint32be(bytes, from + 8 * index + 4) };
};

export interface TrackFacts {
  readonly id: number;
  /** Of every frame whose fragment does not say it (8.8.3). */
  readonly defaultSize: number;
}

/** The frames of a fragment (8.8.4 to 8.8.8). It may be of our track alone. */
export const addFragmentSamples = (
  bytes: Uint8Array,
  { moof, track, budget }: { readonly moof: Box; readonly track: TrackFacts; readonly budget: BoxBudget },
  into: SampleCollection,
): AudioRefused | undefined => {
  const traf = onlyBox(boxesIn(bytes, moof, budget), 'traf');
  const boxes = traf && boxesIn(bytes, traf, budget);
  const tfhd = onlyBox(boxes, 'tfhd');
  if (boxes === undefined || tfhd === undefined || boxes.some(({ type }) => protectedBoxes.has(type))) return 'not_audio';
  const header = fragmentHeaderIn(bytes, tfhd);
  if (header === undefined || header.id !== track.id) return 'not_audio';
  const base = header.base ?? moof.at;
  const size = header.size ?? track.defaultSize;
  let at = base;
  for (const trun of boxes.filter(({ type }) => type === 'trun')) {
    const end = addRun(bytes, { trun, base, at, size }, into);
    if (!end.ok) return end.error;
    at = end.value;
  }
  return undefined;
};

interface FragmentHeader {
  readonly id: number;
  readonly base: number | undefined;
  readonly size: number | undefined;
}

/** Which of its fields are there stands in its flags: where its data begins (8 bytes), description, duration, size (4 each). */
const fragmentHeaderIn = (bytes: Uint8Array, { from, end }: Box): FragmentHeader | undefined => {
  const flags = uint16be(bytes, from + 2);
  const hasBase = (flags & 0x01) !== 0;
  const sizeAt = from + 8 + (hasBase ? 8 : 0) + ((flags & 0x02) === 0 ? 0 : 4) + ((flags & 0x08) === 0 ? 0 : 4);
  const hasSize = (flags & 0x10) !== 0;
  if (sizeAt + (hasSize ? 4 : 0) > end) return undefined;
  const base = hasBase ? uint32be(bytes, from + 8) * 2 ** 32 + uint32be(bytes, from + 12) : undefined;
  return { id: uint32be(bytes, from + 4), base, size: hasSize ? uint32be(bytes, sizeAt) : undefined };
};

interface Run {
  readonly trun: Box;
  readonly base: number;
  /** Where the run before it ended. */
  readonly at: number;
  /** Of each frame, where the run does not say it. */
  readonly size: number;
}

const addRun = (bytes: Uint8Array, { trun, base, at, size }: Run, into: SampleCollection): Result<number, AudioRefused> => {
  const flags = uint16be(bytes, trun.from + 2);
  const has = (flag: number): boolean => (flags & flag) !== 0;
  const count = uint32be(bytes, trun.from + 4);
  const entries = trun.from + 8 + (has(0x01) ? 4 : 0) + (has(0x04) ? 4 : 0);
  const sizeAt = has(0x100) ? 4 : 0;
  const entryBytes = sizeAt + (has(0x200) ? 4 : 0) + (has(0x400) ? 4 : 0) + (has(0x800) ? 4 : 0);
  if (entries + count * entryBytes > trun.end) return err('not_audio');
  let place = has(0x01) ? base + (uint32be(bytes, trun.from + 8) | 0) : at;
  for (let sample = 0; sample < count; sample += 1) {
    const bytesOf = has(0x200) ? uint32be(bytes, entries + sample * entryBytes + sizeAt) : size;
    const refused = into.add(place, bytesOf);
    if (refused !== undefined) return err(refused);
    place += bytesOf;
  }
  return ok(place);
};

/** A frame has at most 6144 bits for each channel (ISO/IEC 14496-3, 4.5.3.2). */
const channelBytesMax = 768;
/** ISO/IEC 23001-7: what says how something is encrypted. */
const protectedBoxes: ReadonlySet<string> = new Set(['senc', 'saiz', 'saio']);
