import type { Clock } from '../kernel/clock.ts';
import { changed } from '../kernel/decision.ts';
import { type AddressRefused, canonicalAddress, parseEmailAddress } from '../kernel/email-address.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Secrets } from '../kernel/secrets.ts';
import { type AnswersTooLong, checkLength, withDraft } from './given-answers.ts';
import type { LinkFacts } from './link-request.ts';
import { mailLink } from './links.ts';
import type { GivenAnswers, Member } from './member.ts';
import { type NameRefused, parseName } from './name.ts';
import type { Bans, Members } from './ports.ts';
import type { MemberDecision } from './present.ts';
import { invited } from './sign-up.ts';
import { mintToken } from './tokens.ts';

/**
 * Makes somebody a member who agreed elsewhere to be written to, with the answers they gave there as a draft, and mails them the link
 * to the survey. Whoever is known already is left as they are and mailed nothing, so that doing it again changes nothing.
 */
export type InviteMember = (command: Invitation) => Promise<Result<Invited, AddressRefused | NameRefused | AnswersTooLong>>;

/** Answers by question id, as a form would give them; an empty record where nothing was answered. */
export interface Invitation extends Pick<GivenAnswers, 'version' | 'texts'> {
  readonly email: string;
  readonly name: string;
}

/** `banned`: may not take part, so nothing was kept and nothing is mailed. */
export type Invited = 'invited' | 'known_already' | 'banned';

export interface InviteNeeds {
  readonly members: Members;
  readonly bans: Bans;
  readonly secrets: Secrets;
  readonly clock: Clock;
}

export const makeInviteMember =
  ({ members, bans, secrets, clock }: InviteNeeds): InviteMember =>
  async ({ email: address, name: called, version, texts }) => {
    const now = clock.now();
    const email = parseEmailAddress(address);
    if (!email.ok) return email;
    const name = parseName(called);
    if (!name.ok) return name;
    const fits = checkLength(texts);
    if (!fits.ok) return fits;
    const id = secrets.memberIdOf(canonicalAddress(email.value));
    const facts: LinkFacts = { id, token: mintToken(secrets, id), banned: await bans.has(id), now };
    const person = { email: email.value, name: name.value, version, texts };
    const answer = await members.change(id, (member) => invite(member, person, facts));
    return answer.ok ? ok(answer.value) : answer;
  };

/** A person and the answers that they gave elsewhere. */
export type Invitee = Pick<Member, 'email' | 'name'> & Pick<GivenAnswers, 'version' | 'texts'>;

export const invite = (
  member: Member | undefined,
  invitee: Invitee,
  { id, token, banned, now }: LinkFacts,
): MemberDecision<Invited, never> => {
  if (member !== undefined) return changed(member, 'known_already');
  if (banned) return changed(member, 'banned');
  const { email, name, version, texts } = invitee;
  const fresh = invited({ id, email, name }, { now });
  const asked = Object.keys(texts).length === 0 ? fresh : withDraft(fresh, { version, texts }, now);
  const { next, outgoing } = mailLink(asked, { purpose: 'survey', token }, now);
  return changed(next, 'invited', outgoing);
};
