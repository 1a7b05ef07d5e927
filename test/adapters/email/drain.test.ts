import { fc, it } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import type { LoopMail } from '../../../adapters/email/render.ts';
import type { EmailAddress } from '../../../domain/kernel/email-address.ts';
import { makeDrain } from '../../../adapters/email/drain.ts';
import { nothingYet } from '../../../adapters/email/drain-report.ts';
import { later } from '../../../domain/kernel/instant.ts';
import type { Member } from '../../../domain/membership/member.ts';
import { crashSweep } from '../../support/crash-sweep.ts';
import { mailerFaults, retryAfterMs } from '../../support/faulty-mailer.ts';
import { aMember, anIntroduction, drained, drainWorld, keyNumber, limits, memberNumber, partnerOfAll, start, week } from './drain-world.ts';

const introductions = [0, 1, 2, 3, 4].map(anIntroduction);
const keysOf = (deliveries: readonly { readonly key: string }[]): readonly string[] => deliveries.map(({ key }) => key).sort();
const everyKey = introductions.map((_, at) => keyNumber(at));

describe('the drain', () => {
  it('sends every mail that is due once, records each, and leaves nothing behind', async () => {
    const world = await drainWorld({ mails: introductions });
    expect(await world.drain()).toEqual({ ...nothingYet, accepted: 5 });
    expect(keysOf(world.mailer.delivered())).toEqual(everyKey);
    expect([...world.recorded]).toEqual(introductions.map(({ to }) => `introduction ${to}`));
    expect(await world.outbox.pending()).toEqual({ waiting: 0, failed: 0 });
  });

  it('leaves a mail alone whose time has not come', async () => {
    const world = await drainWorld({ mails: introductions });
    await world.outbox.postpone(keyNumber(0), later(world.clock.now(), 60_000), { attempts: 0 });
    await world.drain();
    expect(keysOf(world.mailer.delivered())).toEqual(everyKey.slice(1));
  });

  it('tells how far it is after each mail', async () => {
    const world = await drainWorld({ mails: introductions });
    await world.drain();
    expect(world.reports.map(({ accepted }) => accepted)).toEqual([1, 2, 3, 4, 5]);
  });

  it('sends no faster than the pace', async () => {
    const world = await drainWorld({ mails: introductions, limits: { ratePerSecond: 4 } });
    await world.drain();
    const times = world.mailer.attempts().map(({ at }) => at);
    expect(times.map((at) => at - (times[0] ?? 0))).toEqual([0, 250, 500, 750, 1_000]);
  });

  it('sends nothing to anybody before a mailer’s Retry-After is over', async () => {
    const world = await drainWorld({ mails: introductions, luck: ['takes', 'too-many-until'] });
    await drained(world);
    const [, refusedAt, next] = world.mailer.attempts().map(({ at }) => at);
    expect((next ?? 0) - (refusedAt ?? 0)).toBeGreaterThanOrEqual(retryAfterMs);
    expect(keysOf(world.mailer.delivered())).toEqual(everyKey);
  });

  it('ends its run and says when to come back where the mailer asks for a long rest', async () => {
    const world = await drainWorld({ mails: introductions, luck: ['too-many-until'], limits: { pauseMaxMs: 1_000 } });
    const report = await world.drain();
    expect(report).toMatchObject({ accepted: 0, postponed: 1, resumeAt: later(start, introductions.length + retryAfterMs) });
  });

  it('gives up after the last retry, where an operator sees it', async () => {
    const world = await drainWorld({
      mails: introductions.slice(0, 1),
      luck: ['breaks', 'too-many', 'breaks', 'takes'],
      limits: { retryMax: 2 },
    });
    expect(await drained(world)).toMatchObject({ accepted: 0, postponed: 2, failed: 1 });
    const failed = await world.outbox.failed(10);
    expect(failed.map(({ key, code }) => [key, code])).toEqual([[keyNumber(0), 'mail.retries_used_up']]);
  });

  it('keeps the provider’s reason for a mail that it will never take', async () => {
    const world = await drainWorld({ mails: introductions.slice(0, 1), luck: ['refuses'] });
    await world.drain();
    const [failed] = await world.outbox.failed(10);
    expect(failed?.code).toBe('provider.refused');
    expect(world.recorded.size).toBe(0);
  });

  it('gives up on a message that is none of ours, or cannot be shown, and sends the others', async () => {
    const world = await drainWorld({
      mails: [{ template: 'invoice', to: memberNumber(0) } as unknown as LoopMail, anIntroduction(1), anIntroduction(2)],
    });
    const render: typeof world.needs.render = (message, recipient) => {
      if (message.to === memberNumber(1)) throw new Error('a bug');
      return world.needs.render(message, recipient);
    };
    await makeDrain({ ...world.needs, render })();
    expect((await world.outbox.failed(10)).map(({ code }) => code).sort()).toEqual(['mail.not_rendered', 'mail.unreadable']);
    expect(keysOf(world.mailer.delivered())).toEqual([keyNumber(2)]);
  });

  it('stops between two mails when it is told to', async () => {
    const world = await drainWorld({ mails: introductions });
    const stop = new AbortController();
    const drain = makeDrain({ ...world.needs, onProgress: ({ accepted }) => accepted === 2 && stop.abort() });
    await drain(stop.signal);
    expect(world.mailer.delivered()).toHaveLength(2);
  });
});

describe('who gets a mail when it leaves', () => {
  const sentTo = async (mail: LoopMail, members: Parameters<typeof drainWorld>[0]['members']) => {
    const world = await drainWorld({ mails: [mail], members: members ?? [] });
    const report = await world.drain();
    return { to: world.mailer.delivered().map((delivery) => delivery.mail.to), dropped: report.dropped };
  };

  it('is nobody, where the member was erased since', async () => {
    expect(await sentTo(anIntroduction(0), [])).toEqual({ to: [], dropped: 1 });
  });

  it('is nobody, where the member wants no more of that kind, left, or may not take part', async () => {
    for (const change of [{ unsubscribed: ['introduction'] }, { stage: { name: 'left', at: start } }, { standing: 'suspended' }] as const)
      expect(await sentTo(anIntroduction(0), [aMember(0, change)])).toEqual({ to: [], dropped: 1 });
  });

  it('is still the member who asked to sign in, whatever they unsubscribed from', async () => {
    const mail: LoopMail = { template: 'sign-in', to: memberNumber(0), token: 'token' };
    const member = aMember(0, { unsubscribed: ['sign-in', 'introduction'] });
    expect(await sentTo(mail, [member])).toEqual({ to: [member.email], dropped: 0 });
  });

  it('is the address in a goodbye, though its member is gone', async () => {
    const address = 'gone@example.com' as EmailAddress;
    expect(await sentTo({ template: 'goodbye', to: memberNumber(0), address, name: 'Gone', erased: true }, [])).toEqual({
      to: [address],
      dropped: 0,
    });
  });
});

describe('whom a mail names when it leaves', () => {
  const gone: readonly [string, Partial<Member> | undefined][] = [
    ['was erased', undefined],
    ['is being erased', { stage: { name: 'erasing', at: start } }],
    ['was banned', { standing: 'banned' }],
    ['was suspended', { standing: 'suspended' }],
  ];
  const subjects = async (mail: LoopMail, change: Partial<Member> | undefined, blocked = false) => {
    const world = await drainWorld({ mails: [mail] });
    if (change === undefined) world.everyone.delete(partnerOfAll.id);
    else world.everyone.set(partnerOfAll.id, { ...partnerOfAll, ...change });
    const blocks = { between: async () => Promise.resolve(blocked) };
    await makeDrain({ ...world.needs, blocks })();
    expect(await world.outbox.pending()).toEqual({ waiting: 0, failed: 0 });
    return { sent: world.mailer.delivered().map(({ mail: { subject }, key }) => [subject, key]), recorded: [...world.recorded] };
  };
  const neutral = { sent: [['cancelled', keyNumber(0)]], recorded: [`cancelled ${memberNumber(0)}`] };

  it.each(gone)('is nobody who %s: an introduction to them is cancelled neutrally', async (_, change) => {
    expect(await subjects(anIntroduction(0), change)).toEqual(neutral);
  });

  it('is nobody who left, or who is blocked', async () => {
    expect(await subjects(anIntroduction(0), { stage: { name: 'left', at: start } })).toEqual(neutral);
    expect(await subjects(anIntroduction(0), {}, true)).toEqual(neutral);
  });

  it('is still somebody who pauses from the next round on', async () => {
    expect((await subjects(anIntroduction(0), { stage: { name: 'paused', until: undefined } })).sent).toEqual([
      ['introduction', keyNumber(0)],
    ]);
  });

  it.each(gone)('is nobody who %s: whether they met is not asked', async (_, change) => {
    const question: LoopMail = { template: 'did-you-meet', to: memberNumber(0), week, partner: partnerOfAll.id, partnerName: 'Ana' };
    expect(await subjects(question, change)).toEqual({ sent: [], recorded: [] });
    expect(await subjects(question, {}, true)).toEqual({ sent: [], recorded: [] });
  });
});

describe('a goodbye that cannot be delivered', () => {
  it.each(['refused for good', 'tried to the end'])('leaves no address behind: %s', async (how) => {
    const mail: LoopMail = {
      template: 'goodbye',
      to: memberNumber(0),
      address: 'gone@example.com' as EmailAddress,
      name: 'Gone',
      erased: true,
    };
    const world = await drainWorld({
      mails: [mail],
      luck: how === 'refused for good' ? ['refuses'] : ['breaks', 'breaks'],
      limits: { retryMax: 1 },
    });
    expect(await drained(world)).toMatchObject({ accepted: 0, failed: 1 });
    expect(await world.outbox.failed(10)).toEqual([]);
  });
});

describe('the promise', () => {
  const luck = fc.array(fc.constantFrom(...mailerFaults), { maxLength: 40 });
  const kindLuck = fc.array(fc.constantFrom(...mailerFaults.filter((fault) => fault !== 'refuses')), { maxLength: 40 });

  it.prop([kindLuck])('with a mailer that honours keys everybody gets exactly one, whatever goes wrong on the way', async (given) => {
    const world = await drainWorld({ mails: introductions, luck: given });
    const report = await drained(world);
    expect(keysOf(world.mailer.delivered())).toEqual(everyKey);
    expect(report).toMatchObject({ accepted: 5, failed: 0, maybeTwice: 0 });
  });

  it.prop([luck])('with any other nobody gets none, and each second copy is counted', async (given) => {
    const world = await drainWorld({ mails: introductions, luck: given, honoursKeys: false });
    const report = await drained(world);
    const keys = keysOf(world.mailer.delivered());
    const failed = keysOf(await world.outbox.failed(10));
    for (const key of everyKey) expect(keys.includes(key) || failed.includes(key)).toBe(true);
    expect(keys.length - new Set(keys).size).toBeLessThanOrEqual(report.maybeTwice);
    expect(report.accepted + report.failed).toBe(5);
  });

  it('shares the work among runs at one time, and nobody gets two', async () => {
    const world = await drainWorld({ mails: introductions, honoursKeys: false });
    const reports = await Promise.all([world.drain(), makeDrain(world.needs)(), makeDrain(world.needs)()]);
    expect(keysOf(world.mailer.delivered())).toEqual(everyKey);
    expect(reports.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(5);
  });

  it('holds when the process is killed at any call', async () => {
    const mails: readonly LoopMail[] = [anIntroduction(0), { template: 'left-over', to: memberNumber(1), week }, anIntroduction(2)];
    const deaths = await crashSweep({
      world: async (faults) => drainWorld({ mails, members: [aMember(0), aMember(1)], luck: ['breaks'], faults }),
      deliver: async (world) => {
        world.clock.moveBy(limits.leaseMs);
        await world.drain();
        return world.outbox.pending();
      },
      settled: ({ waiting }) => waiting === 0,
      restarted: (world) => ({ ...world, drain: makeDrain(world.needs) }),
      end: async (world) => ({
        state: { recorded: [...world.recorded], failed: await world.outbox.failed(10) },
        sent: world.mailer.delivered().map(({ key }) => key),
      }),
    });
    expect(deaths).toBeGreaterThan(20);
  });

  it('with a mailer that ignores keys, a kill makes a second copy only between acceptance and record, and it is counted', async () => {
    const copies: number[] = [];
    let counted = 0;
    await crashSweep({
      world: async (faults) => drainWorld({ mails: [anIntroduction(0)], honoursKeys: false, faults }),
      deliver: async (world) => {
        world.clock.moveBy(limits.leaseMs);
        counted += (await world.drain()).maybeTwice;
        return world.outbox.pending();
      },
      settled: ({ waiting }) => waiting === 0,
      restarted: (world) => ({ ...world, drain: makeDrain(world.needs) }),
      end: (world) => {
        copies.push(world.mailer.delivered().length);
        expect(world.mailer.delivered().length - 1).toBeLessThanOrEqual(counted);
        counted = 0;
        return { state: [...world.recorded], sent: [...new Set(keysOf(world.mailer.delivered()))] };
      },
    });
    // After the mailer’s answer was lost, before and after the record, and before the outbox knew.
    expect(copies.filter((count) => count === 2)).toHaveLength(4);
    expect(Math.max(...copies)).toBe(2);
    expect(Math.min(...copies)).toBe(1);
  });
});
