import { err, ok, type Result } from '../../../kernel/result.ts';
import { concatenated, fromAscii, fromUint16be, fromUint32be, isAt, uint16be, uint32be } from '../../parts/images/bytes.ts';
import { type AacSetup, aacSetupIn, esdsOf, frameSamples, plainFrame, rateOf } from './aac.ts';
import type { AudioRefused, TakeAudio } from './audio.ts';
import { type Box, box, type BoxBudget, boxesIn, onlyBox } from './boxes.ts';
import { addFragmentSamples, addTableSamples, collectSamples, durationOf, type Sample, type TrackFacts } from './mp4-samples.ts';

export const isMp4 = (bytes: Uint8Array): boolean => isAt(bytes, 4, 'ftyp');

/**
 * MP4 (ISO/IEC 14496-12 and 14496-14) with one track, which is AAC of low complexity; whole or in fragments, as some browsers record. What
 * is written is one table and the frames alone, in fresh boxes: no names, no places, no dates, nothing that a file can say besides.
 */
export const takeMp4Aac: TakeAudio = (bytes) => {
  const budget = { left: boxesMax };
  const boxes = boxesIn(bytes, { from: 0, end: bytes.length }, budget);
  const moov = onlyBox(boxes, 'moov');
  const track = moov && trackIn(bytes, moov, budget);
  if (boxes === undefined || track === undefined) return err('not_audio');
  const samples = samplesIn(bytes, { boxes, track, budget });
  if (!samples.ok) return samples;
  const frames = framesIn(bytes, { boxes, samples: samples.value, setup: track.setup });
  if (frames === undefined) return err('not_audio');
  const durationMs = durationOf(track.setup, frames.length);
  return ok({ mediaType: 'audio/mp4', extension: 'm4a', durationMs, bytes: written(track.setup, frames) });
};

interface Track extends TrackFacts {
  readonly setup: AacSetup;
  readonly stbl: readonly Box[];
}

const trackIn = (bytes: Uint8Array, moov: Box, budget: BoxBudget): Track | undefined => {
  const inside = (from: Box | undefined): readonly Box[] | undefined => from && boxesIn(bytes, from, budget);
  const boxes = inside(moov);
  const trak = inside(onlyBox(boxes, 'trak'));
  const mdia = inside(onlyBox(trak, 'mdia'));
  const [tkhd, hdlr] = [onlyBox(trak, 'tkhd'), onlyBox(mdia, 'hdlr')];
  const stbl = inside(onlyBox(inside(onlyBox(mdia, 'minf')), 'stbl'));
  const entry = onlyBox(inside(entriesOf(bytes, onlyBox(stbl, 'stsd'))), 'mp4a');
  if (tkhd === undefined || hdlr === undefined || stbl === undefined || entry === undefined) return undefined;
  // Behind version and flags, which a later version of it has other fields for.
  if (!isAt(bytes, hdlr.from + 8, 'soun') || uint16be(bytes, entry.from + 8) !== 0) return undefined;
  const esds = onlyBox(inside({ ...entry, from: entry.from + soundEntryBytes }), 'esds');
  const setup = esds && aacSetupIn(bytes, esds);
  if (setup === undefined) return undefined;
  const id = uint32be(bytes, tkhd.from + (bytes[tkhd.from] === 1 ? 20 : 12));
  const trex = onlyBox(inside(onlyBox(boxes, 'mvex')), 'trex');
  return { id, setup, stbl, defaultSize: trex === undefined ? 0 : uint32be(bytes, trex.from + 16) };
};

/** What a `stsd` describes, which is one thing. */
const entriesOf = (bytes: Uint8Array, stsd: Box | undefined): Box | undefined =>
  stsd === undefined || uint32be(bytes, stsd.from + 4) !== 1 ? undefined : { ...stsd, from: stsd.from + 8 };

interface Wanted {
  readonly boxes: readonly Box[];
  readonly track: Track;
  readonly budget: BoxBudget;
}

const samplesIn = (bytes: Uint8Array, { boxes, track, budget }: Wanted): Result<readonly Sample[], AudioRefused> => {
  const collection = collectSamples(track.setup);
  const refused = addTableSamples(bytes, track.stbl, collection);
  if (refused !== undefined) return err(refused);
  for (const moof of boxes.filter(({ type }) => type === 'moof')) {
    const unread = addFragmentSamples(bytes, { moof, track, budget }, collection);
    if (unread !== undefined) return err(unread);
  }
  return collection.samples();
};

interface Found {
  readonly boxes: readonly Box[];
  readonly samples: readonly Sample[];
  readonly setup: AacSetup;
}

/** Frames are where a file keeps its sound and nowhere else; both are in the order of the file. */
const framesIn = (bytes: Uint8Array, { boxes, samples, setup }: Found): readonly Uint8Array[] | undefined => {
  const rooms = boxes.filter(({ type }) => type === 'mdat');
  const frames: Uint8Array[] = [];
  let room = 0;
  for (const { from, end } of samples) {
    while (room < rooms.length && from >= (rooms[room]?.end ?? 0)) room += 1;
    const within = rooms[room];
    if (within === undefined || from < within.from || end > within.end) return undefined;
    const frame = plainFrame(bytes.subarray(from, end), setup);
    if (frame === undefined) return undefined;
    frames.push(frame);
  }
  return frames;
};

const written = (setup: AacSetup, frames: readonly Uint8Array[]): Uint8Array => {
  const ftyp = box('ftyp', fromAscii('M4A '), fromUint32be(0), fromAscii('M4A isommp42'));
  // How long the boxes before the frames are does not depend on where the frames are.
  const at = ftyp.length + movie(setup, frames, 0).length + 8;
  return concatenated([ftyp, movie(setup, frames, at), box('mdat', concatenated(frames))]);
};

const movie = (setup: AacSetup, frames: readonly Uint8Array[], at: number): Uint8Array => {
  const [rate, duration] = [fromUint32be(rateOf(setup)), fromUint32be(frames.length * frameSamples)];
  const mvhd = box('mvhd', zeros(12), rate, duration, [0, 1, 0, 0, 1, 0], zeros(10), unity, zeros(24), fromUint32be(2));
  const tkhd = box('tkhd', [0, 0, 0, 3], zeros(8), fromUint32be(1), zeros(4), duration, zeros(12), [1, 0, 0, 0], unity, zeros(8));
  // 0x55c4 is `und`, in letters of five bits.
  const mdhd = box('mdhd', zeros(12), rate, duration, [0x55, 0xc4, 0, 0]);
  const hdlr = box('hdlr', zeros(8), fromAscii('soun'), zeros(13));
  const dinf = box('dinf', box('dref', zeros(4), fromUint32be(1), box('url ', [0, 0, 0, 1])));
  const minf = box('minf', box('smhd', zeros(8)), dinf, table(setup, frames, at));
  return box('moov', mvhd, box('trak', tkhd, box('mdia', mdhd, hdlr, minf)));
};

/** All frames in one chunk. */
const table = (setup: AacSetup, frames: readonly Uint8Array[], at: number): Uint8Array => {
  const count = fromUint32be(frames.length);
  const [one, each] = [fromUint32be(1), fromUint32be(frameSamples)];
  const sound = [...zeros(6), 0, 1, ...zeros(8), 0, setup.channels, 0, 16, ...zeros(4), ...fromUint16be(rateField(setup)), 0, 0];
  const sizes = new Uint8Array(4 * frames.length);
  const view = new DataView(sizes.buffer);
  frames.forEach(({ length }, index) => view.setUint32(4 * index, length));
  return box(
    'stbl',
    box('stsd', zeros(4), one, box('mp4a', sound, box('esds', esdsOf(setup)))),
    box('stts', zeros(4), one, count, each),
    box('stsc', zeros(4), one, one, count, one),
    box('stsz', zeros(8), count, sizes),
    box('stco', zeros(4), one, fromUint32be(at)),
  );
};

/** Sixteen bits of it; a rate beyond is only said in the setup. */
const rateField = (setup: AacSetup): number => (rateOf(setup) > 0xffff ? 0 : rateOf(setup));

const zeros = (count: number): readonly number[] => new Array<number>(count).fill(0);

/** A picture as it is: nothing turned, nothing scaled (ISO/IEC 14496-12, 8.2.2). */
const unity = [0x00010000, 0, 0, 0, 0x00010000, 0, 0, 0, 0x40000000].flatMap((value) => [...fromUint32be(value)]);

const soundEntryBytes = 28;
/** Five minutes in fragments of a single frame each (at 48 kHz), with what they are made of. */
const boxesMax = 150_000;
