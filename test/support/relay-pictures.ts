import { crc32, deflateSync } from 'node:zlib';

/**
 * Pictures as cameras and editors leave them, made of bytes: small, valid, and full of what a relay must not pass on. Each function takes
 * the words that are hidden in its metadata.
 */
export const words = 'Jane Roe, 52.5200 N 13.4050 E, jane@example.com';

/** What a decoder reads: identical before and after. */
export const jpegPixels = (): Buffer =>
  Buffer.concat([
    segment(0xdb, Buffer.concat([Buffer.of(0), Buffer.alloc(64, 1)])),
    segment(0xc0, Buffer.of(8, 0, 8, 0, 8, 1, 1, 0x11, 0)),
    segment(0xc4, Buffer.concat([Buffer.of(0x00, 1), Buffer.alloc(15), Buffer.of(0)])),
    segment(0xc4, Buffer.concat([Buffer.of(0x10, 1), Buffer.alloc(15), Buffer.of(0)])),
    segment(0xda, Buffer.of(1, 1, 0, 0, 63, 0)),
    Buffer.of(0x3f, 0xff, 0x00, 0x12, 0xff, 0xd0, 0x3f),
  ]);

export const jpeg = (orientation = 6): Buffer =>
  Buffer.concat([
    Buffer.of(0xff, 0xd8),
    segment(0xe0, Buffer.concat([Buffer.from('JFIF\0'), Buffer.of(1, 2, 1, 0, 72, 0, 72, 1, 1), Buffer.of(10, 20, 30)])),
    segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), exif(orientation)])),
    segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>${words}</x:xmpmeta>`)),
    segment(0xe2, Buffer.concat([Buffer.from('ICC_PROFILE\0'), Buffer.of(1, 1), profile()])),
    segment(0xe2, Buffer.from(`MPF\0${words}`)),
    segment(0xed, Buffer.from(`Photoshop 3.0\0${words}`)),
    segment(0xfe, Buffer.from(words)),
    jpegPixels(),
    Buffer.of(0xff, 0xd9),
    Buffer.from(`a second picture: ${words}`),
  ]);

export const pngPixels = (): Buffer =>
  Buffer.concat([chunk('gAMA', Buffer.of(0, 0, 0xb1, 0x8f)), chunk('IDAT', deflateSync(Buffer.of(0, 255))), chunk('IEND')]);

export const png = (orientation = 3): Buffer =>
  Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', Buffer.of(0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0)),
    chunk('tEXt', Buffer.from(`Author\0${words}`)),
    chunk('iTXt', Buffer.from(`XML:com.adobe.xmp\0\0\0\0\0${words}`)),
    chunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), deflateSync(words)])),
    chunk('tIME', Buffer.of(7, 234, 11, 20, 10, 0, 0)),
    chunk('eXIf', exif(orientation)),
    chunk('iCCP', Buffer.concat([Buffer.from(`${words.slice(0, 70)}\0\0`), deflateSync(profile())])),
    pngPixels(),
    Buffer.from(`what a crop left over: ${words}`),
  ]);

export const webpPixels = (): Buffer => riffChunk('VP8L', Buffer.from('LwAAABAHEBERiIj+Bw==', 'base64'));

export const webp = (orientation = 8): Buffer => {
  const body = Buffer.concat([
    Buffer.from('WEBP'),
    riffChunk('VP8X', Buffer.of(0x2c, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
    riffChunk('ICCP', profile()),
    webpPixels(),
    riffChunk('EXIF', exif(orientation)),
    riffChunk('XMP ', Buffer.from(`<x:xmpmeta>${words}</x:xmpmeta>`)),
    riffChunk('NOTE', Buffer.from(words)),
  ]);
  return Buffer.concat([Buffer.from('RIFF'), uint32le(body.length), body, Buffer.from(words)]);
};

const gifHead = Buffer.concat([Buffer.from('GIF89a'), Buffer.of(1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255)]);
const gifLoop = Buffer.concat([Buffer.of(0x21, 0xff, 11), Buffer.from('NETSCAPE2.0'), Buffer.of(3, 1, 0, 0, 0)]);
const gifFrame = Buffer.of(0x21, 0xf9, 4, 0, 10, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0);

export const gif = (): Buffer =>
  Buffer.concat([
    gifHead,
    gifLoop,
    Buffer.concat([Buffer.of(0x21, 0xfe, words.length), Buffer.from(words), Buffer.of(0)]),
    Buffer.concat([Buffer.of(0x21, 0xff, 11), Buffer.from('XMP DataXMP'), Buffer.of(words.length), Buffer.from(words), Buffer.of(0)]),
    gifFrame,
    Buffer.of(0x3b),
    Buffer.from(words),
  ]);

export const gifClean = (): Buffer => Buffer.concat([gifHead, gifLoop, gifFrame, Buffer.of(0x3b)]);

/** TIFF, the higher byte first: an orientation, a maker, and where the picture was taken. */
export const exif = (orientation: number): Buffer => {
  const head = Buffer.from('MM\0*\0\0\0\x08', 'latin1');
  const entry = (tag: number, [type, count, value]: readonly [number, number, Buffer]) =>
    Buffer.concat([uint16be(tag), uint16be(type), uint32be(count), value]);
  const after = 8 + 2 + 3 * 12 + 4;
  return Buffer.concat([
    head,
    uint16be(3),
    entry(0x010f, [2, words.length, uint32be(after)]),
    entry(0x0112, [3, 1, Buffer.of(0, orientation, 0, 0)]),
    entry(0x8825, [4, 1, uint32be(after)]),
    uint32be(0),
    Buffer.from(words),
  ]);
};

/** A colour profile with a red primary, its curve, and the name of a screen. */
export const profile = (): Buffer => {
  const tags = [
    ['rXYZ', Buffer.concat([Buffer.from('XYZ \0\0\0\0'), Buffer.alloc(12, 7)])],
    ['rTRC', Buffer.concat([Buffer.from('curv\0\0\0\0'), uint32be(1), Buffer.of(2, 51)])],
    ['desc', Buffer.from(`desc\0\0\0\0${words}\0`)],
  ] as const;
  const table = 128 + 4 + tags.length * 12;
  const data = tags.map(([, bytes]) => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]));
  const places = data.map((_, index) => table + data.slice(0, index).reduce((sum, { length }) => sum + length, 0));
  const head = Buffer.alloc(128);
  head.write('acsp', 36);
  head.write('JANE', 80);
  const profile = Buffer.concat([
    head,
    uint32be(tags.length),
    ...tags.flatMap(([name, bytes], index) => [Buffer.from(name), uint32be(places[index] ?? 0), uint32be(bytes.length)]),
    ...data,
  ]);
  profile.writeUInt32BE(profile.length, 0);
  return profile;
};

export const segment = (marker: number, payload: Buffer): Buffer =>
  Buffer.concat([Buffer.of(0xff, marker), uint16be(payload.length + 2), payload]);

export const chunk = (name: string, data: Buffer = Buffer.alloc(0)): Buffer => {
  const named = Buffer.concat([Buffer.from(name), data]);
  return Buffer.concat([uint32be(data.length), named, uint32be(crc32(named))]);
};

export const riffChunk = (name: string, data: Buffer): Buffer =>
  Buffer.concat([Buffer.from(name), uint32le(data.length), data, Buffer.alloc(data.length % 2)]);

const uint16be = (value: number): Buffer => Buffer.of(value >>> 8, value & 255);
const uint32be = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const uint32le = (value: number): Buffer => Buffer.from(uint32be(value)).reverse();
