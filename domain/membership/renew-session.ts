import { later, minuteMs, type Instant } from '../kernel/instant.ts';
import type { MemberId } from '../kernel/member-id.ts';
import type { Secrets } from '../kernel/secrets.ts';
import type { Session } from './member.ts';
import { sessionsMax } from './sessions.ts';
import { mintToken } from './tokens.ts';

/** So long does a cookie that was replaced still sign in, as the answer with the new one may get lost on its way. */
export const replacedMs = 5 * minuteMs;

/** A session that goes on under another cookie, as is due when it may do more than before (OWASP ASVS 5.0, 7.2.4). */
export interface RenewedSession {
  /** The new cookie, good for so long. */
  readonly session: string;
  readonly expiresInMs: number;
}

/** The hash of a new cookie, and the id that the session of the old one has from then on. */
export interface Renewal {
  readonly hash: string;
  readonly replacedId: string;
}

export const mintRenewal = (secrets: Secrets, member: MemberId): { readonly cookie: string; readonly renewal: Renewal } => {
  const { text, hash } = mintToken(secrets, member);
  return { cookie: text, renewal: { hash, replacedId: secrets.aliasToken() } };
};

/**
 * Gives a session another cookie; its id, and with it the forms of its pages, stay. The old cookie is left a session of its own, which
 * was given no code and ends soon; where there are too many, that is the first to go.
 */
export const withRenewed = (
  sessions: readonly Session[],
  { session: id, now, renewal }: { readonly session: string; readonly now: Instant; readonly renewal: Renewal },
): readonly Session[] => {
  const replaced = sessions
    .filter((each) => each.id === id)
    .map(({ hash, signedInAt, expiresAt }): Session => {
      const end = later(now, replacedMs);
      return { id: renewal.replacedId, hash, signedInAt, expiresAt: end < expiresAt ? end : expiresAt };
    });
  const renewed = sessions.map((each) => (each.id === id ? { ...each, hash: renewal.hash } : each));
  return [...replaced, ...renewed].slice(-sessionsMax);
};

/** How long a session lasts from `now` on, in milliseconds; one that there is not, no longer. */
export const lastsMs = (
  sessions: readonly Session[],
  { session: id, now }: { readonly session: string; readonly now: Instant },
): number => {
  const found = sessions.find((each) => each.id === id);
  return found === undefined ? 0 : found.expiresAt - now;
};
