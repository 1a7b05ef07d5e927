import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aQuestion, aSurvey } from '../../../arbitraries/community.ts';
import { aRound, leftOut, leftOutOf, membersCalled, membersWith, plan, roundInputs } from '../../../arbitraries/rounds.ts';

/** As in a community that is too large to look at all pairs, with very few candidates. */
const few = fc.record({
  allPairsMax: fc.constant(0),
  perMember: fc.integer({ min: 1, max: 2 }),
  pricedPerMember: fc.integer({ min: 1, max: 2 }),
});

describe('a round among candidates', () => {
  it('pairs as many as the best round of all, and who waited as long', async () => {
    await fc.assert(
      fc.asyncProperty(roundInputs({ sizeMax: 16 }), few, async (input, limits) => {
        const all = (await plan(input)).certificate;
        const { pairs, waiting, total } = (await plan(input, 1, { limits })).certificate;
        expect([pairs, waiting]).toEqual([all.pairs, all.waiting]);
        expect(total).toBeLessThanOrEqual(all.total);
      }),
      { numRuns: 300 },
    );
  });

  it('is the best round of all where the candidates are all', async () => {
    await fc.assert(
      fc.asyncProperty(roundInputs({ sizeMax: 12, hosts: false }), async (input) => {
        fc.pre(input.members.length > 0);
        const all = await plan(input);
        const round = await plan(input, 1, { limits: { allPairsMax: 0 } });
        const perMember = Math.min(30, input.members.length - 1);
        expect(round.certificate).toEqual({ ...all.certificate, scope: 'candidates', perMember, recall: 1 });
        expect([round.greedy, round.gaps, round.pairsLostToHistory]).toEqual([all.greedy, all.gaps, all.pairsLostToHistory]);
      }),
    );
  });

  it('is said to be one where there are more members than are looked at in pairs, and not before', async () => {
    const input = aRound({ members: membersCalled('ana', 'ben', 'cleo') });
    expect((await plan(input, 1, { limits: { allPairsMax: 3 } })).certificate.scope).toBe('all');
    expect((await plan(input, 1, { limits: { allPairsMax: 2, perMember: 1 } })).certificate).toMatchObject({
      scope: 'candidates',
      perMember: 1,
    });
  });

  it('finds a partner for who waited longest even where looking at pairs is scarce', async () => {
    const place = aQuestion({ id: 'place', kind: 'scale', min: 0, max: 100, matching: { rule: 'similar', weight: 1 } });
    const survey = aSurvey(place, aQuestion({ id: 'group', kind: 'tags', required: true, matching: { rule: 'must-overlap', weight: 0 } }));
    // Of each group one is over, and only an escort could be with either; the two groups do not meet.
    const members = membersWith(survey, {
      ana: { place: '0', group: 'a' },
      ben: { place: '0', group: 'a' },
      cleo: { place: '1', group: 'a' },
      dora: { place: '0', group: 'b' },
      eli: { place: '0', group: 'b' },
      fay: { place: '1', group: 'b' },
      guest: { place: '100', group: 'a;b' },
    });
    const limits = { allPairsMax: 0, perMember: 1, leftOverPairsMax: 7 };
    for (const waiting of ['ana', 'cleo', 'dora', 'fay']) {
      const round = await plan(aRound({ survey, members, history: leftOut(1, waiting) }), 1, { limits });
      expect(leftOutOf(round)).not.toContain(waiting);
    }
  });
});
