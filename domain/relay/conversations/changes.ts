import { dayMs, type Instant, later } from '../../kernel/instant.ts';
import { closedKnownDays } from '../limits.ts';
import type { ClosedBecause, Conversation, Side } from './conversation.ts';
import { nothingYet } from './notices.ts';

/** How long a conversation stays open after it was used last. */
export interface Lifetime {
  readonly aliasDays: number;
}

/**
 * A conversation in which something was passed on: both aliases stay open for their whole time again, whoever was warned will be warned
 * anew, and its writer gets answers even if they had muted it. An alias is not moved for less than a day, so that a busy
 * conversation is not written anew with each word.
 */
export const used = (conversation: Conversation, now: Instant, { aliasDays }: Lifetime): Conversation => {
  const { mutedAt: _mutedAt, ...writer } = prolonged(conversation.writer, now, aliasDays);
  const reader = prolonged(conversation.reader, now, aliasDays);
  const tally = reader.tally ?? nothingYet;
  return { writer, reader: { ...reader, tally: { ...tally, relayed: tally.relayed + 1, lastRelayedAt: now } } };
};

/**
 * The same for what is written in the chat, where words are many and short: nothing is counted, so that aliases are written about once a day.
 * The very object that was given where nothing changes.
 */
export const usedInChat = (conversation: Conversation, now: Instant, { aliasDays }: Lifetime): Conversation => {
  const writer = unmuted(prolonged(conversation.writer, now, aliasDays));
  const reader = prolonged(conversation.reader, now, aliasDays);
  return writer === conversation.writer && reader === conversation.reader ? conversation : { reader, writer };
};

const prolonged = (side: Side, now: Instant, aliasDays: number): Side => {
  const expiresAt = later(now, aliasDays * dayMs);
  if (expiresAt < later(side.expiresAt, dayMs)) return side;
  const { warnedAt: _warnedAt, ...rest } = side;
  return { ...rest, expiresAt, deleteAt: later(expiresAt, closedKnownDays * dayMs) };
};

/** Closes both aliases; what is closed stays as it is. */
export const closed = (conversation: Conversation, because: ClosedBecause, now: Instant): Conversation => {
  const { reader, writer } = conversation;
  if (reader.status === 'closed' && writer.status === 'closed') return conversation;
  return { reader: closedSide(reader, because, now), writer: closedSide(writer, because, now) };
};

const closedSide = (side: Side, because: ClosedBecause, now: Instant): Side =>
  side.status === 'closed'
    ? side
    : { ...side, status: 'closed', closedBecause: because, expiresAt: now, deleteAt: later(now, closedKnownDays * dayMs) };

/** Nothing more is passed on to the reader; the first time stays. */
export const muted = (side: Side, now: Instant): Side => (side.mutedAt === undefined ? { ...side, mutedAt: now } : side);

export const unmuted = (side: Side): Side => {
  if (side.mutedAt === undefined) return side;
  const { mutedAt: _mutedAt, ...rest } = side;
  return rest;
};
