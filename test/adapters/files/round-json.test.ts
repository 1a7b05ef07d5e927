import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundJson } from '../../../adapters/files/round-json.ts';
import { aLeftOutView, aPairView, aRoundView, manyPairs } from '../../support/round-view-builder.ts';

const texts = fc.string({ unit: 'binary', maxLength: 12 });
const pairs = fc.array(
  fc
    .record({
      a: texts,
      b: texts,
      score: fc.integer({ min: 1, max: 10_000 }),
      reasons: fc.array(texts, { maxLength: 3 }),
      isHost: fc.boolean(),
    })
    .map(({ isHost, ...pair }) => aPairView({ ...pair, ...(isHost ? { host: pair.a } : {}) })),
  { maxLength: 5 },
);
const leftOut = fc.array(
  texts.map((text) => aLeftOutView({ member: text, reason: text })),
  { maxLength: 3 },
);

describe('The JSON of a round', () => {
  it('is to the byte what it would be in one piece', () => {
    fc.assert(
      fc.property(pairs, leftOut, fc.nat(9), (drawn, left, skipped) => {
        const view = aRoundView({ pairs: drawn, leftOut: left });
        const { certificate, gaps, greedy, pairsLostToHistory, seed } = view.round;
        const whole = {
          week: view.week,
          pairs: drawn.map(({ a, b, score, reasons, host }) => ({
            a,
            b,
            score: score / 10_000,
            reasons,
            ...(host === undefined ? {} : { host: true }),
          })),
          leftOut: left.map(({ member, code, reason }) => ({ member, code, reason })),
          certificate: {
            ...certificate,
            total: certificate.total / 10_000,
            upperBound: certificate.upperBound / 10_000,
            gap: certificate.gap / 10_000,
          },
          skipped,
          seed,
          repeatGaps: gaps,
          pairsLostToHistory,
          greedy: { ...greedy, total: greedy.total / 10_000 },
        };
        expect([...roundJson(view, skipped)].join('')).toBe(`${JSON.stringify(whole, null, 2)}\n`);
      }),
    );
  });

  it('says of a round of candidates which they are', () => {
    const certificate = {
      pairs: 1,
      waiting: 2,
      total: 7_000,
      upperBound: 7_000,
      gap: 0,
      scope: 'candidates',
      perMember: 30,
      recall: 0.95,
    } as const;
    const { certificate: said } = JSON.parse([...roundJson(aRoundView({ round: { certificate } }), 0)].join('')) as {
      certificate: unknown;
    };
    expect(said).toEqual({ pairs: 1, waiting: 2, total: 0.7, upperBound: 0.7, gap: 0, scope: 'candidates', perMember: 30, recall: 0.95 });
  });

  it('comes in pieces, for which a pair is taken only when its turn comes', () => {
    let taken = 0;
    const some = manyPairs(1);
    const pairs = {
      length: 1_000_000,
      *[Symbol.iterator]() {
        for (; taken < 1_000_000; taken++) yield some[0]!;
      },
    };
    const pieces = roundJson({ ...aRoundView(), pairs }, 0)[Symbol.iterator]();
    for (let piece = 0; piece < 3; piece++) expect(pieces.next().done).toBe(false);
    expect(taken).toBeLessThan(2_000);
  });
});
