import type { Clock } from '../../domain/kernel/clock.ts';
import { formatWeek } from '../../domain/kernel/iso-week.ts';
import type { MemberId } from '../../domain/kernel/member-id.ts';
import { type Match, sidesFor } from '../../domain/introductions/match.ts';
import { type Matches, pageMax } from '../../domain/introductions/ports.ts';
import type { Eraser, Exporter } from '../../domain/membership/ports.ts';
import type { AliasSide } from '../../domain/kernel/alias-name.ts';
import { secondMs } from '../../domain/kernel/instant.ts';
import type { ChatContent } from '../../domain/relay/chat/chat.ts';
import { messagesPageMax } from '../../domain/relay/chat/limits.ts';
import type { ChatFiles, Chats } from '../../domain/relay/chat/ports.ts';
import { keptFor } from '../../domain/relay/conversations/chat-mail.ts';
import { sideOf } from '../../domain/relay/conversations/conversation.ts';
import type { Conversations, RawMails } from '../../domain/relay/ports.ts';
import type { Outbox } from '../dynamodb/outbox.ts';
import { readDeparture } from '../dynamodb/relay-outbox.ts';

interface ExporterNeeds {
  readonly matches: Pick<Matches, 'ofMember'>;
  readonly conversations: Pick<Conversations, 'of' | 'messages'>;
  readonly chats: Pick<Chats, 'messages'>;
}

/**
 * A member's conversations: what is kept of their mails, and what they themselves wrote as the chat keeps it. Of the other one no more than
 * when something came.
 */
export const createRelayExporter = ({ matches, conversations, chats }: ExporterNeeds): Exporter => ({
  section: 'conversations',
  export: async (member) => {
    const own = (await matches.ofMember(member, pageMax)).flatMap((match) => ownSideOf(match, member));
    return Promise.all(
      own.map(async ({ week, alias, conversationId }) => {
        const conversation = await conversations.of(alias);
        const messages = conversation === undefined ? [] : await conversations.messages(conversation.reader.conversationId);
        const { status, expiresAt, mutedAt } = conversation?.reader ?? {};
        return {
          week: formatWeek(week),
          privateAddress: alias,
          status,
          closesAt: dateOf(expiresAt),
          mutedAt: dateOf(mutedAt),
          messages: messages.map(({ from, at, sentId }) =>
            from === sideOf(alias) ? { written: dateOf(at), messageId: sentId } : { received: dateOf(at) },
          ),
          chat: await writtenInChat(chats, { conversationId, side: sideOf(alias) }),
        };
      }),
    );
  },
});

const writtenInChat = async (
  chats: Pick<Chats, 'messages'>,
  { conversationId, side }: { readonly conversationId: string; readonly side: AliasSide },
): Promise<readonly object[]> => {
  const written: object[] = [];
  for (let after = 0; ;) {
    const page = await chats.messages(conversationId, { after, limit: messagesPageMax });
    written.push(...page.filter(({ from }) => from === side).map(({ at, content }) => ({ written: dateOf(at), ...wordsIn(content) })));
    after = page.at(-1)?.seq ?? after;
    if (page.length < messagesPageMax) return written;
  }
};

const wordsIn = (content: ChatContent): object => {
  switch (content.kind) {
    case 'text':
      return { text: content.asWritten ?? content.text };
    case 'voice':
      return { voiceNoteSeconds: Math.round(content.durationMs / secondMs) };
    case 'mail':
      return wordsOfMail(content.asWritten ?? content);
  }
};

const wordsOfMail = ({ subject, text }: { readonly subject: string; readonly text: string }) => ({ subject, text });

const ownSideOf = (match: Match, member: MemberId) => {
  const own = match.state.name === 'claimed' ? sidesFor(match, member)?.own : undefined;
  return own === undefined ? [] : [{ week: match.week, alias: own.alias, conversationId: match.conversationId }];
};

const dateOf = (instant: number | undefined): string | undefined => (instant === undefined ? undefined : new Date(instant).toISOString());

interface EraserNeeds {
  readonly matches: Pick<Matches, 'ofMember'>;
  readonly conversations: Pick<Conversations, 'forget'>;
  readonly outbox: Pick<Outbox, 'rewrite'>;
  /** Where they can be reached from here; elsewhere they are thrown away when their keep is over. */
  readonly rawMails?: Pick<RawMails, 'remove'> | undefined;
  readonly chats: Pick<Chats, 'forget'>;
  /** Where they can be reached from here; elsewhere they are thrown away when their keep is over. */
  readonly chatFiles?: Pick<ChatFiles, 'forget'> | undefined;
  readonly clock: Clock;
}

/**
 * Erases what a member and those they met wrote to each other: threads, chats with their files, and mails that wait or were given up. Before the introductions
 * are forgotten, as nothing leads to the conversations afterwards; right to call again after an interruption.
 */
export const createRelayEraser = ({ matches, conversations, outbox, rawMails, chats, chatFiles, clock }: EraserNeeds): Eraser => ({
  erase: async (member) => {
    const ids = new Set((await matches.ofMember(member, pageMax)).map(({ conversationId }) => conversationId));
    const rawKeys = new Set<string>();
    await outbox.rewrite((message) => {
      const departure = readDeparture(message);
      if (departure === undefined || !ids.has(departure.conversationId)) return 'keep';
      if (departure.chat === undefined) rawKeys.add(departure.rawKey);
      return 'drop';
    }, clock.now());
    for (const id of ids) {
      await conversations.forget(id);
      await chats.forget(id);
      await chatFiles?.forget(keptFor(id));
    }
    for (const key of rawKeys) await rawMails?.remove(key);
  },
});
