import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packedInput } from '../../../../domain/introductions/round-input.ts';
import { exactSolver } from '../../../../domain/introductions/matching/solve.ts';
import { planPacked } from '../../../../domain/introductions/plan-packed.ts';
import type { PlanningProgress } from '../../../../domain/introductions/planned-round.ts';
import { scansHere } from '../../../../domain/introductions/planning/scans-here.ts';
import { roundOf, roundPairsOf } from '../../../../domain/introductions/round.ts';
import type { OpenScans } from '../../../../domain/introductions/scans.ts';
import { aRound, membersCalled, met, plan, roundInputs } from '../../../arbitraries/rounds.ts';

const ways = { solver: exactSolver, seed: 1 };

/** Scans of a thread that gets copies of everything. */
const elsewhere: OpenScans = (pairs) => {
  const { scan, ...rest } = scansHere({ shares: 2 })(structuredClone(pairs));
  return { ...rest, scan: async (task, onPairs) => structuredClone(await scan(structuredClone(task), onPairs)) };
};

describe('what planning passes on', () => {
  it('can be copied to another thread and back', async () => {
    await fc.assert(
      fc.asyncProperty(roundInputs({ sizeMax: 12 }), async (input) => {
        const planned = await planPacked(structuredClone(packedInput(input)), { ...ways, scans: elsewhere });
        expect(roundOf(packedInput(input), structuredClone(planned))).toEqual(await plan(input));
      }),
    );
  });

  it('has reasons only for the pairs that are asked for', async () => {
    const input = packedInput(aRound({ members: membersCalled('ana', 'ben', 'cleo', 'dora') }));
    const planned = await planPacked(input, ways);
    const [first] = roundPairsOf(input, planned);
    expect(first).toEqual(roundOf(input, planned).pairs[0]);
    // Of the second pair nobody knows any more what they answered.
    const forgetful = { ...input, community: { ...input.community, columns: new Map() } };
    const pairs = roundPairsOf(forgetful, planned);
    expect(pairs.next().value).toMatchObject({ a: first!.a, b: first!.b, reasons: [{ kind: 'same-round' }] });
  });

  it('says who met whom in numbers as in words', async () => {
    await fc.assert(
      fc.asyncProperty(roundInputs(), async (input) => {
        const { ids } = packedInput(input).community;
        const { partner, score, leftOut, host } = await planPacked(packedInput(input), ways);
        const round = await plan(input);
        const couples = [...partner.entries()].flatMap(([a, b]) => (a < b ? [[ids[a], ids[b], score[a], score[b]]] : []));
        expect(couples).toEqual(round.pairs.map((pair) => [pair.a, pair.b, pair.score, pair.score]));
        expect([...score.entries()].filter(([member, points]) => (points === 0) !== (partner[member] === -1))).toEqual([]);
        expect(leftOut.map(({ member }) => ids[member])).toEqual(round.leftOut.map(({ member }) => member));
        expect(host === undefined ? undefined : ids[host]).toBe(input.host);
      }),
    );
  });

  it('tells of every stage how far it has come', async () => {
    const told: PlanningProgress[] = [];
    const input = packedInput(aRound({ members: membersCalled('ana', 'ben', 'cleo'), history: met(1, 'ana', 'ben') }));
    await planPacked(input, { ...ways, onProgress: (progress) => told.push(progress) });
    expect(new Set(told.map(({ stage }) => stage))).toEqual(new Set(['preparing', 'scoring', 'left-over', 'matching', 'pricing']));
    for (const { done, of } of told) {
      expect(done).toBeGreaterThanOrEqual(0);
      expect(done).toBeLessThanOrEqual(of);
    }
  });
});
