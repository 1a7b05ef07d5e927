import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayMs, later, minuteMs } from '../../../domain/kernel/instant.ts';
import type { MailTroubleEvent } from '../../../domain/membership/mail-trouble.ts';
import { optionalKinds, wants } from '../../../domain/membership/mail-wishes.ts';
import type { Member } from '../../../domain/membership/member.ts';
import { takesPart } from '../../../domain/membership/taking-part.ts';
import {
  activeMember,
  fullAnswers,
  invitedMember,
  lastToken,
  membershipWorld,
  nextWeek,
  start,
  valueOf,
} from '../../support/membership-world.ts';
import { poison } from '../../support/poison.ts';

const dayAfter = later(start, dayMs);
const bounce: MailTroubleEvent = { address: 'ana@example.com', kind: 'bounced', at: dayAfter, eventId: 'event 1' };
const complaint: MailTroubleEvent = { ...bounce, kind: 'complained', eventId: 'event 2' };

/** Ana takes part for two days; mails may have met trouble since. */
const signedUp = async () => {
  const world = await membershipWorld();
  const { member, session } = await activeMember(world);
  world.pass(2 * dayMs);
  const ana = async (): Promise<Member> => (await world.ports.members.find(member)) as Member;
  const signIn = async (): Promise<void> => {
    valueOf(await world.requestSignIn({ email: 'ana@example.com', ip: 'x' }));
    valueOf(await world.spendLink({ purpose: 'sign-in', token: lastToken(world, member) }));
  };
  const isIn = async (): Promise<boolean> => takesPart(await ana(), nextWeek, world.ports.clock.now());
  return { world, member, session, ana, signIn, isIn };
};

describe('a mail that came back for good', () => {
  it('pauses its reader until they say that they are back, and then everything is as before', async () => {
    const { world, member, ana, isIn } = await signedUp();
    const before = await ana();
    expect(await poison(() => world.recordMailTrouble(bounce))).toEqual({ ok: true, value: 'recorded' });
    expect(await isIn()).toBe(false);
    expect(optionalKinds.filter((kind) => wants(before, kind))).not.toEqual([]);
    const bounced = await ana();
    expect(optionalKinds.filter((kind) => wants(bounced, kind))).toEqual([]);
    valueOf(await world.resume({ member }));
    expect(await ana()).toStrictEqual({ ...before, backAt: later(start, 2 * dayMs) });
  });

  it('ends a pause that would have ended by itself: they may be out of reach for longer', async () => {
    const { world, member, isIn } = await signedUp();
    valueOf(await world.pause({ member, until: later(start, 3 * dayMs) }));
    await world.recordMailTrouble({ ...bounce, at: later(start, 2 * dayMs + 1) });
    world.pass(30 * dayMs);
    expect(await isIn()).toBe(false);
  });

  it('leaves the way back open: a link to sign in is still mailed, as often as the usual limit allows', async () => {
    const { world, ana } = await signedUp();
    await world.recordMailTrouble(bounce);
    const before = world.mails().length;
    for (let wish = 0; wish < 5; wish++) await world.requestSignIn({ email: 'ana@example.com', ip: String(wish) });
    expect(world.mails().slice(before)).toHaveLength(3);
    const bounced = await ana();
    expect((['sign-in', 'survey-link'] as const).map((kind) => wants(bounced, kind))).toEqual([true, true]);
  });

  it('is over for who names the day on which they are back', async () => {
    const { world, member, ana } = await signedUp();
    await world.recordMailTrouble(bounce);
    valueOf(await world.pause({ member, until: later(start, 9 * dayMs) }));
    expect((await ana()).mailTrouble).toBeUndefined();
  });

  it('does not count when they signed in by a later mail, however late we hear of it', async () => {
    const { world, signIn, isIn } = await signedUp();
    await signIn();
    expect(await world.recordMailTrouble(bounce)).toEqual({ ok: true, value: 'over' });
    expect(await isIn()).toBe(true);
  });

  it('keeps somebody who was only invited from being reminded, until they hand in', async () => {
    const world = await membershipWorld();
    const { member } = await invitedMember(world);
    world.pass(2 * dayMs);
    await world.recordMailTrouble(bounce);
    expect(wants((await world.ports.members.find(member)) as Member, 'survey-reminder')).toBe(false);
    valueOf(await world.handIn({ member, ...fullAnswers }));
    expect(await world.ports.members.find(member)).toMatchObject({ stage: { name: 'active' } });
    expect((await world.ports.members.find(member))?.mailTrouble).toBeUndefined();
  });
});

describe('a complaint', () => {
  it('ends every mail that one can do without, and introductions with them', async () => {
    const { world, ana, isIn } = await signedUp();
    expect(await world.recordMailTrouble(complaint)).toEqual({ ok: true, value: 'recorded' });
    expect(await isIn()).toBe(false);
    expect([...(await ana()).unsubscribed].sort()).toEqual([...optionalKinds].sort());
  });

  it('counts although they signed in since; only their wish to come back ends it', async () => {
    const { world, member, signIn, isIn } = await signedUp();
    await signIn();
    expect(valueOf(await world.recordMailTrouble(complaint))).toBe('recorded');
    valueOf(await world.resume({ member }));
    expect(valueOf(await world.recordMailTrouble(complaint))).toBe('over');
    expect(await isIn()).toBe(true);
  });

  it('of somebody who was only invited ends the reminders and leaves the mailed link', async () => {
    const world = await membershipWorld();
    const { member } = await invitedMember(world);
    await world.recordMailTrouble(complaint);
    const invited = (await world.ports.members.find(member)) as Member;
    expect([wants(invited, 'survey-reminder'), wants(invited, 'survey-link')]).toEqual([false, true]);
    expect(invited.stage).toEqual({ name: 'invited' });
  });
});

describe('events of mails', () => {
  const events = fc.array(
    fc.record({
      address: fc.constantFrom('ana@example.com', 'ANA@example.com'),
      kind: fc.constantFrom('bounced' as const, 'complained' as const),
      at: fc.integer({ min: -2, max: 2 }).map((days) => later(start, days * dayMs)),
      eventId: fc.constantFrom('a', 'b', 'c'),
    }),
    { maxLength: 6 },
  );

  it('come to the same, in whatever order and however often they come', async () => {
    const cases = events.chain((some) =>
      fc.tuple(fc.constant(some), fc.shuffledSubarray([...some, ...some], { minLength: some.length * 2, maxLength: some.length * 2 })),
    );
    await fc.assert(
      fc.asyncProperty(cases, async ([some, others]) => {
        const ends = await Promise.all(
          [some, others].map(async (each) => {
            const { world, ana } = await signedUp();
            for (const event of each) await world.recordMailTrouble(event);
            return ana();
          }),
        );
        const [one, other] = ends.map((member) => ({ ...member, unsubscribed: [...member.unsubscribed].sort() }));
        expect(other).toStrictEqual(one);
      }),
      { numRuns: 60 },
    );
  });

  it('never leave somebody in a round who has not come back since', async () => {
    await fc.assert(
      fc.asyncProperty(events, fc.nat(5), async (some, at) => {
        const { world, member, ana, isIn } = await signedUp();
        for (const [place, event] of some.entries()) {
          if (place === at) await world.resume({ member });
          await world.recordMailTrouble(event);
        }
        expect(await isIn()).toBe((await ana()).mailTrouble === undefined);
        await world.resume({ member });
        for (const event of some) expect(valueOf(await world.recordMailTrouble(event))).toBe('over');
        expect(await isIn()).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('from a provider whose clock is ahead are over, too, once the member is back', async () => {
    const { world, member, isIn } = await signedUp();
    const ahead = { ...bounce, at: later(start, 2 * dayMs + minuteMs) };
    expect(valueOf(await world.recordMailTrouble(ahead))).toBe('recorded');
    valueOf(await world.resume({ member }));
    expect(valueOf(await world.recordMailTrouble(ahead))).toBe('over');
    expect(await isIn()).toBe(true);
  });

  it.each(['nobody@example.com', 'ana+old@example.com', 'no address', '', '=1@example.com'])(
    'about %j are about nobody, and change nothing',
    async (address) => {
      const { world } = await signedUp();
      const before = world.stored();
      expect(await world.recordMailTrouble({ ...bounce, address })).toEqual({ ok: true, value: 'unknown' });
      expect(world.stored()).toEqual(before);
    },
  );

  it('about somebody who is being erased are about nobody', async () => {
    const { world, member } = await signedUp();
    await world.ports.members.change(member, (record) => ({
      ok: true,
      value: { next: { ...(record as Member), stage: { name: 'erasing', at: start } }, outgoing: [], outcome: undefined },
    }));
    expect(valueOf(await world.recordMailTrouble(bounce))).toBe('unknown');
  });

  it('are part of a member’s export', async () => {
    const { world, member, signIn } = await signedUp();
    await world.recordMailTrouble({ ...bounce, at: dayAfter });
    await signIn();
    const [session] = valueOf(await world.listSessions({ member }));
    const document = valueOf(await world.exportMember({ member, session: session?.id ?? '' }));
    expect(document.membership).toMatchObject({ mailTrouble: { kind: 'bounced', at: '2026-11-22T09:00:00.000Z' } });
  });
});

it('an operator finds those whose mails came back among all members', async () => {
  const { world, member } = await signedUp();
  await activeMember(world, 'ben@example.com');
  const found = async (text: string) => valueOf(await world.searchMembers({ text, troubled: true, limit: 10 })).members.map(({ id }) => id);
  expect(await found('')).toEqual([]);
  await world.recordMailTrouble({ ...bounce, at: world.ports.clock.now() });
  expect(await found('')).toEqual([member]);
  expect(await found('ben')).toEqual([]);
});
