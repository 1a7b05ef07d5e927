import type { Clock } from '../kernel/clock.ts';
import { changed } from '../kernel/decision.ts';
import type { Week } from '../kernel/iso-week.ts';
import type { MemberId } from '../kernel/member-id.ts';
import { err, type Result } from '../kernel/result.ts';
import type { Member } from './member.ts';
import { isMembershipOpen, type NotActive } from './pause.ts';
import type { Calendar, Members } from './ports.ts';
import { ofPresent, type MemberDecision, type NoMember } from './present.ts';

/** Leaves the round of one week out, or takes that back (`skip: false`) as long as the round has not begun. Idempotent, so a link may do it. */
export type SkipWeek = (
  command: { readonly member: MemberId } & Skip,
) => Promise<Result<'skipped' | 'not_skipped', SkipFailure | NoMember>>;

export interface Skip {
  readonly week: Week;
  readonly skip: boolean;
}

export type SkipFailure = NotActive | { readonly code: 'membership.week_over' | 'membership.week_too_far' };

export interface SkipNeeds {
  readonly members: Members;
  readonly calendar: Calendar;
  readonly clock: Clock;
}

/** Who wants to be left out for longer pauses. */
export const skipAheadWeeksMax = 26;

export const makeSkipWeek =
  ({ members, calendar, clock }: SkipNeeds): SkipWeek =>
  async ({ member: id, ...wish }) => {
    const next = calendar.nextRound(clock.now()).week;
    return members.change(
      id,
      ofPresent((member) => skipWeek(member, wish, next)),
    );
  };

/** `next` is the first week whose round has not begun; weeks before it are forgotten on the way. */
export const skipWeek = (member: Member, { week, skip }: Skip, next: Week): MemberDecision<'skipped' | 'not_skipped', SkipFailure> => {
  if (!isMembershipOpen(member)) return err({ code: 'membership.not_active' });
  if (week < next) return err({ code: 'membership.week_over' });
  if (week > next + skipAheadWeeksMax) return err({ code: 'membership.week_too_far' });
  const outcome = skip ? 'skipped' : 'not_skipped';
  if (member.skips.includes(week) === skip) return changed(member, outcome);
  const others = member.skips.filter((each) => each >= next && each !== week);
  return changed({ ...member, skips: skip ? [...others, week].sort((one, other) => one - other) : others }, outcome);
};
