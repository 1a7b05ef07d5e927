import { concatenated, fromAscii, fromUint32be, latin1, uint32be } from '../../parts/images/bytes.ts';

/** Boxes of ISO/IEC 14496-12, 4.2: a size, a type of four characters, and what they hold. Reading goes no deeper than it is asked to. */
export interface Box {
  readonly type: string;
  /** Where it begins, where what it holds begins, and where it ends. */
  readonly at: number;
  readonly from: number;
  readonly end: number;
}

/** How many boxes may still be read: a file may have few large ones or many small ones, and not both. */
export interface BoxBudget {
  left: number;
}

/** Boxes that fill a room; undefined where they do not. */
export const boxesIn = (bytes: Uint8Array, { from, end }: Pick<Box, 'from' | 'end'>, budget: BoxBudget): readonly Box[] | undefined => {
  const boxes: Box[] = [];
  let at = from;
  while (at < end) {
    const box = boxAt(bytes, at, end);
    if (box === undefined || budget.left === 0) return undefined;
    budget.left -= 1;
    boxes.push(box);
    at = box.end;
  }
  return boxes;
};

/** A size of 1 stands for one of eight bytes behind the type, a size of 0 for all that is left. */
const boxAt = (bytes: Uint8Array, at: number, limit: number): Box | undefined => {
  if (at + 8 > limit) return undefined;
  const said = uint32be(bytes, at);
  const headBytes = said === 1 ? 16 : 8;
  const size = said === 0 ? limit - at : said === 1 ? uint32be(bytes, at + 8) * 2 ** 32 + uint32be(bytes, at + 12) : said;
  if (size < headBytes || at + size > limit) return undefined;
  return { type: latin1(bytes, at + 4, 4), at, from: at + headBytes, end: at + size };
};

/** The box of a type where there is exactly one. */
export const onlyBox = (boxes: readonly Box[] | undefined, type: string): Box | undefined => {
  const found = boxes?.filter((box) => box.type === type) ?? [];
  return found.length === 1 ? found[0] : undefined;
};

export const box = (type: string, ...data: readonly (Uint8Array | readonly number[])[]): Uint8Array => {
  const size = data.reduce((sum, { length }) => sum + length, 8);
  return concatenated([
    Uint8Array.from(fromUint32be(size)),
    fromAscii(type),
    ...data.map((piece) => (piece instanceof Uint8Array ? piece : Uint8Array.from(piece))),
  ]);
};
