import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { opusPacketOf } from '../../../../../domain/relay/chat/voice/opus-packets.ts';

const packet = (toc: number, ...rest: readonly number[]): Uint8Array => Uint8Array.of(toc, ...rest);
const msOf = (bytes: Uint8Array): number | undefined => {
  const found = opusPacketOf(bytes);
  return found && found.samples / 48;
};

describe('a packet of Opus (RFC 6716, 3)', () => {
  // Table 2: four lengths of SILK, two of hybrid, four of CELT, for each bandwidth.
  const silk = [10, 20, 40, 60];
  const celt = [2.5, 5, 10, 20];
  const lengths = [...silk, ...silk, ...silk, 10, 20, 10, 20, ...celt, ...celt, ...celt, ...celt];

  test.each(lengths.map((ms, configuration) => [configuration, ms]))('of configuration %i plays for %d ms', (configuration, ms) => {
    expect(msOf(packet(configuration << 3, 1))).toBe(ms);
    expect(msOf(packet((configuration << 3) | 4, 1))).toBe(ms);
  });

  test('plays as long as its frames together', () => {
    expect(msOf(packet(0x80 | 1, 7, 7))).toBe(5);
    expect(msOf(packet(0x80 | 2, 1, 7, 9, 9))).toBe(5);
    expect(msOf(packet(0x80 | 3, 3, 7, 7, 7))).toBe(7.5);
    expect(msOf(packet(0x80 | 3, 0x80 | 3, 1, 2, 7, 8, 8, 9))).toBe(7.5);
    expect(msOf(packet(0x80 | 3, 48, ...new Array<number>(48).fill(1)))).toBe(120);
  });

  test('may have frames that say nothing, as when nobody speaks', () => {
    expect(msOf(packet(0x08))).toBe(20);
    expect(msOf(packet(0x08 | 2, 0))).toBe(40);
  });

  test.each([
    ['nothing at all', []],
    ['a frame larger than there is', [0x80, ...new Array<number>(1_276).fill(0)]],
    ['two frames of one size in an odd room', [0x81, 7]],
    ['a first frame that ends behind the packet', [0x82, 9, 1]],
    ['a size whose second byte is missing', [0x82, 252]],
    ['no frames', [0x83, 0]],
    ['more than 120 ms', [0x1b, 3, 1, 1, 1]],
    ['frames of one size that do not come out even', [0x83, 2, 1, 1, 1]],
    ['more padding than packet', [0x83, 0x41, 9, 1]],
    ['padding without an end', [0x83, 0x41, 255, 255]],
    ['sizes behind the packet', [0x83, 0x80 | 4, 1]],
  ])('is refused with %s', (_, bytes) => {
    expect(opusPacketOf(Uint8Array.from(bytes))).toBeUndefined();
  });

  test('loses its padding, where anybody could write anything', () => {
    expect(opusPacketOf(packet(0x83, 0x42, 3, 7, 8, 0x61, 0x62, 0x63))?.bytes).toEqual(packet(0x83, 2, 7, 8));
    const long = packet(0x83, 0x41, 255, 2, 7, ...new Array<number>(256).fill(0x61));
    expect(opusPacketOf(long)?.bytes).toEqual(packet(0x83, 1, 7));
    expect(opusPacketOf(packet(0x83, 0xc2, 1, 1, 7, 8, 0x61))?.bytes).toEqual(packet(0x83, 0x82, 1, 7, 8));
  });

  property.prop([fc.uint8Array({ maxLength: 400 })])('is what it is after its padding went', (bytes) => {
    const found = opusPacketOf(bytes);
    if (found === undefined) return;
    expect(opusPacketOf(found.bytes)).toEqual(found);
    expect(found.samples).toBeGreaterThan(0);
    expect(found.samples).toBeLessThanOrEqual(5_760);
  });
});
