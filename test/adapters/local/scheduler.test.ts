import { describe, expect, it } from 'vitest';
import type { LogFields } from '../../../adapters/composition/observed.ts';
import { T } from '../../../adapters/composition/tokens.ts';
import { createTableInMemory } from '../../../adapters/dynamodb/table-in-memory.ts';
import { defaultDrainLimits } from '../../../adapters/email/drain-limits.ts';
import { schedulerOf } from '../../../adapters/local/scheduled-loop.ts';
import { isHoliday, roundAt, sendingAt, weekAt } from '../../../domain/introductions/calendar.ts';
import { roundsMax } from '../../../domain/introductions/ports.ts';
import { dayMs, hourMs, type Instant, later, minuteMs } from '../../../domain/kernel/instant.ts';
import { canonicalAddress, type EmailAddress } from '../../../domain/kernel/email-address.ts';
import { formatWeek, type Week, weeksAfter } from '../../../domain/kernel/iso-week.ts';
import type { Mailer, RenderedMail } from '../../../domain/kernel/mailer.ts';
import { plainSurvey } from '../../arbitraries/community.ts';
import { saturday, wiredWorld } from '../../support/embedded-parts.ts';
import { settle } from '../../support/introductions-world.ts';

const people = Array.from({ length: 12 }, (_, at) => `Member${'abcdefghijkl'[at] ?? ''}`);
const nextWeek = (week: number): Week => weeksAfter(week as Week, 1);

type World = Awaited<ReturnType<typeof wiredWorld>>;

/** Everything that a mailer took. */
const recording = () => {
  const taken: { readonly key: string; readonly mail: RenderedMail }[] = [];
  const mailer: Mailer = {
    honoursKeys: true,
    send: async (mail, key) => {
      taken.push({ key, mail });
      return Promise.resolve({ kind: 'accepted' });
    },
  };
  const ofKind = (kind: string) => taken.filter(({ key }) => key.startsWith(`${kind}:`));
  return { mailer, taken, ofKind };
};

const communityWorld = async (overrides: Parameters<typeof wiredWorld>[0] = {}, schedule: Parameters<typeof wiredWorld>[1] = {}) => {
  const mails = recording();
  const world = await wiredWorld({ survey: plainSurvey, mailer: mails.mailer, ...overrides }, schedule);
  await settle({ members: world.container.get(T.membership.members) }, ...people);
  const calendar = world.container.get(T.introductions.calendar);
  const present = weekAt(calendar.zone, saturday);
  return { ...world, ...mails, calendar, coming: nextWeek(present), roundsNow: async () => roundsIn(world) };
};

const roundsIn = async ({ container, clock }: World) => {
  const { zone } = container.get(T.introductions.calendar);
  return container.get(T.introductions.rounds).latest(nextWeek(nextWeek(weekAt(zone, clock.now()))), roundsMax);
};

const sentAt = (state: { readonly name: string; readonly at?: Instant }): Instant =>
  state.name === 'sent' && state.at !== undefined ? state.at : (0 as Instant);

describe('The schedule', () => {
  it(
    'lives through a year in one move: each round and its introductions at their times, and everybody asked days later',
    { timeout: 60_000 },
    async () => {
      const { scheduler, clock, calendar, coming, roundsNow, taken, ofKind } = await communityWorld();
      const yearLater = later(saturday, 364 * dayMs);
      await scheduler.moveClock(yearLater);
      expect(clock.now()).toBe(yearLater);

      const weeks = Array.from({ length: 52 }, (_, at) => weeksAfter(coming, at)).filter((week) => !isHoliday(calendar, week));
      expect(weeks).toHaveLength(50);
      const rounds = [...(await roundsNow())].reverse();
      expect(rounds.map(({ week }) => formatWeek(week))).toEqual(weeks.map(formatWeek));
      for (const { week, plannedAt, state, pairCount } of rounds) {
        expect(plannedAt).toBe(roundAt(calendar, week));
        expect(sentAt(state)).toBe(sendingAt(calendar, week));
        expect(pairCount).toBe(6);
      }
      const keys = taken.map(({ key }) => key);
      expect(new Set(keys).size).toBe(keys.length);
      expect(ofKind('introduction')).toHaveLength(50 * 12);
      expect(ofKind('did-you-meet')).toHaveLength(50 * 12);
    },
  );

  it('stops on the way: mails leave when they are due, not when the move is over', async () => {
    const { scheduler, container, clock, coming, calendar } = await communityWorld({});
    await scheduler.moveClock(later(sendingAt(calendar, coming), 6 * dayMs));
    const round = await container.get(T.introductions.rounds).find(coming);
    const [match] = await container.get(T.introductions.matches).ofRound(round!, undefined, 1);
    expect(match?.a.introducedAt).toBeLessThan(later(sendingAt(calendar, coming), minuteMs));
    expect(clock.now()).toBe(later(sendingAt(calendar, coming), 6 * dayMs));
  });

  it('reminds who asked to join of the questions, twice and at the sending hour, and nobody who answered meanwhile', async () => {
    const { scheduler, container, clock, taken, ofKind } = await communityWorld();
    const signUp = container.get(T.membership.signUp);
    for (const name of ['Zoe', 'Yan']) await signUp({ email: `${name.toLowerCase()}@example.com`, name, consent: true, ip: '127.0.0.1' });
    const left: Instant[] = [];
    for (let day = 1; day <= 20; day++) {
      const before = ofKind('survey-reminder').length;
      await scheduler.moveClock(later(saturday, day * dayMs + hourMs));
      for (let mail = before; mail < ofKind('survey-reminder').length; mail++) left.push(later(saturday, day * dayMs));
      if (day !== 5) continue;
      const member = container.get(T.secrets).memberIdOf(canonicalAddress('yan@example.com' as EmailAddress));
      expect((await container.get(T.membership.leave)({ member })).ok).toBe(true);
    }
    expect(ofKind('survey-reminder').map(({ mail }) => mail.to)).toEqual(
      expect.arrayContaining(['yan@example.com', 'zoe@example.com', 'zoe@example.com']),
    );
    expect(left).toEqual([3, 3, 10].map((days) => later(saturday, days * dayMs)));
    expect(new Set(taken.map(({ key }) => key)).size).toBe(taken.length);
    expect(clock.now()).toBe(later(saturday, 20 * dayMs + hourMs));
  });

  it('does nothing when the clock is moved to where it was', async () => {
    const { scheduler, clock, roundsNow } = await communityWorld();
    await scheduler.moveClock(later(saturday, -dayMs));
    expect(clock.now()).toBe(saturday);
    expect(await roundsNow()).toEqual([]);
  });

  it('makes up for days off with the round of the present week, and for no week that is over', async () => {
    const { scheduler, clock, coming, calendar, roundsNow, ofKind } = await communityWorld();
    clock.moveTo(later(sendingAt(calendar, weeksAfter(coming, 2)), 3 * dayMs));
    await scheduler.settle();
    const rounds = await roundsNow();
    expect(rounds.map(({ week, state }) => [week, state.name])).toEqual([[weeksAfter(coming, 2), 'sent']]);
    expect(ofKind('introduction')).toHaveLength(12);
  });

  it('holds no round that was due before the community began, unless somebody runs it by hand', async () => {
    const { scheduler, container, clock, coming, roundsNow } = await communityWorld();
    await scheduler.settle();
    expect(await roundsNow()).toEqual([]);
    await container.get(T.introductions.runRound)({ week: weeksAfter(coming, -1) });
    await scheduler.settle();
    expect((await roundsNow()).map(({ state }) => state.name)).toEqual(['sent']);
    expect(clock.now()).toBe(saturday);
  });

  it('does nothing twice when it is called by several at once, in one process or in two', async () => {
    const { scheduler, container, clock, pauses, table, coming, calendar, roundsNow, ofKind } = await communityWorld();
    const idle = { keepAhead: async () => Promise.resolve(), log: () => undefined };
    const other = schedulerOf(container, { ...idle, clock, pauses, since: saturday, sweepExpired: table.sweepExpired });
    clock.moveTo(sendingAt(calendar, coming));
    await Promise.all([scheduler.settle(), other.settle(), scheduler.settle(), other.settle()]);
    await scheduler.settle();
    expect((await roundsNow()).map(({ run, state }) => [run, state.name])).toEqual([[1, 'sent']]);
    expect(
      ofKind('introduction')
        .map(({ mail }) => mail.to)
        .sort(),
    ).toEqual(people.map((name) => `${name.toLowerCase()}@example.com`));
  });

  it('keeps how far the clock is put forward before it is', async () => {
    const kept: [aheadMs: number, at: Instant][] = [];
    const world: Awaited<ReturnType<typeof communityWorld>> = await communityWorld(
      {},
      {
        keepAhead: async (aheadMs) => {
          kept.push([aheadMs, world.clock.now()]);
          return Promise.resolve();
        },
      },
    );
    await world.scheduler.moveClock(later(saturday, 3 * dayMs));
    expect(kept.at(-1)?.[0]).toBe(3 * dayMs);
    for (const [aheadMs, at] of kept) expect(later(saturday, aheadMs)).toBeGreaterThanOrEqual(at);
  });

  it('lets a refusal be known once, and goes on with the rest', async () => {
    const said: [event: string, fields: LogFields | undefined][] = [];
    const { scheduler, container, clock, coming, calendar, ofKind } = await communityWorld(
      {},
      { log: (_, event, fields) => said.push([event, fields]) },
    );
    // A round of the week after stands already, so that this week's is refused.
    clock.moveTo(roundAt(calendar, coming));
    await container.get(T.introductions.runRound)({ week: nextWeek(coming) });
    await container.get(T.membership.signUp)({ email: 'ana@example.com', name: 'Ana', consent: true, ip: '127.0.0.1' });
    await scheduler.settle();
    await scheduler.settle();
    expect(said).toEqual([['schedule.refused', { task: 'run', week: formatWeek(coming), outcome: 'round.later_exists' }]]);
    expect(ofKind('survey-link')).toHaveLength(1);
  });

  it('ends a slow sending at once when the clock is put forward', async () => {
    const { scheduler, container, clock, ofKind } = await communityWorld({
      limits: { ...defaultDrainLimits, ratePerSecond: 0.001, burst: 1 },
    });
    for (const name of ['ana', 'ben', 'cleo'])
      await container.get(T.membership.signUp)({ email: `${name}@example.com`, name, consent: true, ip: '127.0.0.1' });
    const slow = scheduler.settle();
    await scheduler.moveClock(later(saturday, hourMs));
    await slow;
    expect(ofKind('survey-link')).toHaveLength(3);
    expect(clock.now()).toBe(later(saturday, hourMs));
  });
});

describe('The running schedule', () => {
  /** A promise for the next mail that a mailer takes. */
  const nextMail = () => {
    const taken = Promise.withResolvers<string>();
    const mailer: Mailer = {
      honoursKeys: true,
      send: async (mail) => {
        taken.resolve(mail.to);
        return Promise.resolve({ kind: 'accepted' });
      },
    };
    return { mailer, taken: taken.promise };
  };
  const signUp = async ({ container }: Pick<World, 'container'>): Promise<void> => {
    await container.get(T.membership.signUp)({ email: 'ana@example.com', name: 'Ana', consent: true, ip: '127.0.0.1' });
  };

  it('looks as soon as it is woken, and ends when it is told to', async () => {
    const { mailer, taken } = nextMail();
    const world = await communityWorld({ mailer });
    const stop = new AbortController();
    const running = world.scheduler.run(stop.signal);
    await world.scheduler.settle();
    await signUp(world);
    world.scheduler.wake();
    expect(await taken).toBe('ana@example.com');
    stop.abort();
    await running;
  });

  it('survives what fails, says so without a word of it, and tries again', async () => {
    const { mailer, taken } = nextMail();
    const said: string[] = [];
    const failed = Promise.withResolvers<undefined>();
    const { health, table } = await sickTable();
    const world = await communityWorld(
      { mailer, table },
      {
        log: (level, event, fields) => {
          said.push(JSON.stringify([level, event, fields]));
          failed.resolve(undefined);
        },
      },
    );
    await signUp(world);
    health.isSick = true;
    const stop = new AbortController();
    const running = world.scheduler.run(stop.signal);
    await failed.promise;
    health.isSick = false;
    world.scheduler.wake();
    await taken;
    stop.abort();
    await running;
    expect(said).toEqual(['["error","schedule.failed",{"error":"TypeError"}]']);
  });
});

const sickTable = async () => {
  const health = { isSick: false };
  const table = await createTableInMemory();
  const query: typeof table.query = async (wish) => (health.isSick ? Promise.reject(new TypeError('ana@example.com')) : table.query(wish));
  return { health, table: { ...table, query } };
};
