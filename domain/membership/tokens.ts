import { parseMemberId, type MemberId } from '../kernel/member-id.ts';
import type { Secrets } from '../kernel/secrets.ts';

/** A new token for one member, as it goes into a link or a cookie, and the hash that is stored of it. */
export interface Minted {
  readonly text: string;
  readonly hash: string;
}
export const mintToken = (secrets: Secrets, member: MemberId): Minted => {
  const text = `${member}.${secrets.token()}`;
  return { text, hash: secrets.hash(text) };
};

/** A token that came back: `<member id>.<43 characters of base64url>`, or undefined for anything else. */
export const readToken = (secrets: Secrets, text: string): ReadToken | undefined => {
  if (!/^m_[a-z2-7]{26}\.[A-Za-z0-9_-]{43}$/.test(text)) return undefined;
  const member = parseMemberId(text.slice(0, memberIdLength));
  return member === undefined ? undefined : { member, hash: secrets.hash(text) };
};
export interface ReadToken {
  readonly member: MemberId;
  readonly hash: string;
}

const memberIdLength = 28;
