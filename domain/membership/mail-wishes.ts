import { changed } from '../kernel/decision.ts';
import type { MemberId } from '../kernel/member-id.ts';
import type { Result } from '../kernel/result.ts';
import type { MailKind, Member } from './member.ts';
import { isMembershipOpen, pausedForGood } from './pause.ts';
import type { Members } from './ports.ts';
import { isPresent, ofPresent, type MemberDecision, type NoMember } from './present.ts';

/** Mails that one can do without. The others are what the member just asked for. */
export const optionalKinds = ['survey-reminder', 'welcome', 'introduction', 'left-over', 'cancelled', 'did-you-meet'] as const;
export type OptionalKind = (typeof optionalKinds)[number];

/** Whether a mail of this kind may leave for a member as they are now; the sender asks right before it does. */
export const wants = (member: Member, kind: MailKind): boolean => {
  if (kind === 'goodbye') return true;
  if (member.standing !== 'good' || !isPresent(member)) return false;
  // Where to write to somebody: not to be ended, and of no use to who is no longer there or out of reach.
  if (kind === 'new-alias') return isMembershipOpen(member) && member.mailTrouble?.kind !== 'bounced';
  if (!isOptional(kind)) return true;
  if (member.mailTrouble !== undefined || member.unsubscribed.includes(kind)) return false;
  return kind === 'survey-reminder' ? member.stage.name === 'invited' : isMembershipOpen(member);
};

/**
 * Ends mails of one kind, or all that one can do without: what the link in each of them does by a bare POST without a session
 * (RFC 8058), any number of times. The answer is the same for a member who is gone.
 */
export type Unsubscribe = (command: MailWish) => Promise<Result<'unsubscribed', never>>;

export interface MailWish {
  readonly member: MemberId;
  readonly kind?: OptionalKind | undefined;
}

export const makeUnsubscribe =
  ({ members }: { readonly members: Members }): Unsubscribe =>
  async ({ member: id, kind }) =>
    members.change(id, (member) => unsubscribe(member, kind));

export const unsubscribe = (member: Member | undefined, kind: OptionalKind | undefined): MemberDecision<'unsubscribed', never> =>
  changed(isPresent(member) ? withoutMails(member, kind) : member, 'unsubscribed');

/** No more introductions is a pause without an end: a match who is never told would be no match. The very same member where nothing changes. */
export const withoutMails = (member: Member, kind: OptionalKind | undefined): Member => {
  const ends = kind === undefined ? optionalKinds : kind === 'introduction' ? [] : [kind];
  const missing = ends.filter((each) => !member.unsubscribed.includes(each));
  const less = missing.length === 0 ? member : { ...member, unsubscribed: [...member.unsubscribed, ...missing] };
  return kind === undefined || kind === 'introduction' ? pausedForGood(less) : less;
};

/** Wants mails of a kind again, or all of them; introductions come back by resuming. Idempotent. */
export type Resubscribe = (command: MailWish) => Promise<Result<'subscribed', NoMember>>;

export const makeResubscribe =
  ({ members }: { readonly members: Members }): Resubscribe =>
  async ({ member: id, kind }) =>
    members.change(
      id,
      ofPresent((member) => resubscribe(member, kind)),
    );

const resubscribe = (member: Member, kind: OptionalKind | undefined): MemberDecision<'subscribed', never> => {
  const rest = kind === undefined ? [] : member.unsubscribed.filter((each) => each !== kind);
  return changed(rest.length === member.unsubscribed.length ? member : { ...member, unsubscribed: rest }, 'subscribed');
};

const isOptional = (kind: MailKind): kind is OptionalKind => optionalKinds.some((each) => each === kind);
