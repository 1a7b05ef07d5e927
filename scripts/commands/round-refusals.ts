import type { DiscardFailure } from '../../domain/introductions/discard-round.ts';
import type { RunRoundFailure } from '../../domain/introductions/run-round.ts';
import type { SendFailure } from '../../domain/introductions/send-introductions.ts';
import { formatWeek } from '../../domain/kernel/iso-week.ts';
import type { Refusal } from './terminal.ts';

/** What a wish about a round can be refused with; `round.changed_meanwhile`: not the planning that the operator was shown. */
export type RoundFailure = RunRoundFailure | DiscardFailure | SendFailure | { readonly code: 'round.changed_meanwhile' };

/** What was refused, and what to do next. */
export const roundRefusal = (failure: RoundFailure): Refusal => ({
  code: failure.code,
  message: (told[failure.code] as (failure: RoundFailure) => string)(failure),
});

type Of<Code> = Extract<RoundFailure, { readonly code: Code }>;

/** A refusal that is new does not compile until it has an answer here. */
const told: { readonly [Code in RoundFailure['code']]: (failure: Of<Code>) => string } = {
  'round.week_past': () => 'that week is over; leave --week out to mean the round of now',
  'round.week_too_far': () => 'a round is held in its own week or in the one before',
  'round.week_holiday': () => 'that week is among the holidayWeeks of community.json',
  'round.earlier_unsent': ({ week }) => `the round of ${formatWeek(week)} is not finished; send it or discard it first`,
  'round.later_exists': ({ week }) => `the round of ${formatWeek(week)} was run without this week; discard that one first`,
  'round.too_many_members': ({ most }) => `more than ${String(most)} members take part, and one round takes no more; nothing was planned`,
  'round.history_incomplete': () => 'the rounds before are still settling; try again in a few seconds',
  'round.discarded_meanwhile': () => 'somebody discarded this round while it was being written; nothing of it was sent',
  'round.unknown': () => 'there is no round of that week, or it was discarded',
  'round.not_ready': () => 'this round is still being written; “loop round run” finishes it',
  'round.being_sent': () => 'this round is being sent or was sent; suspend single members instead',
  'round.changed_meanwhile': () =>
    'another operator changed this round while you were asked; look at it with “loop round status” and decide again',
  'round.reason_missing': () => 'discarding needs a reason, which is kept with the round',
  'round.reason_too_long': ({ most }) => `a reason has at most ${String(most)} characters`,
};
