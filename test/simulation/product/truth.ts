import type { Entry } from '../../../adapters/dynamodb/table-state.ts';
import type { Match } from '../../../domain/introductions/match.ts';
import type { AliasSide } from '../../../domain/kernel/alias-name.ts';
import type { Instant } from '../../../domain/kernel/instant.ts';
import { isOpenAt, type Side, sideOf } from '../../../domain/relay/conversations/conversation.ts';
import type { Complain } from '../../support/product-windows.ts';
import { type ChatSeen, createChatsSeen } from './chats-seen.ts';

/** What was committed, as somebody knows it who saw every commit: nothing of it is asked of the product. */
export interface Truth {
  readonly chats: ReadonlyMap<string, ChatSeen>;
  readonly aliases: ReadonlyMap<string, Side>;
  /** Introductions that were claimed, by their conversation, the first first. */
  readonly claimed: ReadonlyMap<string, Match>;
  readonly blocked: (one: string, other: string) => boolean;
  /** Whether a session was there once, and is not any more. */
  readonly isOver: (session: string) => boolean;
  readonly seen: (entries: readonly Entry[]) => void;
  /** Why nothing may pass by an alias at present; `undefined` where it may. */
  readonly closedBy: (reader: Side) => string | undefined;
  /** Until when something kept mails in a conversation from passing: muted, ended, blocked; for ever where mails to one of the two came back. */
  readonly troubledAt: (conversationId: string) => number;
  readonly trouble: (conversationId: string, until?: number) => void;
  /** The alias of a side that was not replaced. */
  readonly sideInUse: (conversationId: string, side: AliasSide) => Side | undefined;
}

export const createTruth = ({ now, complain }: { readonly now: () => Instant; readonly complain: Complain }): Truth => {
  const { aliases, sideInUse, take, troubledAt, trouble } = createAliasesSeen(now);
  const claimed = new Map<string, Match>();
  const blocks = new Set<string>();
  const blocked = (one: string, other: string): boolean => blocks.has(`${one} ${other}`) || blocks.has(`${other} ${one}`);
  const closedBy = (reader: Side): string | undefined => {
    const writer = sideInUse(reader.conversationId, otherSide(sideOf(reader.alias)));
    if (writer === undefined || !isOpenAt(reader, now()) || !isOpenAt(writer, now())) return 'closed';
    if (reader.mutedAt !== undefined) return 'muted';
    return blocked(reader.member, writer.member) ? 'blocked' : undefined;
  };
  const closedFor = (conversationId: string, from: AliasSide): string | undefined => {
    const reader = sideInUse(conversationId, otherSide(from));
    const closed = reader === undefined ? 'forgotten' : closedBy(reader);
    // A block lies apart from the conversation, so one that comes at the same moment may come too late.
    return closed === 'blocked' ? undefined : closed;
  };
  const chatsSeen = createChatsSeen({ now, complain, closedFor });

  const sessions = createSessionsSeen();
  const takePut = (pk: string, body: string): void => {
    if (pk.startsWith('member#')) sessions.take(pk, JSON.parse(body) as MemberBody);
    if (pk.startsWith('alias#')) take(JSON.parse(body) as Side);
    if (pk.startsWith('block#')) blocks.add(blockIn(body));
    if (!pk.startsWith('match#')) return;
    const match = JSON.parse(body) as Match;
    if (match.state.name === 'claimed') claimed.set(match.conversationId, match);
  };
  const seen = (entries: readonly Entry[]): void => {
    for (const entry of entries) {
      if (entry.op === 'put') takePut(entry.stored.key.pk, entry.stored.body);
      else {
        chatsSeen.remove(entry.key.pk, entry.key.sk);
        sessions.take(entry.key.pk, { sessions: [] });
      }
    }
    chatsSeen.put(entries.flatMap((entry) => (entry.op === 'put' && entry.stored.key.pk.startsWith('chat#') ? [entry.stored] : [])));
  };
  return { isOver: sessions.isOver, chats: chatsSeen.chats, aliases, claimed, blocked, seen, closedBy, troubledAt, trouble, sideInUse };
};

interface MemberBody {
  readonly sessions: readonly { readonly id: string }[];
}

const createSessionsSeen = () => {
  const open = new Map<string, readonly string[]>();
  const ever = new Set<string>();
  return {
    take: (pk: string, { sessions }: MemberBody): void => {
      if (!pk.startsWith('member#')) return;
      open.set(
        pk,
        sessions.map(({ id }) => id),
      );
      for (const { id } of sessions) ever.add(id);
    },
    isOver: (session: string): boolean => ever.has(session) && ![...open.values()].some((ids) => ids.includes(session)),
  };
};

const otherSide = (side: AliasSide): AliasSide => (side === 'a' ? 'b' : 'a');

const createAliasesSeen = (now: () => number) => {
  const aliases = new Map<string, Side>();
  const troubles = new Map<string, number>();
  const trouble: Truth['trouble'] = (conversationId, until = now()) =>
    void troubles.set(conversationId, Math.max(until, troubles.get(conversationId) ?? 0));
  return {
    aliases,
    trouble,
    troubledAt: (conversationId: string) => troubles.get(conversationId) ?? -1,
    sideInUse: (conversationId: string, side: AliasSide): Side | undefined =>
      [...aliases.values()].findLast(
        (each) => each.conversationId === conversationId && sideOf(each.alias) === side && each.closedBecause !== 'replaced',
      ),
    take: (side: Side): void => {
      if (isTroubled(aliases.get(side.alias)) || isTroubled(side)) trouble(side.conversationId);
      aliases.set(side.alias, side);
    },
  };
};

const isTroubled = (side: Side | undefined): boolean =>
  side !== undefined && side.closedBecause !== 'replaced' && (side.status === 'closed' || side.mutedAt !== undefined);

const blockIn = (body: string): string => {
  const { by, whom } = JSON.parse(body) as { readonly by: string; readonly whom: string };
  return `${by} ${whom}`;
};
