import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTableMembers } from '../../../adapters/dynamodb/members-in-table.ts';
import { dayMs, minuteMs } from '../../../domain/kernel/instant.ts';
import { freshMs, sessionMs, sessionsMax } from '../../../domain/membership/sessions.ts';
import {
  activeMember,
  aForm,
  codeOf,
  idOf,
  invitedMember,
  lastToken,
  membershipOver,
  membershipWorld,
  valueOf,
  type Membership,
  type MembershipWorld,
} from '../../support/membership-world.ts';
import { scheduled } from '../../support/scheduled.ts';
import { poison } from '../../support/poison.ts';

const signInToken = async (world: MembershipWorld, email = 'ana@example.com'): Promise<string> => {
  valueOf(await world.requestSignIn({ email, ip: email }));
  return lastToken(world, idOf(world, email));
};

describe('a mailed link', () => {
  it('is good to look at any number of times, and looking changes nothing', async () => {
    const world = await membershipWorld();
    await world.signUp(aForm());
    const token = lastToken(world, idOf(world, 'ana@example.com'));
    const before = world.stored();
    for (let look = 0; look < 3; look++)
      expect(await poison(() => world.lookAtLink({ purpose: 'survey', token }))).toEqual({ ok: true, value: 'good' });
    expect(world.stored()).toEqual(before);
  });

  it('signs in once; the second time it says that it was used', async () => {
    const world = await membershipWorld();
    await activeMember(world);
    const token = await signInToken(world);
    const { session: cookie } = valueOf(await poison(() => world.spendLink({ purpose: 'sign-in', token })));
    expect(valueOf(await world.resumeSession({ cookie })).member.email).toBe('ana@example.com');
    expect(codeOf(await world.spendLink({ purpose: 'sign-in', token }))).toBe('membership.link_spent');
    expect(codeOf(await world.lookAtLink({ purpose: 'sign-in', token }))).toBe('membership.link_spent');
  });

  it.each([
    ['survey', 7 * dayMs],
    ['sign-in', 15 * minuteMs],
  ] as const)('of the kind %s works until its time is over', async (purpose, ms) => {
    const world = await membershipWorld();
    if (purpose === 'sign-in') await activeMember(world);
    const token =
      purpose === 'sign-in' ? await signInToken(world) : (await world.signUp(aForm()), lastToken(world, idOf(world, 'ana@example.com')));
    world.pass(ms - 1);
    expect(codeOf(await world.lookAtLink({ purpose, token }))).toBeUndefined();
    world.pass(1);
    expect(codeOf(await world.lookAtLink({ purpose, token }))).toBe('membership.link_expired');
    expect(codeOf(await world.spendLink({ purpose, token }))).toBe('membership.link_expired');
  });

  it('serves one purpose', async () => {
    const world = await membershipWorld();
    await activeMember(world);
    const token = await signInToken(world);
    expect(codeOf(await world.spendLink({ purpose: 'survey', token }))).toBe('membership.link_unknown');
    expect(codeOf(await world.resumeSession({ cookie: token }))).toBe('membership.signed_out');
    expect(codeOf(await world.spendLink({ purpose: 'sign-in', token }))).toBeUndefined();
  });

  it('is no session, and a session is no link', async () => {
    const world = await membershipWorld();
    const { cookie } = await activeMember(world);
    expect(codeOf(await world.spendLink({ purpose: 'sign-in', token: cookie }))).toBe('membership.link_unknown');
  });

  it('of one member opens nobody else’s account, whatever is put in front of it', async () => {
    const world = await membershipWorld();
    await activeMember(world);
    const { member: ben } = await activeMember(world, 'ben@example.com');
    const [, secret] = (await signInToken(world)).split('.');
    expect(codeOf(await world.spendLink({ purpose: 'sign-in', token: `${ben}.${String(secret)}` }))).toBe('membership.link_unknown');
  });

  it('cannot be made up', async () => {
    const world = await membershipWorld();
    const { member } = await activeMember(world);
    const forged = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '',
        '.',
        `${member}.`,
        `${member}.${'A'.repeat(42)}`,
        `${member}.${'A'.repeat(44)}`,
        `${member}.${'A'.repeat(43)}\n`,
        `M_${member.slice(2)}.${'A'.repeat(43)}`,
      ),
      fc.string({ unit: fc.constantFrom(...'AZaz09-_'), minLength: 43, maxLength: 43 }).map((secret) => `${member}.${secret}`),
    );
    await fc.assert(
      fc.asyncProperty(forged, async (token) => {
        const before = world.stored();
        expect(codeOf(await world.lookAtLink({ purpose: 'sign-in', token }))).toBe('membership.link_unknown');
        expect(codeOf(await world.spendLink({ purpose: 'sign-in', token }))).toBe('membership.link_unknown');
        expect(codeOf(await world.resumeSession({ cookie: token }))).toBe('membership.signed_out');
        expect(await world.signOut({ cookie: token })).toEqual({ ok: true, value: 'signed_out' });
        expect(world.stored()).toEqual(before);
      }),
    );
  });

  it('ends with leaving and with a ban', async () => {
    const world = await membershipWorld();
    const { member } = await activeMember(world);
    const token = await signInToken(world);
    await world.leave({ member });
    expect(codeOf(await world.spendLink({ purpose: 'sign-in', token }))).toBe('membership.link_unknown');
    const other = await activeMember(world, 'ben@example.com');
    const bens = await signInToken(world, 'ben@example.com');
    await world.ban({ member: other.member });
    expect(codeOf(await world.spendLink({ purpose: 'sign-in', token: bens }))).toBe('membership.link_unknown');
    expect(codeOf(await world.resumeSession({ cookie: other.cookie }))).toBe('membership.signed_out');
  });

  it('is spent once, however the clicks of several browsers interleave', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (s) => {
        const world = await membershipWorld();
        await activeMember(world);
        const token = await signInToken(world);
        // A process of its own for each browser, so that only the table itself decides who was first.
        const browser = (): Membership =>
          membershipOver({ ...world.ports, members: createTableMembers(scheduled(s, world.table, 'table')) });
        const [one, other, third] = await s.waitFor(
          Promise.all([
            browser().spendLink({ purpose: 'sign-in', token }),
            browser().spendLink({ purpose: 'sign-in', token }),
            browser().requestSignIn({ email: 'ana@example.com', ip: 'x' }),
          ]),
        );
        expect([codeOf(one), codeOf(other)].sort()).toEqual(['membership.link_spent', undefined]);
        expect(third.ok).toBe(true);
        expect(valueOf(await world.listSessions({ member: idOf(world, 'ana@example.com') }))).toHaveLength(2);
      }),
      { numRuns: 100 },
    );
  });
});

describe('a session', () => {
  it('lasts 30 days and is fresh for 15 minutes', async () => {
    const world = await membershipWorld();
    const { cookie } = await invitedMember(world);
    expect(valueOf(await world.resumeSession({ cookie })).fresh).toBe(true);
    world.pass(freshMs);
    expect(valueOf(await world.resumeSession({ cookie })).fresh).toBe(true);
    world.pass(1);
    expect(valueOf(await world.resumeSession({ cookie })).fresh).toBe(false);
    world.pass(sessionMs - freshMs - 2);
    expect((await world.resumeSession({ cookie })).ok).toBe(true);
    world.pass(1);
    expect(codeOf(await world.resumeSession({ cookie }))).toBe('membership.signed_out');
  });

  it('gives way when there are more than ten, the oldest first', async () => {
    const world = await membershipWorld();
    const { cookie: oldest, member } = await activeMember(world);
    const cookies: string[] = [];
    for (let day = 0; day < sessionsMax; day++) {
      world.pass(dayMs);
      cookies.push(valueOf(await world.spendLink({ purpose: 'sign-in', token: await signInToken(world) })).session);
    }
    expect(codeOf(await world.resumeSession({ cookie: oldest }))).toBe('membership.signed_out');
    for (const cookie of cookies) expect((await world.resumeSession({ cookie })).ok).toBe(true);
    const listed = valueOf(await world.listSessions({ member }));
    expect(listed).toHaveLength(sessionsMax);
    expect(listed.map(({ signedInAt }) => signedInAt)).toEqual(
      listed.map(({ signedInAt }) => signedInAt).sort((one, other) => other - one),
    );
  });

  it('ends by signing out, and only that one', async () => {
    const world = await membershipWorld();
    const { cookie } = await activeMember(world);
    const { session: other } = valueOf(await world.spendLink({ purpose: 'sign-in', token: await signInToken(world) }));
    for (let click = 0; click < 2; click++) expect(await world.signOut({ cookie })).toEqual({ ok: true, value: 'signed_out' });
    expect(codeOf(await world.resumeSession({ cookie }))).toBe('membership.signed_out');
    expect((await world.resumeSession({ cookie: other })).ok).toBe(true);
  });

  it('can be ended from another browser', async () => {
    const world = await membershipWorld();
    const { member, session, cookie } = await activeMember(world);
    for (let click = 0; click < 2; click++) valueOf(await world.revokeSession({ member, session }));
    expect(codeOf(await world.resumeSession({ cookie }))).toBe('membership.signed_out');
  });

  it('of someone else cannot be ended', async () => {
    const world = await membershipWorld();
    const { session, cookie } = await activeMember(world);
    const { member: ben } = await activeMember(world, 'ben@example.com');
    await world.revokeSession({ member: ben, session });
    expect((await world.resumeSession({ cookie })).ok).toBe(true);
  });

  it('can be kept when all others and all open links end', async () => {
    const world = await membershipWorld();
    const { member, session, cookie } = await activeMember(world);
    const { session: thief } = valueOf(await world.spendLink({ purpose: 'sign-in', token: await signInToken(world) }));
    const token = await signInToken(world);
    valueOf(await world.revokeAll({ member, keep: session }));
    expect((await world.resumeSession({ cookie })).ok).toBe(true);
    expect(codeOf(await world.resumeSession({ cookie: thief }))).toBe('membership.signed_out');
    expect(codeOf(await world.lookAtLink({ purpose: 'sign-in', token }))).toBe('membership.link_unknown');
    valueOf(await world.revokeAll({ member }));
    expect(codeOf(await world.resumeSession({ cookie }))).toBe('membership.signed_out');
  });

  it('of someone suspended goes on, so that they can take their data along', async () => {
    const world = await membershipWorld();
    const { member, cookie, session } = await activeMember(world);
    await world.suspend({ member });
    expect((await world.resumeSession({ cookie })).ok).toBe(true);
    expect((await world.exportMember({ member, session })).ok).toBe(true);
  });
});
