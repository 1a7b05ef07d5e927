import { type CommunityTimes, type Weekday, weekdays } from '../config/community.ts';

/** One schedule of several that start the same. */
export interface Start {
  /** Added to the name of what is started. */
  readonly suffix: string;
  /** Read by the community's clocks (EventBridge Scheduler User Guide, "Cron-based schedules"). */
  readonly expression: string;
}

export interface TaskStarts {
  readonly weeklyRound: readonly Start[];
  readonly introSender: readonly Start[];
}

/**
 * When tasks start. What is due stands in the tables, so that a start with nothing to do costs seconds of Fargate, and one too few a week.
 *
 * The sender starts every day: introductions are sent on one day alone, but which it is (the next one, where the sending hour is before
 * that of the round) the domain knows and need not be said twice; and a round that somebody ran by hand is sent on the next day at the latest.
 */
export const taskStarts = ({ round, sendingHour }: CommunityTimes): TaskStarts => ({
  weeklyRound: startsAt(round.hour, (daysLater) => `? * ${dayAfter(round.day, daysLater)} *`),
  introSender: startsAt(sendingHour, () => '* * ? *'),
});

/**
 * On the hour; 20 minutes later once more, for what failed, before anybody is told that it is overdue (30 minutes, `overdueAfterMs` of the
 * chores). Scheduler leaves out what falls into the hour that clocks skip in spring ("Daylight savings time"), while it is due when that is
 * over: mostly an hour later, on Lord Howe Island half an hour.
 */
const minutes = '0,20,30';

const startsAt = (hour: number, days: (daysLater: number) => string): readonly Start[] => [
  { suffix: '', expression: `cron(${minutes} ${String(hour)} ${days(0)})` },
  { suffix: '-later', expression: `cron(0 ${String((hour + 1) % 24)} ${days(hour === 23 ? 1 : 0)})` },
];

const dayAfter = (day: Weekday, later: number): string =>
  (weekdays[(weekdays.indexOf(day) + later) % weekdays.length] ?? day).slice(0, 3).toUpperCase();

/** For how long, and how often, Scheduler goes on trying to start something; then it lies in the dead letter queue. */
export interface Retries {
  readonly maximumRetryAttempts: number;
  /** 60 at least (Scheduler API, RetryPolicy). */
  readonly maximumEventAgeInSeconds: number;
}

/** A task that could not be started for so long is started by the next hour, or its day, instead. */
export const taskRetries: Retries = { maximumRetryAttempts: 10, maximumEventAgeInSeconds: 900 };

export interface Tick {
  readonly expression: string;
  readonly retries: Retries;
}

/** Every so many minutes; one that could not be told before the next is of no use any more. */
export const tickEvery = (everyMinutes: number): Tick => ({
  expression: `rate(${String(everyMinutes)} minute${everyMinutes === 1 ? '' : 's'})`,
  retries: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: everyMinutes * 60 },
});

/** What time drives beside the tasks. A function that was called within 5 minutes is usually still warm. */
export const ticks = { drainOutbox: tickEvery(1), sendRelayed: tickEvery(1), schedule: tickEvery(5), warmer: tickEvery(5) } as const;

/** What functions are told; a warmer's word is `isWarmer`'s in adapters/lambda/http-event.ts. */
export const tickInput = { source: 'loop.tick' } as const;
export const warmerInput = { source: 'loop.warmer' } as const;
