import { dayMs } from '../../../domain/kernel/instant.ts';
import { messagesPageMax } from '../../../domain/relay/chat/limits.ts';
import { append, lastSeqIn, type ProductWindow, type ShownThread, threadIn } from '../../support/product-windows.ts';
import { lookForAddresses, shownTo, type Person, type Simulation } from './simulation.ts';

/** The session of somebody’s cookie; `undefined` where it is over. */
export const signedIn = async (sim: Simulation, person: Person, by: number): Promise<string | undefined> => {
  const { cookie } = person;
  if (cookie === undefined) return undefined;
  const resumed = await sim.ask(by, async ({ resumeSession }) => resumeSession({ cookie }));
  return resumed !== 'lost' && resumed.ok ? resumed.value.session : undefined;
};

/** Signs in by the newest link in somebody’s mailbox, or asks for one first. The session, where that worked. */
export const signIn = async (sim: Simulation, person: Person, by: number): Promise<string | undefined> => {
  for (const asks of [false, true]) {
    if (asks) {
      await sim.ask(by, async ({ requestSignIn }) => requestSignIn({ email: person.email, ip: sim.freshWord() }));
      await sim.ask(by, async ({ drain }) => drain());
    }
    const link = newestLink(sim, person);
    if (link === undefined) continue;
    const spent = await sim.ask(by, async ({ spendLink }) => spendLink(link));
    if (spent === 'lost' || !spent.ok) continue;
    person.cookie = spent.value.session;
    return signedIn(sim, person, by);
  }
  return undefined;
};

const newestLink = ({ around }: Simulation, { email }: Person) => {
  const mail = around.mails.delivered.findLast(({ to, kind }) => to === email && (kind === 'sign-in' || kind === 'survey-link'));
  const [, path, token] = /\/(survey|sign-in)\?token=([\w.~%-]+)/.exec(mail?.source ?? '') ?? [];
  if (path === undefined || token === undefined) return undefined;
  return { purpose: path === 'survey' ? ('survey' as const) : ('sign-in' as const), token: decodeURIComponent(token) };
};

/** Opens a page of somebody’s, with what it showed before where it comes back. */
export const openWindow = async (
  sim: Simulation,
  { person, before, by }: { readonly person: Person; readonly before?: ProductWindow | undefined; readonly by: number },
): Promise<ProductWindow | undefined> => {
  const session = (await signedIn(sim, person, by)) ?? (await signIn(sim, person, by));
  if (session === undefined) return undefined;
  const issued = await sim.ask(by, async ({ issueTicket }) => issueTicket({ member: person.id, session }));
  if (issued === 'lost') return undefined;
  const openedAt = sim.around.clock.now();
  const isReload = before === undefined || openedAt - before.openedAt > dayMs;
  const id = `window-${String(sim.around.windows.size)}`;
  const window: ProductWindow = {
    id,
    person: person.number,
    session,
    state: 'open',
    openedAt,
    threads: isReload ? new Map<string, ShownThread>() : before.threads,
  };
  sim.around.windows.set(id, window);
  const connected = await sim.ask(by, async ({ connect }) => connect({ connection: id, ticket: issued.ticket }));
  if (connected === 'lost' || !connected.ok) window.state = 'closed';
  else {
    const again = await sim.ask(by, async ({ connect }) => connect({ connection: `${id}-again`, ticket: issued.ticket }));
    if (again !== 'lost' && again.ok) complainTo(sim)('a ticket opens one window', id);
    await catchUp(sim, window, by);
  }
  return window.state === 'open' ? window : undefined;
};

/** Asks for everything that the window has not seen yet. `false` where that did not work. */
export const catchUp = async (sim: Simulation, window: ProductWindow, by: number): Promise<boolean> => {
  const person = sim.people[window.person]!;
  if ((await signedIn(sim, person, by)) === undefined) return false;
  const threads = await sim.ask(by, async ({ listThreads }) => listThreads({ member: person.id }));
  if (threads === 'lost') return false;
  for (const { thread, lastSeq } of threads) {
    const shown = threadIn(window, thread);
    while (lastSeqIn(shown) < lastSeq) {
      const after = lastSeqIn(shown);
      const page = await sim.ask(by, async ({ readMessages }) =>
        readMessages({ member: person.id, thread, after, limit: messagesPageMax }),
      );
      if (page === 'lost' || !page.ok) return false;
      lookForAddresses(shownTo(page.value), { ...sim, complain: complainTo(sim), reader: person, where: 'read on a page' });
      for (const message of page.value.messages) append(shown, message, complainTo(sim));
      if (page.value.messages.length === 0) break;
    }
    shown.hasGap = false;
  }
  return true;
};

export const complainTo =
  ({ complaints }: Simulation) =>
  (invariant: string, detail: string): void =>
    void complaints.push({ invariant, detail });

/** The `n`th of the windows that somebody has open, counted around. */
export const windowAt = ({ around }: Simulation, n: number): ProductWindow | undefined => {
  const open = [...around.windows.values()].filter(({ state }) => state === 'open');
  return open[n % Math.max(1, open.length)];
};
