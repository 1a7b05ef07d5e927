import { makeApi } from './api.ts';
import { type Client, makeClient } from './client.ts';
import type { Ask, Kept, OneAtATime, OpenSocket, Timers } from './needs.ts';
import { makeOutbox } from './outbox.ts';
import type { News } from './state.ts';

/** The chat over the browser's own clock, network and memory. `box`: see `makeOutbox`; without one nothing outlives the page. */
export const clientInBrowser = ({
  box,
  onNews,
}: {
  readonly box: string | undefined;
  readonly onNews: (news: readonly News[]) => void;
}): Client => {
  const client = makeClient({
    api,
    openSocket,
    outbox: makeOutbox({ kept: box === undefined ? keptInPage() : keptInBrowser(keptInPage()), box: box ?? 'here' }),
    timers,
    chance: Math.random,
    oneAtATime,
    newId: () => crypto.randomUUID(),
    onNews,
  });
  const look = (): void => client.look(isLookedAt());
  document.addEventListener('visibilitychange', () => {
    look();
    if (document.visibilityState === 'visible') client.wake();
  });
  addEventListener('focus', look);
  addEventListener('blur', look);
  addEventListener('online', client.wake);
  addEventListener('storage', client.outboxChanged);
  addEventListener('pageshow', (event) => event.persisted && client.wake());
  look();
  return client;
};

export const isLookedAt = (): boolean => document.visibilityState === 'visible' && document.hasFocus();

export const timers: Timers = {
  now: () => Date.now(),
  after: (ms, run) => {
    const id = setTimeout(run, ms);
    return () => clearTimeout(id);
  },
};

const answerWithinMs = 20_000;

const ask: Ask = async (path, body) => {
  try {
    const sent = body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const answer = await fetch(path, { ...sent, cache: 'no-store', signal: AbortSignal.timeout(answerWithinMs) });
    return { status: answer.status, json: (await answer.json().catch(() => undefined)) as unknown };
  } catch {
    return undefined;
  }
};

const openSocket: OpenSocket = (url, { opened, said, closed }) => {
  const socket = new WebSocket(url);
  let isHeard = true;
  socket.onopen = () => isHeard && opened();
  socket.onmessage = ({ data }) => isHeard && typeof data === 'string' && said(data);
  socket.onclose = () => {
    if (isHeard) closed();
    isHeard = false;
  };
  return {
    send: (text) => socket.readyState === WebSocket.OPEN && socket.send(text),
    close: () => {
      isHeard = false;
      socket.close();
    },
  };
};

export const api = makeApi({ ask });

/** Without locks each tab sends for itself; the server stores a message once, whoever sends it. */
const oneAtATime: OneAtATime = async (run) => ('locks' in navigator ? navigator.locks.request('loop.chat.outbox', run) : run());

const keptInPage = (): Kept => {
  const words = new Map<string, string>();
  return {
    keys: () => [...words.keys()],
    get: (key) => words.get(key),
    set: (key, value) => void words.set(key, value),
    remove: (key) => void words.delete(key),
  };
};

/** `instead` takes what a browser does not keep because it is full, or because nothing is to be kept. */
const keptInBrowser = (instead: Kept): Kept => ({
  keys: () => [...new Set([...attempt(() => Object.keys(localStorage), []), ...instead.keys()])],
  get: (key) => instead.get(key) ?? attempt(() => localStorage.getItem(key) ?? undefined, undefined),
  set: (key, value) => {
    instead.remove(key);
    const isKept = attempt(() => (localStorage.setItem(key, value), true), false);
    if (!isKept) instead.set(key, value);
  },
  remove: (key) => {
    instead.remove(key);
    attempt(() => localStorage.removeItem(key), undefined);
  },
});

const attempt = <T>(run: () => T, otherwise: T): T => {
  try {
    return run();
  } catch {
    return otherwise;
  }
};
