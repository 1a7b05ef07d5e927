import { err, ok } from '../../../kernel/result.ts';
import { concatenated, fromAscii, fromUint32le, isAt, uint32le } from '../../parts/images/bytes.ts';
import type { AudioRefused, TakeAudio } from './audio.ts';
import { oggCrc } from './ogg-crc.ts';
import { opusHeadIn, opusHeadOf } from './opus-head.ts';
import { collectOpus, durationOf, type OpusPacket, type OpusSound } from './opus-packets.ts';

export const isOgg = (bytes: Uint8Array): boolean => isAt(bytes, 0, capture);

/**
 * Ogg (RFC 3533) with one stream of Opus (RFC 7845). What is read has every page in order and whole, with its checksum; what is written
 * has pages, positions and comments of ours, of which there are none. What follows the end of the stream is left out, unless it is another.
 */
export const takeOggOpus: TakeAudio = (bytes) => {
  const stream = openStream();
  let at = 0;
  let before: Page | undefined;
  for (let count = 0; at < bytes.length; count += 1) {
    const page = pageAt(bytes, at);
    if (page === undefined || !isNext(page, before) || count === pagesMax) return err('not_audio');
    const refused = stream.take(bytes, page);
    if (refused !== undefined) return err(refused);
    before = page;
    at = page.end;
    if ((page.flags & last) !== 0) break;
  }
  if (isAt(bytes, at, capture)) return err('not_audio');
  const sound = stream.sound();
  if (!sound.ok) return sound;
  return ok({ mediaType: 'audio/ogg', extension: 'ogg', durationMs: durationOf(sound.value), bytes: written(sound.value) });
};

interface Page {
  readonly flags: number;
  readonly serial: number;
  readonly number: number;
  /** Where its table of segments begins, then its data, then the next page. */
  readonly table: number;
  readonly data: number;
  readonly end: number;
}

const pageAt = (bytes: Uint8Array, at: number): Page | undefined => {
  const table = at + headBytes;
  const data = table + (bytes[at + 26] ?? 0);
  if (data > bytes.length || !isAt(bytes, at, capture) || bytes[at + 4] !== 0) return undefined;
  let end = data;
  for (let segment = table; segment < data; segment += 1) end += bytes[segment] ?? 0;
  if (end > bytes.length) return undefined;
  // The checksum is made over a page whose own place holds zeros (RFC 3533, 6).
  const head = oggCrc(bytes.subarray(at, at + checksumAt));
  const made = oggCrc(bytes.subarray(at + checksumAt + 4, end), oggCrc(noChecksum, head));
  if (made !== uint32le(bytes, at + checksumAt)) return undefined;
  return { flags: bytes[at + 5] ?? 0, serial: uint32le(bytes, at + 14), number: uint32le(bytes, at + 18), table, data, end };
};

/** One stream, from its first page on, and no page missing. */
const isNext = ({ flags, serial, number }: Page, before: Page | undefined): boolean => {
  if (before === undefined) return (flags & (first | continued)) === first;
  return (flags & first) === 0 && serial === before.serial && number === (before.number + 1) % 2 ** 32;
};

/** Puts packets together out of segments: one of 255 bytes goes on in the next, on the next page as well. */
const openStream = () => {
  let sound: ReturnType<typeof collectOpus> | undefined;
  let count = 0;
  let pieces: Uint8Array[] = [];
  const finish = (packet: Uint8Array): AudioRefused | undefined => {
    count += 1;
    if (count === 1) {
      const head = opusHeadIn(packet);
      if (head === undefined) return 'not_audio';
      sound = collectOpus(head);
      return undefined;
    }
    if (count === 2) return isAt(packet, 0, tagsMark) ? undefined : 'not_audio';
    return sound?.add(packet);
  };
  return {
    take: (bytes: Uint8Array, { flags, table, data, end }: Page): AudioRefused | undefined => {
      if (((flags & continued) !== 0) !== pieces.length > 0) return 'not_audio';
      let from = data;
      let to = data;
      for (let segment = table; segment < data; segment += 1) {
        const length = bytes[segment] ?? 0;
        to += length;
        if (length === 255) continue;
        const piece = bytes.subarray(from, to);
        const refused = finish(pieces.length === 0 ? piece : concatenated([...pieces, piece]));
        if (refused !== undefined) return refused;
        pieces = [];
        from = to;
      }
      if (from < end) pieces.push(bytes.subarray(from, end));
      return undefined;
    },
    sound: () => (sound === undefined || count < 2 || pieces.length > 0 ? err<AudioRefused>('not_audio') : sound.sound()),
  };
};

const written = ({ head, packets }: OpusSound): Uint8Array => {
  const tags = concatenated([fromAscii(tagsMark), Uint8Array.from(fromUint32le(4)), fromAscii('loop'), new Uint8Array(4)]);
  const pages = [
    { packets: [opusHeadOf(head)], flags: first, samples: 0 },
    { packets: [tags], flags: 0, samples: 0 },
    ...soundPages(packets),
  ];
  return concatenated(pages.map((page, number) => pageOf(page, number)));
};

interface NewPage {
  readonly packets: readonly Uint8Array[];
  readonly flags: number;
  /** Up to its end. */
  readonly samples: number;
}

/** A second on each, or as much as has room. A packet is shorter than a page may be, so none goes on in the next. */
const soundPages = (packets: readonly OpusPacket[]): readonly NewPage[] => {
  const pages: NewPage[] = [];
  let page: Uint8Array[] = [];
  let [segments, begun, samples] = [0, 0, 0];
  for (const packet of packets) {
    const needed = segmentsOf(packet.bytes);
    if (segments + needed > segmentsMax || samples - begun >= pageSamples) {
      pages.push({ packets: page, flags: 0, samples });
      [page, segments, begun] = [[], 0, samples];
    }
    page.push(packet.bytes);
    segments += needed;
    samples += packet.samples;
  }
  return [...pages, { packets: page, flags: last, samples }];
};

const segmentsOf = ({ length }: Uint8Array): number => Math.floor(length / 255) + 1;

const pageOf = ({ packets, flags, samples }: NewPage, number: number): Uint8Array => {
  const table = packets.flatMap(({ length }) => [...new Array<number>(Math.floor(length / 255)).fill(255), length % 255]);
  const position = [...fromUint32le(samples), 0, 0, 0, 0];
  const head = [...fromAscii(capture), 0, flags, ...position, ...fromUint32le(ourSerial), ...fromUint32le(number), 0, 0, 0, 0];
  const page = concatenated([Uint8Array.of(...head, table.length), Uint8Array.from(table), ...packets]);
  page.set(fromUint32le(oggCrc(page)), checksumAt);
  return page;
};

const capture = 'OggS';
const tagsMark = 'OpusTags';
const headBytes = 27;
const checksumAt = 22;
const noChecksum = new Uint8Array(4);
const continued = 1;
const first = 2;
const last = 4;
const segmentsMax = 255;
const pageSamples = 48_000;
/** Five minutes of the shortest packets, each on a page of its own, and more. */
const pagesMax = 150_000;
const ourSerial = 1;
