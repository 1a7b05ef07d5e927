import type { Instant } from '../../../domain/kernel/instant.ts';
import type { Member } from '../../../domain/membership/member.ts';
import { codeAt, enrol, wrongCodeAt } from '../../support/authenticator.ts';
import { activeMember, lastToken, membershipWorld, valueOf, type MembershipWorld } from '../../support/membership-world.ts';

export const olgas = 'olga@example.com';

/** Olga runs the community and has an authenticator app, of which half a minute ago a code was used to set it up. */
export const enrolled = async () => {
  const world = await membershipWorld();
  const olga = await activeMember(world, olgas);
  const { secret, recoveryCodes, cookie } = await enrol(world, olga);
  world.pass(30_000);
  const now = (): Instant => world.ports.clock.now();
  return {
    world,
    ...olga,
    cookie,
    secret,
    recoveryCodes,
    code: () => codeAt(secret, now()),
    wrong: () => wrongCodeAt(secret, now()),
    record: async () => (await world.ports.members.find(olga.member)) as Member,
  };
};

export const signInAgain = async (world: MembershipWorld, member: Parameters<typeof lastToken>[1]) => {
  valueOf(await world.requestSignIn({ email: olgas, ip: 'x' }));
  const { session: cookie } = valueOf(await world.spendLink({ purpose: 'sign-in', token: lastToken(world, member) }));
  return { cookie, session: valueOf(await world.resumeSession({ cookie })).session };
};

export const isVerified = async (world: MembershipWorld, cookie: string): Promise<boolean> =>
  valueOf(await world.resumeSession({ cookie })).verified;
