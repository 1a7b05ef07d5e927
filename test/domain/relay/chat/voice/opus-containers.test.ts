import { describe, expect, test } from 'vitest';
import { takeAudio } from '../../../../../domain/relay/chat/voice/container.ts';
import { elementsIn, type Room, unsignedIn } from '../../../../../domain/relay/chat/voice/ebml.ts';
import {
  ascii,
  ebml,
  ebmlIds,
  filledWith,
  joined,
  oggFile,
  oggPage,
  opusHead,
  opusTags,
  packet20,
  packet60,
  webmBlock,
  webmFile,
  webmHead,
  webmTrack,
} from '../../../../support/audio-samples.ts';

const many = <T>(count: number, each: T): readonly T[] => Array.from({ length: count }, () => each);
const whatOf = (bytes: Uint8Array): string | number => {
  const audio = takeAudio(bytes);
  return audio.ok ? audio.value.durationMs : audio.error;
};
const copyOf = (bytes: Uint8Array): string => {
  const audio = takeAudio(bytes);
  return audio.ok ? Buffer.from(audio.value.bytes).toString('latin1') : audio.error;
};

describe('an Ogg file', () => {
  const [head, tags] = [oggPage({ packets: [opusHead()], flags: 2, number: 0 }), oggPage({ packets: [opusTags()], number: 1 })];
  const pages = (...rest: readonly Uint8Array[]): Uint8Array => joined(head, tags, ...rest);

  test('lasts as long as its packets, without what is skipped, whatever its positions say', () => {
    expect(whatOf(oggFile(many(50, packet20), opusHead({ preSkip: 480 })))).toBe(990);
    expect(whatOf(oggFile(many(50, packet60), opusHead({ preSkip: 0, channels: 2 })))).toBe(3_000);
  });

  test('may have packets that go on over several pages, and comments that do', () => {
    const whole = joined([0x08], new Uint8Array(1_000));
    const file = joined(
      head,
      oggPage({ packets: [ascii(`OpusTags${'x'.repeat(502)}`)], number: 1, isOpen: true }),
      oggPage({ packets: [ascii('planted')], number: 2, flags: 1 }),
      oggPage({ packets: [whole.subarray(0, 510)], number: 3, isOpen: true }),
      oggPage({ packets: [whole.subarray(510), packet20], number: 4, flags: 1 | 4 }),
    );
    expect(whatOf(file)).toBe(34);
    expect(copyOf(file)).toContain(Buffer.from(whole).toString('latin1'));
    expect(copyOf(file)).not.toMatch(/planted|xx/);
  });

  test('may have packets as large as they can be, more than a page of ours has room for in a second', () => {
    const packets = Array.from({ length: 100 }, (_, at) => joined([0x08], new Uint8Array(1_275).fill(at)));
    const file = oggFile(packets, opusHead({ preSkip: 0 }));
    expect([whatOf(file), whatOf(Buffer.from(copyOf(file), 'latin1'))]).toEqual([2_000, 2_000]);
    expect(packets.every((packet) => copyOf(file).includes(Buffer.from(packet).toString('latin1')))).toBe(true);
  });

  test('is taken up to five minutes, and not for a packet longer', () => {
    expect(whatOf(oggFile(many(5_000, packet60), opusHead({ preSkip: 0 })))).toBe(300_000);
    expect(whatOf(oggFile([...many(5_000, packet60), packet20], opusHead({ preSkip: 0 })))).toBe('too_long');
    // What is skipped is not heard.
    expect(whatOf(oggFile([...many(5_000, packet60), packet20], opusHead({ preSkip: 960 })))).toBe(300_000);
  });

  test.each<readonly [string, Uint8Array]>([
    ['nothing to hear', oggFile([])],
    ['nothing but what is skipped', oggFile([packet20], opusHead({ preSkip: 960 }))],
    ['more than two channels', oggFile([packet20], opusHead({ channels: 3 }))],
    ['a mapping of channels', oggFile([packet20], opusHead({ family: 1 }))],
    ['a version to come', oggFile([packet20], opusHead({ version: 16 }))],
    ['no comments', joined(head, oggPage({ packets: [packet20], number: 1, flags: 4 }))],
    ['a packet that is none', oggFile([packet20, Uint8Array.of(0x83, 0)])],
    ['an empty packet', oggFile([packet20, new Uint8Array()])],
    ['a checksum that is wrong', oggFile([packet20]).map((byte, at, all) => (at === all.length - 1 ? byte ^ 1 : byte))],
    ['a page missing', pages(oggPage({ packets: [packet20], number: 3, flags: 4 }))],
    [
      'another stream beside it',
      pages(oggPage({ packets: [packet20], number: 2 }), oggPage({ packets: [packet20], number: 3, serial: 8 })),
    ],
    [
      'another stream behind it',
      pages(oggPage({ packets: [packet20], number: 2 }), oggPage({ packets: [opusHead()], number: 3, flags: 2 })),
    ],
    ['a page that goes on with nothing', pages(oggPage({ packets: [packet20], number: 2, flags: 1 }))],
    ['a packet without an end', pages(oggPage({ packets: [packet20, new Uint8Array(255)], number: 2, flags: 4, isOpen: true }))],
    ['another recording behind its end', joined(oggFile([packet20]), oggFile([packet20]))],
    ['something between its pages', pages(oggPage({ packets: [packet20], number: 2 }), ascii('planted'))],
    ['a beginning that is none', oggPage({ packets: [opusHead()], number: 0 })],
    ['video first', oggFile([packet20], ascii('\x80theora-------------'))],
  ])('is refused with %s', (_, bytes) => {
    expect(whatOf(bytes)).toBe('not_audio');
  });
});

describe('a WebM file', () => {
  const blocks = many(50, webmBlock(packet20));
  const sized = ebml(ebmlIds.segment, joined(ebml(ebmlIds.tracks, webmTrack()), ebml(ebmlIds.cluster, joined(...blocks))));
  const clustered = (...data: readonly Uint8Array[]): Uint8Array => webmFile([...blocks, ...data]);

  test('lasts as long as its packets, whatever it says', () => {
    expect(whatOf(webmFile(blocks, [webmTrack({ head: opusHead({ preSkip: 0 }) })]))).toBe(1_000);
    const group = ebml(ebmlIds.group, joined(ebml(ebmlIds.block, joined([0x81, 0, 0, 0], packet60)), ebml([0x9b], ascii('planted'))));
    expect(whatOf(webmFile([group], [webmTrack({ head: opusHead({ preSkip: 0 }) })]))).toBe(60);
    expect(copyOf(webmFile([group], [webmTrack({ head: opusHead({ preSkip: 0 }) })]))).not.toContain('planted');
    // Its number may be written in two bytes.
    const wide = webmBlock(packet20, { track: 1 }).subarray(0, 5);
    const twice = ebml(ebmlIds.simpleBlock, joined([0x40, 1, 0, 0, 0x80], packet20));
    expect([wide[0], whatOf(webmFile([twice]))]).toEqual([0xa3, 14]);
  });

  test('loses everything but its packets', () => {
    const said = [ebmlIds.tags, ebmlIds.attachments, ebmlIds.empty, [0x10, 0x43, 0xa7, 0x70]].map((id) => ebml(id, ascii('planted-words')));
    const file = clustered(...said, ebml([0xbf], ascii('planted-crc')), webmBlock(packet20));
    expect(whatOf(file)).toBe(1_014);
    expect(copyOf(file)).not.toContain('planted');
  });

  test.each<readonly [string, Uint8Array]>([
    ['two tracks', webmFile(blocks, [webmTrack(), webmTrack({ number: 2 })])],
    ['a picture beside it', webmFile(blocks, [webmTrack(), webmTrack({ number: 2, type: 1, codec: 'V_VP9' })])],
    ['a picture in place of it', webmFile(blocks, [webmTrack({ type: 1, codec: 'V_VP9' })])],
    ['sound of another kind', webmFile(blocks, [webmTrack({ codec: 'A_VORBIS' })])],
    ['a picture that is called sound', webmFile(blocks, [webmTrack({ type: 1 })])],
    ['tracks twice', clustered(ebml(ebmlIds.tracks, webmTrack()), ...blocks)],
    ['what is encrypted', webmFile(blocks, [webmTrack({ also: ebml(ebmlIds.encodings, Uint8Array.of(1)) })])],
    ['an encrypted block', clustered(ebml([0xaf], Uint8Array.of(0x81, 0, 0, 0, 1)))],
    ['a block of another track', clustered(webmBlock(packet20, { track: 2 }))],
    ['frames laced into one block', clustered(webmBlock(packet20, { flags: 0x86 }))],
    ['a block without anything', clustered(ebml(ebmlIds.simpleBlock, Uint8Array.of(0x81, 0)))],
    ['two blocks in a group', clustered(ebml(ebmlIds.group, joined(...many(2, ebml(ebmlIds.block, joined([0x81, 0, 0, 0], packet20))))))],
    ['no sound at all', webmFile([])],
    ['blocks before tracks', joined(webmHead(), ebml(ebmlIds.segment, ebml(ebmlIds.cluster, webmBlock(packet20))))],
    [
      'blocks outside of clusters',
      joined(webmHead(), ebml(ebmlIds.segment, joined(ebml(ebmlIds.tracks, webmTrack()), webmBlock(packet20)))),
    ],
    ['another document', joined(webmHead('matroska'), webmFile(blocks).subarray(webmHead().length))],
    ['a size that is larger than the file', clustered(joined(ebmlIds.empty, [0x42, 0]))],
    ['a size of 2^56 - 2', clustered(joined(ebmlIds.empty, [1, 255, 255, 255, 255, 255, 255, 254]))],
    ['an empty room of unknown size', clustered(joined(ebmlIds.empty, [255]))],
    ['an id of five bytes', clustered(Uint8Array.of(8, 1, 1, 1, 1, 0x80))],
    ['a segment in a segment', clustered(ebml(ebmlIds.segment, webmBlock(packet20)))],
    ['a second document behind it', joined(clustered(), webmFile(blocks))],
    ['a second document behind one that knows its size', joined(webmHead(), sized, webmFile(blocks))],
    ['a second segment behind one that knows its size', joined(webmHead(), sized, sized)],
    ['more elements than five minutes need', webmFile([...blocks, filledWith(new Uint8Array(), Uint8Array.of(0xec, 0x80), 1_000_002)])],
  ])('is refused with %s', (_, bytes) => {
    expect(whatOf(bytes)).toBe('not_audio');
  });

  test('says where each five seconds of its copy begin, as some browsers jump to no other place', () => {
    const audio = takeAudio(webmFile(many(200, webmBlock(packet60)), [webmTrack({ head: opusHead({ preSkip: 0 }) })]));
    const bytes = audio.ok ? audio.value.bytes : joined();
    const inside = (room: Room | undefined) => (room === undefined ? [] : (elementsIn(bytes, room, 1_000) ?? []));
    const numbers = (rooms: readonly Room[]) => rooms.map((room) => unsignedIn(bytes, room));
    const [, segment = { from: 0, end: 0 }] = inside({ from: 0, end: bytes.length });
    const parts = inside(segment);
    const clusters = parts.flatMap((part, at) =>
      part.id === 0x1f43b675 ? [[...numbers(inside(part).slice(0, 1)), 1, (parts[at - 1]?.end ?? 0) - segment.from]] : [],
    );
    const cues = inside(parts.find(({ id }) => id === 0x1c53bb6b)).map((cue) => {
      const [time, positions] = inside(cue);
      return [...numbers(time === undefined ? [] : [time]), ...numbers(inside(positions))];
    });
    expect(clusters.map(([time]) => time)).toEqual([0, 5_040, 10_080]);
    expect(cues).toEqual(clusters);
  });

  test('is taken up to five minutes by its packets, and not for one longer, though it says that it is short', () => {
    const lasting = (packets: readonly Uint8Array[]) => {
      const info = ebml([0x15, 0x49, 0xa9, 0x66], ebml([0x44, 0x89], Uint8Array.of(0x44, 0x7a, 0, 0)));
      const tracks = ebml(ebmlIds.tracks, webmTrack({ head: opusHead({ preSkip: 0 }) }));
      return joined(
        webmHead(),
        ebml(ebmlIds.segment, joined(info, tracks, ebml(ebmlIds.cluster, joined(...packets.map((each) => webmBlock(each)))))),
      );
    };
    expect(whatOf(lasting(many(5_000, packet60)))).toBe(300_000);
    expect(whatOf(lasting([...many(5_000, packet60), Uint8Array.of(0x80, 1)]))).toBe('too_long');
  });
});
