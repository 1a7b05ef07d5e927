import type { Clock } from '../../kernel/clock.ts';
import { ok } from '../../kernel/result.ts';
import { mayPass } from '../conversations/against.ts';
import { closed } from './refused.ts';
import { makeShow, type ShowNeeds } from './show.ts';
import type { TellTyping } from './use-cases.ts';
import { type ConversationNeeds, makeWhoseConversation } from './whose.ts';

export const makeTellTyping = (needs: ShowNeeds & ConversationNeeds & { readonly clock: Clock }): TellTyping => {
  const whoseConversation = makeWhoseConversation(needs);
  const show = makeShow(needs);
  return async ({ member, thread }) => {
    const whose = await whoseConversation({ member, thread });
    if (!whose.ok) return whose;
    const { conversation } = whose.value;
    if (conversation === undefined || !mayPass(conversation, needs.clock.now())) return closed;
    await show([{ member: conversation.reader.member, frame: { type: 'typing', thread } }]);
    return ok('told');
  };
};
