import { fc, it } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { createTablePacer } from '../../../adapters/dynamodb/pace-in-table.ts';
import { type DrainNeeds, makeDrain } from '../../../adapters/email/drain.ts';
import { deployedDrainLimits } from '../../../adapters/email/drain-limits.ts';
import { type DrainReport, nothingYet } from '../../../adapters/email/drain-report.ts';
import type { Clock } from '../../../domain/kernel/clock.ts';
import { hourMs, type Instant, later, minuteMs } from '../../../domain/kernel/instant.ts';
import type { Mailer, MailOutcome } from '../../../domain/kernel/mailer.ts';
import { resendFaults } from '../../support/wire-resend.ts';
import { anIntroduction, type DrainWorld, drainWorld, keyNumber, start } from './drain-world.ts';
import { resendWorld } from './mailers-world.ts';

const twentyMails = Array.from({ length: 20 }, (_, number) => anIntroduction(number));
const everyKey = twentyMails.map((_, number) => keyNumber(number)).sort();
const keysOf = (deliveries: readonly { readonly key: string }[]): readonly string[] => deliveries.map(({ key }) => key).sort();
const deployed = deployedDrainLimits({ ratePerSecond: 5 });

interface Outage {
  /** Without one nobody knows what became of a mail. */
  readonly answer?: MailOutcome | undefined;
  readonly takesMeanwhile?: boolean;
}

/** A mailer that answers so until then, and takes every mail afterwards. */
const downUntil = (world: DrainWorld, until: Instant, { answer, takesMeanwhile = false }: Outage): Mailer => ({
  honoursKeys: true,
  send: async (mail, key) => {
    if (world.clock.now() >= until) return world.mailer.send(mail, key);
    if (takesMeanwhile) await world.mailer.send(mail, key);
    if (answer === undefined) throw new Error('timed out');
    return answer;
  },
});

/** As a function does that is started once a minute and when a run said to come back: each time a process of its own, one pace for all. */
const startedAgainAndAgain = async (world: DrainWorld, more: Partial<DrainNeeds>, until: Instant) => {
  const sum = { ...nothingYet } as Record<Exclude<keyof DrainReport, 'resumeAt' | 'closed'>, number>;
  const closed = new Set<string | undefined>();
  while ((await world.outbox.pending()).waiting > 0 && world.clock.now() < until) {
    const pacer = createTablePacer(world.table, { ...deployed, name: 'mails', clock: world.clock });
    const report = await makeDrain({ ...world.needs, limits: deployed, pacer, ...more })();
    for (const count of Object.keys(nothingYet) as (keyof typeof sum)[]) sum[count] += report[count];
    closed.add(report.closed);
    world.clock.moveBy(minuteMs);
  }
  return { ...sum, closed: [...closed] };
};

const counting = (mailer: Mailer, clock: Clock) => {
  const times: Instant[] = [];
  const send: Mailer['send'] = async (mail, key) => {
    times.push(clock.now());
    return mailer.send(mail, key);
  };
  return { mailer: { ...mailer, send }, times };
};

describe('a provider that is down for an hour', () => {
  it.each<[string, MailOutcome | undefined, boolean]>([
    ['refuses connections', { kind: 'try_later' }, false],
    ['asks for a minute', { kind: 'try_later', afterMs: minuteMs }, false],
    ['answers 500', undefined, false],
    ['takes every mail and says nothing', undefined, true],
    ['does not know our key', { kind: 'try_later', afterMs: minuteMs, closed: 'mail.key_refused' }, false],
  ])('and %s gets every mail afterwards, once, and none was given up', async (_, answer, takesMeanwhile) => {
    const world = await drainWorld({ mails: twentyMails });
    const up = later(start, hourMs);
    const { mailer, times } = counting(downUntil(world, up, { answer, takesMeanwhile }), world.clock);
    const report = await startedAgainAndAgain(world, { mailer }, later(start, 6 * hourMs));
    expect(keysOf(world.mailer.delivered())).toEqual(everyKey);
    expect(report).toMatchObject({ accepted: 20, failed: 0, maybeTwice: 0 });
    expect(report.closed.includes('mail.key_refused')).toBe(answer?.kind === 'try_later' && answer.closed !== undefined);
    // One mail at a time asks, less often as time goes by: not twenty each time.
    expect(times.filter((at) => at < up).length).toBeLessThan(10 * 60);
  });

  it('costs a single mail that waits no more attempts than it has', async () => {
    const world = await drainWorld({ mails: twentyMails.slice(0, 1) });
    const mailer = downUntil(world, later(start, hourMs), { answer: { kind: 'try_later' } });
    expect(await startedAgainAndAgain(world, { mailer }, later(start, 6 * hourMs))).toMatchObject({ accepted: 1, failed: 0 });
  });

  it('is given up on by a mail after hours, and an operator can send it again', async () => {
    const world = await drainWorld({ mails: twentyMails.slice(0, 1) });
    const mailer = downUntil(world, later(start, 24 * hourMs), { answer: { kind: 'try_later' } });
    await startedAgainAndAgain(world, { mailer }, later(start, 24 * hourMs));
    expect(await world.outbox.failed(9)).toMatchObject([{ code: 'mail.retries_used_up', attempts: 20 }]);
    world.clock.moveTo(later(start, 24 * hourMs));
    await world.outbox.retry(keyNumber(0), world.clock.now());
    expect(await startedAgainAndAgain(world, {}, later(start, 30 * hourMs))).toMatchObject({ accepted: 1 });
  });

  it('does not use up attempts with a wrong key, however long it stays wrong', async () => {
    const world = await drainWorld({ mails: twentyMails.slice(0, 3) });
    const up = later(start, 72 * hourMs);
    const mailer = downUntil(world, up, { answer: { kind: 'try_later', afterMs: minuteMs, closed: 'mail.key_refused' } });
    expect(await startedAgainAndAgain(world, { mailer }, later(up, hourMs))).toMatchObject({ accepted: 3, failed: 0 });
  });
});

describe('a mail of which nobody knows whether it was taken', () => {
  const unknownFor = async (hours: number, takesMeanwhile: boolean) => {
    const world = await drainWorld({ mails: twentyMails.slice(0, 1) });
    const mailer = downUntil(world, later(start, hours * hourMs), { takesMeanwhile });
    const { times, mailer: counted } = counting(mailer, world.clock);
    const report = await startedAgainAndAgain(world, { mailer: counted }, later(start, 48 * hourMs));
    return { world, report, times };
  };

  it('is asked for under its key until the last hour in which that is known, more often than there are retries', async () => {
    const { world, report, times } = await unknownFor(22, true);
    expect(report).toMatchObject({ accepted: 1, failed: 0 });
    expect(times.length).toBeGreaterThan(deployed.retryMax + 1);
    expect(world.mailer.delivered()).toHaveLength(1);
  });

  it('is an operator’s after 23 hours, and is not tried again by itself', async () => {
    const { world, report, times } = await unknownFor(48, true);
    expect(report).toMatchObject({ accepted: 0, failed: 1 });
    expect(await world.outbox.failed(9)).toMatchObject([{ code: 'mail.outcome_unknown' }]);
    expect((times.at(-1) ?? 0) - start).toBeLessThan(23 * hourMs + minuteMs);
    expect(report.unknown).toBe(times.length);
    expect(report.retried).toBe(times.length - 1);
  });

  it('is an operator’s also where a process was killed with it and nobody came for a day', async () => {
    const world = await drainWorld({ mails: twentyMails.slice(0, 1) });
    const [row] = await world.outbox.due(world.clock.now(), 1);
    if (row === undefined) throw new Error('nothing is due');
    await world.outbox.claim({ ...row, firstTriedAt: world.clock.now() }, later(world.clock.now(), minuteMs));
    world.clock.moveBy(23 * hourMs);
    await startedAgainAndAgain(world, {}, later(start, 48 * hourMs));
    expect(world.mailer.attempts()).toEqual([]);
    expect(await world.outbox.failed(9)).toMatchObject([{ code: 'mail.outcome_unknown' }]);
  });

  it('counts from the first attempt that may have been taken, not from those that surely were not', async () => {
    const world = await drainWorld({ mails: twentyMails.slice(0, 1) });
    const closedFor30Hours = downUntil(world, later(start, 30 * hourMs), {
      answer: {
        kind: 'try_later',
        afterMs: minuteMs,
        closed: 'mail.quota_used_up',
      },
    });
    expect(await startedAgainAndAgain(world, { mailer: closedFor30Hours }, later(start, 48 * hourMs))).toMatchObject({
      accepted: 1,
      failed: 0,
    });
  });

  it('is tried no more often than retries allow by a mailer that honours no keys, as each attempt may be a copy', async () => {
    const world = await drainWorld({ mails: twentyMails.slice(0, 1), honoursKeys: false });
    const mailer = { ...downUntil(world, later(start, 48 * hourMs), { takesMeanwhile: true }), honoursKeys: false };
    const report = await startedAgainAndAgain(world, { mailer }, later(start, 22 * hourMs));
    expect(await world.outbox.failed(9)).toMatchObject([{ code: 'mail.outcome_unknown' }]);
    expect(world.mailer.delivered()).toHaveLength(deployed.retryMax + 1);
    expect(report.maybeTwice).toBe(deployed.retryMax);
  });

  it('is counted as a possible copy where an operator sends it again, and only then', async () => {
    const world = await drainWorld({ mails: twentyMails.slice(0, 2), honoursKeys: false });
    for (const [number, code] of ['mail.outcome_unknown', 'provider.refused'].entries()) {
      await world.outbox.giveUp(keyNumber(number), code, world.clock.now());
      await world.outbox.retry(keyNumber(number), world.clock.now());
    }
    const shut = downUntil(world, later(start, hourMs), { answer: { kind: 'try_later', closed: 'mail.quota_used_up' } });
    const mailer = { ...shut, honoursKeys: false };
    expect(await startedAgainAndAgain(world, { mailer }, later(start, 6 * hourMs))).toMatchObject({ accepted: 2, maybeTwice: 1 });
  });

  it('keeps its date over all attempts', async () => {
    const world = await drainWorld({ mails: twentyMails.slice(0, 1), luck: ['takes-then-times-out', 'garbage', 'takes'] });
    const dates = new Set<Instant | undefined>();
    const send: Mailer['send'] = async (mail, key) => {
      dates.add(mail.writtenAt);
      return world.mailer.send(mail, key);
    };
    await startedAgainAndAgain(world, { mailer: { ...world.mailer, send } }, later(start, hourMs));
    expect([...dates]).toEqual([later(start, 1)]);
  });
});

describe('a run that is told to stop', () => {
  it('does so in the middle of a rest, and says when to come back', async () => {
    const world = await drainWorld({ mails: twentyMails, luck: ['too-many-until'] });
    const stop = new AbortController();
    const pause: DrainNeeds['pause'] = async () => {
      stop.abort();
      return new Promise<never>(() => undefined);
    };
    const report = await makeDrain({ ...world.needs, pause })(stop.signal);
    expect(report).toMatchObject({ accepted: 0, postponed: 1, resumeAt: expect.any(Number) as number });
    expect(await world.outbox.pending()).toEqual({ waiting: 20, failed: 0 });
  });

  it('while it waits for the turn of a mail leaves that to the next, as if it had not been tried', async () => {
    const world = await drainWorld({ mails: twentyMails });
    const stop = new AbortController();
    const pause: DrainNeeds['pause'] = async () => {
      stop.abort();
      return new Promise<never>(() => undefined);
    };
    expect(await makeDrain({ ...world.needs, pause })(stop.signal)).toMatchObject({ accepted: 1, postponed: 1 });
    expect(world.mailer.attempts()).toHaveLength(1);
    const due = await world.outbox.due(world.clock.now(), 50);
    expect(due.map(({ attempts, firstTriedAt }) => [attempts, firstTriedAt])).toEqual(Array.from({ length: 19 }, () => [0, undefined]));
  });
});

describe('Resend, whatever it does', () => {
  const anyLuck = fc.array(fc.constantFrom(...resendFaults), { maxLength: 12 });

  it.prop([anyLuck], { numRuns: 12 })('gets every mail into exactly one mailbox, or leaves it visible to an operator', async (luck) => {
    const { wire, hasty, close } = await resendWorld();
    const world = await drainWorld({ mails: twentyMails.slice(0, 4) });
    wire.suffer(luck);
    const report = await startedAgainAndAgain(world, { mailer: hasty }, later(start, 20 * hourMs)).finally(close);
    expect(
      wire
        .delivered()
        .map(({ to }) => to)
        .sort(),
    ).toEqual([0, 1, 2, 3].map((number) => `reader-${String(number)}@example.com`));
    expect(report).toMatchObject({ accepted: 4, failed: 0 });
  });
});
