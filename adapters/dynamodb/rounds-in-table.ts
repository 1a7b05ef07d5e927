import { dayMs, later } from '../../domain/kernel/instant.ts';
import { formatWeek, weeksAfter, type Week } from '../../domain/kernel/iso-week.ts';
import { ok } from '../../domain/kernel/result.ts';
import { withoutMember } from '../../domain/introductions/match.ts';
import type { Rounds } from '../../domain/introductions/ports.ts';
import { isSettled, stands, type RoundPlan, type StoredRound } from '../../domain/introductions/stored-round.ts';
import { asBody, secondOf } from './bodies.ts';
import { createChange, type NextItem } from './change-in-table.ts';
import { everyItem } from './pages.ts';
import { planPageOf, roundOf, type PlanPage } from './round-codec.ts';
import { earlierRunKey, planPageKey, planPages, plansList, roundKey, roundsList, type PlanKey } from './round-keys.ts';
import { Unavailable, writesMax, type Expectation, type Item, type Json, type Key, type Table, type Write } from './table.ts';

export const createTableRounds = (table: Table): Rounds => {
  const change = createChange(table);
  return {
    find: async (week) => (await storedRound(table, week))?.round,
    plan: async (plan) => {
      const written = await planStored(table, plan);
      // A plan that nobody will look at holds what members answered, so it does not stay.
      if (written !== 'planned') await deletePages(table, plan.round);
      return written;
    },
    planOf: async (round) => {
      const stored = await storedRound(table, round.week);
      const pages: PlanPage[] = [];
      for await (const item of everyItem(table, { by: 'key', ...planPages(round) })) pages.push(planPageOf(item));
      if (stored?.round.planId !== round.planId || pages.length !== stored.pages) return undefined;
      return { round: stored.round, matches: pages.flatMap(({ matches }) => matches), leftOut: pages.flatMap(({ leftOut }) => leftOut) };
    },
    putPlanAway: async (round) => deletePages(table, round),
    change: async (week, decide) =>
      change([roundKey(week)], ([item]) => {
        const stored = item === undefined ? undefined : roundOf(item);
        const decided = decide(stored?.round);
        if (!decided.ok) return decided;
        const { next, outcome } = decided.value;
        const becomes: NextItem =
          next === stored?.round || stored === undefined ? 'unchanged' : itemOf({ round: next, pages: stored.pages });
        return ok({ items: [becomes], outcome });
      }),
    latest: async (before, limit) => {
      const rounds: StoredRound[] = [];
      for await (const item of everyItem(table, {
        by: 'index',
        partition: roundsList,
        to: formatWeek(weeksAfter(before, -1)),
        descending: true,
      })) {
        const { round } = roundOf(item);
        if (stands(round)) rounds.push(round);
        if (rounds.length === limit) break;
      }
      return rounds;
    },
    anonymise: async (member, anonymous) => {
      for await (const found of everyItem(table, { by: 'index', partition: plansList })) {
        await change([{ pk: found.pk, sk: found.sk }], ([item]) => {
          if (item === undefined) return ok({ items: ['unchanged'], outcome: undefined });
          const page = planPageOf(item);
          const next: PlanPage = {
            matches: page.matches.map((match) =>
              match.a.member === member || match.b.member === member ? withoutMember(match, member, anonymous) : match,
            ),
            leftOut: page.leftOut.map((leftOut) => (leftOut.member === member ? { ...leftOut, member: anonymous } : leftOut)),
          };
          return ok({ items: [{ body: asBody(next), index: item.index, deleteAt: item.deleteAt }], outcome: undefined });
        });
      }
    },
  };
};

const storedRound = async (
  table: Table,
  week: Week,
): Promise<(ReturnType<typeof roundOf> & { readonly version: number; readonly body: Json }) | undefined> => {
  const item = await table.get(roundKey(week));
  return item === undefined ? undefined : { ...roundOf(item), version: item.version, body: item.body };
};

const itemOf = (stored: { readonly round: StoredRound; readonly pages: number }): Pick<Item, 'body' | 'index'> => ({
  body: asBody(stored),
  index: { pk: roundsList, sk: formatWeek(stored.round.week) },
});

/** Matches weigh 1 to 4 KB each; those left out a twentieth of that. An item takes 400 KB. */
const matchesPerPage = 50;
const leftOutPerPage = 500;

/** No plan waits so long; what is left of one that a crash forgot goes then. */
const planKeptMs = 90 * dayMs;

/** The pages first, which nobody finds before the round itself is there: that commit decides. */
const planStored = async (table: Table, plan: RoundPlan): ReturnType<Rounds['plan']> => {
  const { round } = plan;
  const pages = pagesOf(plan);
  for (const [at, page] of pages.entries()) {
    const key = planPageKey(round, at);
    const item = {
      ...key,
      body: asBody(page),
      index: { pk: plansList, sk: `${formatWeek(round.week)}#${key.sk}` },
      deleteAt: secondOf(later(round.plannedAt, planKeptMs)),
    };
    await table.commit([{ op: 'put', item, expect: 'anything' }]);
  }
  for (let attempt = 1; attempt <= planAttemptsMax; attempt++) {
    const before = await storedRound(table, round.week);
    if (before !== undefined && (before.round.state.name !== 'discarded' || before.round.run >= round.run)) return 'already_there';
    const neighbours = await neighbourChecks(table, round);
    if (neighbours === 'neighbour_changed') return neighbours;
    const put: Write = {
      op: 'put',
      item: { ...roundKey(round.week), ...itemOf({ round, pages: pages.length }) },
      expect: expected(before),
    };
    const kept: Write[] =
      before === undefined ? [] : [{ op: 'put', item: { ...earlierRunKey(before.round), body: before.body }, expect: 'anything' }];
    if ((await table.commit([put, ...kept, ...neighbours])) === 'committed') return 'planned';
  }
  throw new Unavailable('others changed the same week time after time');
};

const planAttemptsMax = 5;

const pagesOf = ({ matches, leftOut }: RoundPlan): readonly PlanPage[] => [
  ...inPages(matches, matchesPerPage).map((page) => ({ matches: page, leftOut: [] })),
  ...inPages(leftOut, leftOutPerPage).map((page) => ({ matches: [], leftOut: page })),
];

const inPages = <T>(items: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));

/** The week before is what the plan was made on, the week after is empty, and both stay so while the plan is stored. */
const neighbourChecks = async (table: Table, { week, previousRun }: StoredRound): Promise<readonly Write[] | 'neighbour_changed'> => {
  const [earlier, following] = [await storedRound(table, weeksAfter(week, -1)), await storedRound(table, weeksAfter(week, 1))];
  if (stands(following?.round)) return 'neighbour_changed';
  if (earlier !== undefined && !isSettled(earlier.round)) return 'neighbour_changed';
  if ((stands(earlier?.round) ? earlier.round.run : 0) !== previousRun) return 'neighbour_changed';
  return [
    { op: 'check', key: roundKey(weeksAfter(week, -1)), expect: expected(earlier) },
    { op: 'check', key: roundKey(weeksAfter(week, 1)), expect: expected(following) },
  ];
};

const expected = (stored: { readonly version: number } | undefined): Expectation =>
  stored === undefined ? 'absent' : { version: stored.version };

const deletePages = async (table: Table, plan: PlanKey): Promise<void> => {
  const keys: Key[] = [];
  for await (const { pk, sk } of everyItem(table, { by: 'key', ...planPages(plan) })) keys.push({ pk, sk });
  for (const some of inPages(keys, writesMax)) await table.commit(some.map((key): Write => ({ op: 'delete', key, expect: 'anything' })));
};
