import { links } from './product-around.ts';
import type { ProductLine } from './product-windows.ts';
import { type Client, makeClient } from '../../web/chat/client.ts';
import { makeApi } from '../../web/chat/api.ts';
import type { Ask, Kept, OneAtATime, OpenSocket, SocketEvents, Timers } from '../../web/chat/needs.ts';
import { makeOutbox } from '../../web/chat/outbox.ts';

/** A browser: what it keeps, its clock, and the tabs that share both. */
export interface ProductDevice {
  readonly person: number;
  /** An opaque word for its member, as the page has it. */
  readonly box: string;
  /** How far its clock is wrong. */
  readonly skewMs: number;
  readonly words: Map<string, string>;
  readonly tabs: ProductTab[];
  /** Whose turn it is: one tab at a time sends. */
  turn: Promise<void>;
}

/** The page of the chat as browsers have it, without its looks. */
export interface ProductTab {
  readonly device: ProductDevice;
  readonly client: Client;
  /** What arrives: everything; nothing; or what it says, and no answer to it. */
  network: 'up' | 'down' | 'one way';
  readonly isClosed: () => boolean;
  readonly close: () => void;
  /** Its connection breaks; the page hears of it. */
  readonly hangUp: () => void;
  /** Does what is due by now; whether anything was. */
  readonly act: () => boolean;
}

/** The server, as it is reached from one tab; `'lost'` and `undefined` where no answer came. */
export interface Server {
  readonly now: () => number;
  readonly lines: Map<string, ProductLine>;
  readonly request: (path: string, body: unknown) => ReturnType<Ask>;
  readonly connect: (connection: string, ticket: string) => Promise<'connected' | 'refused' | 'lost'>;
  readonly frame: (connection: string, text: string) => Promise<'open' | 'over' | 'lost'>;
  readonly gone: (connection: string) => Promise<unknown>;
  readonly newId: (what: string) => string;
}

export const openProductTab = (device: ProductDevice, server: Server): ProductTab => {
  const life = { isClosed: false, end: (): void => undefined };
  const gone = new Promise<void>((resolve) => (life.end = resolve));
  const { timers, act } = createTimers(() => server.now() + device.skewMs);
  const sockets = new Set<SocketEvents>();
  const isReached = (): boolean => !life.isClosed && tab.network !== 'down';
  const isHeard = (): boolean => !life.isClosed && tab.network === 'up';

  const ask: Ask = async (path, body) => {
    const answer = isReached() ? await server.request(path, body) : undefined;
    // A page that is closed goes on with nothing.
    if (life.isClosed) return new Promise(() => undefined);
    return isHeard() ? answer : undefined;
  };
  const tab: ProductTab = {
    device,
    client: makeClient({
      api: makeApi({ ask, box: device.box }),
      openSocket: openSocketOf({ device, server, sockets, isReached, isHeard }),
      outbox: makeOutbox({ kept: keptBy(device, () => tab), box: device.box }),
      timers,
      chance: () => 0.5,
      oneAtATime: inTurn(device, gone),
      newId: () => server.newId('message'),
      onNews: () => undefined,
    }),
    network: 'up',
    isClosed: () => life.isClosed,
    close: () => {
      tab.client.stop();
      life.isClosed = true;
      life.end();
    },
    hangUp: () => {
      for (const { closed } of [...sockets]) closed();
    },
    act: () => !life.isClosed && act(),
  };
  device.tabs.push(tab);
  return tab;
};

interface Wire {
  readonly device: ProductDevice;
  readonly server: Server;
  readonly sockets: Set<SocketEvents>;
  readonly isReached: () => boolean;
  readonly isHeard: () => boolean;
}

const openSocketOf =
  ({ device, server, sockets, isReached, isHeard }: Wire): OpenSocket =>
  (url, events) => {
    const id = server.newId('line');
    const ended = (): void => {
      server.lines.delete(id);
      if (sockets.delete(mine)) events.closed();
    };
    const mine: SocketEvents = { ...events, closed: ended };
    sockets.add(mine);
    const over = (answer: string): void => {
      if (answer === 'over') ended();
    };
    const line: ProductLine = {
      person: device.person,
      end: ended,
      hear: (frame) => {
        // It knows of the other end only what the network tells it.
        if (isHeard() && sockets.has(mine)) events.said(JSON.stringify(frame));
        return 'sent';
      },
    };
    const begin = async (): Promise<void> => {
      await Promise.resolve();
      const answer = isReached() ? await server.connect(id, new URL(url).searchParams.get('ticket') ?? '') : 'lost';
      if (answer !== 'connected' || !isHeard() || !sockets.has(mine)) return ended();
      server.lines.set(id, line);
      events.opened();
    };
    void begin();
    return {
      close: () => {
        sockets.delete(mine);
        server.lines.delete(id);
        if (isReached()) void server.gone(id);
      },
      send: (text) => {
        if (isReached() && server.lines.has(id)) void server.frame(id, text).then(over);
      },
    };
  };

const createTimers = (now: () => number): { readonly timers: Timers; readonly act: () => boolean } => {
  let waiting: { readonly at: number; readonly run: () => void }[] = [];
  return {
    timers: {
      now,
      after: (ms, run) => {
        const one = { at: now() + ms, run };
        waiting.push(one);
        return () => {
          waiting = waiting.filter((each) => each !== one);
        };
      },
    },
    act: () => {
      const due = waiting.filter(({ at }) => at <= now()).sort((one, other) => one.at - other.at);
      for (const one of due) {
        if (!waiting.includes(one)) continue;
        waiting = waiting.filter((each) => each !== one);
        one.run();
      }
      return due.length > 0;
    },
  };
};

/** Other tabs hear of what one of them keeps, a moment later. */
const keptBy = ({ words, tabs }: ProductDevice, by: () => ProductTab): Kept => {
  const changed = (): void => {
    for (const tab of tabs) if (tab !== by() && !tab.isClosed()) void Promise.resolve().then(tab.client.outboxChanged);
  };
  return {
    keys: () => [...words.keys()],
    get: (key) => words.get(key),
    set: (key, value) => {
      words.set(key, value);
      changed();
    },
    remove: (key) => {
      if (words.delete(key)) changed();
    },
  };
};

/** As the locks of browsers: one after the other, and a tab that is closed lets go. */
const inTurn =
  (device: ProductDevice, gone: Promise<void>): OneAtATime =>
  async (run) => {
    const mine = device.turn.then(async () => Promise.race([run(), gone]));
    device.turn = mine.catch(() => undefined);
    return mine;
  };

/** What a browser says with each request of the page. */
export const headersOf = (cookie: string | undefined, body: unknown): Record<string, string> => ({
  ...(cookie === undefined ? {} : { cookie: `__Host-loop=${cookie}` }),
  ...(body === undefined ? {} : { 'content-type': 'application/json', origin: links.baseUrl, 'sec-fetch-site': 'same-origin' }),
});
