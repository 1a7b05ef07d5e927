import { expect, it } from 'vitest';
import { createTableRounds } from '../../adapters/dynamodb/rounds-in-table.ts';
import { changed } from '../../domain/kernel/decision.ts';
import type { Instant } from '../../domain/kernel/instant.ts';
import { err } from '../../domain/kernel/result.ts';
import type { Rounds } from '../../domain/introductions/ports.ts';
import { type RoundDecision, type RoundState, type StoredRound } from '../../domain/introductions/stored-round.ts';
import { thisWeek } from '../arbitraries/rounds.ts';
import { anonymousOf, aPlan, memberOf, tokenOf, weekAfter } from '../support/contract-introductions.ts';
import { describePort, twenty, twice, type TableKind } from '../support/contract.ts';

const sent: RoundState = { name: 'sent', at: 9 as Instant };
const discarded: RoundState = { name: 'discarded', at: 9 as Instant, because: 'no' };

const put = async (rounds: Rounds, week: StoredRound['week'], state: RoundState): Promise<unknown> =>
  rounds.change(week, (round): RoundDecision => {
    const next: StoredRound = { ...round!, state };
    return changed(next, next);
  });

export const roundsContract = (kind: TableKind): void => {
  describePort({ name: 'Rounds', create: createTableRounds }, kind, (given) => {
    it(
      'has none at first',
      given(async ({ port }) => {
        expect(await port.find(thisWeek)).toBeUndefined();
        expect(await port.latest(thisWeek, 10)).toEqual([]);
        expect(await port.planOf(aPlan().round)).toBeUndefined();
        await port.putPlanAway(aPlan().round);
      }),
    );

    it(
      'keeps a plan whole: the round and all its pairs, five hundred of them, and those left out',
      given(async ({ port, other }) => {
        const plan = aPlan({}, { pairs: 500, left: 501 });
        expect(await port.plan(plan)).toBe('planned');
        expect(await other.find(thisWeek)).toEqual(plan.round);
        expect(await other.planOf(plan.round)).toEqual(plan);
      }),
    );

    it(
      'keeps a plan of nobody',
      given(async ({ port }) => {
        const plan = aPlan({}, { pairs: 0, left: 0 });
        await port.plan(plan);
        expect(await port.planOf(plan.round)).toEqual(plan);
      }),
    );

    it(
      'keeps among which pairs a round is proven to be the best',
      given(async ({ port, other }) => {
        const proven = { pairs: 2, waiting: 4, total: 14_000, upperBound: 14_000, gap: 0 };
        const scopes = [{ scope: 'all' }, { scope: 'candidates', perMember: 30, recall: 0.9375 }] as const;
        for (const [at, scope] of scopes.entries()) {
          const plan = aPlan({ week: weekAfter(3 * at), certificate: { ...proven, ...scope } });
          expect(await port.plan(plan)).toBe('planned');
          expect((await other.find(plan.round.week))?.certificate).toEqual({ ...proven, ...scope });
        }
      }),
    );

    it(
      'keeps the first plan of a week, and nothing of a later one',
      given(async ({ port, table }) => {
        await port.plan(aPlan());
        expect(await port.plan(aPlan({ planId: tokenOf(8), seed: 13 }))).toBe('already_there');
        expect((await port.find(thisWeek))?.seed).toBe(12);
        expect((await table.query({ by: 'key', partition: 'round#2026-W47', limit: 100 })).items.map(({ sk }) => sk.split('#')[1])).toEqual(
          [tokenOf(7), tokenOf(7), undefined],
        );
      }),
    );

    it(
      'keeps one of twenty plans made at once',
      given(async ({ port, other }) => {
        const answers = await Promise.all(
          twenty.map(async (n) => (n % 2 === 0 ? port : other).plan(aPlan({ planId: tokenOf(100 + n), seed: n }))),
        );
        expect(answers.filter((answer) => answer === 'planned')).toHaveLength(1);
        const round = await port.find(thisWeek);
        expect(round?.seed).toBe(answers.indexOf('planned'));
        expect((await port.planOf(round!))?.matches).toHaveLength(2);
      }),
    );

    it(
      'takes another plan only after a discard, under the next number',
      given(async ({ port, settled }) => {
        await port.plan(aPlan());
        await put(port, thisWeek, discarded);
        expect(await port.plan(aPlan({ planId: tokenOf(8) }))).toBe('already_there');
        expect(await port.plan(aPlan({ planId: tokenOf(8), run: 2 }))).toBe('planned');
        await settled();
        expect((await port.find(thisWeek))?.run).toBe(2);
        expect((await port.latest(weekAfter(1), 10)).map(({ run }) => run)).toEqual([2]);
      }),
    );

    it(
      'takes no plan beside a week that changed since it was made',
      given(async ({ port }) => {
        await port.plan(aPlan());
        const next = { week: weekAfter(1), planId: tokenOf(8) };
        expect(await port.plan(aPlan({ ...next, previousRun: 1 }))).toBe('neighbour_changed');
        await put(port, thisWeek, sent);
        expect(await port.plan(aPlan({ ...next, previousRun: 0 }))).toBe('neighbour_changed');
        expect(await port.plan(aPlan({ week: weekAfter(-1), planId: tokenOf(9) }))).toBe('neighbour_changed');
        expect(await port.plan(aPlan({ ...next, previousRun: 1 }))).toBe('planned');
        expect(await port.find(weekAfter(-1))).toBeUndefined();
      }),
    );

    it(
      'takes one of two plans for weeks beside each other made at once',
      given(async ({ port, other }) => {
        const answers = await Promise.all([port.plan(aPlan()), other.plan(aPlan({ week: weekAfter(1), planId: tokenOf(8) }))]);
        expect([...answers].sort()).toEqual(['neighbour_changed', 'planned']);
      }),
    );

    it(
      'puts a plan away and keeps the round',
      given(async ({ port }) => {
        const plan = aPlan({}, { pairs: 120, left: 3 });
        await port.plan(plan);
        await twice(async () => port.putPlanAway(plan.round));
        expect(await port.planOf(plan.round)).toBeUndefined();
        expect(await port.find(thisWeek)).toEqual(plan.round);
      }),
    );

    it(
      'stores a change, and nothing of a refused one',
      given(async ({ port, other }) => {
        await port.plan(aPlan());
        await put(port, thisWeek, sent);
        expect((await other.find(thisWeek))?.state).toEqual(sent);
        const refused = await port.change(thisWeek, (): RoundDecision => err({ code: 'round.unknown' }));
        expect(refused).toEqual(err({ code: 'round.unknown' }));
        expect((await other.find(thisWeek))?.state).toEqual(sent);
        expect(
          await port.change(weekAfter(1), (round): RoundDecision =>
            round === undefined ? err({ code: 'round.unknown' }) : changed(round, round),
          ),
        ).toEqual(err({ code: 'round.unknown' }));
      }),
    );

    it(
      'lists rounds newest first, from the week before the one named, without the discarded, and no more than asked for',
      given(async ({ port, settled }) => {
        for (const at of [0, 1, 2, 3, 6]) {
          await port.plan(
            aPlan({ week: weekAfter(at), planId: tokenOf(20 + at), previousRun: at === 0 || at === 6 ? 0 : at === 3 ? 0 : 1 }),
          );
          await put(port, weekAfter(at), at === 2 ? discarded : sent);
        }
        await settled();
        const weeks = async (before: number, limit: number) =>
          (await port.latest(weekAfter(before), limit)).map(({ week }) => week - thisWeek);
        expect(await weeks(7, 10)).toEqual([6, 3, 1, 0]);
        expect(await weeks(6, 2)).toEqual([3, 1]);
        expect(await weeks(0, 10)).toEqual([]);
      }),
    );

    it(
      'puts an anonymous id in a member’s place in a plan, and takes out what was said about the pair',
      given(async ({ port, settled }) => {
        const plan = aPlan();
        await port.plan(plan);
        await settled();
        for (const member of [0, 4]) await port.anonymise(memberOf(member), anonymousOf(member));
        const left = await port.planOf(plan.round);
        expect(JSON.stringify(left)).not.toMatch(new RegExp(`${memberOf(0)}|${memberOf(4)}`));
        expect(left?.matches[0]).toMatchObject({ a: { member: anonymousOf(0), reasons: [] }, b: { member: memberOf(1), reasons: [] } });
        expect(left?.matches[1]).toEqual(plan.matches[1]);
        expect(left?.leftOut.map(({ member }) => member)).toEqual([anonymousOf(4)]);
      }),
    );
  });
};
