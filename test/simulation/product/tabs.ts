import { setImmediate } from 'node:timers/promises';
import { minuteMs, secondMs } from '../../../domain/kernel/instant.ts';
import { connectionMs } from '../../../domain/relay/chat/limits.ts';
import { links } from '../../support/product-around.ts';
import { headersOf, openProductTab, type ProductDevice, type ProductTab, type Server } from '../../support/product-tab.ts';
import { threadOf } from '../../../web/chat/state.ts';
import type { Pending } from '../../../web/chat/thread-state.ts';
import { complainTo, signedIn, signIn } from './devices.ts';
import { type Ends, lookForAddresses, type Person, shownTo, type Simulation } from './simulation.ts';

/** Opens the page of the chat in a browser of somebody’s who is signed in, or signs in first. */
export const openTab = async (
  sim: Simulation,
  { person, on, by }: { readonly person: Person; readonly on: number; readonly by: number },
): Promise<ProductTab | undefined> => {
  if (((await signedIn(sim, person, by)) ?? (await signIn(sim, person, by))) === undefined) return undefined;
  return openTabOn(sim, deviceOf(sim, person, on));
};

export const openTabOn = async (sim: Simulation, device: ProductDevice): Promise<ProductTab> => {
  const tab = openProductTab(device, serverOf(sim, sim.people[device.person]!));
  sim.tabs.push(tab);
  tab.client.start();
  await letPagesAct(sim);
  return tab;
};

/** The second browser of everybody has a clock that is wrong by hours, one way or the other. */
const deviceOf = (sim: Simulation, person: Person, on: number): ProductDevice => {
  const name = `${String(person.number)} ${String(on)}`;
  const skewMs = on === 0 ? 0 : (person.number % 2 === 0 ? 5 : -5) * 60 * minuteMs;
  const known = sim.devices.get(name);
  const device = known ?? { person: person.number, box: person.id, skewMs, words: sim.around.memory(), tabs: [], turn: Promise.resolve() };
  sim.devices.set(name, device);
  return device;
};

const serverOf = (sim: Simulation, person: Person): Server => {
  let asked = 0;
  /** Pages ask now one process, now the other. */
  const ask = async <T>(call: Parameters<typeof sim.ask<T>>[1]): Promise<T | 'lost'> => {
    const request = {};
    sim.inFlight.add(request);
    return sim.ask((asked += 1), call).finally(() => sim.inFlight.delete(request));
  };
  return {
    now: () => sim.around.clock.now(),
    lines: sim.around.lines,
    newId: (what) => `${what}-${sim.freshWord()}`,
    request: async (path, body) => {
      const init = {
        headers: headersOf(person.cookie, body),
        ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      };
      const answer = await ask(async ({ doors }) => {
        const response = await doors().app.request(`${links.baseUrl}${path}`, init);
        return { status: response.status, json: await response.json() };
      });
      if (answer === 'lost') return undefined;
      lookForAddresses(shownTo(answer.json), { ...sim, complain: complainTo(sim), reader: person, where: 'answered to a page' });
      return answer;
    },
    connect: async (connection, ticket) => ask(async ({ doors }) => doors().socket.connect({ connection, origin: links.baseUrl, ticket })),
    frame: async (connection, text) => ask(async ({ doors }) => doors().socket.frame(connection, text)),
    gone: async (connection) => ask(async ({ doors }) => doors().socket.gone(connection)),
  };
};

/** Pages do what is due, and all that it leads to is done. */
export const letPagesAct = async (sim: Simulation): Promise<void> => {
  if (sim.tabs.length === 0) return;
  for (let turns = 0; turns < turnsMax; turns++) {
    do await setImmediate();
    while (sim.inFlight.size > 0);
    await setImmediate();
    if (sim.inFlight.size === 0 && !sim.tabs.map((tab) => tab.act()).some(Boolean)) return;
  }
  complainTo(sim)('every cause comes to an end', 'a page asks again and again');
};

const turnsMax = 200;

/** All conversations of somebody, as they see them. */
export const endsOfPerson = (sim: Simulation, { id }: Person): readonly Ends[] =>
  [...sim.truth.claimed.keys()].flatMap((_, n) =>
    (['a', 'b'] as const).flatMap((side) => {
      const ends = sim.ends(n, side);
      return ends?.person.id === id ? [ends] : [];
    }),
  );

/** What somebody types into the thread that is open in a tab. */
export const type = (sim: Simulation, { tab, ends }: { readonly tab: ProductTab; readonly ends: Ends }, text: string): void => {
  const word = sim.freshWord();
  const { conversationId, person, partner, side } = ends;
  const before = new Set(idsWaiting(tab.device));
  person.words.add(word);
  tab.client.write(conversationId, `${word} ${text}`);
  const id = idsWaiting(tab.device).find((each) => !before.has(each));
  if (id === undefined) return complainTo(sim)('nothing that was typed is lost', `${word} is not kept by the browser`);
  const about = { id, word, conversationId, person: person.number, partner: partner.number, side };
  sim.promises.typed.push({ ...about, device: tab.device, at: sim.around.clock.now(), isDiscarded: false });
};

export const idsWaiting = ({ words }: ProductDevice): readonly string[] =>
  [...words.values()].map((each) => (JSON.parse(each) as { readonly id: string }).id);

export const openTabs = ({ tabs }: Simulation): readonly ProductTab[] => tabs.filter((tab) => !tab.isClosed());

/** The `n`th tab that is open, counted around. */
export const tabAt = (sim: Simulation, n: number): ProductTab | undefined => {
  const open = openTabs(sim);
  return open[n % Math.max(1, open.length)];
};

/** What the tab shows of a thread as not sent yet. */
export const pendingIn = (tab: ProductTab, thread: string | undefined): readonly Pending[] =>
  threadOf(tab.client.state(), thread)?.pending ?? [];

/** Everybody is reached again, signs in where they have to, and waits until their pages have said and asked everything. */
export const letPagesFinish = async (sim: Simulation): Promise<void> => {
  await letPagesAct(sim);
  for (const tab of openTabs(sim)) {
    tab.network = 'up';
    tab.client.wake();
  }
  await letPagesAct(sim);
  for (const device of sim.devices.values()) await signInAgain(sim, device);
  for (let waits = 0; waits < waitsMax; waits++) {
    sim.around.clock.moveBy(31 * secondMs);
    await letPagesAct(sim);
  }
  if (!openTabs(sim).some(isWaiting)) return;
  // A page that is connected learns with its next connection what has become too old to be sent.
  sim.around.clock.moveBy(connectionMs);
  await letPagesAct(sim);
};

const waitsMax = 16;
const isWaiting = (tab: ProductTab): boolean =>
  tab.client.state().threads.some(({ pending }) => pending.some(({ status }) => status !== 'failed'));

/** A page that lost its session asks to sign in; it is another one afterwards, with what the browser kept. */
const signInAgain = async (sim: Simulation, device: ProductDevice): Promise<void> => {
  const over = device.tabs.filter((tab) => !tab.isClosed() && tab.client.state().link === 'signed_out');
  for (const tab of over) tab.close();
  const person = sim.people[device.person]!;
  const isWaiting = idsWaiting(device).length > 0 && device.tabs.every((tab) => tab.isClosed());
  if ((over.length > 0 || isWaiting) && !person.wantsErasure) await openTab(sim, { person, on: Number(device.skewMs !== 0), by: 0 });
};
