import { describe, expect, test } from 'vitest';
import { takeAudio } from '../../../../../domain/relay/chat/voice/container.ts';
import { ascii, big32, boxPlace, joined, little32, mp4Box, recording } from '../../../../support/audio-samples.ts';

const many = <T>(count: number, each: T): readonly T[] => Array.from({ length: count }, () => each);
const whatOf = (bytes: Uint8Array): string | number => {
  const audio = takeAudio(bytes);
  return audio.ok ? audio.value.durationMs : audio.error;
};
const copyOf = (bytes: Uint8Array): string => {
  const audio = takeAudio(bytes);
  return audio.ok ? Buffer.from(audio.value.bytes).toString('latin1') : audio.error;
};

describe('an MP4 file', () => {
  const [whole, fragments] = [recording('ffmpeg.m4a'), recording('ffmpeg-fragments.mp4')];
  const place = (bytes: Uint8Array, type: string, offset: number): number => boxPlace(bytes, type) + offset;
  const changed = (bytes: Uint8Array, at: number, values: readonly number[]): Uint8Array => {
    const copy = bytes.slice();
    copy.set(values, at);
    return copy;
  };
  const renamed = (bytes: Uint8Array, type: string, to: string): Uint8Array => changed(bytes, place(bytes, type, 4), [...ascii(to)]);

  test('may have anything beside its sound, which is left out', () => {
    const beside = ['free', 'udta', 'uuid', 'meta'].map((type) => mp4Box(type, ascii('planted-words')));
    expect(copyOf(joined(whole, ...beside))).toBe(copyOf(whole));
    expect(copyOf(joined(fragments, ...beside))).toBe(copyOf(fragments));
  });

  test('may end with a box that says that it goes to the end', () => {
    const last = joined(fragments, big32(0), ascii('free'), ascii('planted'));
    expect(copyOf(last)).toBe(copyOf(fragments));
  });

  test('loses what its encoder wrote before the sound', () => {
    expect(Buffer.from(whole).toString('latin1')).toMatch(/Lavc/);
    expect(copyOf(whole)).not.toMatch(/Lavc/);
    const data = place(whole, 'mdat', 8);
    // 110 0010: two bytes of fill; the same as one of data, behind a size of eight bits.
    expect([(whole[data] ?? 0) >> 5, copyOf(changed(whole, data, [0x80]))]).toEqual([6, 'not_audio']);
  });

  test.each<readonly [string, Uint8Array]>([
    ['no table', renamed(whole, 'moov', 'free')],
    ['two tables', joined(whole, fragments.subarray(boxPlace(fragments, 'moov'), boxPlace(fragments, 'moof')))],
    ['what is no sound', renamed(whole, 'soun', 'vide')],
    ['encrypted sound', renamed(whole, 'mp4a', 'enca')],
    ['sound of another kind', renamed(whole, 'mp4a', 'Opus')],
    [
      'MP3 in it',
      changed(
        whole,
        place(whole, 'esds', 0) +
          12 +
          Buffer.from(whole)
            .subarray(place(whole, 'esds', 12))
            .indexOf(0x40),
        [0x6b],
      ),
    ],
    ['more frames than times', changed(whole, place(whole, 'stts', 16), big32(1))],
    ['more frames than sizes', changed(whole, place(whole, 'stsz', 16), big32(1_000))],
    ['four thousand million frames of nothing', changed(whole, place(whole, 'stsz', 12), [...big32(0), ...big32(0xffffffff)])],
    ['frames that are beyond the file', changed(whole, place(whole, 'stco', 16), big32(0x7fffffff))],
    ['frames where there is no sound', changed(whole, place(whole, 'stco', 16), big32(0))],
    ['chunks that hold nothing', changed(whole, place(whole, 'stsc', 20), big32(0))],
    ['no place for its frames', renamed(whole, 'mdat', 'free')],
    ['a box smaller than itself', changed(whole, place(whole, 'free', 0), big32(7))],
    [
      'a box of 2^63 bytes',
      changed(whole, place(whole, 'mdat', 0), [0, 0, 0, 1, ...ascii('mdat'), 0x7f, 255, 255, 255, 255, 255, 255, 255]),
    ],
    ['a fragment of another track', changed(fragments, place(fragments, 'tfhd', 12), big32(2))],
    ['an encrypted fragment', renamed(fragments, 'tfdt', 'senc')],
    ['the same frames twice', joined(fragments, fragments.subarray(boxPlace(fragments, 'moof'), boxPlace(fragments, 'mdat')))],
    ['more frames in a run than it lists', changed(fragments, place(fragments, 'trun', 12), big32(0xffffff))],
    ['frames before the file', changed(fragments, place(fragments, 'trun', 16), big32(-100_000))],
  ])('is refused with %s', (_, bytes) => {
    expect(whatOf(bytes)).toBe('not_audio');
  });

  /** Of one sound each: where frames lie in a file is told by chunks, how many are in each by runs of chunks. */
  const frame = (mark: number): Uint8Array => Uint8Array.of(0, mark, mark, mark);
  const five: readonly Uint8Array[] = [1, 2, 3, 4, 5].map(frame);
  const described = whole.subarray(boxPlace(whole, 'stsd'), boxPlace(whole, 'stts'));
  const counts = (...numbers: readonly number[]): Uint8Array => joined(...[0, ...numbers].map(big32));
  const tabled = (chunks: readonly number[], runs: readonly (readonly number[])[], frames = five): Uint8Array => {
    const table = mp4Box(
      'stbl',
      described,
      mp4Box('stts', counts(1, frames.length, 1_024)),
      mp4Box('stsc', counts(runs.length, ...runs.flat())),
      mp4Box('stsz', counts(0, frames.length, ...frames.map(({ length }) => length))),
      mp4Box('stco', counts(chunks.length, ...chunks)),
    );
    const sound = mp4Box('mdia', mp4Box('hdlr', counts(0), ascii('soun'), new Uint8Array(13)), mp4Box('minf', table));
    const data = joined(mp4Box('ftyp', ascii('M4A ')), mp4Box('mdat', joined(...frames)));
    return joined(data, mp4Box('moov', mp4Box('trak', mp4Box('tkhd', new Uint8Array(84)), sound)));
  };
  const first = 20;

  test('is taken up to five minutes by its frames, and not for one longer', () => {
    // 1024 samples each, at 44.1 kHz.
    const framesMax = Math.floor((300 * 44_100) / 1_024);
    expect(whatOf(tabled([first], [[1, framesMax, 1]], many(framesMax, frame(1))))).toBe(299_979);
    expect(whatOf(tabled([first], [[1, framesMax + 1, 1]], many(framesMax + 1, frame(1))))).toBe('too_long');
  });

  test('has its frames in chunks, so many in each as their run says', () => {
    expect(whatOf(tabled([first], [[1, 5, 1]]))).toBe(116);
    const parted = tabled(
      [first, first + 8, first + 16],
      [
        [1, 2, 1],
        [3, 1, 1],
      ],
    );
    expect(copyOf(parted)).toBe(copyOf(tabled([first], [[1, 5, 1]])));
    expect(copyOf(parted)).toContain(Buffer.concat(five).toString('latin1'));
  });

  test.each<readonly [string, Uint8Array]>([
    ['fewer frames in its chunks than it has', tabled([first], [[1, 4, 1]])],
    ['more frames in its chunks than it has', tabled([first], [[1, 6, 1]])],
    [
      'a frame that is played twice',
      tabled(
        [first, first + 4],
        [
          [1, 4, 1],
          [2, 1, 1],
        ],
      ),
    ],
    [
      'frames in no order',
      tabled(
        [first + 4, first],
        [
          [1, 4, 1],
          [2, 1, 1],
        ],
      ),
    ],
  ])('is refused with %s', (_, bytes) => {
    expect(whatOf(bytes)).toBe('not_audio');
  });

  test('is refused where a run goes on in what stands behind it', () => {
    const run = (...sizes: readonly number[]): Uint8Array => joined([0, 0, 2, 1], big32(2), big32(0), ...sizes.map(big32));
    const fragment = (trun: Uint8Array): Uint8Array => {
      const boxes = (at: number) => {
        const placed = changed(trun, boxPlace(trun, 'trun') + 16, big32(at));
        return mp4Box('moof', mp4Box('traf', mp4Box('tfhd', [0, 2, 0, 0], big32(1)), placed, mp4Box('free')));
      };
      return joined(boxes(boxes(0).length + 8), mp4Box('mdat', new Uint8Array(16)));
    };
    const head = fragments.subarray(0, boxPlace(fragments, 'moof'));
    // 001: a pair of channels, as the head has it.
    const stereo = (file: Uint8Array): Uint8Array => changed(changed(file, file.length - 16, [0x20]), file.length - 8, [0x20]);
    expect(whatOf(stereo(joined(head, fragment(mp4Box('trun', run(8, 8))))))).toBe(43);
    expect(whatOf(stereo(joined(head, fragment(mp4Box('trun', run(8))))))).toBe('not_audio');
  });

  test('is refused with AAC of another profile', () => {
    const setup = Buffer.from(whole).indexOf(Buffer.of(0x12, 0x08), boxPlace(whole, 'esds'));
    expect(setup).toBeGreaterThan(0);
    for (const profile of [1, 3, 4, 5, 29, 31]) {
      expect(whatOf(changed(whole, setup, [(profile << 3) | 2, 0x08]))).toBe('not_audio');
    }
    expect(whatOf(changed(whole, setup, [0x12, 0x08]))).toBe(534);
  });

  test('is too long by its frames, before any of them is looked for', () => {
    const each = changed(whole, place(whole, 'stsz', 12), [...big32(1), ...big32(20_000)]);
    const timed = changed(each, place(each, 'stts', 12), [...big32(1), ...big32(20_000)]);
    expect(whatOf(changed(timed, place(timed, 'stsc', 20), big32(20_000)))).toBe('too_long');
  });

  test('is nothing where it is not long enough to be anything', () => {
    expect([new Uint8Array(), little32(8), ascii('OggS'), big32(16)].map((bytes) => whatOf(joined(bytes)))).toEqual(many(4, 'not_audio'));
  });
});
