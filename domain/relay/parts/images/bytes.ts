/** Plain reading and writing of numbers in bytes. Reading beyond the end gives 0 bytes, so callers check lengths first. */

export const uint16be = (bytes: Uint8Array, at: number): number => (byteAt(bytes, at) << 8) | byteAt(bytes, at + 1);
export const uint16le = (bytes: Uint8Array, at: number): number => byteAt(bytes, at) | (byteAt(bytes, at + 1) << 8);
export const uint32be = (bytes: Uint8Array, at: number): number => uint16be(bytes, at) * 0x10000 + uint16be(bytes, at + 2);
export const uint32le = (bytes: Uint8Array, at: number): number => uint16le(bytes, at) + uint16le(bytes, at + 2) * 0x10000;

export const fromUint16be = (value: number): readonly number[] => [(value >>> 8) & 255, value & 255];
export const fromUint32be = (value: number): readonly number[] => [...fromUint16be(value >>> 16), ...fromUint16be(value)];
export const fromUint32le = (value: number): readonly number[] => [...fromUint32be(value)].reverse();

/** One character for each byte (ISO 8859-1). */
export const latin1 = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + Math.min(length, latin1Max)));

/** Of the short marks that formats have; a spread of a whole file would overflow the stack. */
const latin1Max = 64;

export const fromAscii = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

export const isAt = (bytes: Uint8Array, at: number, mark: string): boolean => latin1(bytes, at, mark.length) === mark;

export const concatenated = (pieces: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
};

const byteAt = (bytes: Uint8Array, at: number): number => bytes[at] ?? 0;
