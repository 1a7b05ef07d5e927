import type { AliasName } from '../../kernel/alias-name.ts';
import { closedKnownDays } from '../limits.ts';
import type { Conversations } from '../ports.ts';
import type { Conversation } from './conversation.ts';

/**
 * The conversation of an alias as it goes on: where the alias was replaced, that of the one in its place. For its own member's wishes and
 * for mails that were taken before; whoever writes to an alias that was replaced is not led on.
 */
export const conversationInUse = async (conversations: Pick<Conversations, 'of'>, alias: AliasName): Promise<Conversation | undefined> => {
  let conversation = await conversations.of(alias);
  for (let step = 0; step < stepsMax && conversation?.reader.closedBecause === 'replaced'; step++)
    conversation = await conversations.of(conversation.writer.counterparty);
  return conversation;
};

/** Each step leads over all that one of the two replaced; where they took turns, one a day each, there are as many as are still known. */
const stepsMax = 2 * closedKnownDays;
