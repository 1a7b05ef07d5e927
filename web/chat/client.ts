import type { ServerFrame } from '../../adapters/http/contract.ts';
import type { Api } from './api.ts';
import { type CatchingUp, makeCatchingUp, restMs } from './catching-up.ts';
import { type Clocks, makeClocks } from './clocks.ts';
import { type Connection, makeConnection } from './connection.ts';
import { type Mark, marksToTell, readable, type Told, withTold } from './marks.ts';
import type { Chance, OneAtATime, OpenSocket, Timers } from './needs.ts';
import { type Outbox, pendingFrom, staleAfterMs } from './outbox.ts';
import { type HandedOver, makeSender, type Sender } from './sender.ts';
import { changed, type ChatState, emptyChat, type Happening, type News, newsBetween, threadOf, typingMs } from './state.ts';

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
  /** `full`: nothing was written, as too much waits for the connection already. */
  readonly write: (thread: string, text: string) => 'written' | 'full';
  /** `voice`: what the server gave for a recording that was uploaded; `again` uploads it once more. */
  readonly sendVoice: (thread: string, recorded: RecordedHere) => void;
  readonly retry: (thread: string, id: string) => void;
  readonly discard: (thread: string, id: string) => void;
  readonly typing: (thread: string) => void;
  /** Whether somebody looks at the page. */
  readonly look: (isLookedAt: boolean) => void;
  /** Whether the end of the open thread is in sight: whoever reads further up has not read what comes. */
  readonly showEnd: (isEndShown: boolean) => void;
  /** Somebody came back to the page, or the network did; perhaps they signed in again elsewhere. */
  readonly wake: () => void;
  /** Another tab wrote, sent or took something back. */
  readonly outboxChanged: () => void;
  readonly reload: () => void;
}

interface RecordedHere {
  readonly voice: string;
  readonly durationMs: number;
  readonly again: () => Promise<HandedOver>;
}

const pollMs = 15_000;
const typingEveryMs = 4_000;
const listSoonMs = 200;

interface Desk extends ClientNeeds {
  readonly connection: Connection;
  readonly sender: Sender;
  readonly clocks: Clocks<'poll' | 'rest' | 'list' | 'typed'>;
  readonly listeners: Set<() => void>;
  readonly catching: CatchingUp;
  state: ChatState;
  told: Told;
  isLookedAt: boolean;
  isEndShown: boolean;
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
  // Whoever is signed in by now may be somebody else.
  const threads = (): readonly string[] => (desk.state.link === 'signed_out' ? [] : desk.state.threads.map(({ thread }) => thread));
  const sender = makeSender({ ...needs, sendFrame: (frame) => connection.send(frame), dispatch, threads });
  const clocks: Desk['clocks'] = makeClocks(needs);
  const catching = makeCatchingUp({ ...needs, clocks, dispatch, state: () => desk.state, onSignedOut: () => signedOut(desk) });
  const desk: Desk = {
    ...needs,
    ...{ connection, sender, clocks, catching, listeners: new Set() },
    ...{ state: emptyChat, told: {}, isLookedAt: true, isEndShown: false, lastAt: 0, typedAt: 0 },
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
    wake: () => (desk.state.link === 'signed_out' ? void loadList(desk) : connection.wake()),
    look: (isLookedAt) => {
      // What came meanwhile is marked as new for somebody who looks again.
      if (isLookedAt && !desk.isLookedAt) dispatch({ type: 'opened', thread: desk.state.open });
      desk.isLookedAt = isLookedAt;
      tellMarks(desk);
    },
    showEnd: (isEndShown) => {
      desk.isEndShown = isEndShown;
      tellMarks(desk);
    },
    open: (thread) => {
      if (thread !== desk.state.open) desk.isEndShown = false;
      dispatch({ type: 'opened', thread });
      void desk.catching.catchUp(true);
    },
    ...deeds(desk, dispatch),
  };
};

const deeds = (
  desk: Desk,
  dispatch: (happening: Happening) => void,
): Pick<Client, 'older' | 'write' | 'sendVoice' | 'retry' | 'discard' | 'typing' | 'outboxChanged'> => ({
  older: (thread) => void desk.catching.older(thread),
  write: (thread, text) => {
    if (desk.outbox.isFull()) return 'full';
    const waiting = { thread, id: desk.newId(), at: nextAt(desk), text };
    desk.outbox.put(waiting);
    desk.typedAt = 0;
    dispatch({ type: 'written', thread, pending: pendingFrom(waiting, waiting.at) });
    desk.sender.flush();
    return 'written';
  },
  sendVoice: (thread, { voice, durationMs, again }) => {
    const [id, at] = [desk.newId(), nextAt(desk)];
    dispatch({ type: 'written', thread, pending: { id, at, content: { kind: 'voice', voice, durationMs }, status: 'waiting' } });
    desk.sender.addVoice({ thread, id, at, voice, again });
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
    // What another tab sent stands in the thread by now.
    if (showOutbox(desk) === 'fewer') void desk.catching.catchUp(true);
    desk.sender.flush();
  },
});

/** Strictly rising, so that what is written in one moment keeps its order; also behind what waits since before the clock was set back. */
const nextAt = (desk: Desk): number => {
  const waiting = desk.outbox.waiting().filter(({ failed }) => failed === undefined);
  desk.lastAt = Math.max(desk.timers.now(), desk.lastAt + 1, (waiting.at(-1)?.at ?? 0) + 1);
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
  void desk.catching.catchUp(false);
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
    void desk.catching.catchUp(true);
  }
  if (link === 'polling') poll(desk);
};

const poll = (desk: Desk): void => {
  desk.clocks.set('poll', pollMs, () => poll(desk));
  void loadList(desk);
  void desk.catching.catchUp(true);
};

const loadList = async (desk: Desk): Promise<void> => {
  desk.clocks.clear('list');
  const list = await desk.api.threads();
  if (list.kind === 'signed_out') return signedOut(desk);
  if (list.kind !== 'ok') {
    happened(desk, { type: 'list_failed' });
    return desk.clocks.set('list', restMs, () => void loadList(desk));
  }
  // They signed in again, in another tab.
  if (desk.state.link === 'signed_out') desk.connection.start();
  happened(desk, { type: 'listed', list: list.value });
  forgetGone(desk);
  showOutbox(desk);
  desk.sender.flush();
  await desk.catching.catchUp(false);
};

const signedOut = (desk: Desk): void => {
  desk.connection.stop();
  desk.clocks.clear('poll', 'rest', 'list');
  happened(desk, { type: 'link', link: 'signed_out' });
};

/** Shows what waits, this tab's and others', and no more what another tab sent or took back. */
const showOutbox = (desk: Desk): 'fewer' | 'not_fewer' => {
  const waiting = desk.outbox.waiting();
  for (const each of waiting) happened(desk, { type: 'written', thread: each.thread, pending: pendingFrom(each, desk.timers.now()) });
  const gone = desk.state.threads.flatMap(({ thread, pending }) =>
    pending
      .filter(({ id, content }) => content.kind === 'text' && !waiting.some((each) => each.id === id))
      .map(({ id }) => ({ thread, id })),
  );
  for (const each of gone) happened(desk, { type: 'discarded', ...each });
  return gone.length > 0 ? 'fewer' : 'not_fewer';
};

/** Of conversations that are not there any more, by a list that has just come, nothing is shown, so nobody could take it back. */
const forgetGone = ({ state, outbox, timers }: Desk): void => {
  for (const { thread, id, at } of outbox.waiting())
    if (threadOf(state, thread) === undefined && timers.now() - at > staleAfterMs) outbox.remove(thread, id);
};

const tellMarks = (desk: Desk): void => {
  const isRead = desk.isLookedAt && desk.isEndShown;
  for (const mark of marksToTell(desk.state, { told: desk.told, isRead })) {
    if (desk.state.link === 'polling') void markByRequest(desk, mark);
    else if (desk.state.link === 'connected' && desk.connection.send(mark)) desk.told = withTold(desk.told, mark);
  }
  const open = threadOf(desk.state, desk.state.open);
  if (open === undefined || !isRead) return;
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
