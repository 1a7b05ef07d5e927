import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactSolver } from '../../../../domain/introductions/matching/solve.ts';
import { scansHere } from '../../../../domain/introductions/planning/scans-here.ts';
import { planRound } from '../../../../domain/introductions/round.ts';
import { plan, roundInputs } from '../../../arbitraries/rounds.ts';
import { bestByHand } from '../../../arbitraries/rounds-by-hand.ts';

const tiny = fc.record({ perMember: fc.integer({ min: 1, max: 2 }), pricedPerMember: fc.integer({ min: 1, max: 2 }) });

describe('a round found among few pairs', () => {
  it('is the best of all, as trying them all shows', async () => {
    await fc.assert(
      fc.asyncProperty(roundInputs({ sizeMax: 10 }), tiny, async (input, limits) => {
        const { certificate, pairsLostToHistory } = await plan(input, 1, { limits });
        const best = bestByHand(input);
        const waiting = best.heights.reduce((sum, height) => sum + height - 1, 0);
        expect(certificate).toEqual({ pairs: best.pairs, waiting, total: best.total, upperBound: best.total, gap: 0, scope: 'all' });
        expect(pairsLostToHistory).toBe(bestByHand({ ...input, history: { met: [], leftOut: [] } }).pairs - best.pairs);
      }),
      { numRuns: 300 },
    );
  });

  it('is the same in any number of shares', async () => {
    await fc.assert(
      fc.asyncProperty(roundInputs({ sizeMax: 12 }), tiny, async (input, limits) => {
        const alone = await plan(input, 1, { limits });
        for (const shares of [2, 3, 7])
          expect(await planRound(input, { solver: exactSolver, seed: 1, limits, scans: scansHere({ shares }) })).toEqual(alone);
      }),
    );
  });

  it('is the same as one found among all', async () => {
    await fc.assert(
      // A host's guest need not be the same one of rounds that are equally good.
      fc.asyncProperty(roundInputs({ sizeMax: 30, hosts: false }), tiny, async (input, limits) => {
        const { certificate, greedy, pairsLostToHistory, gaps, leftOut } = await plan(input, 1, { limits });
        const all = await plan(input);
        expect({ certificate, greedy, pairsLostToHistory, gaps, out: leftOut.length }).toEqual({
          certificate: all.certificate,
          greedy: all.greedy,
          pairsLostToHistory: all.pairsLostToHistory,
          gaps: all.gaps,
          out: all.leftOut.length,
        });
      }),
      { numRuns: 300 },
    );
  });
});
