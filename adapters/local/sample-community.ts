import { setImmediate } from 'node:timers/promises';
import { isHoliday, roundAt, type RoundCalendar, sendingAt, weekAt } from '../../domain/introductions/calendar.ts';
import { exactSolver } from '../../domain/introductions/matching/solve.ts';
import { planRound } from '../../domain/introductions/round.ts';
import type { Survey } from '../../domain/introductions/survey.ts';
import { dayMs, type Instant, later, minuteMs } from '../../domain/kernel/instant.ts';
import { type Week, weeksAfter } from '../../domain/kernel/iso-week.ts';
import type { Mailer } from '../../domain/kernel/mailer.ts';
import { seededRandom } from '../../domain/kernel/random.ts';
import type { Secrets } from '../../domain/kernel/secrets.ts';
import { createContainer } from '../composition/container.ts';
import { T } from '../composition/tokens.ts';
import type { Community } from '../config/community.ts';
import { createTableInMemory } from '../dynamodb/table-in-memory.ts';
import type { Item } from '../dynamodb/table.ts';
import { defaultDrainLimits } from '../email/drain-limits.ts';
import type { MailLinks } from '../email/mail-context.ts';
import { createMailbox, type Mailbox } from '../memory/mailbox.ts';
import { createStillClock } from '../memory/movable-clock.ts';
import { createPauses } from './pauses.ts';
import { createSampleLife } from './sample-life.ts';
import { schedulerOf } from './scheduled-loop.ts';

export interface SampleWish {
  readonly community: Community;
  readonly survey: Survey;
  readonly secrets: Secrets;
  readonly links: MailLinks;
  /** The community has its past behind it, and this is its present. */
  readonly now: Instant;
}

export interface SampleCommunity {
  /** Everything it has stored. */
  readonly items: readonly Item[];
  readonly since: Instant;
}

/** Rounds that lie behind the sample community; mails are kept of the last one. */
const pastRounds = 3;
/** A member signs up so long before the first round, at the earliest. */
const foundedBeforeMs = 5 * dayMs;

/**
 * A community of invented people that has lived through a few rounds. It comes about as any other does, through the use cases and the
 * schedule, on a table and by a clock of its own; so it is no other than a real one would be.
 */
export const makeSampleCommunity = async (wish: SampleWish): Promise<SampleCommunity> => {
  const { community, survey, now } = wish;
  const table = await createTableInMemory();
  const clock = createStillClock(0 as Instant);
  const pauses = createPauses(clock);
  const mailer = mailerFrom(createMailbox({ table, clock }));
  const container = createContainer({
    ...wish,
    table,
    clock,
    random: seededRandom(1),
    plan: (input, seed) => planRound(input, { solver: exactSolver, seed }),
    mailer,
    limits: { ...defaultDrainLimits, ratePerSecond: 1_000, burst: 1_000 },
    pause: pauses.pause,
    wake: () => undefined,
    observer: () => undefined,
  });
  const calendar = container.get(T.introductions.calendar);
  const weeks = pastWeeks(calendar, now);
  const since = later(weeks[0] === undefined ? now : roundAt(calendar, weeks[0]), -foundedBeforeMs);
  clock.moveTo(since);
  const scheduler = schedulerOf(container, { ...idle, clock, pauses, since, sweepExpired: table.sweepExpired });

  const life = createSampleLife(container, { community, survey });
  const events = [...life.signingUp(since), ...weeks.flatMap((week) => life.afterRound(week, sendingAt(calendar, week)))];
  const lastWeek = weeks.at(-1);
  if (lastWeek !== undefined) events.push({ at: later(roundAt(calendar, lastWeek), -minuteMs), happen: mailer.keepFromNowOn });
  for (const { at, happen } of events.sort((one, other) => one.at - other.at)) {
    if (at > now) break;
    // Nothing here waits for anything, so the rest of the process gets its turn between.
    await setImmediate();
    await scheduler.moveClock(at);
    await happen();
  }
  await scheduler.moveClock(now);
  return { items: table.items(), since };
};

const idle = { keepAhead: async () => Promise.resolve(), log: () => undefined };

/** The last weeks whose round was due by now, the oldest first. */
const pastWeeks = (calendar: RoundCalendar, now: Instant): readonly Week[] => {
  const weeks: Week[] = [];
  for (let ago = 0; ago <= lookBackWeeks && weeks.length < pastRounds; ago++) {
    const week = weeksAfter(weekAt(calendar.zone, now), -ago);
    if (roundAt(calendar, week) <= now && !isHoliday(calendar, week)) weeks.unshift(week);
  }
  return weeks;
};

const lookBackWeeks = 12;

/** Takes everything, and keeps what it takes once it is told to: nobody reads the mails of weeks ago. */
const mailerFrom = (mailbox: Mailbox): Mailer & { readonly keepFromNowOn: () => Promise<void> } => {
  let keeps = false;
  return {
    honoursKeys: true,
    send: async (mail, key) => (keeps ? mailbox.send(mail, key) : { kind: 'accepted' }),
    keepFromNowOn: async () => {
      keeps = true;
      await Promise.resolve();
    },
  };
};
