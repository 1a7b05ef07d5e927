import type { Brand } from './brand.ts';

/**
 * A member, as every context knows them: `m_` and 26 characters of base32, the keyed hash of the canonical address.
 * One person has one id, however spelled, and a block or a ban outlives the member's data under it (docs/decisions/0006-member-ids.md).
 */
export type MemberId = Brand<string, 'member-id'>;

/** Reads a member id out of a form, a link or a cookie. */
export const parseMemberId = (text: string): MemberId | undefined => (/^m_[a-z2-7]{26}$/.test(text) ? (text as MemberId) : undefined);
