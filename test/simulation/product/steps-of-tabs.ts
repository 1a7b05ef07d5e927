import fc from 'fast-check';
import { perMinuteMax } from '../../../domain/relay/chat/limits.ts';
import type { Simulation } from './simulation.ts';
import { endsOfPerson, openTab, openTabOn, pendingIn, tabAt, type } from './tabs.ts';
import { type Saying, sayingOf, sayings } from './steps-of-mail.ts';
import { called, nth, person, process, step } from './step.ts';

type WithTab = { readonly tab: number };
const withTab = fc.record({ tab: nth }, { noNullPrototype: true });

/** What people do on the page of the chat, and what becomes of its connections. */
export const stepsOfTabs = {
  openTab: step<{ readonly who: number; readonly on: number; readonly by: number }>({
    given: fc.record({ who: person, on: fc.nat(1), by: process }, { noNullPrototype: true }),
    says: ({ who, on }) => `${called(who)} opens the page of the chat in their ${on === 0 ? 'first' : 'second'} browser`,
    run: async (sim, { who, on, by }) => void (await openTab(sim, { person: sim.people[who]!, on, by })),
  }),
  typeInTab: step<WithTab & { readonly conversation: number; readonly saying: Saying }>({
    given: fc.record({ tab: nth, conversation: nth, saying: sayings }, { noNullPrototype: true }),
    says: ({ tab, conversation, saying }) =>
      `on page ${String(tab)} somebody types into their conversation ${String(conversation)} (${saying})`,
    run: async (sim, { tab, conversation, saying }) => {
      typeInto(sim, { n: tab, conversation }, [saying]);
      await Promise.resolve();
    },
  }),
  storm: step<WithTab & { readonly conversation: number }>({
    given: fc.record({ tab: nth, conversation: nth }, { noNullPrototype: true }),
    says: ({ tab, conversation }) =>
      `on page ${String(tab)} somebody types more into their conversation ${String(conversation)} than may be sent in a minute`,
    run: async (sim, { tab, conversation }) => {
      typeInto(
        sim,
        { n: tab, conversation },
        Array.from({ length: perMinuteMax + 3 }, () => 'hello'),
      );
      await Promise.resolve();
    },
  }),
  readInTab: step<{ readonly conversation: number; readonly tab: number; readonly isLookedAt: boolean }>({
    given: fc.record({ conversation: nth, tab: nth, isLookedAt: fc.boolean() }, { noNullPrototype: true }),
    says: ({ conversation, tab, isLookedAt }) =>
      `page ${String(tab)} opens conversation ${String(conversation)}, and ${isLookedAt ? 'somebody' : 'nobody'} looks`,
    run: async (sim, { conversation, tab: n, isLookedAt }) => {
      const tab = tabAt(sim, n);
      const threads = tab?.client.state().threads ?? [];
      tab?.client.look(isLookedAt);
      tab?.client.open(threads[conversation % Math.max(1, threads.length)]?.thread);
      tab?.client.showEnd(true);
      await Promise.resolve();
    },
  }),
  troubleNetwork: step<WithTab & { readonly how: 'up' | 'down' | 'one way' }>({
    given: fc.record({ tab: nth, how: fc.constantFrom('up', 'down', 'one way') }, { noNullPrototype: true }),
    says: ({ tab, how }) =>
      `the network of page ${String(tab)} ${{ up: 'is there', down: 'is gone', 'one way': 'takes what the page says and brings nothing back' }[how]}`,
    run: async (sim, { tab: n, how }) => {
      const tab = tabAt(sim, n);
      if (tab === undefined) return;
      const isBack = how === 'up' && tab.network !== 'up';
      tab.network = how;
      if (isBack) tab.client.wake();
      await Promise.resolve();
    },
  }),
  hangUp: step<WithTab>({
    given: withTab,
    says: ({ tab }) => `the connection of page ${String(tab)} breaks`,
    run: async (sim, { tab }) => Promise.resolve(tabAt(sim, tab)?.hangUp()),
  }),
  restartServer: step<Record<never, never>>({
    given: fc.constant({}),
    says: () => 'the server begins again: no connection outlives it',
    run: async (sim) => {
      sim.restart();
      for (const tab of sim.tabs) tab.hangUp();
      return Promise.resolve();
    },
  }),
  reloadTab: step<WithTab>({
    given: withTab,
    says: ({ tab }) => `page ${String(tab)} is loaded again`,
    run: async (sim, { tab: n }) => {
      const tab = tabAt(sim, n);
      if (tab === undefined) return;
      tab.close();
      await openTabOn(sim, tab.device);
    },
  }),
  closeTab: step<WithTab>({
    given: withTab,
    says: ({ tab }) => `page ${String(tab)} is closed`,
    run: async (sim, { tab }) => Promise.resolve(tabAt(sim, tab)?.close()),
  }),
  dealWithFailed: step<WithTab & { readonly isTriedAgain: boolean }>({
    given: fc.record({ tab: nth, isTriedAgain: fc.boolean() }, { noNullPrototype: true }),
    says: ({ tab, isTriedAgain }) => `what page ${String(tab)} could not send is ${isTriedAgain ? 'tried again' : 'taken back'}`,
    run: async (sim, { tab: n, isTriedAgain }) => {
      const tab = tabAt(sim, n);
      const thread = tab?.client.state().open;
      if (tab === undefined || thread === undefined) return Promise.resolve();
      for (const { id } of pendingIn(tab, thread).filter(({ status }) => status === 'failed')) {
        for (const typed of sim.promises.typed.filter((each) => each.id === id)) typed.isDiscarded ||= !isTriedAgain;
        if (isTriedAgain) tab.client.retry(thread, id);
        else tab.client.discard(thread, id);
      }
    },
  }),
} as const;

const typeInto = (
  sim: Simulation,
  { n, conversation }: { readonly n: number; readonly conversation: number },
  all: readonly Saying[],
): void => {
  const tab = tabAt(sim, n);
  // Of those that the page lists: nobody can open another one there.
  const listed = new Set(tab?.client.state().threads.map(({ thread }) => thread));
  const own = sim.people.filter(({ number }) => number === tab?.device.person).flatMap((human) => endsOfPerson(sim, human));
  const shown = own.filter(({ conversationId }) => listed.has(conversationId));
  const ends = shown[conversation % Math.max(1, shown.length)];
  if (ends === undefined || tab === undefined) return;
  tab.client.open(ends.conversationId);
  tab.client.showEnd(true);
  tab.client.typing(ends.conversationId);
  for (const saying of all) type(sim, { tab, ends }, sayingOf(saying, ends.person.email, ends.partner.email));
};
