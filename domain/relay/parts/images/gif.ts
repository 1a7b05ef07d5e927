import { concatenated, isAt, latin1 } from './bytes.ts';

/**
 * A GIF (GIF89a) with its screen, colours, frames and their timing byte for byte, and how often it plays. No comment, no text, no
 * extension of an application, and nothing after its end. Undefined where it is malformed.
 */
export const cleanGif = (bytes: Uint8Array): Uint8Array | undefined => {
  if (!isAt(bytes, 0, 'GIF89a') && !isAt(bytes, 0, 'GIF87a')) return undefined;
  const kept: Uint8Array[] = [];
  let at = headBytes + coloursBytes(bytes[10]);
  let frames = 0;
  if (bytes.length < at) return undefined;
  kept.push(bytes.subarray(0, at));
  for (let blocks = 0; blocks < blocksMax; blocks += 1) {
    const mark = bytes[at];
    if (mark === trailer) return frames === 0 ? undefined : concatenated([...kept, Uint8Array.of(trailer)]);
    const end = mark === frame ? endOfFrame(bytes, at) : mark === extension ? endOfBlocks(bytes, at + 2) : undefined;
    if (end === undefined) return undefined;
    const block = bytes.subarray(at, end);
    if (mark === frame || isKept(block)) kept.push(block);
    if (mark === frame) frames += 1;
    at = end;
  }
  return undefined;
};

/** A table of colours, where the flags announce one (18, 20). */
const coloursBytes = (flags = 0): number => (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);

const endOfFrame = (bytes: Uint8Array, at: number): number | undefined =>
  endOfBlocks(bytes, at + frameHeadBytes + coloursBytes(bytes[at + 9]) + 1);

/** Behind a run of blocks, each with its length, that an empty one ends (15). */
const endOfBlocks = (bytes: Uint8Array, from: number): number | undefined => {
  let at = from;
  for (;;) {
    const length = bytes[at];
    if (length === undefined) return undefined;
    at += length + 1;
    if (length === 0) return at;
  }
};

/** Timing and transparency (23), and the loop that every browser knows by the name of the first that did. */
const isKept = (block: Uint8Array): boolean => {
  if (block[1] === 0xf9) return block.length === 8 && block[2] === 4;
  if (block[1] !== 0xff || block[2] !== 11 || block.length !== 19) return false;
  return loops.has(latin1(block, 3, 11)) && block[14] === 3 && block[15] === 1;
};

const headBytes = 13;
const frameHeadBytes = 10;
const frame = 0x2c;
const extension = 0x21;
const trailer = 0x3b;
const loops: ReadonlySet<string> = new Set(['NETSCAPE2.0', 'ANIMEXTS1.0']);
const blocksMax = 50_000;
