import * as z from 'zod';
import { err, ok, type Result } from '../../domain/kernel/result.ts';

/** What has somebody look at a chat: which one, and no word of it. */
export const chatTimerMessage = (conversationId: string): string => JSON.stringify({ conversationId });

export const readChatTimerMessage = (
  body: string,
): Result<{ readonly conversationId: string }, { readonly code: 'chat.timer_unreadable' }> => {
  const read = message.safeParse(parsed(body));
  return read.success ? ok(read.data) : err({ code: 'chat.timer_unreadable' });
};

const message = z.object({ conversationId: z.string().min(1).max(200) });

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};
