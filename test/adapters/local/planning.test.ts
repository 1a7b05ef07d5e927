import { describe, expect, it } from 'vitest';
import { planBeside } from '../../../adapters/local/planning.ts';
import { answerOf, beginThread, PlanningEnded } from '../../../adapters/local/planning-threads.ts';
import { sampleMembers } from '../../../adapters/local/sample-members.ts';
import { scanThreads } from '../../../adapters/local/scan-threads.ts';
import { packedInput, type RoundInput } from '../../../domain/introductions/round-input.ts';
import { exactSolver } from '../../../domain/introductions/matching/solve.ts';
import type { PlanningProgress } from '../../../domain/introductions/planned-round.ts';
import type { PlanLimits } from '../../../domain/introductions/planning/work.ts';
import { prepare } from '../../../domain/introductions/planning/preparation.ts';
import { planRound } from '../../../domain/introductions/round.ts';
import { weeksAfter } from '../../../domain/kernel/iso-week.ts';
import { answered, shippedSurvey } from '../../arbitraries/community.ts';
import { aRound, thisWeek } from '../../arbitraries/rounds.ts';

const survey = shippedSurvey();

/** So many who answered the survey of the project, a past of three weeks, two who are kept apart, and a host. */
const aCommunityOf = (size: number): RoundInput => {
  const members = sampleMembers(survey, { count: size, seed: 7 }).map(({ email, name, answers }) => ({
    id: email,
    name,
    answers: answered(survey, Object.fromEntries(answers)),
  }));
  const ids = members.map(({ id }) => id);
  const met = [1, 2, 3].flatMap((ago) =>
    Array.from({ length: Math.floor(size / 2) }, (_, at) => ({
      week: weeksAfter(thisWeek, -ago),
      one: ids[at]!,
      other: ids[size - 1 - ((at + ago) % Math.floor(size / 2))]!,
    })),
  );
  const leftOut = [{ week: weeksAfter(thisWeek, -1), member: ids[0]! }];
  return aRound({ survey, members, history: { met, leftOut }, apart: [[ids[1]!, ids[2]!]], host: ids[3]! });
};

const ofCandidates: Partial<PlanLimits> = { allPairsMax: 100 };

describe('Planning on threads of its own', () => {
  it.each([
    { size: 301, scope: 'all', counts: [1, 2, 3], limits: {} },
    { size: 301, scope: 'candidates', counts: [1, 2, 3], limits: ofCandidates },
    { size: 1_500, scope: 'all', counts: [3], limits: {} },
    { size: 1_500, scope: 'candidates', counts: [3], limits: ofCandidates },
  ])('plans the same round of $size members among $scope, whatever the number of threads', async ({ size, scope, counts, limits }) => {
    const input = aCommunityOf(size);
    const alone = await planRound(input, { solver: exactSolver, seed: 5, limits });
    expect(alone.certificate.scope).toBe(scope);
    // Nor does it matter in which order the members come.
    const inOtherOrder = { ...input, members: input.members.toReversed() };
    for (const threads of counts) expect(await planBeside(inOtherOrder, 5, { threads, limits })).toEqual(alone);
  });

  it('finds the same partners for each member where not everybody is held against everybody', async () => {
    const { pairs } = prepare(packedInput(aCommunityOf(1_500)));
    const alone = scanThreads(1, { scannedMax: 0 });
    const three = scanThreads(3, { scannedMax: 0 });
    const heard: number[] = [];
    const near = await three.open(pairs).near(10, (done, of) => heard.push(done / of));
    await three.close();
    expect(near).toEqual(await alone.open(pairs).near(10, () => undefined));
    expect(near.recall).toBeGreaterThan(0.9);
    expect(heard).toEqual(heard.toSorted((one, other) => one - other));
  });

  it('goes on alone, to the same, once most is done', async () => {
    const { pairs } = prepare(packedInput(aCommunityOf(400)));
    const threads = scanThreads(3);
    const { scan, mostDone } = threads.open(pairs);
    const lists = await scan({ scan: 'nearest', perMember: 10 }, () => undefined);
    mostDone();
    expect(await scan({ scan: 'nearest', perMember: 10 }, () => undefined)).toEqual(lists);
    await threads.close();
  });

  it('says how far it is, ten times a second at most', async () => {
    const heard: PlanningProgress[] = [];
    const begun = performance.now();
    await planBeside(aCommunityOf(1_000), 1, { threads: 2, onProgress: (progress) => heard.push(progress) });
    const seconds = (performance.now() - begun) / 1_000;
    expect(heard.length).toBeGreaterThan(0);
    expect(heard.length).toBeLessThanOrEqual(10 * seconds + 1);
    for (const { done, of } of heard) expect(done >= 0 && done <= of).toBe(true);
  });
});

describe('Planning that does not come to its end', () => {
  const threads = (): number => process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length;
  const before = threads();
  const refusal = async (planned: Promise<unknown>): Promise<unknown> => planned.catch((error: unknown) => error);

  it('ends as soon as it is told to, and leaves no thread behind', async () => {
    const stopping = new AbortController();
    const onProgress = (): void => {
      expect(threads()).toBeGreaterThan(before);
      stopping.abort();
    };
    const planned = planBeside(aCommunityOf(2_000), 1, { threads: 3, signal: stopping.signal, onProgress });
    expect(await refusal(planned)).toMatchObject({ name: 'AbortError' });
    expect(threads()).toBe(before);
  });

  it('does not begin where it was told to end before, and throws why', async () => {
    const why = new Error('the lease is lost');
    expect(await refusal(planBeside(aCommunityOf(4), 1, { signal: AbortSignal.abort(why) }))).toBe(why);
    expect(threads()).toBe(before);
  });

  it('says so where there is too little memory, and leaves no thread behind', async () => {
    const input = aCommunityOf(100);
    const [ana, ben] = input.members.map(({ id }) => id);
    const apart = Array.from({ length: 400_000 }, (): readonly [string, string] => [ana!, ben!]);
    const ended = await refusal(planBeside({ ...input, apart }, 1, { threads: 2, heapMb: 24 }));
    expect(ended).toBeInstanceOf(PlanningEnded);
    expect(ended).toMatchObject({ code: 'planning.out_of_memory' });
    expect(threads()).toBe(before);
  });

  it('throws what went wrong on the thread', async () => {
    const input = aRound({ host: 'nobody@example.com' });
    expect(await refusal(planBeside(input, 1, { threads: 3 }))).toMatchObject({ name: 'InvariantBroken' });
    expect(threads()).toBe(before);
  });

  it('hears of a thread that is gone', async () => {
    const thread = beginThread({ task: 'plan', input: packedInput(aRound({ members: [] })), seed: 1, threads: 1, limits: undefined });
    const answer = refusal(answerOf(thread));
    await thread.terminate();
    expect(await answer).toMatchObject({ code: 'planning.thread_ended' });
  });
});
