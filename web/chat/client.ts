import type { ServerFrame } from '../../adapters/http/contract.ts';
import type { Api } from './api.ts';
import { type Clocks, makeClocks } from './clocks.ts';
import { type Connection, makeConnection } from './connection.ts';
import { type Mark, marksToTell, readable, type Told, withTold } from './marks.ts';
import type { Chance, OneAtATime, OpenSocket, Timers } from './needs.ts';
import { type Outbox, pendingFrom } from './outbox.ts';
import { makeSender, type Sender } from './sender.ts';
import { changed, type ChatState, emptyChat, type Happening, type News, newsBetween, threadOf, typingMs } from './state.ts';
import { type Asked, missingAfter } from './thread-state.ts';

export interface ClientNeeds {
  readonly api: Api;
  readonly openSocket: OpenSocket;
  readonly outbox: Outbox;
  readonly timers: Timers;
  readonly chance: Chance;
  readonly oneAtATime: OneAtATime;
  readonly newId: () => string;
  /** What others wrote, as it comes. */
  readonly onNews: (news: readonly News[]) => void;
}

/** The chat without its looks: what the page knows, and what one can do. */
export interface Client {
  readonly state: () => ChatState;
  readonly subscribe: (listener: () => void) => () => void;
  readonly start: () => void;
  readonly stop: () => void;
  readonly open: (thread: string | undefined) => void;
  readonly older: (thread: string) => void;
  readonly write: (thread: string, text: string) => void;
  /** `voice`: what the server gave for a recording that was uploaded. */
  readonly sendVoice: (thread: string, recorded: { readonly voice: string; readonly durationMs: number }) => void;
  readonly retry: (thread: string, id: string) => void;
  readonly discard: (thread: string, id: string) => void;
  readonly typing: (thread: string) => void;
  /** Whether somebody looks at the page. */
  readonly look: (isLookedAt: boolean) => void;
  /** The network came back, or the page from sleep. */
  readonly wake: () => void;
  /** Another tab wrote, sent or took something back. */
  readonly outboxChanged: () => void;
  readonly reload: () => void;
}

export const pollMs = 15_000;
export const restMs = 5_000;
export const typingEveryMs = 4_000;
export const listSoonMs = 200;

interface Desk extends ClientNeeds {
  readonly connection: Connection;
  readonly sender: Sender;
  readonly clocks: Clocks<'poll' | 'rest' | 'list' | 'typed'>;
  readonly listeners: Set<() => void>;
  readonly asking: Set<string>;
  readonly wanted: Set<string>;
  state: ChatState;
  told: Told;
  isLookedAt: boolean;
  lastAt: number;
  typedAt: number;
}

export const makeClient = (needs: ClientNeeds): Client => {
  const dispatch = (happening: Happening): void => happened(desk, happening);
  const connection = makeConnection({
    ...needs,
    ticket: needs.api.ticket,
    onFrame: (frame) => heard(desk, frame),
    onLink: (link) => linked(desk, link),
  });
  const threads = (): readonly string[] => desk.state.threads.map(({ thread }) => thread);
  const sender = makeSender({ ...needs, sendFrame: (frame) => connection.send(frame), dispatch, threads });
  const desk: Desk = {
    ...needs,
    ...{ connection, sender, clocks: makeClocks(needs), listeners: new Set(), asking: new Set(), wanted: new Set() },
    ...{ state: emptyChat, told: {}, isLookedAt: true, lastAt: 0, typedAt: 0 },
  };
  return {
    state: () => desk.state,
    subscribe: (listener) => {
      desk.listeners.add(listener);
      return () => desk.listeners.delete(listener);
    },
    start: () => {
      connection.start();
      void loadList(desk);
    },
    stop: () => {
      connection.stop();
      desk.clocks.clear('poll', 'rest', 'list', 'typed');
    },
    reload: () => void loadList(desk),
    wake: () => connection.wake(),
    look: (isLookedAt) => {
      // What came meanwhile is marked as new for somebody who looks again.
      if (isLookedAt && !desk.isLookedAt) dispatch({ type: 'opened', thread: desk.state.open });
      desk.isLookedAt = isLookedAt;
      tellMarks(desk);
    },
    open: (thread) => {
      dispatch({ type: 'opened', thread });
      void catchUp(desk, true);
    },
    ...deeds(desk, dispatch),
  };
};

const deeds = (
  desk: Desk,
  dispatch: (happening: Happening) => void,
): Pick<Client, 'older' | 'write' | 'sendVoice' | 'retry' | 'discard' | 'typing' | 'outboxChanged'> => ({
  older: (thread) => void loadOlder(desk, thread),
  write: (thread, text) => {
    const waiting = { thread, id: desk.newId(), at: nextAt(desk), text };
    desk.outbox.put(waiting);
    desk.typedAt = 0;
    dispatch({ type: 'written', thread, pending: pendingFrom(waiting, waiting.at) });
    desk.sender.flush();
  },
  sendVoice: (thread, { voice, durationMs }) => {
    const [id, at] = [desk.newId(), nextAt(desk)];
    dispatch({ type: 'written', thread, pending: { id, at, content: { kind: 'voice', voice, durationMs }, status: 'waiting' } });
    desk.sender.addVoice({ thread, id, at, voice });
  },
  retry: (thread, id) => {
    const waiting = desk.outbox.waiting().find((each) => each.id === id);
    if (waiting === undefined) return;
    const again = { ...waiting, at: nextAt(desk), failed: undefined };
    desk.outbox.put(again);
    dispatch({ type: 'discarded', thread, id });
    dispatch({ type: 'written', thread, pending: pendingFrom(again, again.at) });
    desk.sender.flush();
  },
  discard: (thread, id) => {
    desk.outbox.remove(thread, id);
    desk.sender.removeVoice(id);
    dispatch({ type: 'discarded', thread, id });
  },
  typing: (thread) => {
    const now = desk.timers.now();
    if (now - desk.typedAt < typingEveryMs) return;
    desk.typedAt = now;
    desk.connection.send({ type: 'typing', thread });
  },
  outboxChanged: () => {
    showOutbox(desk);
    desk.sender.flush();
  },
});

/** Strictly rising, so that what is written in one moment keeps its order. */
const nextAt = (desk: Desk): number => {
  desk.lastAt = Math.max(desk.timers.now(), desk.lastAt + 1);
  return desk.lastAt;
};

const happened = (desk: Desk, happening: Happening): void => {
  const before = desk.state;
  desk.state = changed(before, happening);
  if (desk.state === before) return;
  const news = newsBetween(before, desk.state);
  if (news.length > 0) desk.onNews(news);
  // What is refused for good may be so because the thread ended.
  if (happening.type === 'pending' && happening.change.status === 'failed') listSoon(desk);
  tellMarks(desk);
  for (const listener of desk.listeners) listener();
};

const heard = (desk: Desk, frame: ServerFrame): void => {
  desk.sender.heard(frame);
  happened(desk, { type: 'frame', frame, now: desk.timers.now() });
  if (frame.type === 'typing') desk.clocks.set('typed', typingMs + 50, () => happened(desk, { type: 'link', link: desk.state.link }));
  const isUnknown = frame.type === 'message' && threadOf(desk.state, frame.thread) === undefined;
  if (frame.type === 'changed' || isUnknown) listSoon(desk);
  void catchUp(desk, false);
};

const listSoon = (desk: Desk): void => desk.clocks.set('list', listSoonMs, () => void loadList(desk));

const linked = (desk: Desk, link: ChatState['link']): void => {
  happened(desk, { type: 'link', link });
  if (link !== 'polling') desk.clocks.clear('poll');
  // Whatever it is now, answers to what went over the connection before it do not come any more.
  desk.sender.disconnected();
  if (link === 'connected') {
    // A new connection may know nothing of what was said over the one before it.
    desk.told = {};
    void loadList(desk);
    void catchUp(desk, true);
  }
  if (link === 'polling') poll(desk);
};

const poll = (desk: Desk): void => {
  desk.clocks.set('poll', pollMs, () => poll(desk));
  void loadList(desk);
  void catchUp(desk, true);
};

const loadList = async (desk: Desk): Promise<void> => {
  desk.clocks.clear('list');
  const list = await desk.api.threads();
  if (list.kind === 'signed_out') return signedOut(desk);
  if (list.kind !== 'ok') {
    happened(desk, { type: 'list_failed' });
    return desk.clocks.set('list', restMs, () => void loadList(desk));
  }
  happened(desk, { type: 'listed', list: list.value });
  showOutbox(desk);
  desk.sender.flush();
  await catchUp(desk, false);
};

const signedOut = (desk: Desk): void => {
  desk.connection.stop();
  desk.clocks.clear('poll', 'rest', 'list');
  happened(desk, { type: 'link', link: 'signed_out' });
};

/** Asks for what is missing of the open thread, page after page; `isWanted`: also where nothing says that something is. */
const catchUp = async (desk: Desk, isWanted: boolean): Promise<void> => {
  const thread = desk.state.open;
  if (thread === undefined) return;
  // A question that is on its way was asked too early to answer this one.
  if (isWanted) desk.wanted.add(thread);
  if (desk.asking.has(thread)) return;
  desk.asking.add(thread);
  for (let asked = nextToAsk(desk, thread); asked !== undefined; asked = nextToAsk(desk, thread)) {
    const page = await desk.api.messages(thread, asked);
    if (page.kind === 'signed_out') signedOut(desk);
    if (page.kind === 'unreachable') desk.clocks.set('rest', restMs, () => void catchUp(desk, true));
    if (page.kind !== 'ok') break;
    happened(desk, { type: 'page', thread, asked, page: page.value });
    const upTo = threadOf(desk.state, thread)?.span?.upTo;
    if (asked.kind === 'after' && asked.seq === upTo && page.value.messages.length === 0 && !desk.wanted.has(thread)) break;
  }
  desk.asking.delete(thread);
  if (desk.state.open !== thread) await catchUp(desk, true);
};

const nextToAsk = ({ state, wanted }: Desk, id: string): Asked | undefined => {
  const thread = state.open === id ? threadOf(state, id) : undefined;
  if (thread === undefined) return undefined;
  const isWanted = wanted.delete(id);
  if (thread.span === undefined) return { kind: 'newest' };
  const seq = missingAfter(thread) ?? (isWanted ? thread.span.upTo : undefined);
  return seq === undefined ? undefined : { kind: 'after', seq };
};

const loadOlder = async (desk: Desk, id: string): Promise<void> => {
  const thread = threadOf(desk.state, id);
  if (thread?.span === undefined || thread.isWhole || thread.older === 'loading') return;
  happened(desk, { type: 'older', thread: id, older: 'loading' });
  const asked: Asked = { kind: 'before', seq: thread.span.from };
  const page = await desk.api.messages(id, asked);
  if (page.kind !== 'ok') return happened(desk, { type: 'older', thread: id, older: 'failed' });
  happened(desk, { type: 'page', thread: id, asked, page: page.value });
};

/** Shows what waits, this tab's and others', and no more what another tab sent or took back. */
const showOutbox = (desk: Desk): void => {
  const waiting = desk.outbox.waiting();
  for (const each of waiting) happened(desk, { type: 'written', thread: each.thread, pending: pendingFrom(each, desk.timers.now()) });
  const gone = desk.state.threads.flatMap(({ thread, pending }) =>
    pending
      .filter(({ id, content }) => content.kind === 'text' && !waiting.some((each) => each.id === id))
      .map(({ id }) => ({ thread, id })),
  );
  for (const each of gone) happened(desk, { type: 'discarded', ...each });
};

const tellMarks = (desk: Desk): void => {
  for (const mark of marksToTell(desk.state, desk)) {
    if (desk.state.link === 'polling') void markByRequest(desk, mark);
    else if (desk.state.link === 'connected' && desk.connection.send(mark)) desk.told = withTold(desk.told, mark);
  }
  const open = threadOf(desk.state, desk.state.open);
  if (open === undefined || !desk.isLookedAt) return;
  const upTo = readable(desk.state, open);
  if (upTo > open.readHere) happened(desk, { type: 'read', thread: open.thread, upTo });
};

/** Counts as told meanwhile; where it did not arrive it is told again. */
const markByRequest = async (desk: Desk, mark: Mark): Promise<void> => {
  const before = desk.told;
  desk.told = withTold(desk.told, mark);
  const { thread, delivered, read } = mark;
  const marked = await desk.api.mark(thread, { delivered, read });
  if (marked.kind === 'unreachable') desk.told = before;
};
