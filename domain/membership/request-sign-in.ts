import { changed } from '../kernel/decision.ts';
import { parseEmailAddress, type AddressRefused } from '../kernel/email-address.ts';
import type { Result } from '../kernel/result.ts';
import { makeLinkRequest, type LinkFacts, type LinkRequestNeeds, type LinkSentIfPossible, type TooManyRequests } from './link-request.ts';
import { mailLink, mailToNobody } from './links.ts';
import { askForMail } from './mail-limit.ts';
import type { Member } from './member.ts';
import type { MemberDecision } from './present.ts';

/** A wish to be mailed a link that signs in; answered alike for every address that is one. */
export type RequestSignIn = (command: {
  readonly email: string;
  readonly ip: string;
}) => Promise<Result<LinkSentIfPossible, AddressRefused | TooManyRequests>>;

export const makeRequestSignIn = (needs: LinkRequestNeeds): RequestSignIn => {
  const request = makeLinkRequest(needs);
  return async ({ email: text, ip }) => {
    const email = parseEmailAddress(text);
    if (!email.ok) return email;
    return request({ door: 'sign-in', ip, email: email.value }, requestSignIn);
  };
};

/** Who was invited is led to the survey; who left may still sign in, to take their data along or have it erased. */
export const requestSignIn = (
  member: Member | undefined,
  { id, token, banned, now }: LinkFacts,
): MemberDecision<LinkSentIfPossible, never> => {
  if (member === undefined) return changed(member, 'link_sent_if_possible', [mailToNobody(id, token, now)]);
  if (banned || member.standing !== 'good' || member.stage.name === 'erasing') {
    return changed(askForMail(member, 'sign-in', now).member, 'link_sent_if_possible');
  }
  const purpose = member.stage.name === 'invited' ? 'survey' : 'sign-in';
  const { next, outgoing } = mailLink(member, { purpose, token }, now);
  return changed(next, 'link_sent_if_possible', outgoing);
};
