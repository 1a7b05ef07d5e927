import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayMs, hourMs, later, minuteMs, type Instant } from '../../../domain/kernel/instant.ts';
import type { MemberId } from '../../../domain/kernel/member-id.ts';
import { linkMs } from '../../../domain/membership/links.ts';
import type { Member } from '../../../domain/membership/member.ts';
import type { MembershipMail } from '../../../domain/membership/ports.ts';
import { remindersARunMax } from '../../../domain/membership/remind-invited.ts';
import { aMember, memberIdOf } from '../../support/contract-membership.ts';
import {
  activeMember,
  aForm,
  address,
  fullAnswers,
  idOf,
  invitedMember,
  lastToken,
  membershipWorld,
  start,
  valueOf,
  type MembershipWorld,
} from '../../support/membership-world.ts';
import { poison } from '../../support/poison.ts';

type Reminder = Extract<MembershipMail, { template: 'survey-reminder' }>;
const reminders = (world: MembershipWorld): readonly Reminder[] =>
  world.mails().filter((mail): mail is Reminder => mail.template === 'survey-reminder');

/** Ana asked to join at the sending hour of day 0, and did nothing since. */
const asked = async (email = 'ana@example.com') => {
  const world = await membershipWorld();
  valueOf(await world.signUp(aForm(email)));
  return { world, member: idOf(world, email) };
};

/** Whom the runs of so many days reminded, and on which days. */
const daysReminded = async (world: MembershipWorld, days: number): Promise<readonly number[]> => {
  const reminded: number[] = [];
  for (let day = 0; day < days; day++) {
    const before = reminders(world).length;
    await world.remindInvited();
    for (let mail = before; mail < reminders(world).length; mail++) reminded.push(Math.round((world.ports.clock.now() - start) / dayMs));
    world.pass(dayMs);
  }
  return reminded;
};

describe('who asked to join and did not answer the questions', () => {
  it('is reminded after three days and after ten, and then no more', async () => {
    const { world } = await asked();
    expect(await daysReminded(world, 60)).toEqual([3, 10]);
    expect(reminders(world).map(({ isLast }) => isLast)).toEqual([false, true]);
  });

  it('gets a new link each time, which works once within seven days of the mail', async () => {
    const { world, member } = await asked();
    world.moveTo(later(start, 3 * dayMs));
    expect(valueOf(await poison(() => world.remindInvited()))).toEqual({ reminded: 1, isComplete: true });
    const token = lastToken(world, member);
    world.pass(linkMs.survey - 1);
    expect(valueOf(await world.lookAtLink({ purpose: 'survey', token }))).toBe('good');
    valueOf(await world.spendLink({ purpose: 'survey', token }));
    expect((await world.spendLink({ purpose: 'survey', token })).ok).toBe(false);
  });

  it('is written to at the sending hour, whenever the run is', async () => {
    for (const [ranAt, sentAt] of [
      [3 * dayMs, 3 * dayMs],
      [3 * dayMs + 59 * minuteMs, 3 * dayMs + 59 * minuteMs],
      [3 * dayMs + hourMs, 4 * dayMs],
      [4 * dayMs - hourMs, 4 * dayMs],
    ] as const) {
      const { world } = await asked();
      await world.remindInvited({ now: later(start, ranAt) });
      expect(world.outbox().at(-1)).toMatchObject({ dueAt: later(start, sentAt), message: { template: 'survey-reminder' } });
    }
  });

  it('is reminded once by any number of runs at a time', async () => {
    const { world } = await asked();
    world.moveTo(later(start, 3 * dayMs));
    await Promise.all(Array.from({ length: 5 }, async () => world.remindInvited()));
    await world.remindInvited();
    expect(reminders(world)).toHaveLength(1);
  });

  it('is left in peace for three days after they asked for a link or had a look', async () => {
    const { world } = await asked();
    world.pass(2 * dayMs);
    await invitedMember(world);
    world.moveTo(start);
    expect(await daysReminded(world, 60)).toEqual([5, 10]);
  });

  it('is reminded late, not twice at once, when nothing ran for weeks', async () => {
    const { world } = await asked();
    world.pass(30 * dayMs);
    expect(await daysReminded(world, 20)).toEqual([30, 33]);
  });

  it('is a new person after an erasure, and reminded as one', async () => {
    const { world } = await asked();
    world.moveTo(later(start, 3 * dayMs));
    await world.remindInvited();
    const { member, session } = await invitedMember(world);
    valueOf(await world.eraseMember({ member, session }));
    valueOf(await world.signUp(aForm()));
    world.pass(3 * dayMs);
    expect(valueOf(await world.remindInvited()).reminded).toBe(1);
    expect(reminders(world)).toHaveLength(2);
  });
});

describe('nobody is reminded', () => {
  const quiet: Readonly<Record<string, (world: MembershipWorld, member: MemberId) => Promise<unknown>>> = {
    'who has answered': async (world, member) => world.handIn({ member, ...fullAnswers }),
    'who has left': async (world, member) => world.leave({ member }),
    'who is suspended': async (world, member) => world.suspend({ member }),
    'who is banned': async (world, member) => world.ban({ member }),
    'who wants no reminders': async (world, member) => world.unsubscribe({ member, kind: 'survey-reminder' }),
    'who wants no mails': async (world, member) => world.unsubscribe({ member }),
    'whose mails came back': async (world) =>
      world.recordMailTrouble({ address: 'ana@example.com', kind: 'bounced', at: later(start, 1), eventId: 'e' }),
    'who complained': async (world) => world.recordMailTrouble({ address: 'ana@example.com', kind: 'complained', at: start, eventId: 'e' }),
  };
  it.each(Object.entries(quiet))('%s', async (_, settle) => {
    const { world, member } = await asked();
    await settle(world, member);
    expect(await daysReminded(world, 20)).toEqual([]);
  });

  it('who was made a member unasked, because the community’s file names them, until they ask for a link', async () => {
    const world = await membershipWorld();
    await world.seatOperators({ operators: [address('olga@example.com')] });
    expect(await daysReminded(world, 20)).toEqual([]);
    await world.requestSignIn({ email: 'olga@example.com', ip: 'x' });
    expect(await daysReminded(world, 20)).toEqual([23, 26]);
  });
});

it('whatever happens in whatever order: at most two reminders, at the sending hour, to who still waits for the survey, each link new', async () => {
  const step = fc.constantFrom(
    'sign up',
    'hand in',
    'leave',
    'no reminders',
    'bounce',
    'run',
    'run',
    'an hour',
    'a day',
    'a day',
    'four days',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const world = await membershipWorld();
      const member = idOf(world, 'ana@example.com');
      const ana = async (): Promise<Member | undefined> => world.ports.members.find(member);
      for (const each of steps) {
        const before = reminders(world).length;
        const was = await ana();
        await takeStep(world, member, each);
        const sent = reminders(world).length - before;
        if (sent === 0) continue;
        expect([each, sent, was?.stage.name, was?.answers]).toEqual(['run', 1, 'invited', undefined]);
        expect(world.outbox().at(-1)?.dueAt).toSatisfy((dueAt: Instant) => new Date(dueAt).getUTCHours() === 9);
        expect(world.ports.clock.now() - (was?.signedUpAt ?? 0)).toBeGreaterThanOrEqual(3 * dayMs);
      }
      expect(reminders(world).length).toBeLessThanOrEqual(2);
      const tokens = reminders(world).map(({ token }) => token);
      expect(new Set(tokens).size).toBe(tokens.length);
    }),
    { numRuns: 150 },
  );
});

const takeStep = async (world: MembershipWorld, member: MemberId, step: string): Promise<void> => {
  if (step === 'sign up') await world.signUp({ ...aForm(), ip: String(world.ports.clock.now()) });
  if (step === 'hand in') await world.handIn({ member, ...fullAnswers });
  if (step === 'leave') await world.leave({ member });
  if (step === 'no reminders') await world.unsubscribe({ member, kind: 'survey-reminder' });
  if (step === 'bounce')
    await world.recordMailTrouble({ address: 'ana@example.com', kind: 'bounced', at: world.ports.clock.now(), eventId: 'e' });
  if (step === 'run') await world.remindInvited();
  if (step === 'an hour') world.pass(hourMs);
  if (step === 'a day') world.pass(dayMs);
  if (step === 'four days') world.pass(4 * dayMs);
};

describe('one run', () => {
  it('reads every member once, and for the ones it reminds each of them once more', async () => {
    const reads: string[] = [];
    const world = await membershipWorld((ports) => ({
      ...ports,
      members: {
        ...ports.members,
        page: async (after, limit) => {
          reads.push('page');
          return ports.members.page(after, limit);
        },
        change: async (id, decide) => {
          reads.push('change');
          return ports.members.change(id, decide);
        },
      },
    }));
    for (const name of ['ben', 'cleo', 'dan']) await activeMember(world, `${name}@example.com`);
    valueOf(await world.signUp(aForm()));
    world.moveTo(later(start, 3 * dayMs));
    reads.length = 0;
    await world.remindInvited();
    expect(reads).toEqual(['page', 'change']);
  });

  it('reminds a limited number, and the next one the others', async () => {
    const invited = Array.from({ length: remindersARunMax + 5 }, (_, at) =>
      aMember({
        id: memberIdOf(at),
        stage: { name: 'invited' },
        signedUpAt: start,
        links: [{ purpose: 'survey', hash: 'h', expiresAt: later(start, linkMs.survey) }],
      }),
    );
    const world = await membershipWorld();
    for (const member of invited)
      await world.ports.members.change(member.id, () => ({ ok: true, value: { next: member, outgoing: [], outcome: undefined } }));
    world.moveTo(later(start, 3 * dayMs));
    expect(valueOf(await world.remindInvited())).toEqual({ reminded: remindersARunMax, isComplete: false });
    expect(valueOf(await world.remindInvited())).toEqual({ reminded: 5, isComplete: true });
    expect(new Set(reminders(world).map(({ to }) => to)).size).toBe(invited.length);
  });
});
