import { test as property, fc } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { cleanColourProfile } from '../../../domain/relay/parts/images/colour-profile.ts';
import { cleanImage, imageKindOf, type ImageKind } from '../../../domain/relay/parts/images/clean-image.ts';
import { orientationIn, orientationOnly } from '../../../domain/relay/parts/images/orientation.ts';
import {
  chunk,
  exif,
  gif,
  gifClean,
  jpeg,
  jpegPixels,
  png,
  pngPixels,
  profile,
  riffChunk,
  segment,
  webp,
  webpPixels,
} from '../../support/relay-pictures.ts';

const pictures: readonly (readonly [ImageKind, () => Buffer])[] = [
  ['jpeg', () => jpeg()],
  ['png', () => png()],
  ['webp', () => webp()],
  ['gif', () => gif()],
];

const cleanedOf = (kind: ImageKind, bytes: Uint8Array): Buffer => {
  const cleaned = cleanImage(kind, bytes);
  if (cleaned === undefined) throw new Error('the picture was dropped');
  return Buffer.from(cleaned);
};

describe('a picture that is relayed', () => {
  test.each(pictures)('says nothing about who took it, where and when: %s', (kind, picture) => {
    const cleaned = cleanedOf(kind, picture()).toString('latin1');
    for (const word of ['Jane', 'example', '52.5', 'xmp', 'Photoshop', 'MPF', 'NOTE', 'tIME']) expect(cleaned).not.toContain(word);
  });

  test.each([
    ['jpeg', jpeg(), jpegPixels()],
    ['png', png(), pngPixels()],
    ['webp', webp(), webpPixels()],
  ] as const)('has the bytes of its pixels as they were: %s', (kind, picture, pixels) => {
    expect(cleanedOf(kind, picture).includes(pixels)).toBe(true);
  });

  test('moves as it did, where it is a GIF', () => {
    expect(cleanedOf('gif', gif())).toEqual(gifClean());
  });

  test.each([
    ['jpeg', Buffer.of(0xff, 0xd9)],
    ['png', chunk('IEND')],
    ['gif', Buffer.of(0x3b)],
  ] as const)('ends where it ends: %s', (kind, end) => {
    const picture = pictures.find(([name]) => name === kind)?.[1]() ?? Buffer.alloc(0);
    expect(cleanedOf(kind, picture).subarray(-end.length)).toEqual(end);
  });

  test('ends where it ends: webp', () => {
    const cleaned = cleanedOf('webp', webp());
    expect(cleaned.readUInt32LE(4) + 8).toBe(cleaned.length);
  });

  test.each(pictures)('is of the kind that it was: %s', (kind, picture) => {
    expect(imageKindOf(cleanedOf(kind, picture()))).toBe(kind);
  });

  test.each(pictures)('is not changed by being relayed once more: %s', (kind, picture) => {
    const once = cleanedOf(kind, picture());
    expect(cleanedOf(kind, once)).toEqual(once);
  });

  test.each([
    ['jpeg', jpeg(6), 6],
    ['png', png(3), 3],
    ['webp', webp(8), 8],
  ] as const)('stays the right way up: %s', (kind, picture, orientation) => {
    expect(cleanedOf(kind, picture).includes(Buffer.from(orientationOnly(orientation)))).toBe(true);
  });

  test.each([
    ['jpeg', jpeg(1)],
    ['png', png(1)],
    ['webp', webp(1)],
  ] as const)('has no Exif where it is upright: %s', (kind, picture) => {
    expect(cleanedOf(kind, picture).toString('latin1')).not.toMatch(/exif|II\*/i);
  });

  test('keeps the colours of its profile without the name of the screen', () => {
    const cleaned = Buffer.from(cleanColourProfile(profile()) ?? []);
    expect(cleaned.toString('latin1')).toContain('rXYZ');
    expect(cleaned.toString('latin1')).not.toMatch(/desc|Jane|JANE/);
    expect(cleaned.readUInt32BE(0)).toBe(cleaned.length);
    expect(cleanedOf('jpeg', jpeg()).includes(cleaned)).toBe(true);
    expect(cleanedOf('webp', webp()).includes(cleaned)).toBe(true);
  });

  test('has no thumbnail', () => {
    expect(cleanedOf('jpeg', jpeg()).includes(Buffer.of(10, 20, 30))).toBe(false);
  });

  test('keeps how Adobe codes its colours', () => {
    const adobe = Buffer.concat([Buffer.from('Adobe'), Buffer.of(0, 100, 0, 0, 0, 0, 2)]);
    const picture = Buffer.concat([jpeg().subarray(0, 2), segment(0xee, Buffer.concat([adobe, Buffer.from('Jane')])), jpeg().subarray(2)]);
    expect(cleanedOf('jpeg', picture).includes(segment(0xee, adobe))).toBe(true);
  });

  test('keeps the frames of a moving WebP, and nothing else that is in them', () => {
    const frame = riffChunk('ANMF', Buffer.concat([Buffer.alloc(16), webpPixels(), riffChunk('NOTE', Buffer.from('Jane'))]));
    const body = Buffer.concat([
      Buffer.from('WEBP'),
      riffChunk('VP8X', Buffer.of(2, ...Buffer.alloc(9))),
      riffChunk('ANIM', Buffer.alloc(6)),
      frame,
    ]);
    const cleaned = cleanedOf('webp', Buffer.concat([Buffer.from('RIFF'), Buffer.of(body.length, 0, 0, 0), body]));
    expect(cleaned.includes(riffChunk('ANMF', Buffer.concat([Buffer.alloc(16), webpPixels()])))).toBe(true);
    expect(cleaned.includes('Jane')).toBe(false);
  });
});

describe('a picture that is malformed', () => {
  test.each(pictures)('is dropped where it was cut short: %s', (kind, picture) => {
    const whole = picture();
    for (const length of [0, 3, 12, 20, 40, Math.floor(whole.length / 3)])
      expect(cleanImage(kind, whole.subarray(0, length))).toBeUndefined();
  });

  test('is dropped where a checksum is wrong', () => {
    const broken = png();
    broken.writeUInt8(255 - broken.readUInt8(broken.indexOf('IDAT') + 6), broken.indexOf('IDAT') + 6);
    expect(cleanImage('png', broken)).toBeUndefined();
  });

  test('is dropped where a table has room for more than a table', () => {
    const roomy = segment(0xdb, Buffer.concat([Buffer.of(0), Buffer.alloc(64, 1), Buffer.from('Jane')]));
    expect(cleanImage('jpeg', Buffer.concat([Buffer.of(0xff, 0xd8), roomy, jpeg().subarray(2)]))).toBeUndefined();
  });

  property.prop([fc.constantFrom(...pictures), fc.nat(), fc.integer({ min: 0, max: 255 })])(
    'is dropped or still cleaned the same way twice, whatever byte is changed',
    ([kind, picture], at, byte) => {
      const changed = picture();
      changed[at % changed.length] = byte;
      const cleaned = cleanImage(kind, changed);
      if (cleaned !== undefined) expect(cleanedOf(kind, cleaned)).toEqual(Buffer.from(cleaned));
    },
  );

  test('has no profile where a colour in it reaches into its texts', () => {
    const reaching = profile();
    // The length of the first tag, in its table.
    reaching.writeUInt32BE(100, 128 + 4 + 8);
    expect(cleanColourProfile(reaching)).toBeUndefined();
    const elsewhere = profile();
    elsewhere.writeUInt32BE(elsewhere.indexOf('Jane'), 128 + 4 + 4);
    expect(cleanColourProfile(elsewhere)).toBeUndefined();
  });

  property.prop([fc.constantFrom(...pictures.slice(0, 2)), fc.nat(), fc.integer({ min: 0, max: 255 })])(
    'is never relayed with words, where each of its pieces has a stated shape',
    ([kind, picture], at, byte) => {
      const changed = picture();
      changed[at % changed.length] = byte;
      expect(Buffer.from(cleanImage(kind, changed) ?? []).toString('latin1')).not.toMatch(/Jane Roe, 52|xmpmeta/);
    },
  );

  property.prop([fc.constantFrom<ImageKind>('jpeg', 'png', 'webp', 'gif'), fc.uint8Array({ maxLength: 200 })])(
    'is dropped, whatever it is made of',
    (kind, bytes) => {
      expect(cleanImage(kind, bytes)).toBeUndefined();
    },
  );

  test.each([
    ['jpeg', Buffer.concat([Buffer.of(0xff, 0xd8), Buffer.alloc(1_000_000, 0xff)])],
    ['png', Buffer.concat([png().subarray(0, 8), Buffer.alloc(1_000_000)])],
    ['webp', Buffer.concat([Buffer.from('RIFF\0\x40\x0f\0WEBP', 'latin1'), Buffer.alloc(1_000_000)])],
    ['gif', Buffer.concat([gifClean().subarray(0, 19), Buffer.alloc(1_000_000, 0x21)])],
  ] as const)('is dropped where a million bytes lead nowhere: %s', (kind, bytes) => {
    expect(cleanImage(kind, bytes)).toBeUndefined();
  });
});

describe('which way up', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])('is read as it was written: %i', (orientation) => {
    expect(orientationIn(orientationOnly(orientation))).toBe(orientation);
    expect(orientationIn(exif(orientation))).toBe(orientation);
  });

  test.each([0, 9])('is nothing where it means nothing: %i', (orientation) => {
    expect(orientationIn(exif(orientation))).toBeUndefined();
  });
});
