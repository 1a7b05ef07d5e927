import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admissibleScorerOf } from '../../../../domain/introductions/admissible.ts';
import { tieOf, together } from '../../../../domain/introductions/best-lists.ts';
import { packedInput, type RoundInput } from '../../../../domain/introductions/round-input.ts';
import { exactSolver } from '../../../../domain/introductions/matching/solve.ts';
import { dualsOf, excessOf } from '../../../../domain/introductions/planning/duals.ts';
import { edgesOf } from '../../../../domain/introductions/planning/edges.ts';
import { pairsToScan, shareScannerOf } from '../../../../domain/introductions/planning/share-scanner.ts';
import { solve } from '../../../../domain/introductions/planning/solving.ts';
import { workOf } from '../../../../domain/introductions/planning/work.ts';
import type { ScanTask } from '../../../../domain/introductions/scans.ts';
import { roundInputs } from '../../../arbitraries/rounds.ts';

const workFor = (input: RoundInput) => workOf(packedInput(input), { solver: exactSolver, seed: 3 });

interface Wanted {
  readonly other: number;
  readonly key: number;
}

/** What stands in the list of a member, and what should: the best of all partners by `keyOf`, nobody for whom it says nothing. */
const expectBest = (
  lists: ReturnType<ReturnType<typeof shareScannerOf>>,
  size: number,
  keyOf: (one: number, other: number) => number | undefined,
): void => {
  const { perMember, neighbour, key } = lists;
  for (let member = 0; member < size; member++) {
    const all = Array.from({ length: size }, (_, other): Wanted | undefined => {
      const wanted = other === member ? undefined : keyOf(member, other);
      return wanted === undefined ? undefined : { other, key: wanted };
    }).filter((each) => each !== undefined);
    const best = all.sort((one, other) => other.key - one.key || tieOf(member, other.other) - tieOf(member, one.other)).slice(0, perMember);
    const listed = Array.from({ length: perMember }, (_, at) => member * perMember + at).filter((at) => neighbour[at] !== -1);
    expect(listed.map((at) => ({ other: neighbour[at], key: key[at] }))).toEqual(best);
  }
};

describe('a scan of all pairs', () => {
  it('finds the best partners of each member, in any number of shares', () => {
    fc.assert(
      fc.property(roundInputs({ sizeMax: 12 }), fc.nat(4), fc.integer({ min: 1, max: 7 }), (input, perMember, shares) => {
        const { pairs } = workFor(input).preparation;
        const { size, pair } = admissibleScorerOf(pairs);
        const scan = shareScannerOf(pairs);
        const task: ScanTask = { scan: 'nearest', perMember };
        const parts = Array.from({ length: shares }, (_, share) => scan(task, { share, shares }));
        expectBest(parts.reduce(together), size, (one, other) => pair(one, other) || undefined);
      }),
      { numRuns: 300 },
    );
  });

  it('finds the best partners among some members alone, who go by their places', () => {
    fc.assert(
      fc.property(
        roundInputs({ sizeMax: 12 }).chain((input) => fc.tuple(fc.constant(input), fc.shuffledSubarray([...input.members.keys()]))),
        fc.integer({ min: 1, max: 3 }),
        ([input, some], shares) => {
          const { pairs } = workFor(input).preparation;
          const { pair } = admissibleScorerOf(pairs);
          const scan = shareScannerOf(pairs);
          const task: ScanTask = { scan: 'nearest', perMember: 3, members: Int32Array.from(some) };
          const parts = Array.from({ length: shares }, (_, share) => scan(task, { share, shares }));
          expectBest(parts.reduce(together), some.length, (one, other) => pair(some[one]!, some[other]!) || undefined);
          expect(pairsToScan(task, input.members.length)).toBe((some.length * (some.length - 1)) / 2);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('finds the pairs that outweigh their duals most, in any number of shares', () => {
    fc.assert(
      fc.property(roundInputs({ sizeMax: 12 }), fc.integer({ min: 1, max: 7 }), fc.constantFrom(0, 500, 5_000), (input, shares, margin) => {
        const { preparation, solving } = workFor(input);
        const { size, pair } = admissibleScorerOf(preparation.pairs);
        const scan = shareScannerOf(preparation.pairs);
        const few = edgesOf(scan({ scan: 'nearest', perMember: 1 }, { share: 0, shares: 1 }));
        const { problem, proven } = solve(few, solving);
        const duals = dualsOf(problem, proven, solving.order.vertexOf);
        const task: ScanTask = { scan: 'price', perMember: 3, duals, margin };
        const parts = Array.from({ length: shares }, (_, share) => scan(task, { share, shares }));
        expectBest(parts.reduce(together), size, (one, other) => {
          const score = pair(one, other);
          const excess = excessOf(duals, { one, other, score });
          return score > 0 && excess > -margin ? excess : undefined;
        });
      }),
      { numRuns: 300 },
    );
  });

  it('says how far it has come', () => {
    const input = fc.sample(
      roundInputs({ sizeMax: 12 }).filter(({ members }) => members.length > 3),
      1,
    )[0]!;
    const told: number[] = [];
    shareScannerOf(workFor(input).preparation.pairs)({ scan: 'nearest', perMember: 1 }, { share: 0, shares: 1 }, (pairs) =>
      told.push(pairs),
    );
    expect(told).toEqual([input.members.length - 1]);
  });
});
