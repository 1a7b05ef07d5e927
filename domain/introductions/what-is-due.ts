import type { Clock } from '../kernel/clock.ts';
import type { Instant } from '../kernel/instant.ts';
import { type Week, weeksAfter } from '../kernel/iso-week.ts';
import { isHoliday, nextRound, type RoundCalendar, roundAt, sendingAt, weekAt } from './calendar.ts';
import type { Rounds } from './ports.ts';

/**
 * What a driver has to do now, in this order: run the round of a week, or send it. Doing it takes it off the list. What was begun by
 * hand and interrupted is due at once; a round that was discarded waits for an operator.
 */
export type WhatIsDue = () => Promise<readonly Due[]>;

export interface Due {
  readonly task: 'run' | 'send';
  readonly week: Week;
}

/** Earlier rounds that are looked at, should the driver have slept. */
const lookBackMax = 4;

export const makeWhatIsDue =
  ({ rounds, calendar, clock }: { readonly rounds: Rounds; readonly calendar: RoundCalendar; readonly clock: Clock }): WhatIsDue =>
  async () => {
    const now = clock.now();
    const present = weekAt(calendar.zone, now);
    const stored = await rounds.latest(weeksAfter(present, 2), lookBackMax);
    const due: Due[] = [];
    for (const { week, state } of [...stored].reverse()) {
      if (state.name === 'planned') due.push({ task: 'run', week });
      if (state.name === 'sending' || (state.name === 'ready' && sendingAt(calendar, week) <= now)) due.push({ task: 'send', week });
    }
    const ofPresent = await rounds.find(present);
    if (ofPresent === undefined && !isHoliday(calendar, present) && roundAt(calendar, present) <= now)
      due.push({ task: 'run', week: present });
    return due;
  };

/** The next instant after `now` at which something may become due: where a clock that is moved forward has to stop. */
export const nextMoment = (calendar: RoundCalendar, now: Instant): Instant => {
  const present = weekAt(calendar.zone, now);
  const sendings = [weeksAfter(present, -1), present].map((week) => sendingAt(calendar, week)).filter((at) => at > now);
  return Math.min(nextRound(calendar, now).roundAt, ...sendings) as Instant;
};
