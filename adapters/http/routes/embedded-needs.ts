import type { Rounds } from '../../../domain/introductions/ports.ts';
import type { RoundRules } from '../../../domain/introductions/prepare-round.ts';
import type { EmailAddress } from '../../../domain/kernel/email-address.ts';
import type { Instant } from '../../../domain/kernel/instant.ts';
import type { MemberId } from '../../../domain/kernel/member-id.ts';
import type { RecordMailTrouble } from '../../../domain/membership/mail-trouble.ts';
import type { SearchMembers } from '../../../domain/membership/search-members.ts';
import type { RecordRelayTrouble } from '../../../domain/relay/conversations/use-cases.ts';
import type { HandedMail } from '../../memory/handed-mail.ts';
import type { composedMail } from '../../memory/mail-program.ts';
import type { ServedFiles } from './served-files.ts';
import type { Mailbox } from '../../memory/mailbox.ts';

/** What only the run on one laptop has: its mails, its clock, and a way to be anybody of its sample community. */
export interface EmbeddedNeeds {
  readonly mailbox: Pick<Mailbox, 'latest' | 'find'>;
  /**
   * Puts the pretended time forward to an instant, and does on the way, each at its time, whatever becomes due: rounds, introductions,
   * mails. Answers when all of it is done; does nothing where it is later already.
   */
  readonly moveClock: (to: Instant) => Promise<void>;
  /** A new session of a member; `undefined` where there is no such member. */
  readonly signInAs: (member: MemberId) => Promise<SampleSession | undefined>;
  /** So that a mail can be made to come back, or its reader to complain, as a provider would tell it. */
  readonly recordMailTrouble: RecordMailTrouble;
  /** Members whose name or address contains a text. */
  readonly searchMembers: SearchMembers;
  readonly rules: Pick<RoundRules, 'calendar'>;
  readonly rounds: Pick<Rounds, 'latest'>;
  readonly sampleOperator: EmailAddress;
  /** Without it mails between members are not passed on here, and nobody can write one. */
  readonly relay?: EmbeddedRelay | undefined;
  /** Files of chats, where our own server stores them. */
  readonly chatFiles?: ServedFiles | undefined;
  /** Scripts and styles of the pages that live, by their names below `/web/`. */
  readonly webFiles?: { readonly read: (name: string) => Promise<Uint8Array | undefined> } | undefined;
}

export interface EmbeddedRelay {
  /** `composedMail` of `memory/mail-program.ts`. Handed in, so that a bundle of the pages alone does not carry what writes mails. */
  readonly compose: typeof composedMail;
  /** Keeps a mail, and passes it on within moments. */
  readonly takeMail: (mail: HandedMail) => Promise<void>;
  /** Where mail programs on this machine hand over mails to private addresses (SMTP). */
  readonly smtpPort: number;
  /** What a mail service would tell of a mail between members. */
  readonly recordTrouble: RecordRelayTrouble;
}

/** `session` goes into the cookie. */
export interface SampleSession {
  readonly session: string;
  readonly expiresInMs: number;
}
