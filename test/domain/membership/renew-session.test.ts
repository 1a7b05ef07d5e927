import { describe, expect, it } from 'vitest';
import { later, minuteMs } from '../../../domain/kernel/instant.ts';
import { replacedMs, withRenewed } from '../../../domain/membership/renew-session.ts';
import { sessionMs, sessionsMax } from '../../../domain/membership/sessions.ts';
import { enrol } from '../../support/authenticator.ts';
import { activeMember, codeOf, membershipWorld, start, valueOf } from '../../support/membership-world.ts';
import { enrolled, isVerified, olgas, signInAgain } from './second-factor-world.ts';

describe('a session that was given a code', () => {
  it('goes on under another cookie: one copied before the code opens nothing new, and soon nothing at all', async () => {
    const { world, member, code } = await enrolled();
    const copied = await signInAgain(world, member);
    world.pass(minuteMs);
    const renewed = valueOf(await world.verifySecondFactor({ member, session: copied.session, code: code() }));
    expect(renewed.expiresInMs).toBe(sessionMs - minuteMs);
    expect(valueOf(await world.resumeSession({ cookie: renewed.session }))).toMatchObject({ session: copied.session, verified: true });
    expect(await isVerified(world, copied.cookie)).toBe(false);
    world.pass(replacedMs - 1);
    expect(await isVerified(world, copied.cookie)).toBe(false);
    world.pass(1);
    expect(codeOf(await world.resumeSession({ cookie: copied.cookie }))).toBe('membership.signed_out');
  });

  it('does so by the code that sets the second factor up, too', async () => {
    const world = await membershipWorld();
    const olga = await activeMember(world, olgas);
    const { cookie } = await enrol(world, olga);
    expect([await isVerified(world, cookie), await isVerified(world, olga.cookie)]).toEqual([true, false]);
  });

  it('may be given the next code where the answer with its cookie got lost', async () => {
    const { world, member, code } = await enrolled();
    const { session, cookie } = await signInAgain(world, member);
    valueOf(await world.verifySecondFactor({ member, session, code: code() }));
    world.pass(minuteMs);
    const { session: again } = valueOf(await world.resumeSession({ cookie }));
    const renewed = valueOf(await world.verifySecondFactor({ member, session: again, code: code() }));
    expect(await isVerified(world, renewed.session)).toBe(true);
  });
});

it('a session that is renewed signs no other browser out', () => {
  const sessions = Array.from({ length: sessionsMax }, (_, at) => {
    return { id: `s${String(at)}`, hash: `h${String(at)}`, signedInAt: start, expiresAt: later(start, sessionMs) };
  });
  const renewed = withRenewed(sessions, { session: 's3', now: start, renewal: { hash: 'new', replacedId: 'old' } });
  expect(renewed.map(({ id }) => id)).toEqual(sessions.map(({ id }) => id));
  expect(renewed.find(({ id }) => id === 's3')?.hash).toBe('new');
});
