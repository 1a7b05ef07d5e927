import type { Clock } from '../../kernel/clock.ts';
import { ok } from '../../kernel/result.ts';
import { mayPass } from '../conversations/against.ts';
import type { Conversation } from '../conversations/conversation.ts';
import type { Correspondents } from '../ports.ts';
import { closed } from './refused.ts';
import { makeShow, type ShowNeeds } from './show.ts';
import type { TellTyping } from './use-cases.ts';
import { type ConversationNeeds, makeWhoseConversation } from './whose.ts';

export interface TypingNeeds extends ShowNeeds, ConversationNeeds {
  readonly correspondents: Pick<Correspondents, 'find' | 'areApart'>;
  readonly clock: Clock;
}

export const makeTellTyping = (needs: TypingNeeds): TellTyping => {
  const whoseConversation = makeWhoseConversation(needs);
  const show = makeShow(needs);
  return async ({ member, thread }) => {
    const whose = await whoseConversation({ member, thread });
    if (!whose.ok) return whose;
    const { conversation } = whose.value;
    if (conversation === undefined || !mayPass(conversation, needs.clock.now())) return closed;
    if (!(await mayMeet(needs, conversation))) return closed;
    await show([{ member: conversation.reader.member, frame: { type: 'typing', thread } }]);
    return ok('told');
  };
};

/** As where something is sent, and without what only a text needs. */
const mayMeet = async ({ correspondents }: Pick<TypingNeeds, 'correspondents'>, { reader, writer }: Conversation): Promise<boolean> => {
  const [areApart, ...both] = await Promise.all([
    correspondents.areApart(reader.member, writer.member),
    correspondents.find(reader.member),
    correspondents.find(writer.member),
  ]);
  return !areApart && both.every((member) => member !== undefined && member.state !== 'closed');
};
