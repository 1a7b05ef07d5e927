import { ok } from '../../kernel/result.ts';
import type { ChatMessage } from './chat.ts';
import type { MessageView } from './frames.ts';
import { messagesPageMax, pageTextMax, threadPattern } from './limits.ts';
import type { Chats, MessagesPage, Threads } from './ports.ts';
import { threadUnknown } from './refused.ts';
import type { ReadMessages } from './use-cases.ts';
import { charactersIn, marksView, messageView } from './views.ts';
import { makeWhose } from './whose.ts';

interface Needs {
  readonly chats: Pick<Chats, 'find' | 'messages'>;
  readonly threads: Pick<Threads, 'find'>;
}

/** What was written stays readable until it is forgotten, also where nothing can be written any more. */
export const makeReadMessages = (needs: Needs): ReadMessages => {
  const whose = makeWhose(needs);
  return async ({ member, thread, after, before, limit }) => {
    if (!threadPattern.test(thread)) return threadUnknown;
    const page = pageOf({ after, before, limit: Math.min(Math.max(limit, 1), messagesPageMax) });
    const [found, messages] = await Promise.all([whose({ member, thread }), needs.chats.messages(thread, page)]);
    if (!found.ok) return found;
    const { side, chat } = found.value;
    // One that was stored between the two reads counts as well.
    const lastSeq = Math.max(chat?.lastSeq ?? 0, messages.at(-1)?.seq ?? 0);
    return ok({ messages: viewsOf(messages, { side, isForwards: after !== undefined }), lastSeq, marks: marksView(chat, side) });
  };
};

interface Wanted {
  readonly after: number | undefined;
  readonly before: number | undefined;
  readonly limit: number;
}

const pageOf = ({ after, before, limit }: Wanted): MessagesPage =>
  after === undefined ? { before: before ?? behindAll, limit } : { after, limit };

/** Before which all messages are. */
export const behindAll = Number.MAX_SAFE_INTEGER;

interface Shown {
  readonly side: ChatMessage['from'];
  /** The first count, and not the last. */
  readonly isForwards: boolean;
}

/** As many as one answer takes, and one at least. */
const viewsOf = (messages: readonly ChatMessage[], { side, isForwards }: Shown): readonly MessageView[] => {
  const views = messages.map((message) => messageView(message, side));
  let characters = 0;
  const tooMuch = (isForwards ? views : views.toReversed()).findIndex((view, at) => {
    characters += charactersIn(view);
    return at > 0 && characters > pageTextMax;
  });
  if (tooMuch === -1) return views;
  return isForwards ? views.slice(0, tooMuch) : views.slice(-tooMuch);
};
