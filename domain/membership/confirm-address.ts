import { changed } from '../kernel/decision.ts';
import { canonicalAddress, type EmailAddress } from '../kernel/email-address.ts';
import type { Instant } from '../kernel/instant.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { whereOpen, type LinkRefused } from './links.ts';
import type { Member, PendingAddress } from './member.ts';
import { type AddressesFull, isFull, isTheirs } from './other-addresses.ts';
import { isPresent, type MemberDecision } from './present.ts';
import type { LinkNeeds } from './spend-link.ts';
import { readToken } from './tokens.ts';

/** Which address a mailed link would confirm; looking changes nothing, as programs that scan mails follow every link. */
export type LookAtAddress = (command: { readonly token: string }) => Promise<Result<EmailAddress, LinkRefused>>;

export const makeLookAtAddress =
  ({ members, secrets, clock }: LinkNeeds): LookAtAddress =>
  async ({ token }) => {
    const read = readToken(secrets, token);
    if (read === undefined) return err({ code: 'membership.link_unknown' });
    const pending = lookAtPending(await members.find(read.member), read.hash, clock.now());
    return pending.ok ? ok(pending.value.address) : pending;
  };

/**
 * Makes an address one of the member's whom the link was made for, whoever is signed in: only the mailbox knows the link. An address that
 * another member signed up with stays theirs alone.
 */
export type ConfirmAddress = (command: { readonly token: string }) => Promise<Result<'confirmed', LinkRefused | AddressNotConfirmed>>;

export type AddressNotConfirmed = { readonly code: 'membership.address_taken' } | AddressesFull;

export const makeConfirmAddress =
  ({ members, secrets, clock }: LinkNeeds): ConfirmAddress =>
  async ({ token }) => {
    const now = clock.now();
    const read = readToken(secrets, token);
    if (read === undefined) return err({ code: 'membership.link_unknown' });
    const pending = lookAtPending(await members.find(read.member), read.hash, now);
    if (!pending.ok) return pending;
    const person = secrets.memberIdOf(canonicalAddress(pending.value.address));
    // Somebody may sign up with it between this and the change, as anybody may afterwards: then it is an address of both.
    const isTaken = person !== read.member && (await members.find(person)) !== undefined;
    if (isTaken) return err({ code: 'membership.address_taken' });
    return members.change(read.member, (member) => confirmAddress(member, read.hash, now));
  };

export const confirmAddress = (
  member: Member | undefined,
  hash: string,
  now: Instant,
): MemberDecision<'confirmed', LinkRefused | AddressesFull> => {
  const looked = lookAtPending(member, hash, now);
  if (!isPresent(member)) return err({ code: 'membership.link_unknown' });
  if (!looked.ok) return looked;
  const { address } = looked.value;
  const isKnown = isTheirs(member, address);
  if (!isKnown && isFull(member)) return err({ code: 'membership.addresses_full' });
  const { otherAddresses = [], pendingAddresses = [] } = member;
  return changed(
    {
      ...member,
      otherAddresses: isKnown ? otherAddresses : [...otherAddresses, address],
      pendingAddresses: pendingAddresses.map((each) => (each.hash === hash ? { ...each, spentAt: now } : each)),
    },
    'confirmed',
  );
};

/** Of who is shut out every link is as good as gone. */
const lookAtPending = (member: Member | undefined, hash: string, now: Instant): Result<PendingAddress, LinkRefused> => {
  const isIn = isPresent(member) && member.standing !== 'banned';
  return whereOpen(isIn ? member.pendingAddresses?.find((each) => each.hash === hash) : undefined, now);
};
