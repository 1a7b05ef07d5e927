import type { Instant } from '../../kernel/instant.ts';
import { rawBytesMax, recipientsMax } from '../limits.ts';
import type { OpenedMail } from '../ports.ts';
import type { RelayRefused } from '../refusals.ts';
import { type Conversation, isOpenAt, type NoticeReason } from './conversation.ts';
import type { Correspondence } from './correspondence.ts';
import type { Told } from './notices.ts';
import { withMessage } from './traffic.ts';

/** `told`: who hears of it, where it is not as the code says. */
export interface Refusal extends RelayRefused {
  readonly told?: Told | undefined;
}

/** What this conversation has against the mail, besides what the mail itself says. */
export const alsoRefused = (
  conversation: Conversation,
  {
    recipients,
    correspondence,
    opened,
    now,
  }: {
    /** How many at the relay the mail is for. */
    readonly recipients: number;
    readonly correspondence: Correspondence;
    readonly opened: OpenedMail;
    readonly now: Instant;
  },
): readonly Refusal[] => {
  const within = withMessage(conversation.writer.traffic, { digest: opened.bodyDigest, at: now });
  return [
    ...(opened.mail.ok ? [] : [opened.mail.error]),
    ...(mayPass(conversation, now) && !rests(conversation, now) && correspondence.closed === undefined
      ? []
      : [isReplaced(conversation) ? replaced : over]),
    ...(recipients > recipientsMax ? [tooManyRecipients] : []),
    ...(within.ok ? [] : [{ ...within.error.refused, ...(within.error.isRepeated ? toldOf('repeated') : {}) }]),
  ];
};

/** Who writes to the old address is told so; the new one was mailed to them. */
const isReplaced = ({ reader }: Conversation): boolean => reader.closedBecause === 'replaced';

/** Mails to the reader came back several times lately, so none is taken for them; what was taken before still leaves. */
export const rests = ({ reader: { bounces } }: Conversation, now: Instant): boolean =>
  bounces?.restsUntil !== undefined && now < bounces.restsUntil;

/** A mail to who does not want to read it is as little passed on as one to an alias that is closed; its writer cannot tell which it is. */
export const mayPass = ({ reader, writer }: Conversation, now: Instant): boolean =>
  isOpenAt(reader, now) && isOpenAt(writer, now) && reader.mutedAt === undefined;

const toldOf = (reason: NoticeReason): Pick<Refusal, 'told'> => ({ told: { who: 'writer', reason } });

export const over: RelayRefused = {
  code: 'relay.closed',
  message: 'Your message was not passed on: this introduction does not take messages at present.',
};
const replaced: Refusal = { ...over, ...toldOf('replaced') };
export const tooLarge: RelayRefused = {
  code: 'relay.too_large',
  message: `Your message is larger than ${String(rawBytesMax / 1024 / 1024)} MB. Send it again with fewer or smaller attachments.`,
};
const tooManyRecipients: Refusal = {
  code: 'relay.rate_limited',
  message: `Your message was for more than ${String(recipientsMax)} introductions at once. Write to each of them by themselves.`,
  ...toldOf('too_many_recipients'),
};
