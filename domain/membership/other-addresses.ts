import type { Clock } from '../kernel/clock.ts';
import { changed, type Outgoing } from '../kernel/decision.ts';
import { type AddressRefused, asciiLowerCase, canonicalAddress, type EmailAddress, parseEmailAddress } from '../kernel/email-address.ts';
import { dayMs, type Instant, later } from '../kernel/instant.ts';
import type { MemberId } from '../kernel/member-id.ts';
import { err, type Result } from '../kernel/result.ts';
import type { Secrets } from '../kernel/secrets.ts';
import type { TooManyRequests } from './link-request.ts';
import type { Member, PendingAddress } from './member.ts';
import type { Allowance, Allowances, Members, MembershipMail } from './ports.ts';
import { type MemberDecision, type NoMember, ofPresent } from './present.ts';
import { mintToken, type Minted } from './tokens.ts';

/**
 * A member says that they write from another address, too. It is mailed a link, which has to be followed before the address counts. Whether
 * it is somebody else's is not looked at before that, so the answer tells nothing about others, and neither does the time it takes.
 */
export type AddAddress = (command: {
  readonly member: MemberId;
  readonly address: string;
}) => Promise<Result<'link_sent', AddressRefused | AddressNotAdded | TooManyRequests | NoMember>>;

/** `address_known`: it is theirs already, in one of the spellings that mean the same. */
export type AddressNotAdded = { readonly code: 'membership.address_known' | 'membership.suspended' } | AddressesFull;

export interface AddressesFull {
  readonly code: 'membership.addresses_full';
}

/** So many further addresses has a member at most, and so many that wait to be confirmed; of these the oldest go first. */
export const otherAddressesMax = 5;
export const addressesADay: Allowance = { most: 5, windowMs: dayMs };
export const addressLinkMs = dayMs;

export interface AddAddressNeeds {
  readonly members: Members;
  readonly allowances: Allowances;
  readonly secrets: Secrets;
  readonly clock: Clock;
}

export const makeAddAddress =
  ({ members, allowances, secrets, clock }: AddAddressNeeds): AddAddress =>
  async ({ member: id, address: text }) => {
    const now = clock.now();
    const address = parseEmailAddress(text);
    if (!address.ok) return address;
    const allowed = await allowances.take(`confirm-address.${secrets.sign('caller', id)}`, addressesADay, now);
    if (allowed !== 'taken') return err({ code: 'membership.too_many_requests', until: allowed.usedUpUntil });
    const token = mintToken(secrets, id);
    return members.change(
      id,
      ofPresent((member) => addAddress(member, { address: address.value, token }, now)),
    );
  };

/** A link that was mailed to the same address before stops working. */
export const addAddress = (
  member: Member,
  { address, token }: { readonly address: EmailAddress; readonly token: Minted },
  now: Instant,
): MemberDecision<'link_sent', AddressNotAdded> => {
  if (member.standing !== 'good') return err({ code: 'membership.suspended' });
  if (isTheirs(member, address)) return err({ code: 'membership.address_known' });
  if (isFull(member)) return err({ code: 'membership.addresses_full' });
  const pending: PendingAddress = { address, hash: token.hash, expiresAt: later(now, addressLinkMs) };
  const others = (member.pendingAddresses ?? []).filter((other) => now < other.expiresAt && !isSame(other.address, address));
  const mail: Outgoing<MembershipMail> = {
    key: `confirm-address:${token.hash}`,
    dueAt: now,
    message: { template: 'confirm-address', to: member.id, address, token: token.text },
  };
  return changed({ ...member, pendingAddresses: [...others, pending].slice(-otherAddressesMax) }, 'link_sent', [mail]);
};

/** Takes a further address away, confirmed or not, as it was written. Idempotent. */
export type RemoveAddress = (command: { readonly member: MemberId; readonly address: string }) => Promise<Result<'removed', NoMember>>;

export const makeRemoveAddress =
  ({ members }: { readonly members: Members }): RemoveAddress =>
  async ({ member: id, address }) =>
    members.change(
      id,
      ofPresent((member) => removeAddress(member, address)),
    );

export const removeAddress = (member: Member, address: string): MemberDecision<'removed', never> => {
  const isAnother = (other: string): boolean => asciiLowerCase(other) !== asciiLowerCase(address.trim());
  const { otherAddresses = [], pendingAddresses = [] } = member;
  const confirmed = otherAddresses.filter(isAnother);
  const pending = pendingAddresses.filter((each) => isAnother(each.address));
  const isThere = confirmed.length < otherAddresses.length || pending.length < pendingAddresses.length;
  return changed(isThere ? { ...member, otherAddresses: confirmed, pendingAddresses: pending } : member, 'removed');
};

export const isTheirs = ({ email, otherAddresses = [] }: Member, address: EmailAddress): boolean =>
  [email, ...otherAddresses].some((each) => isSame(each, address));

export const isFull = ({ otherAddresses = [] }: Member): boolean => otherAddresses.length >= otherAddressesMax;

/** Addresses that still wait to be confirmed. */
export const pendingAt = ({ pendingAddresses = [] }: Member, now: Instant): readonly PendingAddress[] =>
  pendingAddresses.filter(({ expiresAt, spentAt }) => spentAt === undefined && now < expiresAt);

const isSame = (one: EmailAddress, other: EmailAddress): boolean => canonicalAddress(one) === canonicalAddress(other);
