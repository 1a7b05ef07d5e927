/** What vertices are called, by their numbers. */
export interface NumberedNames {
  readonly names: readonly string[];
  /** The number of each name of the list that they came in. */
  readonly numbers: Int32Array;
}

/**
 * Numbers names in an order that does not depend on that of the file: shorter ones first, so that numbers stand in their order, then by
 * their UTF-16 codes. Each name comes once. Yields between two steps of the sorting, a million names or so each.
 */
export function* numberedNames(asTheyCame: readonly string[]): Generator<void, NumberedNames> {
  let order = Int32Array.from(asTheyCame.keys());
  let merged = new Int32Array(order.length);
  const compare = (one: number, other: number): number => compared(asTheyCame[one]!, asTheyCame[other]!);
  for (let from = 0; from < order.length; from += blockNames) {
    order.subarray(from, from + blockNames).sort(compare);
    yield;
  }
  for (let width = blockNames; width < order.length; width *= 2) {
    for (let from = 0; from < order.length; from += 2 * width) {
      const [left, right] = [order.subarray(from, from + width), order.subarray(from + width, from + 2 * width)];
      merge([left, right], merged.subarray(from), compare);
      yield;
    }
    [order, merged] = [merged, order];
  }
  const numbers = new Int32Array(order.length);
  for (let number = 0; number < order.length; number++) numbers[order[number]!] = number;
  return { names: Array.from(order, (at) => asTheyCame[at]!), numbers };
}

/** Sorted at a stretch. */
const blockNames = 65_536;

const compared = (one: string, other: string): number => one.length - other.length || (one < other ? -1 : 1);

const merge = (
  [left, right]: readonly [Int32Array, Int32Array],
  into: Int32Array,
  compare: (one: number, other: number) => number,
): void => {
  let l = 0;
  let r = 0;
  while (l < left.length && r < right.length) into[l + r] = compare(left[l]!, right[r]!) < 0 ? left[l++]! : right[r++]!;
  into.set(left.subarray(l), l + r);
  into.set(right.subarray(r), left.length + r);
};
