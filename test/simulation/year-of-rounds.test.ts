import { describe, expect, it } from 'vitest';
import type { RoundInput } from '../../domain/introductions/round-input.ts';
import { pairKey } from '../../domain/introductions/history.ts';
import { verify } from '../../domain/introductions/matching/certificate.ts';
import type { MatchingProblem } from '../../domain/introductions/matching/problem.ts';
import { exactSolver } from '../../domain/introductions/matching/solve.ts';
import type { Round } from '../../domain/introductions/round.ts';
import { formatWeek, type Week } from '../../domain/kernel/iso-week.ts';
import type { MemberId } from '../../domain/kernel/member-id.ts';
import { allPairsOf, heightIn } from '../arbitraries/rounds.ts';
import { addressOf, idOf } from '../support/introductions-world.ts';
import { firstWeek, holiday, liveThrough, names, type WeekLived } from '../support/year-of-rounds.ts';

/** What one member can tell of their weeks from the mails that they got. */
interface Diary {
  readonly introduced: boolean;
  /** Weeks in a row in which they took part and were left out, pauses aside. */
  readonly waited: number;
}

type DiaryOf = (member: string) => Diary;

/** Goes through the weeks with what people's own mails say, and nothing else; `look` sees each week with the diaries of before. */
const throughTheYear = (
  lived: readonly WeekLived[],
  look: (seen: { readonly week: WeekLived; readonly diary: DiaryOf; readonly lastMet: ReadonlyMap<string, Week> }) => void,
): void => {
  const diaries = new Map<string, Diary>();
  const lastMet = new Map<string, Week>();
  const forget = (member: MemberId): void => {
    diaries.delete(member);
    for (const key of lastMet.keys()) if (key.includes(member)) lastMet.delete(key);
  };
  const nobody: Diary = { introduced: false, waited: 0 };
  for (const week of lived) {
    look({ week, diary: (member) => diaries.get(member) ?? nobody, lastMet });
    week.erasedBeforeSending.forEach(forget);
    for (const { message } of roundMails(week)) {
      const diary = diaries.get(message.to) ?? nobody;
      diaries.set(
        message.to,
        message.template === 'introduction' ? { introduced: true, waited: 0 } : { ...diary, waited: diary.waited + 1 },
      );
    }
    for (const [one, other] of couplesOf(week)) lastMet.set(pairKey(one, other), week.week);
    week.erased.forEach(forget);
  }
};

const roundMails = ({ mails }: WeekLived) =>
  mails.filter(({ message }) => ['introduction', 'left-over', 'cancelled'].includes(message.template));

/** Who was introduced to whom: the two that got the same match. */
const couplesOf = ({ mails }: WeekLived): readonly (readonly [MemberId, MemberId])[] => {
  const byMatch = new Map<string, MemberId[]>();
  for (const { message } of mails)
    if (message.template === 'introduction') byMatch.set(message.match, [...(byMatch.get(message.match) ?? []), message.to]);
  return [...byMatch.values()].map(([one, other, ...more]) => {
    if (one === undefined || other === undefined || more.length > 0) throw new Error('an introduction has two readers');
    return [one, other] as const;
  });
};

/** The gap of each member, from scratch: how many can be reached over shared languages past blocks. */
const gapsOf = ({ members, apart }: RoundInput): ReadonlyMap<string, number> => {
  const tongues = (at: number): readonly string[] => {
    const answer = members[at]?.answers.get('tongues');
    return answer?.kind === 'chosen' ? answer.ids : [];
  };
  const blocked = new Set(apart.map(([one, other]) => pairKey(one, other)));
  const gaps = new Map<string, number>();
  for (const [start, { id }] of members.entries()) {
    const reached = new Set([start]);
    for (const at of reached) {
      for (const to of members.keys()) {
        if (tongues(at).some((tongue) => tongues(to).includes(tongue)) && !blocked.has(pairKey(members[at]!.id, members[to]!.id)))
          reached.add(to);
      }
    }
    gaps.set(id, Math.min(26, Math.max(0, Math.floor(reached.size / 2) - 1)));
  }
  return gaps;
};

/**
 * Tries every partner that a member who was left out could have had, with the best round of all others around them. Whoever the
 * member would displace in a round that is just as good comes in the answer: empty where every best round leaves the member out.
 */
const displacedBy = (input: RoundInput, round: Round, member: string): readonly (readonly string[])[] => {
  const members = [...input.members].sort((one, other) => (one.id < other.id ? -1 : 1));
  const { one, other, score } = allPairsOf(input);
  const heightOf = (id: string): number => heightIn(input.history, id);
  const number = members.findIndex(({ id }) => id === member);
  const outBefore = new Set(round.leftOut.map((leftOut) => leftOut.member));
  const displaced: (readonly string[])[] = [];
  for (let p = 0; p < one.length; p++) {
    if (one[p] !== number && other[p] !== number) continue;
    const taken = [one[p]!, other[p]!];
    const kept = [...one.keys()].filter((q) => !taken.includes(one[q]!) && !taken.includes(other[q]!));
    const rest: MatchingProblem = {
      size: members.length,
      u: Int32Array.from(kept, (q) => one[q]!),
      v: Int32Array.from(kept, (q) => other[q]!),
      score: Int32Array.from(kept, (q) => score[q]!),
      height: Uint8Array.from(members, ({ id }) => heightOf(id)),
    };
    const matching = exactSolver(rest);
    const { pairs, waiting, total } = verify(rest, matching);
    const ends = taken.reduce((sum, at) => sum + heightOf(members[at]!.id) - 1, 0);
    const order = compared(
      [pairs + 1, waiting + ends, total + score[p]!],
      [round.certificate.pairs, round.certificate.waiting, round.certificate.total],
    );
    expect(order, 'the round was the best one').toBeLessThanOrEqual(0);
    if (order < 0) continue;
    const out = members.filter((_, at) => matching.partner[at] === -1 && !taken.includes(at));
    displaced.push(out.map(({ id }) => id).filter((id) => !outBefore.has(id)));
  }
  return displaced;
};

const compared = (these: readonly number[], those: readonly number[]): number =>
  these.map((each, at) => each - those[at]!).find((difference) => difference !== 0) ?? 0;

describe('a year of weekly rounds with sixty people who come and go', async () => {
  const { lived, world, table, delivered } = await liveThrough(53, 11);

  it('has a round each week but in the holiday, the 53rd too', () => {
    expect(lived).toHaveLength(52);
    expect(lived.map(({ week }) => formatWeek(week))).toContain('2026-W53');
    expect(lived.map(({ week }) => week)).not.toContain(holiday);
    expect(Math.min(...lived.map(({ input }) => input.members.length))).toBeGreaterThan(15);
  });

  it('is full of what can happen', () => {
    const templates = (template: string): number => delivered().filter(({ message }) => message.template === template).length;
    expect(templates('introduction')).toBeGreaterThan(1_000);
    expect(templates('left-over')).toBeGreaterThan(30);
    expect(templates('cancelled')).toBeGreaterThan(10);
    expect(templates('did-you-meet')).toBeGreaterThan(900);
    expect(lived.flatMap(({ erased, erasedBeforeSending }) => [...erased, ...erasedBeforeSending]).length).toBeGreaterThan(5);
  });

  it('introduces nobody to the same person twice within the gap', () => {
    let closest = Infinity;
    throughTheYear(lived, ({ week, lastMet }) => {
      const gaps = gapsOf(week.input);
      for (const [one, other] of couplesOf(week)) {
        const before = lastMet.get(pairKey(one, other));
        if (before === undefined) continue;
        closest = Math.min(closest, week.week - before);
        expect(week.week - before, `${formatWeek(week.week)} ${one} ${other}`).toBeGreaterThan(gaps.get(one) ?? 0);
      }
    });
    expect(closest).toBeLessThan(52);
  });

  it('introduces nobody to somebody whom either has blocked', () => {
    for (const week of lived)
      for (const [one, other] of couplesOf(week))
        expect(week.input.apart.filter((pair) => pair.includes(one) && pair.includes(other))).toEqual([]);
  });

  it('takes those first who waited: their heights are what their own mails say', () => {
    throughTheYear(lived, ({ week, diary }) => {
      for (const { id } of week.input.members) {
        const { introduced, waited } = diary(id);
        expect(heightIn(week.input.history, id), `${formatWeek(week.week)} ${id}`).toBe(
          waited > 0 ? Math.min(2 + waited, 19) : introduced ? 1 : 2,
        );
      }
    });
  });

  it('leaves nobody out two rounds running unless every best round does so to them or to others who waited', () => {
    let again = 0;
    throughTheYear(lived, ({ week, diary }) => {
      for (const { member } of week.round.leftOut) {
        if (diary(member).waited === 0) continue;
        again += 1;
        for (const others of displacedBy(week.input, week.round, member))
          expect(
            others.some((other) => diary(other).waited > 0),
            `${formatWeek(week.week)} ${member}`,
          ).toBe(true);
      }
    });
    expect(again).toBeGreaterThan(0);
  });

  it('mails everyone who took part exactly once a round, and nobody else', () => {
    for (const week of lived) {
      // Whoever was erased after the plan and signed up again is somebody new, who comes into the next round.
      const isThere = (id: string): boolean =>
        [...week.present].some((present) => present === id) && !week.erasedBeforeSending.some((erased) => erased === id);
      const took = week.input.members.map(({ id }) => id).filter(isThere);
      expect(
        roundMails(week)
          .map(({ message }) => message.to)
          .sort(),
        formatWeek(week.week),
      ).toEqual(took.sort());
    }
    const keys = delivered().map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { to, message } of delivered())
      if (message.template !== 'goodbye') expect(to).toBe(addressOf(names.find((name) => idOf(name) === message.to)!));
  });

  it('asks both of each pair once, four days later, whether they met, unless one is gone', () => {
    const asked = delivered()
      .filter(({ message }) => message.template === 'did-you-meet')
      .map(({ key }) => key.replace('did-you-meet', 'introduction'));
    const introduced = new Set(
      delivered()
        .filter(({ message }) => message.template === 'introduction')
        .map(({ key }) => key),
    );
    expect(asked.filter((key) => !introduced.has(key))).toEqual([]);
  });

  it('gives every alias once, and each member the way to the other', () => {
    const ways = lived.flatMap(({ mails }) => mails.flatMap(({ message }) => (message.template === 'introduction' ? [message.alias] : [])));
    expect(new Set(ways).size).toBe(ways.length);
    expect(new Set(ways.map((alias) => alias.slice(0, -1))).size).toBe(ways.length);
  });

  it('says so itself: no repeats, and as many introduced and left out as their mails say', async () => {
    const results = await world.results({ until: lived.at(-1)!.week, limit: 60 });
    expect(results.map(({ round }) => round.week)).toEqual(lived.map(({ week }) => week).reverse());
    for (const [at, { introduced, leftOut, repeats, round }] of [...results].reverse().entries()) {
      const mails = roundMails(lived[at]!);
      expect({ week: formatWeek(round.week), introduced, leftOut, repeats, state: round.state.name }).toEqual({
        week: formatWeek(round.week),
        introduced: mails.filter(({ message }) => message.template === 'introduction').length,
        leftOut: mails.filter(({ message }) => message.template !== 'introduction').length,
        repeats: 0,
        state: 'sent',
      });
    }
    expect(results.some(({ met }) => met.yes > 0 && met.planned > 0 && met.no > 0)).toBe(true);
  });

  it('puts every plan away, and keeps nothing of the erased', async () => {
    expect(table.items().filter(({ sk }) => sk.startsWith('plan#'))).toEqual([]);
    expect(await world.outbox.pending()).toMatchObject({ failed: 0 });
    for (const member of new Set(lived.flatMap(({ erased, erasedBeforeSending }) => [...erased, ...erasedBeforeSending]))) {
      if ((await world.members.find(member)) !== undefined) continue;
      const kept = table.items().filter((item) => !/^(outbox|block)#/.test(item.pk) && JSON.stringify(item).includes(member));
      expect(kept).toEqual([]);
    }
    expect(firstWeek).toBe(lived[0]?.week);
  });
});
