import type { AliasSide } from '../../kernel/alias-name.ts';
import { secondMs, utcDay, type Instant } from '../../kernel/instant.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { Secrets } from '../../kernel/secrets.ts';
import type { DepartureRefused } from '../conversations/use-cases.ts';
import type { Correspondent, InboundMail } from '../message.ts';
import type { ChatDeparture } from '../ports.ts';
import { maySpell } from '../scrub/spellings-in.ts';
import type { ChatMessage } from './chat.ts';
import { messagesPageMax } from './limits.ts';
import type { Chats } from './ports.ts';

export interface WriteMissedNeeds {
  readonly chats: Pick<Chats, 'messages'>;
  readonly secrets: Pick<Secrets, 'hash'>;
  /** Where a member goes on in the chat of a conversation. */
  readonly chatPageOf: (conversationId: string) => string;
}

/**
 * What somebody wrote in the chat, as a mail of theirs: to be made anew like any other. Messages stay as they were stored, so each attempt
 * writes the same. `relay.over` where they are forgotten, whether or not others have taken their places since.
 */
export const makeWriteMissed =
  ({ chats, secrets, chatPageOf }: WriteMissedNeeds) =>
  async (
    { conversationId, chat: { fromSeq, toSeq }, message: { from, bodyDigest } }: ChatDeparture,
    writer: Pick<Correspondent, 'name'>,
  ): Promise<Result<InboundMail, DepartureRefused>> => {
    const messages = await missedOf(chats, { conversationId, from, after: fromSeq - 1, upTo: toSeq, limit: toSeq });
    if (missedDigest(messages, secrets) !== bodyDigest) return err({ code: 'relay.over' });
    const subject = await newestSubject(chats, { conversationId, from, upTo: toSeq });
    return ok({
      headers: [],
      subject: subject === undefined ? `Messages from ${writer.name}` : `Re: ${subject}`,
      mediaType: 'text/plain',
      text: textOf(messages, chatPageOf(conversationId)),
      html: undefined,
      parts: [],
    });
  };

/** Of what is mailed: by it a mail is known to say what it was decided for. */
export const missedDigest = (messages: readonly ChatMessage[], secrets: Pick<Secrets, 'hash'>): string =>
  secrets.hash(messages.map(({ content }) => (content.kind === 'voice' ? content.file.key : content.text)).join('\n'));

export interface MissedQuery {
  readonly conversationId: string;
  /** Its writer. */
  readonly from: AliasSide;
  readonly after: number;
  readonly upTo: number;
  readonly limit: number;
}

/** What one of the two wrote in the chat itself, in order, the first `limit`: mails have reached the other one's mailbox already. */
export const missedOf = async (
  chats: Pick<Chats, 'messages'>,
  { conversationId, from, after, upTo, limit }: MissedQuery,
): Promise<readonly ChatMessage[]> => {
  const missed: ChatMessage[] = [];
  for (let seen = after; seen < upTo && missed.length < limit;) {
    const page = await chats.messages(conversationId, { after: seen, limit: messagesPageMax });
    missed.push(...page.filter((message) => message.seq <= upTo && message.from === from && message.content.kind !== 'mail'));
    seen = page.at(-1)?.seq ?? upTo;
  }
  return missed.slice(0, limit);
};

/**
 * Of the newest mail before a place; mail programs keep a thread by it. Nothing where it is further back than anybody scrolls. What its
 * reader wrote themselves is left out where it may spell an address: what became of it would tell them that they guessed one.
 */
const newestSubject = async (
  chats: Pick<Chats, 'messages'>,
  { conversationId, from, upTo }: Pick<MissedQuery, 'conversationId' | 'from' | 'upTo'>,
): Promise<string | undefined> => {
  let before = upTo;
  for (let pages = 0; pages < subjectPagesMax && before > 1; pages++) {
    const page = await chats.messages(conversationId, { before, limit: messagesPageMax });
    for (const message of page.toReversed()) {
      const { content } = message;
      if (content.kind !== 'mail' || content.subject === '') continue;
      if (message.from === from || !maySpell(content.asWritten?.subject ?? content.subject)) return content.subject;
    }
    before = page[0]?.seq ?? 0;
  }
  return undefined;
};

const subjectPagesMax = 10;

const textOf = (messages: readonly ChatMessage[], page: string): string => {
  const words = messages.map((message) => wordsOf(message, page));
  if (messages.length === 1) return words.join('');
  const isOneDay = new Set(messages.map(({ at }) => utcDay(at))).size === 1;
  return messages.map(({ at }, number) => `${timeOf(at, isOneDay)}\n${words[number] ?? ''}`).join('\n\n');
};

/** Square brackets say that this is not the sender's voice. */
const wordsOf = ({ content }: ChatMessage, page: string): string => {
  switch (content.kind) {
    case 'text':
    case 'mail':
      return content.text;
    case 'voice':
      return `[Voice note, ${lengthOf(content.durationMs)}] ${page}`;
  }
};

const timeOf = (at: Instant, isOneDay: boolean): string => {
  const [day = '', time = ''] = new Date(at).toISOString().split('T');
  return `${isOneDay ? '' : `${day} `}${time.slice(0, 5)} UTC`;
};

/** `0:42` */
const lengthOf = (ms: number): string => {
  const seconds = Math.round(ms / secondMs);
  return `${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, '0')}`;
};
