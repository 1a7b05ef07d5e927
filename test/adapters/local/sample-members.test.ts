import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inventedMembers, type SampleMember, sampleMembers } from '../../../adapters/local/sample-members.ts';
import { answerReaders } from '../../../domain/introductions/answers.ts';
import { repeatGap, repeatGapWeeksDefault } from '../../../domain/introductions/history.ts';
import { scoringOf } from '../../../domain/introductions/scoring.ts';
import type { Question, Survey } from '../../../domain/introductions/survey.ts';
import { parseEmailAddress } from '../../../domain/kernel/email-address.ts';
import { answered, aQuestion, aSurvey, optionsOf, shippedSurvey, surveys } from '../../arbitraries/community.ts';
import { aRound, holdRounds, plan } from '../../arbitraries/rounds.ts';

const shipped = shippedSurvey();

const asMembers = (survey: Survey, sample: readonly SampleMember[]): { id: string; name: string; answers: ReturnType<typeof answered> }[] =>
  sample.map(({ email, name, answers }) => ({ id: email, name, answers: answered(survey, Object.fromEntries(answers)) }));

describe('the sample members', () => {
  it('are the same for the same survey and seed, however many are asked for', () => {
    const many = sampleMembers(shipped, { count: 60, seed: 7 });
    expect(sampleMembers(shipped, { count: 60, seed: 7 })).toEqual(many);
    expect(sampleMembers(shipped, { count: 20, seed: 7 })).toEqual(many.slice(0, 20));
    expect(sampleMembers(shipped, { count: 60, seed: 8 })).not.toEqual(many);
    expect(sampleMembers(shipped, { count: 0, seed: 7 })).toEqual([]);
    expect(sampleMembers(shipped, { count: 1, seed: 7 })).toEqual(many.slice(0, 1));
  });

  it('are invented one by one, as they are asked for', () => {
    const endless = inventedMembers(shipped, { count: Number.MAX_SAFE_INTEGER, seed: 7 });
    expect(Iterator.from(endless).take(20).toArray()).toEqual(sampleMembers(shipped, { count: 20, seed: 7 }));
  });

  it('are obviously invented, each with an address of their own in lower case', () => {
    const sample = sampleMembers(shipped, { count: 2_000, seed: 3 });
    for (const { email, name } of sample) {
      expect(email).toMatch(/^sample-[a-z]+-\d{3,}@example\.com$/);
      expect(name).toMatch(/^Sample [A-Z][a-z]+ \d{3,}$/);
      expect(parseEmailAddress(email)).toEqual({ ok: true, value: email });
    }
    expect(new Set(sample.map(({ email }) => email)).size).toBe(2_000);
  });

  it('answer any survey as it asks', () => {
    const readable = (survey: Survey, seed: number): void => {
      const readers = answerReaders(survey);
      for (const { answers } of sampleMembers(survey, { count: 15, seed })) {
        for (const { id, required } of survey.questions) {
          const cell = answers.get(id);
          expect(cell).not.toBe('');
          if (cell === undefined) expect(required).toBe(false);
          expect(readers.get(id)!((cell ?? '').split(';')).ok).toBe(true);
        }
      }
    };
    fc.assert(fc.property(surveys(), fc.integer(), readable), { numRuns: 200 });
    const awkward: readonly Partial<Question>[] = [
      { kind: 'tags', min: 40, max: 50 },
      { kind: 'tags', options: optionsOf('only'), min: 1, max: 1 },
      { kind: 'multi', options: optionsOf('a', 'b', 'c'), min: 3, max: 3 },
      { kind: 'languages', min: 30, max: 40 },
      { kind: 'languages', options: [{ id: 'tlh', label: 'Klingon' }] },
      { kind: 'timezone', options: [{ id: 'Asia/Kathmandu', label: 'Nepal' }] },
      { kind: 'scale', min: -1_000_000, max: 1_000_000 },
      { kind: 'scale', min: 0, max: 1 },
      { kind: 'text', min: 100, max: 110, matching: { rule: 'ignore', weight: 0 } },
      { kind: 'text', max: 3, matching: { rule: 'ignore', weight: 0 } },
    ];
    for (const [seed, overrides] of awkward.entries()) {
      for (const required of [true, false]) readable(aSurvey(aQuestion({ ...overrides, required })), seed);
    }
    for (const kind of ['single', 'multi', 'tags', 'languages', 'scale', 'timezone'] as const) {
      readable(aSurvey(aQuestion({ kind, required: true, matching: { rule: 'must-differ' } })), 1);
    }
  });

  it('leave some optional questions out, and answer the others in their own ways', () => {
    const sample = sampleMembers(shipped, { count: 300, seed: 11 });
    for (const { id, required, kind } of shipped.questions) {
      const cells = sample.map(({ answers }) => answers.get(id)).filter((cell) => cell !== undefined);
      expect([id, cells.length < 300]).toEqual([id, !required]);
      if (kind !== 'text') expect(new Set(cells).size).toBeGreaterThanOrEqual(4);
    }
  });

  it('look for nothing that they offer', () => {
    for (const { answers } of sampleMembers(shipped, { count: 300, seed: 5 })) {
      const offered = answers.get('offers')?.split(';') ?? [];
      expect((answers.get('seeks')?.split(';') ?? []).filter((skill) => offered.includes(skill))).toEqual([]);
    }
  });

  it('share tastes, so that a good round is far better than chance', async () => {
    const members = asMembers(shipped, sampleMembers(shipped, { count: 120, seed: 2 }));
    const round = await plan(aRound({ survey: shipped, members }));
    const { compatibility } = scoringOf(
      shipped,
      members.map(({ answers }) => answers),
    );
    const byChance = members.flatMap((_, one) => members.slice(0, one).map((__, other) => 10_000 * compatibility(one, other)));
    const mean = (figures: readonly number[]): number => figures.reduce((sum, each) => sum + each, 0) / figures.length;
    expect(mean(round.pairs.map(({ score }) => score)) / mean(byChance)).toBeGreaterThan(1.4);
    expect(round.pairs.filter(({ reasons }) => reasons.length < 2)).toEqual([]);
  });

  it('belong to studios of even sizes', () => {
    const sizes = new Map<string, number>();
    for (const { answers } of sampleMembers(shipped, { count: 125, seed: 6 }))
      sizes.set(answers.get('studio')!, (sizes.get(answers.get('studio')!) ?? 0) + 1);
    expect([...sizes.values()].sort()).toEqual([...new Array<number>(7).fill(10), ...new Array<number>(5).fill(11)]);
  });

  it.each([
    [20, 1],
    [20, 2],
    [21, 1],
    [21, 9],
    [22, 4],
    [23, 1],
    [24, 77],
    [25, 3],
    [31, 5],
    [37, 8],
    [60, 7],
    [200, 1],
  ])('%d of them (seed %d) are one component, and ten weeks running at most one stays out and nobody meets twice', async (count, seed) => {
    const rounds = await holdRounds(aRound({ survey: shipped, members: asMembers(shipped, sampleMembers(shipped, { count, seed })) }), 10);
    const gap = repeatGap(count, repeatGapWeeksDefault);
    expect(gap).toBeGreaterThanOrEqual(9);
    for (const { round } of rounds) {
      expect(round.gaps).toEqual([{ componentSize: count, weeks: gap }]);
      expect(round.leftOut).toHaveLength(count % 2);
    }
    const couples = rounds.flatMap(({ round }) => round.pairs.map(({ a, b }) => `${a} ${b}`));
    expect(new Set(couples).size).toBe(couples.length);
  });
});
