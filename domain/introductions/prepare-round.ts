import type { Clock } from '../kernel/clock.ts';
import { type Week, weeksAfter } from '../kernel/iso-week.ts';
import type { MemberId } from '../kernel/member-id.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { isHoliday, type RoundCalendar, weekAt } from './calendar.ts';
import type { RoundInput } from './round-input.ts';
import { type HistoryIncomplete, historyOf } from './stored-history.ts';
import { type LeftOuts, type Matches, type Participants, type Rounds, roundsMax } from './ports.ts';
import { isSettled, stands } from './stored-round.ts';
import type { Survey } from './survey.ts';

/** What a community has decided about its rounds. */
export interface RoundRules {
  readonly survey: Survey;
  readonly repeatGapWeeks: number;
  readonly host?: MemberId | undefined;
  readonly calendar: RoundCalendar;
  /** As many members are matched in one round where it is planned; `roundMembersMax` where nothing else is said. */
  readonly membersMax?: number | undefined;
}

/**
 * More members than this are not matched in one round: its rows are written one after the other, and half an hour after it is due people
 * are told that it is late. What each size takes is in docs/operator-guide.md.
 */
export const roundMembersMax = 50_000;

/** A round can be held this week and so many weeks ahead. */
export const weeksAheadMax = 1;

export interface PreparedRound {
  readonly input: RoundInput;
  /** The run of the week before that the history knows; 0 where it knows none. */
  readonly previousRun: number;
}

/** Gathers everything that the round of a week is planned from. */
export type PrepareRound = (week: Week) => Promise<Result<PreparedRound, PrepareFailure>>;

export type PrepareFailure =
  | { readonly code: 'round.week_past' | 'round.week_too_far' | 'round.week_holiday' }
  /** The week whose round has to be sent or discarded first. */
  | { readonly code: 'round.earlier_unsent'; readonly week: Week }
  | { readonly code: 'round.later_exists'; readonly week: Week }
  | { readonly code: 'round.too_many_members'; readonly most: number }
  | HistoryIncomplete;

export interface PrepareNeeds {
  readonly rounds: Rounds;
  readonly matches: Matches;
  readonly leftOuts: LeftOuts;
  readonly participants: Participants;
  readonly rules: RoundRules;
  readonly clock: Clock;
}

export const makePrepareRound =
  ({ rounds, matches, leftOuts, participants, rules, clock }: PrepareNeeds): PrepareRound =>
  async (week) => {
    const present = weekAt(rules.calendar.zone, clock.now());
    if (week < present) return err({ code: 'round.week_past' });
    if (week > weeksAfter(present, weeksAheadMax)) return err({ code: 'round.week_too_far' });
    if (isHoliday(rules.calendar, week)) return err({ code: 'round.week_holiday' });
    const following = await rounds.find(weeksAfter(week, 1));
    if (stands(following)) return err({ code: 'round.later_exists', week: following.week });
    const previous = await rounds.find(weeksAfter(week, -1));
    // The list may lag behind; the week before was asked for itself, so that at least its pairs are known.
    const earlier = [...(stands(previous) ? [previous] : []), ...(await rounds.latest(weeksAfter(week, -1), roundsMax - 1))];
    const unsent = earlier.find((round) => !isSettled(round));
    if (unsent !== undefined) return err({ code: 'round.earlier_unsent', week: unsent.week });
    const { membersMax: most = roundMembersMax } = rules;
    const members = await participants.ofWeek(week, most + 1);
    if (members.length > most) return err({ code: 'round.too_many_members', most });
    // Read last: it is by far the most.
    const history = await historyOf({ matches, leftOuts }, earlier);
    if (!history.ok) return history;
    const host = members.some(({ id }) => id === rules.host) ? rules.host : undefined;
    const { survey, repeatGapWeeks } = rules;
    const input: RoundInput = { week, survey, repeatGapWeeks, members, host, history: history.value, apart: await participants.apart() };
    return ok({ input, previousRun: stands(previous) ? previous.run : 0 });
  };
