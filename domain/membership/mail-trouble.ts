import { asciiLowerCase, canonicalAddress, type EmailAddress, parseEmailAddress } from '../kernel/email-address.ts';
import { changed } from '../kernel/decision.ts';
import type { Instant } from '../kernel/instant.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Secrets } from '../kernel/secrets.ts';
import { withoutMails } from './mail-wishes.ts';
import type { MailTrouble, Member } from './member.ts';
import { pausedForGood } from './pause.ts';
import type { Members } from './ports.ts';
import { isPresent, type MemberDecision } from './present.ts';

/**
 * A mail of ours came back for good, or its reader called it unwanted: they are introduced to nobody and mailed nothing that they did not
 * ask for, until they say that they are back. A complaint moreover ends every mail that one can do without. Events may repeat, come late
 * and in any order; whoever reports one hears nothing about who it is of, so any answer is to be acknowledged.
 */
export type RecordMailTrouble = (event: MailTroubleEvent) => Promise<Result<MailTroubleOutcome, never>>;

export interface MailTroubleEvent extends MailTrouble {
  /** As the provider names it. */
  readonly address: string;
}

/**
 * `over`: they came back since it happened, or a later link to sign in reached them. `unknown`: it is nobody's address to whom we write.
 * All of them are answers to count, not failures.
 */
export type MailTroubleOutcome = 'recorded' | 'known_already' | 'over' | 'unknown';

export const makeRecordMailTrouble =
  ({ members, secrets }: { readonly members: Members; readonly secrets: Secrets }): RecordMailTrouble =>
  async ({ address: text, ...trouble }) => {
    const address = parseEmailAddress(text);
    if (!address.ok) return ok('unknown');
    const id = secrets.memberIdOf(canonicalAddress(address.value));
    return members.change(id, (member) => recordMailTrouble(member, address.value, trouble));
  };

export const recordMailTrouble = (
  member: Member | undefined,
  address: EmailAddress,
  trouble: MailTrouble,
): MemberDecision<MailTroubleOutcome, never> => {
  // Another spelling of the same person is another mailbox as far as delivery goes.
  if (!isPresent(member) || asciiLowerCase(member.email) !== asciiLowerCase(address)) return changed(member, 'unknown');
  if (isOver(member, trouble)) return changed(member, 'over');
  if (member.mailTrouble !== undefined && !isWorse(trouble, member.mailTrouble)) return changed(member, 'known_already');
  const quiet = trouble.kind === 'complained' ? withoutMails(member, undefined) : pausedForGood(member);
  return changed({ ...quiet, mailTrouble: trouble }, 'recorded');
};

/** A complaint is over by the member's own wish alone; a mailbox works again as soon as a mailed link was followed. */
const isOver = ({ backAt, links, sessions }: Member, { kind, at }: MailTrouble): boolean => {
  const isSince = (instant: Instant | undefined): boolean => instant !== undefined && instant >= at;
  if (isSince(backAt)) return true;
  return kind === 'bounced' && (links.some(({ spentAt }) => isSince(spentAt)) || sessions.some(({ signedInAt }) => isSince(signedInAt)));
};

/** Of several the worst is kept, then the latest, so that their order makes no difference. */
const isWorse = (one: MailTrouble, other: MailTrouble): boolean => {
  if (one.kind !== other.kind) return one.kind === 'complained';
  return one.at === other.at ? one.eventId > other.eventId : one.at > other.at;
};
