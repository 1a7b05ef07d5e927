import { hourMs } from '../../kernel/instant.ts';
import { type Err, err } from '../../kernel/result.ts';
import { perDayMax, perMinuteMax, textBytesMax } from './limits.ts';
import type { TooMany } from './pace.ts';
import type { ChatRefusalCode, ChatRefused } from './use-cases.ts';

const refusal = (code: ChatRefusalCode, message: string): Err<ChatRefused> => err({ code, message });

/** Why something was not done, in words for who wanted it. Nothing in them is about the other one. */
export const threadUnknown = refusal('chat.thread_unknown', 'This conversation is none of yours.');
export const fileUnknown = refusal('chat.thread_unknown', 'This file is not there any more.');
export const closed = refusal('chat.closed', 'This conversation does not take messages at present.');
export const malformed = refusal('chat.malformed', 'This could not be understood. Load the page again.');
export const empty = refusal('chat.empty', 'There is nothing to read in this message.');
export const tooLong = refusal('chat.too_long', `This message is longer than ${String(textBytesMax / 1024)} KB. Send it in several parts.`);

export const tooMany = ({ within, retryAfterMs }: TooMany): Err<ChatRefused> =>
  err({ code: 'chat.rate_limited', message: within === 'a day' ? tooManyToday(retryAfterMs) : tooManyNow, retryAfterMs });

const tooManyNow = `You have written ${String(perMinuteMax)} messages within a minute. Wait a little.`;

const tooManyToday = (retryAfterMs: number): string => {
  const hours = Math.ceil(retryAfterMs / hourMs);
  return `You have written ${String(perDayMax)} messages here within a day. You can go on ${hours === 1 ? 'within the hour' : `in ${String(hours)} hours`}.`;
};
