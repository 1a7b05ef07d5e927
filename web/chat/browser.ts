import { type Api, makeApi } from './api.ts';
import { type Client, makeClient } from './client.ts';
import type { Ask, Drafts, Kept, OneAtATime, OpenSocket, Timers } from './needs.ts';
import { makeOutbox } from './outbox.ts';
import type { News } from './state.ts';

interface BrowserNeeds {
  /** Whose page it is: see `makeOutbox` and `makeApi`; without one nothing outlives the page. */
  readonly box: string | undefined;
  readonly api: Api;
  readonly onNews: (news: readonly News[]) => void;
}

/** The chat over the browser's own clock, network and memory. */
export const clientInBrowser = ({ box, api, onNews }: BrowserNeeds): Client => {
  const inPage = keptInPage();
  const client = makeClient({
    api,
    openSocket,
    outbox: makeOutbox({ kept: box === undefined ? inPage : keptInBrowser(() => localStorage, inPage), box: box ?? 'here' }),
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
  addEventListener('focus', () => {
    look();
    client.wake();
  });
  addEventListener('blur', look);
  addEventListener('online', client.wake);
  addEventListener('storage', client.outboxChanged);
  addEventListener('pageshow', (event) => event.persisted && client.wake());
  const isVoiceWaiting = (): boolean =>
    client.state().threads.some(({ pending }) => pending.some(({ content, isFinal }) => content.kind === 'voice' && isFinal !== true));
  askBeforeLeaving(() => inPage.keys().length > 0 || isVoiceWaiting());
  look();
  return client;
};

/** The browser asks whoever would leave the page and lose something by it. */
export const askBeforeLeaving = (wouldLose: () => boolean): (() => void) => {
  const ask = (event: BeforeUnloadEvent): void => {
    if (wouldLose()) event.preventDefault();
  };
  addEventListener('beforeunload', ask);
  return () => removeEventListener('beforeunload', ask);
};

/** What was begun to be written, by thread: for as long as the tab is there. */
export const draftsInBrowser = (box: string | undefined): Drafts => {
  const kept = keptInBrowser(() => sessionStorage, keptInPage());
  const keyOf = (thread: string): string => `loop.chat.${box ?? 'here'}.draft.${thread}`;
  return {
    get: (thread) => kept.get(keyOf(thread)) ?? '',
    set: (thread, text) => (text === '' ? kept.remove(keyOf(thread)) : kept.set(keyOf(thread), text)),
  };
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

export const apiInBrowser = (box: string | undefined): Api => makeApi({ ask, box });

/** A tab that the system put to sleep may keep the others waiting; they wait for so long. */
const turnWithinMs = 30_000;

/** Without a turn, or without locks, a tab sends for itself; the server stores a message once, whoever sends it. */
const oneAtATime: OneAtATime = async (run) => {
  let running: Promise<void> | undefined;
  const once = async (): Promise<void> => (running ??= run());
  try {
    await navigator.locks.request('loop.chat.outbox', { signal: AbortSignal.timeout(turnWithinMs) }, once);
  } catch {
    await once();
  }
};

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
const keptInBrowser = (storage: () => Storage, instead: Kept): Kept => ({
  keys: () => [...new Set([...attempt(() => Object.keys(storage()), []), ...instead.keys()])],
  get: (key) => instead.get(key) ?? attempt(() => storage().getItem(key) ?? undefined, undefined),
  set: (key, value) => {
    instead.remove(key);
    const isKept = attempt(() => (storage().setItem(key, value), true), false);
    if (!isKept) instead.set(key, value);
  },
  remove: (key) => {
    instead.remove(key);
    attempt(() => storage().removeItem(key), undefined);
  },
});

const attempt = <T>(run: () => T, otherwise: T): T => {
  try {
    return run();
  } catch {
    return otherwise;
  }
};
