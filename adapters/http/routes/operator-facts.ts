import { isHoliday, nextRound, roundAt, sendingAt, weekAt } from '../../../domain/introductions/calendar.ts';
import type { Match } from '../../../domain/introductions/match.ts';
import { isSettled, stands, type StoredLeftOut, type StoredRound } from '../../../domain/introductions/stored-round.ts';
import { allLeftOuts, allMatches, isWaiting } from '../../../domain/introductions/stored-history.ts';
import type { Instant } from '../../../domain/kernel/instant.ts';
import { type Week, weeksAfter } from '../../../domain/kernel/iso-week.ts';
import { type MemberId, parseMemberId } from '../../../domain/kernel/member-id.ts';
import type { Member } from '../../../domain/membership/member.ts';
import { stageAt } from '../../../domain/membership/taking-part.ts';
import { readOrTold } from '../../dynamodb/bodies.ts';
import type { ListedMember } from '../pages/operator/members-page.ts';
import type { MemberCounts, WeekFacts } from '../pages/operator/overview-page.ts';
import { leftOutShownMax, onPage } from '../pages/operator/round-parts.ts';
import type { StoredRows } from '../pages/operator/round-view.ts';
import type { OperatorNeeds } from './operator-needs.ts';

/** The week that somebody who opens the page of the round most likely means: one that is unfinished or due, else the next. */
export const weekInHand = async ({ rounds, rules: { calendar } }: OperatorNeeds, now: Instant): Promise<Week> => {
  const present = weekAt(calendar.zone, now);
  const unfinished = [...(await rounds.latest(weeksAfter(present, 2), latestLookedAt))].reverse().find((round) => !isSettled(round));
  if (unfinished !== undefined) return unfinished.week;
  const held = await rounds.find(present);
  if (held?.state.name === 'discarded') return present;
  if (held === undefined && !isHoliday(calendar, present) && roundAt(calendar, present) <= now) return present;
  return held === undefined ? nextRound(calendar, now).week : present;
};

const latestLookedAt = 4;

export const weekFacts = async ({ rounds, rules: { calendar } }: OperatorNeeds, week: Week): Promise<WeekFacts> => ({
  week,
  dueAt: roundAt(calendar, week),
  sendingAt: sendingAt(calendar, week),
  holiday: isHoliday(calendar, week),
  round: await rounds.find(week),
});

/** The first week after the present one that has a round. */
export const weekAfter = ({ rules: { calendar } }: OperatorNeeds, present: Week): Week => {
  let week = weeksAfter(present, 1);
  while (isHoliday(calendar, week)) week = weeksAfter(week, 1);
  return week;
};

/** A stored round's rows, with the names that one page of it shows: each is looked up by itself. */
export const storedRows = async (needs: OperatorNeeds, round: StoredRound, page: string | undefined): Promise<StoredRows> => {
  const matches = await allMatches(needs.matches, round);
  const leftOut = await allLeftOuts(needs.leftOuts, round);
  const ofReason = Map.groupBy(leftOut, ({ because }) => because);
  return {
    matches,
    leftOut,
    names: await namesOf(needs, [
      ...onPage(matches, page).items.flatMap(({ a, b }) => [a.member, b.member]),
      ...[...ofReason.values()].flatMap((members) => members.slice(0, leftOutShownMax).map(({ member }) => member)),
    ]),
  };
};

/** What the members are called who are still there; an anonymous id is nobody any more. */
export const namesOf = async (
  { members }: Pick<OperatorNeeds, 'members'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const found = await Promise.all(
    [...new Set(ids)].map(async (id) => {
      const member = parseMemberId(id);
      // Whom this version cannot read has no name here; the overview counts them.
      return member === undefined ? undefined : readOrTold(async () => members.find(member), ignored);
    }),
  );
  return new Map(found.flatMap((member) => (member === undefined ? [] : [[member.id, member.name] as const])));
};

const ignored = (): void => undefined;

/** How many members there are where; nothing where so many cannot be read that another version must have stored them. */
export const countMembers = async (
  given: Pick<OperatorNeeds, 'membersTelling'> & { readonly now: Instant },
): Promise<MemberCounts | undefined> => readOrTold(async () => countReadable(given), ignored);

const countReadable = async ({
  membersTelling,
  now,
}: Pick<OperatorNeeds, 'membersTelling'> & { readonly now: Instant }): Promise<MemberCounts> => {
  let unreadable = 0;
  const members = membersTelling(() => (unreadable += 1));
  const everyone: Member[] = [];
  for (let pages = 0; pages < pagesCountedMax; pages++) {
    const page = await members.page(everyone.at(-1)?.id, pageSize);
    everyone.push(...page);
    if (page.length < pageSize) break;
  }
  const good = everyone.filter(({ standing }) => standing === 'good');
  const inStage = (stage: Member['stage']['name']): number => good.filter((member) => stageAt(member, now).name === stage).length;
  return {
    total: everyone.length,
    invited: inStage('invited'),
    active: inStage('active'),
    paused: inStage('paused'),
    left: inStage('left'),
    suspended: everyone.filter(({ standing }) => standing === 'suspended').length,
    banned: everyone.filter(({ standing }) => standing === 'banned').length,
    troubled: everyone.filter(({ mailTrouble }) => mailTrouble !== undefined).length,
    unreadable,
    atLeast: everyone.length === pageSize * pagesCountedMax,
  };
};

const pageSize = 200;
const pagesCountedMax = 50;

/** What rounds made of one member, newest first. */
export const roundsOf = async (
  { matches, leftOuts }: OperatorNeeds,
  member: MemberId,
): Promise<{ readonly matches: readonly Match[]; readonly leftOut: readonly StoredLeftOut[] }> => ({
  matches: await matches.ofMember(member, roundsShownMax),
  leftOut: await leftOuts.ofMember(member, roundsShownMax),
});

const roundsShownMax = 30;

export const listedMember = async (needs: OperatorNeeds, member: Member): Promise<ListedMember> => {
  const { matches, leftOut } = await roundsOf(needs, member.id);
  return { member, ...waitingOf(member.id, { matches, leftOut }) };
};

/** When a member was introduced last, and how many rounds left them out since. */
export const waitingOf = (
  member: MemberId,
  { matches, leftOut }: { readonly matches: readonly Match[]; readonly leftOut: readonly StoredLeftOut[] },
): Pick<ListedMember, 'lastIntroduced' | 'leftOutSince'> => {
  const lastIntroduced = matches.find(({ state }) => state.name === 'claimed')?.week;
  const weeks = new Set([
    ...leftOut.filter((row) => isWaiting(row) && row.settled !== undefined).map(({ week }) => week),
    ...matches.flatMap(({ week, state }) => (state.name === 'cancelled' && state.leftOver.includes(member) ? [week] : [])),
  ]);
  return { lastIntroduced, leftOutSince: [...weeks].filter((week) => lastIntroduced === undefined || week > lastIntroduced).length };
};

/** A round that counts, of a week. */
export const standing = async ({ rounds }: OperatorNeeds, week: Week): Promise<StoredRound | undefined> => {
  const round = await rounds.find(week);
  return stands(round) ? round : undefined;
};
