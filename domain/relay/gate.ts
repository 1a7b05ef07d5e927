import { isAutomatic } from './automatic-mail.ts';
import { authenticated } from './authentication.ts';
import { fromMailbox } from './from-header.ts';
import { contradicts } from './header-block.ts';
import { rawBytesMax } from './limits.ts';
import { domainOf, type Mailbox } from './mailbox.ts';
import type { Correspondent, HeaderField } from './message.ts';
import { refusalCodes, type RefusalCode, type RelayRefused } from './refusals.ts';
import { senderOf } from './sender.ts';
import { isClean, isSpam, type Verdicts } from './verdicts.ts';

/** A mail that wants to be relayed, and who it would go between. */
export interface Arrival {
  /** Of the whole raw mail. */
  readonly rawBytes: number;
  /** Of `readHeaderBlock`: of the raw mail, not of a notification, which may have cut them short. */
  readonly headers: readonly HeaderField[];
  /** The envelope sender, without brackets; empty for `<>`. */
  readonly mailFrom: string;
  readonly verdicts: Verdicts;
  readonly sender: Correspondent;
  /** Whose alias is the envelope recipient. */
  readonly partner: Correspondent;
  /** Whether this relay gave out the token of an `X-Loop-Relay` header. */
  readonly isOurHop: (token: string) => boolean;
  /** What others found: its parts cannot be read, the match is closed, too many at once. Each is told in its place of the order. */
  readonly alsoRefused?: readonly RelayRefused[];
}

export type Admission =
  | { readonly kind: 'admitted'; readonly from: Mailbox }
  | { readonly kind: 'refused'; readonly refused: RelayRefused }
  /**
   * The mail service could not tell (`PROCESSING_FAILED`): to be looked at again, and refused under this code and with this message when
   * it still cannot.
   */
  | ({ readonly kind: 'retry' } & RelayRefused);

/**
 * Who may write (relay rules, 1.1): whether a mail goes on to the rebuild. Of several reasons against it the first in the order of
 * `refusalCodes` is told. Whether an alias exists is asked elsewhere: here both correspondents are known.
 */
export const admit = (arrival: Arrival): Admission => {
  const own = admitByItself(arrival);
  const other = earliest(arrival.alsoRefused ?? []);
  if (other === undefined) return own;
  if (own.kind === 'admitted') return { kind: 'refused', refused: other };
  const found = own.kind === 'refused' ? own.refused.code : own.code;
  return rankOf(other.code) < rankOf(found) ? { kind: 'refused', refused: other } : own;
};

const admitByItself = ({ headers, mailFrom, verdicts, ...arrival }: Arrival): Admission => {
  if (arrival.rawBytes > rawBytesMax) return refused('relay.too_large', texts.tooLarge);
  const from = fromMailbox(headers);
  if (!from.ok) return { kind: 'refused', refused: from.error };
  if (contradicts(headers, 'content-type')) return refused('relay.malformed', texts.contradictory);

  const { address } = from.value;
  const relayDomain = domainOf(arrival.partner.alias) ?? '';
  const automatic = isAutomatic({ headers, mailFrom, from: address, relayDomain, isOurHop: arrival.isOurHop });
  if (automatic !== undefined) return refused('relay.automatic', texts.automatic);

  const isAuthentic = authenticated(verdicts, address, mailFrom);
  if (isAuthentic === 'no') return refused('relay.unauthenticated', texts.unauthenticated);
  if (isAuthentic === 'undecided') return { kind: 'retry', code: 'relay.unauthenticated', message: texts.uncheckedSender };

  if (senderOf(address, arrival.sender) === undefined) {
    const isOwnAlias = senderOf(address, arrival.partner) !== undefined;
    return refused('relay.sender_not_allowed', isOwnAlias ? texts.ownAlias : texts.notAllowed);
  }

  const clean = isClean(verdicts);
  if (clean === 'no') return refused('relay.infected', texts.infected);
  if (clean === 'undecided') return { kind: 'retry', code: 'relay.infected', message: texts.uncheckedContent };
  return isSpam(verdicts) ? refused('relay.spam', texts.spam) : { kind: 'admitted', from: from.value };
};

const refused = (code: RefusalCode, message: string): Admission => ({ kind: 'refused', refused: { code, message } });

const earliest = (found: readonly RelayRefused[]): RelayRefused | undefined =>
  found.toSorted((one, other) => rankOf(one.code) - rankOf(other.code))[0];

const rankOf = (code: RefusalCode): number => refusalCodes.indexOf(code);

/** Each says what was wrong and what to do; none of them says a word about the other side. */
const texts = {
  tooLarge: `Your message is larger than ${String(rawBytesMax / 1024 / 1024)} MB. Send it again with fewer or smaller attachments.`,
  contradictory: 'Your message says twice, and differently, what kind of content it has. Write it again as a new message.',
  automatic: 'Automatic replies, reports and mails of lists are not passed on. If you wrote this yourself, send it again as a new message.',
  unauthenticated:
    'It could not be shown that your message comes from the address that it names as its sender. Send it through the mail service of that address, not through another one.',
  uncheckedSender: 'It could not be checked just now whether your message comes from the address that it names. Send it again in an hour.',
  ownAlias:
    'You wrote to your own address in this introduction: what is sent there comes to you. Reply to the mail that introduced you, or to one that you got since.',
  notAllowed:
    'This address takes messages only from addresses that you have confirmed. Write from the one that you signed up with, or add this one on your page first.',
  infected: 'Your message was not found free of viruses. Check your attachments, and send it again without them.',
  uncheckedContent: 'Your message could not be checked for viruses just now. Send it again in an hour.',
  spam: 'Your message looks like spam to our mail service. Write it again in other words, with fewer links.',
} as const;
