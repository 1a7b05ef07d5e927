import { changed } from '../kernel/decision.ts';
import { parseEmailAddress, type AddressRefused, type EmailAddress } from '../kernel/email-address.ts';
import { utcDay } from '../kernel/instant.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { makeLinkRequest, type LinkFacts, type LinkRequestNeeds, type LinkSentIfPossible, type TooManyRequests } from './link-request.ts';
import { mailLink, mailToNobody } from './links.ts';
import { askForMail } from './mail-limit.ts';
import type { Member } from './member.ts';
import { parseName, type NameRefused } from './name.ts';
import type { MemberDecision } from './present.ts';

/** A stranger's wish to join, as the form has it. `ip` is the caller's address, of IPv6 the first 64 bits. */
export type SignUp = (
  command: SignUpForm & { readonly ip: string },
) => Promise<Result<LinkSentIfPossible, SignUpRefused | TooManyRequests>>;

export interface SignUpForm {
  readonly email: string;
  readonly name: string;
  readonly consent: boolean;
}

export const makeSignUp = (needs: LinkRequestNeeds): SignUp => {
  const request = makeLinkRequest(needs);
  return async ({ ip, ...form }) => {
    const read = readForm(form);
    if (!read.ok) return read;
    const { email, name } = read.value;
    return request({ door: 'sign-up', ip, email }, (member, facts) => signUp(member, { email, name }, facts));
  };
};

/**
 * A new person is invited; everyone else is mailed the link that fits where they stand, at the address that is stored. A stranger's
 * form changes nothing about a person who is known, and is not told whether they are.
 */
export const signUp = (
  member: Member | undefined,
  { email, name }: { readonly email: EmailAddress; readonly name: string },
  facts: LinkFacts,
): MemberDecision<LinkSentIfPossible, never> => {
  const { id, token, banned, now } = facts;
  if (banned && member === undefined) return changed(member, sent, [mailToNobody(id, token, now)]);
  const asking = member ?? invited({ id, email, name }, facts);
  if (banned || asking.standing !== 'good') return changed(askForMail(asking, 'sign-in', now).member, sent);
  switch (asking.stage.name) {
    case 'erasing':
      return changed(askForMail(asking, 'sign-in', now).member, sent);
    case 'invited':
    case 'left': {
      const { next, outgoing } = mailLink(asking, { purpose: 'survey', token }, now);
      return changed(next, sent, outgoing);
    }
    case 'active':
    case 'paused': {
      const { next, outgoing } = mailLink(asking, { purpose: 'sign-in', token }, now);
      return changed(next, sent, outgoing);
    }
  }
};

const sent: LinkSentIfPossible = 'link_sent_if_possible';

/** A new member, who has yet to answer the survey. */
export const invited = ({ id, email, name }: Pick<Member, 'id' | 'email' | 'name'>, { now }: Pick<LinkFacts, 'now'>): Member => ({
  id,
  email,
  name,
  stage: { name: 'invited' },
  standing: 'good',
  signedUpAt: now,
  consentedAt: now,
  answers: undefined,
  draft: undefined,
  skips: [],
  unsubscribed: [],
  links: [],
  sessions: [],
  mailed: { day: utcDay(now), counts: {} },
});

const readForm = (form: SignUpForm): Result<{ readonly email: EmailAddress; readonly name: string }, SignUpRefused> => {
  const email = parseEmailAddress(form.email);
  const name = parseName(form.name);
  const problems: SignUpProblem[] = [];
  if (!email.ok) problems.push({ field: 'email', ...email.error });
  if (!name.ok) problems.push({ field: 'name', ...name.error });
  if (!form.consent) problems.push({ field: 'consent', code: 'membership.consent_missing' });
  return email.ok && name.ok && form.consent
    ? ok({ email: email.value, name: name.value })
    : err({ code: 'membership.sign_up_refused', problems });
};

/** Everything that stands against a form, at once. */
export interface SignUpRefused {
  readonly code: 'membership.sign_up_refused';
  readonly problems: readonly SignUpProblem[];
}
export type SignUpProblem =
  | ({ readonly field: 'email' } & AddressRefused)
  | ({ readonly field: 'name' } & NameRefused)
  | { readonly field: 'consent'; readonly code: 'membership.consent_missing' };
