import type { RelayUseCases } from '../../adapters/http/needs.ts';
import type { AliasName } from '../../domain/kernel/alias-name.ts';
import { dayMs, type Instant, later } from '../../domain/kernel/instant.ts';
import type { MemberId } from '../../domain/kernel/member-id.ts';
import { err, ok } from '../../domain/kernel/result.ts';
import type { AliasHistoryView, ConversationView } from '../../domain/relay/conversations/use-cases.ts';

type Command = Parameters<RelayUseCases['actOnConversation']>[0];
type Sums = Awaited<ReturnType<RelayUseCases['figures']['sums']>>;

/** A relay that knows every alias, each as an open conversation until something is done about it or said of it. */
export interface FakeRelay extends RelayUseCases {
  /** What was wanted of it, in order. */
  readonly acts: readonly Command[];
  readonly lookedUpBy: readonly MemberId[];
  /** From now on the conversation of an alias stands so; `undefined` is one that is forgotten. */
  readonly stand: (alias: AliasName, change: Partial<ConversationView> | undefined) => void;
  readonly remember: (alias: AliasName, history: AliasHistoryView) => void;
  readonly count: (days: number, sums: Sums) => void;
}

export const createFakeRelay = (now: Instant): FakeRelay => {
  const views = new Map<AliasName, ConversationView | undefined>();
  const histories = new Map<AliasName, AliasHistoryView>();
  const sums = new Map<number, Sums>();
  const acts: Command[] = [];
  const lookedUpBy: MemberId[] = [];
  const viewOf = (alias: AliasName): ConversationView | undefined => (views.has(alias) ? views.get(alias) : openView(alias, now));
  return {
    acts,
    lookedUpBy,
    stand: (alias, change) => views.set(alias, change === undefined ? undefined : { ...openView(alias, now), ...change }),
    remember: (alias, history) => histories.set(alias, history),
    count: (days, counted) => sums.set(days, counted),
    lookAtConversation: async ({ alias }) => Promise.resolve(viewOf(alias)),
    actOnConversation: async (command) => {
      const view = viewOf(command.alias);
      if (view === undefined) return Promise.resolve(err({ code: 'relay.alias_unknown' }));
      const isOver = view.state === 'ended' || view.state === 'expired';
      if (isOver && command.act === 'unmute') return Promise.resolve(err({ code: 'relay.closed' }));
      acts.push(command);
      if (!isOver) views.set(command.alias, { ...view, state: stateAfter[command.act] });
      return Promise.resolve(ok(outcomes[command.act]));
    },
    shareAddress: async ({ alias }) => {
      const view = viewOf(alias);
      if (view === undefined) return Promise.resolve(err({ code: 'relay.alias_unknown' }));
      if (view.state === 'ended' || view.state === 'expired') return Promise.resolve(err({ code: 'relay.closed' }));
      views.set(alias, { ...view, isShared: true });
      return Promise.resolve(ok('shared'));
    },
    aliasHistory: async ({ alias }) => Promise.resolve(histories.get(alias)),
    figures: { sums: async (days) => Promise.resolve(sums.get(days) ?? {}) },
    onLookUp: (operator) => lookedUpBy.push(operator),
  };
};

const stateAfter = { mute: 'muted', unmute: 'open', end: 'ended', report: 'ended' } as const;
const outcomes = { mute: 'muted', unmute: 'unmuted', end: 'ended', report: 'reported' } as const;

const openView = (alias: AliasName, now: Instant): ConversationView => ({
  state: 'open',
  isShared: false,
  expiresAt: later(now, 180 * dayMs),
  writeTo: (alias.endsWith('a') ? `${alias.slice(0, -1)}b` : `${alias.slice(0, -1)}a`) as AliasName,
  partner: `m_${'p'.repeat(26)}` as MemberId,
  messages: 0,
  lastMessageAt: undefined,
});
