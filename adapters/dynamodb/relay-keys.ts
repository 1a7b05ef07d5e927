import { createHash } from 'node:crypto';
import type { AliasName } from '../../domain/kernel/alias-name.ts';
import { type Instant, utcDay } from '../../domain/kernel/instant.ts';
import type { MessageKey } from '../../domain/relay/ports.ts';
import { inTime, keyPart } from './keys.ts';
import type { Key } from './table.ts';

/**
 * Where everything of the relay lies. Each alias and each conversation's thread has a partition of its own; the figures of all days
 * share one, as they are read together.
 */
export const aliasKey = (alias: AliasName): Key => ({ pk: `alias#${alias}`, sk: 'alias' });

/** Outlives the alias itself, so that it is never issued again. */
export const aliasIssuedKey = (alias: AliasName): Key => ({
  pk: `alias-issued#${createHash('sha256').update(alias).digest('base64url')}`,
  sk: 'alias-issued',
});

/** The messages of a conversation, the oldest first. */
export const threadKey = ({ conversationId, at, id }: MessageKey): Key => ({ pk: threadOf(conversationId), sk: inTime(at, id) });
export const threadOf = (conversationId: string): string => `thread#${keyPart(conversationId)}`;

/** Mails between members have an outbox of their own. */
export const relayOutboxKey = (key: string): Key => ({ pk: `relay-outbox#${keyPart(key)}`, sk: 'outbox' });

/** A day's figures are counted in several items, so that writers seldom meet. Days sort by themselves. */
export const relayFiguresKey = (at: Instant, shard: number): Key => ({ pk: relayFigures, sk: `${utcDay(at)}#${String(shard)}` });
export const relayFigures = 'relay-figures';

/** The partitions of the index. */
export const relayLists = {
  aliasesExpiring: 'aliases-expiring',
  relayOutboxDue: 'relay-outbox#due',
  relayOutboxFailed: 'relay-outbox#failed',
} as const;

/** A mail that was dealt with, and of which nothing else is left to tell it. */
export const settledMailKey = (id: string): Key => ({ pk: `settled-mail#${keyPart(id)}`, sk: 'settled-mail' });
