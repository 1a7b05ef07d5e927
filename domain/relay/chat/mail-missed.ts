import type { AliasSide } from '../../kernel/alias-name.ts';
import type { Clock } from '../../kernel/clock.ts';
import { changed } from '../../kernel/decision.ts';
import type { Instant } from '../../kernel/instant.ts';
import { err, ok } from '../../kernel/result.ts';
import type { Secrets } from '../../kernel/secrets.ts';
import { mayPass, rests } from '../conversations/against.ts';
import { type Conversation, sideOf } from '../conversations/conversation.ts';
import { makeLookUp } from '../conversations/correspondence.ts';
import { conversationInUse } from '../conversations/in-use.ts';
import { threadGoingOn } from '../conversations/thread.ts';
import type { ChatDeparture, Conversations, Correspondents } from '../ports.ts';
import { type Chat, type ChatMessage, type ChatSide, otherSide } from './chat.ts';
import { messagesPageMax } from './limits.ts';
import { missedDigest, missedOf } from './missed-mail.ts';
import type { Chats } from './ports.ts';
import type { MailMissed, TellChanged } from './use-cases.ts';

export interface MailMissedNeeds {
  readonly chats: Pick<Chats, 'find' | 'messages' | 'change'>;
  readonly conversations: Pick<Conversations, 'of' | 'messages' | 'relay'>;
  readonly correspondents: Correspondents;
  readonly secrets: Pick<Secrets, 'hash'>;
  readonly clock: Clock;
  readonly relayDomain: string;
  /** Asked once it is stored that a mail leaves, so that open windows show it. */
  readonly tellChanged?: TellChanged | undefined;
  /** Hears of what kept it from being told. */
  readonly onFault?: ((error: unknown) => void) | undefined;
}

/**
 * Whoever decides at the same time sees the same head, and one of them stores it. What arrives while it is decided begins the decision
 * again; what is more than one mail takes makes another one at once.
 */
export const makeMailMissed = (needs: MailMissedNeeds): MailMissed => {
  const { chats, clock } = needs;
  const decideFor = makeDecideFor(needs);
  return async ({ conversationId }) => {
    let isMailed = false;
    for (let round = 0; round < roundsMax; round++) {
      const chat = await chats.find(conversationId);
      const due = chat === undefined ? [] : sides.filter((side) => isDue(chat[side], clock.now()));
      if (chat === undefined || due.length === 0) break;
      for (const side of due) isMailed = (await decideFor(chat, side)) || isMailed;
    }
    if (isMailed) await tell(needs, conversationId);
    return isMailed ? 'mailed' : 'nothing';
  };
};

const sides = ['a', 'b'] as const;
/** Each mails up to a page of messages, or begins again as more was written meanwhile. What is left is decided at the next time. */
const roundsMax = 20;

const isDue = ({ missed }: ChatSide, now: Instant): boolean => missed !== undefined && missed.dueAt <= now;

/** The mail is on its way whatever becomes of this. */
const tell = async ({ tellChanged, onFault }: MailMissedNeeds, conversationId: string): Promise<void> =>
  tellChanged?.({ conversationId }).catch((error: unknown) => {
    onFault?.(error);
  });

/** Whether a mail leaves for one of the two. */
const makeDecideFor = (needs: MailMissedNeeds): ((chat: Chat, reader: AliasSide) => Promise<boolean>) => {
  const { chats, conversations, clock } = needs;
  const lookUp = makeLookUp(needs);
  return async (chat, reader) => {
    const { conversationId } = chat;
    const now = clock.now();
    const settle = async (change: (side: ChatSide) => ChatSide): Promise<false> => {
      await chats.change(conversationId, (newest) =>
        isAsSeen(newest, chat, reader) ? { ...newest, [reader]: change(newest[reader]) } : newest,
      );
      return false;
    };
    const conversation = await conversationInUse(conversations, chat[reader].alias);
    if (conversation === undefined || !(await lookUp(conversation)).mayBeMailed || !mayPass(conversation, now))
      return settle(withoutMissed);
    const { restsUntil } = conversation.reader.bounces ?? {};
    if (restsUntil !== undefined && rests(conversation, now)) return settle((side) => postponed(side, restsUntil));
    const after = seenUpTo(chat[reader]);
    const query = { conversationId, from: otherSide(reader), after, upTo: chat.lastSeq, limit: messagesPageMax };
    const unseen = await missedOf(chats, query);
    const [first, last] = [unseen[0], unseen.at(-1)];
    if (first === undefined || last === undefined) return settle(withoutMissed);

    const departure = departureOf(unseen, { conversation, messages: await conversations.messages(conversationId), now, needs });
    const mailed = (newest: Chat): Chat => ({
      ...newest,
      [reader]: mailedUpTo(newest[reader], last.seq, { isMore: unseen.length === messagesPageMax, now }),
    });
    const stored = await conversations.relay<'moved'>(
      departure,
      (newest) => (newest === undefined || !mayPass(newest, now) ? err('moved') : changed(newest, undefined)),
      (newest) => (newest === undefined || !isAsSeen(newest, chat, reader) ? err('moved') : ok({ chat: mailed(newest) })),
    );
    if (!stored.ok) return false;
    if (stored.value === 'relayed') return true;
    await chats.change(conversationId, (newest) => (isAsSeen(newest, chat, reader) ? mailed(newest) : newest));
    return false;
  };
};

const seenUpTo = ({ deliveredUpTo, mailedUpTo }: ChatSide): number => Math.max(deliveredUpTo, mailedUpTo);

/** Nothing changed of what the decision hangs on. */
const isAsSeen = (newest: Chat, seen: Chat, side: AliasSide): boolean =>
  newest.lastSeq === seen.lastSeq &&
  seenUpTo(newest[side]) === seenUpTo(seen[side]) &&
  newest[side].missed?.fromSeq === seen[side].missed?.fromSeq &&
  newest[side].missed?.dueAt === seen[side].missed?.dueAt;

const withoutMissed = ({ missed: _missed, ...side }: ChatSide): ChatSide => side;

const postponed = (side: ChatSide, dueAt: Instant): ChatSide =>
  side.missed === undefined ? side : { ...side, missed: { ...side.missed, dueAt } };

const mailedUpTo = (side: ChatSide, seq: number, { isMore, now }: { readonly isMore: boolean; readonly now: Instant }): ChatSide => ({
  ...withoutMissed(side),
  mailedUpTo: seq,
  // Whether any of it was missed shows when it is looked at.
  ...(isMore ? { missed: { fromSeq: seq + 1, dueAt: now } } : {}),
});

interface Deciding {
  readonly conversation: Conversation;
  readonly messages: Awaited<ReturnType<Conversations['messages']>>;
  readonly now: Instant;
  readonly needs: MailMissedNeeds;
}

/** Made from the messages, so that whoever decides it anew makes the same one. */
const departureOf = (unseen: readonly ChatMessage[], { conversation, messages, now, needs }: Deciding): ChatDeparture => {
  const { secrets, relayDomain } = needs;
  const { alias, conversationId } = conversation.reader;
  const from = sideOf(conversation.writer.alias);
  const names = unseen.map(({ seq, id }) => `${String(seq)} ${id}`).join('\n');
  const id = secrets.hash(`missed\n${conversationId}\n${from}\n${names}`).slice(0, idCharacters);
  const message = { id, from, at: now, bodyDigest: missedDigest(unseen, secrets) };
  const thread = threadGoingOn({ messages, id, writer: from, relayDomain });
  return { conversationId, message, alias, thread, chat: { fromSeq: unseen[0]?.seq ?? 1, toSeq: unseen.at(-1)?.seq ?? 1 } };
};

const idCharacters = 32;
