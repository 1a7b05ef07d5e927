import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayMs, later, type Instant } from '../../../domain/kernel/instant.ts';
import { weeksAfter } from '../../../domain/kernel/iso-week.ts';
import { optionalKinds, wants } from '../../../domain/membership/mail-wishes.ts';
import { mailKinds, type Member } from '../../../domain/membership/member.ts';
import { skipAheadWeeksMax } from '../../../domain/membership/skip-week.ts';
import { takesPart } from '../../../domain/membership/taking-part.ts';
import {
  activeMember,
  aForm,
  codeOf,
  fullAnswers,
  invitedMember,
  membershipWorld,
  nextWeek,
  start,
  valueOf,
  type MembershipWorld,
} from '../../support/membership-world.ts';
import { poison } from '../../support/poison.ts';

const signedUp = async () => {
  const world = await membershipWorld();
  const { member, cookie } = await activeMember(world);
  return { world, member, cookie, ana: async (): Promise<Member> => (await world.ports.members.find(member)) as Member };
};
const isIn = (world: MembershipWorld, member: Member): boolean => takesPart(member, nextWeek, world.ports.clock.now());

describe('a pause', () => {
  it('lasts until its date, and is over then by itself', async () => {
    const { world, member, ana } = await signedUp();
    expect(await poison(() => world.pause({ member, until: later(start, dayMs) }))).toEqual({ ok: true, value: 'paused' });
    expect(isIn(world, await ana())).toBe(false);
    world.pass(dayMs);
    expect(isIn(world, await ana())).toBe(true);
  });

  it('lasts until the member is back, when it has no date', async () => {
    const { world, member, ana } = await signedUp();
    valueOf(await world.pause({ member, until: undefined }));
    world.pass(1_000 * dayMs);
    expect(isIn(world, await ana())).toBe(false);
    for (let click = 0; click < 2; click++) expect(await world.resume({ member })).toEqual({ ok: true, value: 'active' });
    expect(isIn(world, await ana())).toBe(true);
  });

  it('can be made longer or shorter', async () => {
    const { world, member, ana } = await signedUp();
    await world.pause({ member, until: undefined });
    await world.pause({ member, until: later(start, dayMs) });
    expect((await ana()).stage).toEqual({ name: 'paused', until: later(start, dayMs) });
  });

  it.each([start, later(start, -1), Number.NaN as Instant])('cannot end at %s, which is not ahead', async (until) => {
    const { world, member } = await signedUp();
    expect(codeOf(await world.pause({ member, until }))).toBe('membership.pause_over');
  });

  it.each(['pause', 'resume', 'skipWeek'] as const)('is nothing for who is not in the rounds: %s', async (what) => {
    const { world, member } = await signedUp();
    const ben = await invitedMember(world, 'ben@example.com');
    await world.leave({ member });
    for (const id of [member, ben.member]) {
      expect(codeOf(await world[what]({ member: id, until: undefined, week: nextWeek, skip: true }))).toBe('membership.not_active');
    }
  });
});

describe('skipping a week', () => {
  it('is one click, any number of times, and can be undone', async () => {
    const { world, member, ana } = await signedUp();
    for (let click = 0; click < 3; click++)
      expect(await poison(() => world.skipWeek({ member, week: nextWeek, skip: true }))).toEqual({ ok: true, value: 'skipped' });
    expect((await ana()).skips).toEqual([nextWeek]);
    for (let click = 0; click < 2; click++)
      expect(valueOf(await world.skipWeek({ member, week: nextWeek, skip: false }))).toBe('not_skipped');
    expect((await ana()).skips).toEqual([]);
  });

  it('is too late once the round has begun, and too early half a year ahead', async () => {
    const { world, member } = await signedUp();
    world.moveTo(Date.UTC(2026, 10, 24, 8) as Instant);
    expect(codeOf(await world.skipWeek({ member, week: nextWeek, skip: true }))).toBe('membership.week_over');
    expect(codeOf(await world.skipWeek({ member, week: weeksAfter(nextWeek, 2 + skipAheadWeeksMax), skip: true }))).toBe(
      'membership.week_too_far',
    );
    expect(valueOf(await world.skipWeek({ member, week: weeksAfter(nextWeek, 1), skip: true }))).toBe('skipped');
  });

  it('forgets weeks that are over', async () => {
    const { world, member, ana } = await signedUp();
    await world.skipWeek({ member, week: nextWeek, skip: true });
    world.pass(14 * dayMs);
    await world.skipWeek({ member, week: weeksAfter(nextWeek, 3), skip: true });
    expect((await ana()).skips).toEqual([weeksAfter(nextWeek, 3)]);
  });
});

describe('unsubscribing', () => {
  it('from introductions is a pause without an end, however often it is done', async () => {
    const { world, member, ana } = await signedUp();
    for (let post = 0; post < 3; post++)
      expect(await poison(() => world.unsubscribe({ member, kind: 'introduction' }))).toEqual({ ok: true, value: 'unsubscribed' });
    expect((await ana()).stage).toEqual({ name: 'paused', until: undefined });
    await world.resume({ member });
    expect(wants(await ana(), 'introduction')).toBe(true);
  });

  it('from one kind ends that kind alone, and can be taken back', async () => {
    const { world, member, ana } = await signedUp();
    await world.unsubscribe({ member, kind: 'did-you-meet' });
    const without = await ana();
    expect(mailKinds.filter((kind) => !wants(without, kind))).toEqual(['survey-reminder', 'did-you-meet']);
    valueOf(await world.resubscribe({ member, kind: 'did-you-meet' }));
    const again = await ana();
    expect(mailKinds.filter((kind) => !wants(again, kind))).toEqual(['survey-reminder']);
  });

  it('from everything leaves only mails that the member asks for, and where to write to somebody', async () => {
    const { world, member, ana } = await signedUp();
    valueOf(await world.unsubscribe({ member }));
    const now = await ana();
    expect(mailKinds.filter((kind) => wants(now, kind))).toEqual([
      'survey-link',
      'sign-in',
      'goodbye',
      'second-factor',
      'confirm-address',
      'new-alias',
    ]);
    expect(isIn(world, now)).toBe(false);
    await world.requestSignIn({ email: 'ana@example.com', ip: 'x' });
    expect(world.mails().at(-1)?.template).toBe('sign-in');
  });

  it.each(['resume', 'pause until'] as const)('from everything ends when the member comes back: %s', async (how) => {
    const { world, member, ana } = await signedUp();
    await world.unsubscribe({ member });
    valueOf(how === 'resume' ? await world.resume({ member }) : await world.pause({ member, until: later(start, dayMs) }));
    const now = await ana();
    expect(optionalKinds.filter((kind) => !wants(now, kind))).toEqual(['survey-reminder']);
  });

  it('of someone who is gone says the same', async () => {
    const { world, member } = await signedUp();
    const gone = 'm_aaaaaaaaaaaaaaaaaaaaaaaaaa' as Member['id'];
    expect(await world.unsubscribe({ member: gone })).toEqual(await world.unsubscribe({ member }));
    expect(await world.ports.members.find(gone)).toBeUndefined();
  });

  it('never leaves someone in a round whose mail they would not get', async () => {
    const step = fc.constantFrom(
      'all',
      'introduction',
      'left-over',
      'resume',
      'pause',
      'pause until',
      'leave and come back',
      'wait',
      'resubscribe',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const { world, member, ana } = await signedUp();
        for (const each of steps) await takeStep(world, member, each);
        const now = await ana();
        if (takesPart(now, weeksAfter(nextWeek, 20), world.ports.clock.now())) expect(wants(now, 'introduction')).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

const takeStep = async (world: MembershipWorld, member: Member['id'], step: string): Promise<void> => {
  if (step === 'all') await world.unsubscribe({ member });
  if (step === 'introduction' || step === 'left-over') await world.unsubscribe({ member, kind: step });
  if (step === 'resubscribe') await world.resubscribe({ member, kind: 'introduction' });
  if (step === 'resume') await world.resume({ member });
  if (step === 'pause') await world.pause({ member, until: undefined });
  if (step === 'pause until') await world.pause({ member, until: later(world.ports.clock.now(), dayMs) });
  if (step === 'wait') world.pass(dayMs);
  if (step !== 'leave and come back') return;
  await world.leave({ member });
  await world.handIn({ member, ...fullAnswers });
};

describe('leaving', () => {
  it('ends sessions and links and says goodbye once', async () => {
    const { world, member, cookie, ana } = await signedUp();
    for (let click = 0; click < 2; click++) {
      expect(await poison(() => world.leave({ member }))).toEqual({ ok: true, value: 'left' });
      world.pass(1);
    }
    expect(await ana()).toMatchObject({ stage: { name: 'left', at: start }, links: [], sessions: [], answers: fullAnswers });
    expect(codeOf(await world.resumeSession({ cookie }))).toBe('membership.signed_out');
    expect(world.mails().filter(({ template }) => template === 'goodbye')).toEqual([
      { template: 'goodbye', to: member, address: 'ana@example.com', name: 'Ana', erased: false },
    ]);
  });

  it('is open to someone who was only invited', async () => {
    const world = await membershipWorld();
    const { member } = await invitedMember(world);
    expect(valueOf(await world.leave({ member }))).toBe('left');
  });
});

describe('a name', () => {
  it('is the member’s own to change, under the same rules', async () => {
    const { world, member, ana } = await signedUp();
    valueOf(await world.rename({ member, name: ' Ana  Lúcia ' }));
    expect((await ana()).name).toBe('Ana Lúcia');
    expect(codeOf(await world.rename({ member, name: 'evil.com' }))).toBe('membership.name_link');
  });
});

describe('the mail limit', () => {
  it('holds under any history of a day', async () => {
    const step = fc.constantFrom('sign up', 'sign in', 'leave', 'come back', 'wait');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { world, member } = await signedUp();
        const days = new Map<string, number>();
        let counted = world.mails().length;
        for (const each of ['wait', ...steps]) {
          if (each === 'wait') world.pass(dayMs);
          if (each === 'sign up') await world.signUp({ ...aForm(), ip: String(counted) });
          if (each === 'sign in') await world.requestSignIn({ email: 'ana@example.com', ip: String(counted) });
          if (each === 'leave') await world.leave({ member });
          if (each === 'come back') await world.handIn({ member, ...fullAnswers });
          for (const { template } of world.mails().slice(counted)) {
            const key = `${template} ${String(world.ports.clock.now())}`;
            days.set(key, (days.get(key) ?? 0) + 1);
          }
          counted = world.mails().length;
        }
        expect(Math.max(0, ...days.values())).toBeLessThanOrEqual(3);
      }),
      { numRuns: 60 },
    );
  });
});
