import type { AliasSide } from '../../kernel/alias-name.ts';
import { type Instant, later } from '../../kernel/instant.ts';
import { type Chat, type ChatSide, hasReadUpTo, type Missed } from './chat.ts';
import { awayMs } from './limits.ts';

/** How far somebody says that they are. */
export interface Mark {
  readonly delivered?: number | undefined;
  readonly read?: number | undefined;
}

export interface Marking {
  readonly side: AliasSide;
  readonly mark: Mark;
  readonly now: Instant;
  /** Nothing passes between the two any more. */
  readonly isOver?: boolean | undefined;
}

/** The chat with somebody's marks, which only go up, never beyond what there is. The very object where they are there already. */
export const marked = (chat: Chat, { side, mark, now, isOver = false }: Marking): Chat => {
  const { delivered = 0, read = 0 } = mark;
  if (isOver) return readSinceOver(chat, side, Math.min(read, chat.lastSeq));
  const { missed, ...own } = chat[side];
  const readUpTo = Math.max(own.readUpTo, Math.min(read, chat.lastSeq));
  const deliveredUpTo = Math.max(own.deliveredUpTo, readUpTo, Math.min(delivered, chat.lastSeq));
  if (readUpTo === own.readUpTo && deliveredUpTo === own.deliveredUpTo) return chat;
  const stillMissed = missed === undefined ? undefined : missedBehind(missed, { deliveredUpTo, lastSeq: chat.lastSeq, now });
  const next = { ...own, readUpTo, deliveredUpTo, ...(stillMissed === undefined ? {} : { missed: stillMissed }) };
  return placed(chat, side, next);
};

const placed = (chat: Chat, side: AliasSide, next: ChatSide): Chat => (side === 'a' ? { ...chat, a: next } : { ...chat, b: next });

const readSinceOver = (chat: Chat, side: AliasSide, upTo: number): Chat =>
  upTo <= hasReadUpTo(chat[side]) ? chat : placed(chat, side, { ...chat[side], readSinceOver: upTo });

interface Arrived {
  readonly deliveredUpTo: number;
  readonly lastSeq: number;
  readonly now: Instant;
}

/** Whom a part of it reached was there a moment ago, and is away for as long again before the rest is mailed. */
const missedBehind = (missed: Missed, { deliveredUpTo, lastSeq, now }: Arrived): Missed | undefined => {
  if (deliveredUpTo >= lastSeq) return undefined;
  return deliveredUpTo < missed.fromSeq ? missed : { fromSeq: deliveredUpTo + 1, dueAt: later(now, awayMs) };
};
