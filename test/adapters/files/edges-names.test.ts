import fc from 'fast-check';
import { expect, it } from 'vitest';
import { numberedNames } from '../../../adapters/files/edges-names.ts';
import { seededRandom } from '../../../domain/kernel/random.ts';

const numbered = (names: readonly string[]) => {
  const sorting = numberedNames(names);
  for (;;) {
    const step = sorting.next();
    if (step.done === true) return step.value;
  }
};

it('names have the same numbers in any order, shorter ones and then lower codes first', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ maxLength: 4 })), fc.nat(), (names, seed) => {
      const inOrder = [...names].sort((one, other) => one.length - other.length || (one < other ? -1 : 1));
      const { names: sorted, numbers } = numbered(shuffled(names, seed));
      expect(sorted).toEqual(inOrder);
      expect([...numbers].map((number) => sorted[number])).toEqual(shuffled(names, seed));
    }),
  );
});

it('names of which there are too many for one step are sorted as well', () => {
  const names = shuffled(
    Array.from({ length: 300_001 }, (_, at) => String(at)),
    7,
  );
  const { names: sorted, numbers } = numbered(names);
  expect(sorted.every((name, at) => name === String(at))).toBe(true);
  expect(numbers.every((number, at) => String(number) === names[at])).toBe(true);
});

const shuffled = (names: readonly string[], seed: number): string[] => {
  const random = seededRandom(seed);
  const all = [...names];
  for (let at = all.length - 1; at > 0; at--) {
    const other = random.int(at + 1);
    [all[at], all[other]] = [all[other]!, all[at]!];
  }
  return all;
};
