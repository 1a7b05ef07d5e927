import { type Api, makeApi } from '../../web/chat/api.ts';
import { type Client, makeClient } from '../../web/chat/client.ts';
import type { Kept, OneAtATime, Timers } from '../../web/chat/needs.ts';
import { makeOutbox } from '../../web/chat/outbox.ts';
import { type News, threadOf } from '../../web/chat/state.ts';
import type { Pending } from '../../web/chat/thread-state.ts';
import { type ChatModel, makeChatModel, type Side, type Window } from '../support/chat-model.ts';

/** A clock that stands until it is put forward, and everything that waits for it. */
export const makeTime = (): Timers & { readonly pass: (ms: number) => Promise<void>; readonly setBack: (ms: number) => void } => {
  let now = 1_795_000_000_000;
  /** What the clock on the wall says less. */
  let back = 0;
  let waiting: { readonly at: number; readonly run: () => void }[] = [];
  return {
    now: () => now - back,
    setBack: (ms) => {
      back += ms;
    },
    after: (ms, run) => {
      const one = { at: now + ms, run };
      waiting.push(one);
      return () => {
        waiting = waiting.filter((each) => each !== one);
      };
    },
    pass: async (ms) => {
      const until = now + ms;
      await settle();
      for (let next = soonest(waiting, until); next !== undefined; next = soonest(waiting, until)) {
        const due = next;
        waiting = waiting.filter((each) => each !== due);
        now = Math.max(now, due.at);
        due.run();
        await settle();
      }
      now = until;
    },
  };
};

const soonest = <T extends { readonly at: number }>(waiting: readonly T[], until: number): T | undefined =>
  waiting.filter(({ at }) => at <= until).sort((one, other) => one.at - other.at)[0];

/** Lets everything happen that waits for nothing but its turn. */
export const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 60; turn += 1) await Promise.resolve();
};

/** What may happen to each thing that goes over the network, in the order in which they go. */
export interface Network {
  isUp: boolean;
  isSignedIn: boolean;
  /** Whose session the browser has. */
  signedInAs: Side;
  /** How a server in trouble answers what is sent. */
  trouble: { readonly status: number; readonly json: unknown } | undefined;
  /** No lasting connection is let through. */
  hasSockets: boolean;
  /** Asked for each frame and each answer on its way to the page. */
  fate: () => 'arrives' | 'is lost' | 'arrives twice' | 'comes late';
}

export interface World {
  readonly time: ReturnType<typeof makeTime>;
  readonly model: ChatModel;
  readonly network: Network;
  readonly kept: Kept;
  readonly partner: Window;
  /** Opens the page of `a` in a tab. */
  readonly openPage: () => Page;
}
export interface Page {
  readonly client: Client;
  readonly news: readonly News[];
  readonly asked: readonly string[];
  readonly close: () => void;
  readonly drop: () => void;
}

export const makeWorld = (): World => {
  const time = makeTime();
  const model = makeChatModel({ now: time.now, names: { a: 'Ana', b: 'Ben' } });
  const network: Network = { isUp: true, isSignedIn: true, signedInAs: 'a', trouble: undefined, hasSockets: true, fate: () => 'arrives' };
  const kept = keptInMemory();
  const partner: Window = { side: 'b', push: () => undefined };
  const oneAtATime = turnByTurn();
  let ids = 0;
  const openPage = (): Page => {
    const news: News[] = [];
    const asked: string[] = [];
    const sockets = new Set<() => void>();
    const client = makeClient({
      api: makeApi({ ask: async (path, body) => answer({ time, model, network, asked }, path, body), box: 'a' }) satisfies Api,
      openSocket: (_, events) => {
        const window: Window = {
          side: 'a',
          push: (frame) => deliver({ time, network }, () => sockets.has(end) && events.said(JSON.stringify(frame))),
        };
        const end = (): void => {
          model.disconnect(window);
          if (sockets.delete(end)) time.after(1, events.closed);
        };
        sockets.add(end);
        time.after(5, () => {
          if (!network.isUp || !network.hasSockets) return end();
          model.connect(window);
          events.opened();
        });
        return {
          close: () => {
            sockets.delete(end);
            model.disconnect(window);
          },
          send: (text) => {
            if (network.isUp && sockets.has(end)) model.frame(window, JSON.parse(text) as Parameters<ChatModel['frame']>[1]);
          },
        };
      },
      outbox: makeOutbox({ kept, box: 'a' }),
      timers: time,
      chance: () => 0.5,
      oneAtATime,
      newId: () => `message-${String((ids += 1))}`,
      onNews: (more) => news.push(...more),
    });
    const drop = (): void => [...sockets].forEach((end) => end());
    return { client, news, asked, drop, close: () => (client.stop(), drop()) };
  };
  return { time, model, network, kept, partner, openPage };
};

export const shownBy = (page: Page, thread: string): readonly (readonly [number, string])[] =>
  (threadOf(page.client.state(), thread)?.messages ?? []).map(({ seq, id }) => [seq, id] as const);
export const storedIn = ({ model }: World): readonly (readonly [number, string])[] =>
  model.messages('a').map(({ seq, id }) => [seq, id] as const);
export const textsIn = ({ model }: World): readonly string[] =>
  model.messages('a').map(({ content }) => (content.kind === 'mail' ? content.subject : 'text' in content ? content.text : 'voice'));
export const pendingOf = (page: Page, thread: string): readonly Pending[] => threadOf(page.client.state(), thread)?.pending ?? [];

/** A page on which the one thread is open. */
export const opened = async (): Promise<{ readonly world: World; readonly page: Page; readonly thread: string }> => {
  const world = makeWorld();
  const page = world.openPage();
  page.client.start();
  page.client.open(world.model.thread);
  page.client.showEnd(true);
  await world.time.pass(1_000);
  return { world, page, thread: world.model.thread };
};

const deliver = ({ time, network }: Pick<World, 'time' | 'network'>, arrive: () => void): void => {
  const fate = network.fate();
  if (fate === 'is lost' || !network.isUp) return;
  if (fate === 'comes late') return void time.after(700, arrive);
  time.after(1, arrive);
  if (fate === 'arrives twice') time.after(2, arrive);
};

const answer = async (
  { time, model, network, asked }: Pick<World, 'time' | 'model' | 'network'> & { readonly asked: string[] },
  path: string,
  body: unknown,
): Promise<{ readonly status: number; readonly json: unknown } | undefined> => {
  asked.push(path);
  await new Promise<void>((done) => time.after(3, done));
  if (!network.isUp) return undefined;
  const json = answered({ model, network }, new URL(path, 'https://loop.example.com'), body);
  // What is done is done, whether or not anybody hears of it.
  const isHeard = network.fate() !== 'is lost';
  await new Promise<void>((done) => time.after(isHeard ? 3 : 9_000, done));
  return isHeard && network.isUp ? json : undefined;
};

const signedOut = { status: 401, json: { code: 'membership.signed_out', message: 'Sign in.' } };

const answered = (
  { model, network }: Pick<World, 'model' | 'network'>,
  { pathname, searchParams }: URL,
  body: unknown,
): { readonly status: number; readonly json: unknown } => {
  const side = network.signedInAs;
  if (!network.isSignedIn || (searchParams.get('member') ?? side) !== side) return signedOut;
  if (pathname.endsWith('/tickets')) return { status: 200, json: { url: 'wss://loop.example.com/chat/socket?ticket=t', expiresAt: 0 } };
  if (pathname.endsWith('/threads')) return { status: 200, json: model.listOf(side) };
  if (body !== undefined) {
    if (pathname.endsWith('/marks')) {
      model.frame({ side, push: () => undefined }, { type: 'mark', thread: model.thread, ...(body as object) });
      return { status: 200, json: model.page(side, { limit: 1 }).marks };
    }
    if (network.trouble !== undefined) return network.trouble;
    const sent = model.send(side, body as Parameters<ChatModel['send']>[1]);
    return sent.ok ? { status: 200, json: sent.message } : { status: 409, json: { code: sent.code, message: sent.message } };
  }
  const place = (name: string): number | undefined => (searchParams.has(name) ? Number(searchParams.get(name)) : undefined);
  return { status: 200, json: model.page(side, { after: place('after'), before: place('before'), limit: 5 }) };
};

export const keptInMemory = (): Kept => {
  const words = new Map<string, string>();
  return {
    keys: () => [...words.keys()],
    get: (key) => words.get(key),
    set: (key, value) => void words.set(key, value),
    remove: (key) => void words.delete(key),
  };
};

const turnByTurn = (): OneAtATime => {
  let last = Promise.resolve();
  return async (run) => {
    last = last.then(run);
    return last;
  };
};
