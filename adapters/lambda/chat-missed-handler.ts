import type { Context, SQSBatchResponse, SQSEvent } from './events.ts';
import { ok } from '../../domain/kernel/result.ts';
import { T } from '../composition/tokens.ts';
import type { ChatMissedEnv } from '../config/env.ts';
import { readChatTimerMessage } from '../sqs/chat-timer-message.ts';
import { windowsOnAws } from './chat-on-aws.ts';
import { consumeBatch } from './consume-batch.ts';
import type { LambdaHost } from './host.ts';
import { loopOnDemand } from './loop-on-demand.ts';

/**
 * Looks at a chat when its time has come: whether what somebody missed goes out as a mail, which open windows then show. What is decided
 * stands in the table, so a message that comes twice, too early or not at all changes nothing for good.
 */
export const createChatMissedHandler = (
  host: LambdaHost<ChatMissedEnv>,
): ((event: SQSEvent, context: Context) => Promise<SQSBatchResponse>) => {
  const loop = loopOnDemand(host, { chat: (place) => ({ sockets: windowsOnAws(host, place) }) });
  return async (event, context) =>
    host.invoked(context, async () => {
      const mailMissed = (await loop()).container.get(T.chat.mailMissed);
      return consumeBatch(event, {
        ...host,
        parse: readChatTimerMessage,
        handle: async (chat) => {
          const outcome = await mailMissed(chat);
          host.log('info', 'chat.looked_at', { outcome });
          return ok(outcome);
        },
      });
    });
};
