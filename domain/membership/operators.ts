import { canonicalAddress, type CanonicalAddress } from '../kernel/email-address.ts';
import type { Member } from './member.ts';

/** Whether a member runs the community: theirs is one of the addresses in its file, however either is spelled. */
export const isOperator = (member: Member, operators: ReadonlySet<CanonicalAddress>): boolean =>
  member.standing === 'good' && operators.has(canonicalAddress(member.email));
