import type { AliasName, AliasSide } from '../../kernel/alias-name.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Instant } from '../../kernel/instant.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { mayPass } from '../conversations/against.ts';
import { type Lifetime, usedInChat } from '../conversations/changes.ts';
import { type Conversation, sideOf } from '../conversations/conversation.ts';
import { type Correspondence, makeLookUp } from '../conversations/correspondence.ts';
import type { Conversations, Correspondents, Footer } from '../ports.ts';
import { type Chat, type ChatContent, type ChatFile, type ChatMessage, otherSide } from './chat.ts';
import { messageIdPattern } from './limits.ts';
import { paced } from './pace.ts';
import type { Chats, ChatFiles, ChatTimer, ChatWritten, NewMessage, Threads } from './ports.ts';
import { closed, malformed, tooMany } from './refused.ts';
import { makeShow, messageShown, type ShowNeeds } from './show.ts';
import { contentOf, textOf } from './text.ts';
import type { Acting, ChatRefused, SendMessage } from './use-cases.ts';
import { messageView } from './views.ts';
import { makeWhoseConversation } from './whose.ts';
import { withMessage } from './written.ts';

export interface SendNeeds extends ShowNeeds {
  readonly chats: Pick<Chats, 'find' | 'write'>;
  readonly threads: Pick<Threads, 'find'>;
  readonly conversations: Pick<Conversations, 'of'>;
  readonly correspondents: Correspondents;
  readonly takeVoice: TakeVoice;
  readonly files: Pick<ChatFiles, 'remove'>;
  readonly timer: ChatTimer;
  readonly clock: Clock;
  readonly lifetime: Lifetime;
  readonly relayDomain: string;
  /** What ends a mail to the member whom an alias routes to: links in it are nobody else's. */
  readonly footerOf: (alias: AliasName) => Footer;
}

/**
 * Checks a recording that was handed over and keeps a copy of our own making. `voice` as `AskForUpload` answered it; `id` and `side` name the
 * message that it is to be. Right to call again: the same upload makes the same copy.
 */
export type TakeVoice = (
  command: Acting & { readonly id: string; readonly side: AliasSide; readonly voice: string },
) => Promise<Result<TakenVoice, ChatRefused>>;

export interface TakenVoice {
  readonly file: ChatFile;
  readonly durationMs: number;
  /** What was handed over: it is removed once the message is stored. */
  readonly uploadKey?: string | undefined;
}

export const makeSendMessage = (needs: SendNeeds): SendMessage => {
  const { chats, takeVoice, files, clock, lifetime, footerOf } = needs;
  const whoseConversation = makeWhoseConversation(needs);
  const lookUp = makeLookUp(needs);
  const tell = makeTell(needs);

  return async ({ member, thread, id, content, connection }) => {
    const now = clock.now();
    if (!messageIdPattern.test(id)) return malformed;
    const text = 'text' in content ? textOf(content.text) : undefined;
    if (text?.ok === false) return text;
    const whose = await whoseConversation({ member, thread });
    if (!whose.ok) return whose;
    const { side, chat, conversation } = whose.value;
    const alias = conversation?.reader.alias ?? chat?.[otherSide(side)].alias;
    if (alias === undefined) return closed;
    const correspondence = conversation === undefined ? undefined : await lookUp(conversation);

    const message: NewMessage = { conversationId: thread, alias, from: side, id };
    const writing = { id, at: now, lifetime, correspondence };
    let words: ChatContent | undefined;
    const inWords = () => (words ??= text?.ok ? wordsOf(text.value, correspondence, footerOf(alias)) : undefined);
    let stored = await chats.write({ ...message, seen: { conversation, chat } }, (newest, before) =>
      decide({ newest, before }, { ...writing, content: inWords }),
    );
    let uploadKey: string | undefined;
    if (!stored.ok && stored.error.code === 'not_made' && 'voice' in content) {
      const taken = await takeVoice({ member, thread, id, side, voice: content.voice });
      if (!taken.ok) {
        // The same message may have been stored meanwhile, and its upload removed by whoever stored it.
        const meanwhile = await chats.write(message, () => taken);
        return meanwhile.ok ? ok(messageView(meanwhile.value.message, side)) : taken;
      }
      const { file, durationMs } = taken.value;
      uploadKey = taken.value.uploadKey;
      const voice: ChatContent = { kind: 'voice', file, durationMs };
      // That took a while: either may have left since.
      const since = { ...writing, correspondence: conversation === undefined ? undefined : await lookUp(conversation) };
      stored = await chats.write(message, (newest, before) => decide({ newest, before }, { ...since, content: () => voice }));
      // Nobody will ever hear it.
      if (!stored.ok && stored.error.code === 'chat.closed') await files.remove(file.key).catch(() => undefined);
    }
    if (!stored.ok) return stored.error.code === 'not_made' ? closed : err(stored.error);
    await tell(stored.value, { connection, isUnmuted: conversation?.writer.mutedAt !== undefined });
    // What stays there goes by itself.
    if (uploadKey !== undefined) await files.remove(uploadKey).catch(() => undefined);
    return ok(messageView(stored.value.message, side));
  };
};

interface Newest {
  readonly newest: Conversation | undefined;
  readonly before: Chat | undefined;
}

interface Writing {
  readonly id: string;
  readonly at: Instant;
  readonly lifetime: Lifetime;
  readonly correspondence: Correspondence | undefined;
  /** Making it is much work, so it is asked for where it may be stored; `undefined` where it is only asked whether it may be. */
  readonly content: () => ChatContent | undefined;
}

/** By the newest state: somebody may have ended it since, and others may be writing at the same time. */
const decide = (
  { newest, before }: Newest,
  { id, at, lifetime, correspondence, content }: Writing,
): Result<ChatWritten, ChatRefused | NotMade> => {
  if (newest === undefined || !mayPass(newest, at) || !mayMeet(correspondence)) return closed;
  const pace = paced(before?.[sideOf(newest.writer.alias)].pace, at);
  if (!pace.ok) return tooMany(pace.error);
  const made = content();
  if (made === undefined) return err({ code: 'not_made' });
  const written = withMessage(before, newest, { id, at, content: made, pace: pace.value });
  return ok({ conversation: usedInChat(newest, at, lifetime), ...written });
};

interface NotMade {
  readonly code: 'not_made';
}

/** Mails that come back say nothing about somebody's open pages. */
const mayMeet = (correspondence: Correspondence | undefined): boolean =>
  correspondence?.closed === undefined ? correspondence !== undefined : correspondence.closed === 'unreachable';

const wordsOf = (text: string, correspondence: Correspondence | undefined, footer: Footer): ChatContent | undefined => {
  if (correspondence?.writer === undefined) return undefined;
  const { writer: sender, reader: partner } = correspondence;
  return contentOf(text, { sender, partner, footer });
};

interface Told {
  readonly connection: string | undefined;
  readonly isUnmuted: boolean;
}

/**
 * Shows a message and has somebody look whether it was missed, as far as that works. Also of one that was there already and has not
 * arrived yet: whoever stored it may not have come so far.
 */
const makeTell = (needs: SendNeeds) => {
  const show = makeShow(needs);
  return async (
    { message, chat }: { readonly message: ChatMessage; readonly chat: Chat },
    { connection, isUnmuted }: Told,
  ): Promise<void> => {
    const { deliveredUpTo, missed } = chat[otherSide(message.from)];
    if (message.seq <= deliveredUpTo) return;
    const { conversationId } = chat;
    await Promise.allSettled([
      ...(missed?.fromSeq === message.seq ? [needs.timer.lookAt(conversationId, missed.dueAt)] : []),
      show(messageShown(chat, message, connection)),
      ...(isUnmuted ? [show([{ member: chat[message.from].member, frame: { type: 'changed', thread: conversationId } }])] : []),
    ]);
  };
};
