import { dayMs, type Instant, later, minuteMs } from '../../kernel/instant.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { perDayMax, perMinuteMax, sameBodyMax, sameBodyWindowMs } from '../limits.ts';
import type { RelayRefused } from '../refusals.ts';
import type { Conversation, Traffic } from './conversation.ts';

/** `isRepeated`: the same words time after time, rather than many. */
export interface TooMuch {
  readonly refused: RelayRefused;
  readonly isRepeated: boolean;
}

/**
 * What a member has written with one more message, or why it is one too many (relay rules, 1.1 and 4.2). Windows begin with the first
 * message in them. What was refused unread does not count.
 */
export const withMessage = (
  traffic: Traffic | undefined,
  { digest, at }: { readonly digest: string; readonly at: Instant },
): Result<Traffic, TooMuch> => {
  const { minuteFrom, inMinute, dayFrom, inDay, bodies } = windowsAt(traffic, at);
  if (bodies.filter((body) => body.digest === digest).length >= sameBodyMax) return err({ refused: repeated, isRepeated: true });
  if (inMinute >= perMinuteMax || inDay >= perDayMax) return err({ refused: tooMany, isRepeated: false });
  return ok({ minuteFrom, inMinute: inMinute + 1, dayFrom, inDay: inDay + 1, bodies: [...bodies, { digest, at }] });
};

/**
 * A mail that was made anew and not passed on counts with its writer, too: it costs as much as one that is. `cause` names it, so that one
 * that is told of again counts once.
 */
export const withAttempt = (
  conversation: Conversation,
  { cause, now }: { readonly cause: string; readonly now: Instant },
): Conversation => {
  const { writer } = conversation;
  if (writer.traffic?.bodies.some(({ digest }) => digest === cause)) return conversation;
  const traffic = withMessage(writer.traffic, { digest: cause, at: now });
  return traffic.ok ? { ...conversation, writer: { ...writer, traffic: traffic.value } } : conversation;
};

/** A clock that was put back, or a message that comes late, begins no window anew. */
const windowsAt = (traffic: Traffic | undefined, at: Instant): Traffic => {
  const { minuteFrom = at, inMinute = 0, dayFrom = at, inDay = 0, bodies = [] } = traffic ?? {};
  const isMinuteOver = at >= later(minuteFrom, minuteMs);
  const isDayOver = at >= later(dayFrom, dayMs);
  return {
    ...(isMinuteOver ? { minuteFrom: at, inMinute: 0 } : { minuteFrom, inMinute }),
    ...(isDayOver ? { dayFrom: at, inDay: 0 } : { dayFrom, inDay }),
    bodies: bodies.filter((body) => at < later(body.at, sameBodyWindowMs)).slice(-bodiesMax),
  };
};

/** More do not fit the minutes that they are remembered for. */
const bodiesMax = (perMinuteMax * sameBodyWindowMs) / minuteMs;

const tooMany: RelayRefused = {
  code: 'relay.rate_limited',
  message: `You have sent too many messages: ${String(perMinuteMax)} a minute and ${String(perDayMax)} a day are passed on to one person. Send it again later.`,
};
const repeated: RelayRefused = {
  code: 'relay.rate_limited',
  message: 'The same message was passed on several times just now. If you meant to send it again, change a word or wait ten minutes.',
};
