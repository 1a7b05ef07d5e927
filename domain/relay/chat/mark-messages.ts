import type { Clock } from '../../kernel/clock.ts';
import { ok } from '../../kernel/result.ts';
import { isOpenAt } from '../conversations/conversation.ts';
import type { Conversations } from '../ports.ts';
import { otherSide, sideOfMember } from './chat.ts';
import { marked } from './marks.ts';
import type { Chats, ChatTimer, Threads } from './ports.ts';
import { threadUnknown } from './refused.ts';
import { makeShow, marksShown, type ShowNeeds } from './show.ts';
import type { MarkMessages } from './use-cases.ts';
import { marksView } from './views.ts';
import { makeConversationOf, makeWhose } from './whose.ts';

export interface MarkNeeds extends ShowNeeds {
  readonly chats: Pick<Chats, 'find' | 'change'>;
  readonly threads: Pick<Threads, 'find'>;
  readonly conversations: Pick<Conversations, 'of'>;
  readonly timer: ChatTimer;
  readonly clock: Clock;
}

export const makeMarkMessages = (needs: MarkNeeds): MarkMessages => {
  const { chats, timer, clock } = needs;
  const whose = makeWhose(needs);
  const conversationOf = makeConversationOf(needs);
  const show = makeShow(needs);

  return async ({ member, thread, delivered, read, connection }) => {
    const now = clock.now();
    const found = await whose({ member, thread });
    if (!found.ok) return found;
    const { side, chat } = found.value;
    const said = { side, mark: { delivered, read }, now };
    if (chat === undefined || marked(chat, said) === chat) return ok(marksView(chat, side));
    // Once it is over, neither learns any more when the other one was there.
    const conversation = await conversationOf({ member, thread }, found.value);
    const isOver = conversation === undefined || !isOpenAt(conversation.reader, now) || !isOpenAt(conversation.writer, now);
    const marking = { ...said, isOver };
    if (marked(chat, marking) === chat) return ok(marksView(chat, side));
    const next = await chats.change(thread, (newest) => (sideOfMember(newest, member) === side ? marked(newest, marking) : newest), chat);
    if (next === undefined) return threadUnknown;

    const { missed } = next[side];
    await Promise.allSettled([
      ...(missed === undefined || missed.dueAt === chat[side].missed?.dueAt ? [] : [timer.lookAt(thread, missed.dueAt)]),
      show([marksShown(next, side, connection), ...(isOver ? [] : [marksShown(next, otherSide(side))])]),
    ]);
    return ok(marksView(next, side));
  };
};
