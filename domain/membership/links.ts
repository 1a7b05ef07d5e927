import type { Outgoing } from '../kernel/decision.ts';
import { dayMs, later, minuteMs, type Instant } from '../kernel/instant.ts';
import type { MemberId } from '../kernel/member-id.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { askForMail } from './mail-limit.ts';
import type { Link, LinkPurpose, Member } from './member.ts';
import type { MembershipMail } from './ports.ts';
import type { Minted } from './tokens.ts';

export const linkMs: Readonly<Record<LinkPurpose, number>> = { survey: 7 * dayMs, 'sign-in': 15 * minuteMs };

/** So many links of one purpose are remembered; the oldest stop working when there are more. */
export const linksMax = 5;

/** Mails a new link to the stored address, or only counts the wish where today's mails are used up. */
export const mailLink = (
  member: Member,
  { purpose, token }: { readonly purpose: LinkPurpose; readonly token: Minted },
  now: Instant,
): Mailed => {
  const template = purpose === 'survey' ? 'survey-link' : 'sign-in';
  const asked = askForMail(member, template, now);
  if (!asked.granted) return { next: asked.member, outgoing: [] };
  const link: Link = { purpose, hash: token.hash, expiresAt: later(now, linkMs[purpose]) };
  return {
    next: withLink(asked.member, link),
    outgoing: [{ key: `${template}:${token.hash}`, dueAt: now, message: { template, to: member.id, token: token.text } }],
  };
};
export interface Mailed {
  readonly next: Member;
  readonly outgoing: readonly Outgoing<MembershipMail>[];
}

/**
 * What a wish about nobody puts into the outbox: a mail to somebody who is not there, which whoever sends mails drops. So the wish is
 * as much work as one about a member, and the time it takes tells nobody whether there is one.
 */
export const mailToNobody = (id: MemberId, token: Minted, now: Instant): Outgoing<MembershipMail> => ({
  key: `sign-in:${token.hash}`,
  dueAt: now,
  message: { template: 'sign-in', to: id, token: token.text },
});

/** Whether a link may be spent now; a link of another purpose is as unknown as one that was never mailed. */
export const lookAt = (
  member: Member | undefined,
  { purpose, hash }: Pick<Link, 'purpose' | 'hash'>,
  now: Instant,
): Result<Link, LinkRefused> =>
  whereOpen(
    member?.links.find((each) => each.purpose === purpose && each.hash === hash),
    now,
  );

/** The link itself, where it may be spent now. */
export const whereOpen = <L extends Pick<Link, 'expiresAt' | 'spentAt'>>(link: L | undefined, now: Instant): Result<L, LinkRefused> => {
  if (link === undefined) return err({ code: 'membership.link_unknown' });
  if (link.spentAt !== undefined) return err({ code: 'membership.link_spent' });
  return now < link.expiresAt ? ok(link) : err({ code: 'membership.link_expired' });
};

export interface LinkRefused {
  readonly code: 'membership.link_unknown' | 'membership.link_spent' | 'membership.link_expired';
}

export const withSpent = (member: Member, spent: Link, now: Instant): Member => ({
  ...member,
  links: member.links.map((link) => (link === spent ? { ...link, spentAt: now } : link)),
});

/** Of each purpose the newest links are remembered. */
export const withLink = (member: Member, link: Link): Member => ({
  ...member,
  links: remembered([...member.links, link], link.purpose),
});

const remembered = (links: readonly Link[], purpose: LinkPurpose): readonly Link[] => {
  const surplus = links.filter((link) => link.purpose === purpose).slice(0, -linksMax);
  return links.filter((link) => !surplus.includes(link));
};
