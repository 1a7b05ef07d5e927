import { chatKeptMs } from '../../../domain/relay/chat/limits.ts';
import type { ProductTab } from '../../support/product-tab.ts';
import { staleAfterMs } from '../../../web/chat/outbox.ts';
import type { ThreadState } from '../../../web/chat/thread-state.ts';
import type { ChatSeen } from './chats-seen.ts';
import { type Complaining, isViewOf } from './invariants.ts';
import type { Simulation, Typed } from './simulation.ts';
import { idsWaiting, letPagesAct, openTabs, pendingIn } from './tabs.ts';

/** What pages show at any time: of what is stored, in its order, and nothing twice; and what was typed is stored or waits. */
export const checkPages = (sim: Simulation, complain: Complaining): void => {
  for (const tab of openTabs(sim))
    for (const shown of tab.client.state().threads) checkPage(sim, { tab, shown, chat: sim.truth.chats.get(shown.thread) }, complain);
  for (const typed of sim.promises.typed)
    if (!isStored(sim, typed) && !typed.isDiscarded && !isOutOfPlace(sim, typed) && !idsWaiting(typed.device).includes(typed.id))
      complain('nothing that was typed is lost', `${typed.word} neither waits nor is stored`);
};

interface Shown {
  readonly tab: ProductTab;
  readonly shown: ThreadState;
  readonly chat: ChatSeen | undefined;
}

const checkPage = (
  { people, around }: Simulation,
  { tab, shown: { messages, span, pending }, chat }: Shown,
  complain: Complaining,
): void => {
  const seqs = messages.map(({ seq }) => seq);
  if (seqs.some((seq, at) => at > 0 && seq <= (seqs[at - 1] ?? 0)))
    complain('the order is the same for every reader', `a page shows ${seqs.join(', ')}`);
  const isKept = ({ at }: { readonly at: number }): boolean => around.clock.now() < at + chatKeptMs;
  const isWithin = (seq: number): boolean => span !== undefined && seq >= span.from && seq <= span.upTo;
  // A page that was away for months does not show what went out of keep meanwhile.
  const missing = [...(chat?.messages.values() ?? [])].filter((each) => isKept(each) && isWithin(each.seq) && !seqs.includes(each.seq));
  if (missing.length > 0) complain('the order is the same for every reader', `a hole in a page: ${seqs.join(', ')}`);
  const side = people[tab.device.person]?.id === chat?.head?.a.member ? 'a' : 'b';
  for (const view of messages) {
    // A page that is open for months shows what is kept no longer.
    const stored = isKept(view) ? chat?.messages.get(view.seq) : undefined;
    if (stored !== undefined && !isViewOf(view, stored, side))
      complain('a message stays as it was shown', `${String(view.seq)} of ${view.id} on a page`);
    if (view.mine && pending.some(({ id }) => id === view.id))
      complain('nothing is stored twice', `${view.id} is shown as sent and as not sent`);
  }
};

/** Also where it was kept no longer, or was forgotten. */
const isStored = ({ truth, around }: Simulation, { conversationId, side, id, at }: Typed): boolean => {
  const chat = truth.chats.get(conversationId);
  return chat?.isForgotten === true || chat?.ever.has(`${side} ${id}`) === true || around.clock.now() >= at + chatKeptMs;
};

/** A page forgets what could not be sent for a day and is of no conversation any more. */
const isOutOfPlace = ({ truth, around }: Simulation, { conversationId, side, at }: Typed): boolean => {
  const now = around.clock.now();
  const isGone = (truth.sideInUse(conversationId, side)?.deleteAt ?? 0) <= now || truth.troubledAt(conversationId) >= 0;
  return isGone && now > at + staleAfterMs;
};

/** Once pages had time to say and to ask everything: whatever thread is opened shows all that is stored, and what waits waits for its writer. */
export const checkPagesAtEnd = async (sim: Simulation, complain: Complaining): Promise<void> => {
  for (const tab of openTabs(sim)) {
    if (tab.client.state().link === 'signed_out') continue;
    for (const { thread } of tab.client.state().threads) {
      tab.client.open(thread);
      tab.client.look(true);
      tab.client.showEnd(true);
      await letPagesAct(sim);
      checkAllShown(sim, { tab, thread }, complain);
      for (const { id, status } of pendingIn(tab, thread))
        if (status !== 'failed') complain('every cause comes to an end', `${id} waits in a page for ever`);
    }
  }
};

const checkAllShown = (
  { truth, around }: Simulation,
  { tab, thread }: { readonly tab: ProductTab; readonly thread: string },
  complain: Complaining,
): void => {
  const chat = truth.chats.get(thread);
  const shown = tab.client.state().threads.find((each) => each.thread === thread);
  if (chat === undefined || chat.isForgotten || shown === undefined) return;
  const stored = [...chat.messages.values()].filter(
    ({ at, seq }) => around.clock.now() < at + chatKeptMs && seq >= (shown.span?.from ?? 0),
  );
  const missing = stored.filter(({ seq }) => !shown.messages.some((view) => view.seq === seq)).map(({ seq }) => seq);
  if (missing.length > 0) complain('the order is the same for every reader', `a page does not show ${missing.join(', ')} of ${thread}`);
};
