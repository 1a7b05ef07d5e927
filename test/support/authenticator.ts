import { Secret, TOTP } from 'otpauth';
import { later, type Instant } from '../../domain/kernel/instant.ts';
import { type MembershipWorld, type SignedInMember, valueOf } from './membership-world.ts';

/** What an authenticator app shows of a secret at an instant. */
export const codeAt = (secret: string, now: Instant): string => TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: now });

/** Six digits that are no code around `now`. */
export const wrongCodeAt = (secret: string, now: Instant): string => {
  const right = [-60_000, -30_000, 0, 30_000, 60_000].map((ms) => codeAt(secret, later(now, ms)));
  const wrong = ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !right.includes(code));
  if (wrong === undefined) throw new Error('every code is right');
  return wrong;
};

export interface Enrolled {
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
  /** The cookie that the session has from then on. */
  readonly cookie: string;
}

/** Sets a second factor up in a session that has just signed in; its code is used by that. */
export const enrol = async (
  { beginSecondFactor, lookAtSecondFactor, confirmSecondFactor, ports }: MembershipWorld,
  { member, session }: Pick<SignedInMember, 'member' | 'session'>,
): Promise<Enrolled> => {
  valueOf(await beginSecondFactor({ member, session }));
  const secret = valueOf(await lookAtSecondFactor({ member, session, issuer: 'Circle' })).pending?.secret ?? '';
  const code = codeAt(secret, ports.clock.now());
  const { recoveryCodes, renewed } = valueOf(await confirmSecondFactor({ member, session, code }));
  return { secret, recoveryCodes, cookie: renewed.session };
};
