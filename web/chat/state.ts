import type { Message, PageOfMessages, ServerFrame, ThreadList } from '../../adapters/http/contract.ts';
import {
  type Asked,
  type Pending,
  threadFrom,
  type ThreadState,
  unreadOf,
  withListed,
  withMarks,
  withMessage,
  withPage,
  withRead,
} from './thread-state.ts';

/** All that the page knows and shows. */
export interface ChatState {
  /** `failed`: nothing was ever loaded, and the last try did not work either. */
  readonly list: 'loading' | 'there' | 'failed';
  /** As the list orders them; those with newer messages before it. */
  readonly threads: readonly ThreadState[];
  readonly open: string | undefined;
  /** `polling`: no lasting connection can be made here, so that what is new comes late. */
  readonly link: 'connecting' | 'connected' | 'waiting' | 'polling' | 'signed_out';
}

/** Everything that changes what is shown. */
export type Happening =
  | { readonly type: 'listed'; readonly list: ThreadList }
  | { readonly type: 'list_failed' }
  | { readonly type: 'opened'; readonly thread: string | undefined }
  | { readonly type: 'page'; readonly thread: string; readonly asked: Asked; readonly page: PageOfMessages }
  | { readonly type: 'older'; readonly thread: string; readonly older: 'loading' | 'failed' }
  | { readonly type: 'frame'; readonly frame: ServerFrame; readonly now: number }
  | { readonly type: 'written'; readonly thread: string; readonly pending: Pending }
  | { readonly type: 'pending'; readonly thread: string; readonly id: string; readonly change: Partial<Pending> }
  | { readonly type: 'discarded'; readonly thread: string; readonly id: string }
  | { readonly type: 'read'; readonly thread: string; readonly upTo: number }
  | { readonly type: 'link'; readonly link: ChatState['link'] };

export const emptyChat: ChatState = { list: 'loading', threads: [], open: undefined, link: 'connecting' };

/** So long somebody who typed is shown as typing. */
export const typingMs = 6_000;

export const changed = (state: ChatState, happening: Happening): ChatState => {
  switch (happening.type) {
    case 'listed':
      return listed(state, happening.list);
    case 'list_failed':
      return state.list === 'there' ? state : { ...state, list: 'failed' };
    case 'opened':
      return inThread({ ...state, open: happening.thread }, happening.thread, withNewMark);
    case 'page':
      return inThread(state, happening.thread, (thread) => openedPage(state, withPage(thread, happening.asked, happening.page), thread));
    case 'older':
      return inThread(state, happening.thread, (thread) => ({ ...thread, older: happening.older }));
    case 'frame':
      return framed(state, happening.frame, happening.now);
    case 'written':
      return inThread(state, happening.thread, (thread) => withPending(thread, happening.pending));
    case 'pending':
      return inThread(state, happening.thread, (thread) => ({
        ...thread,
        pending: thread.pending.map((each) => (each.id === happening.id ? { ...each, ...happening.change } : each)),
      }));
    case 'discarded':
      return inThread(state, happening.thread, (thread) => ({
        ...thread,
        pending: thread.pending.filter(({ id }) => id !== happening.id),
      }));
    case 'read':
      return inThread(state, happening.thread, (thread) => withRead(thread, happening.upTo));
    case 'link':
      return { ...state, link: happening.link };
  }
};

export const threadOf = (state: ChatState, id: string | undefined): ThreadState | undefined =>
  state.threads.find(({ thread }) => thread === id);

/** Those with the newest messages first. */
export const inOrder = (threads: readonly ThreadState[]): readonly ThreadState[] =>
  [...threads].sort((one, other) => newestAt(other) - newestAt(one));

export const newestAt = ({ messages, introducedAt }: ThreadState): number => Math.max(messages.at(-1)?.at ?? 0, introducedAt);

export const unreadInAll = ({ threads }: ChatState): number => threads.reduce((sum, thread) => sum + unreadOf(thread), 0);

export interface News {
  readonly thread: ThreadState;
  readonly messages: readonly Message[];
}

/** What the others wrote that `before` did not know of; nothing for a thread that is seen for the first time. */
export const newsBetween = (before: ChatState, after: ChatState): readonly News[] => {
  if (before.threads === after.threads) return [];
  return after.threads.flatMap((thread) => {
    const known = threadOf(before, thread.thread);
    if (known === undefined || known === thread || thread.lastSeq <= known.lastSeq) return [];
    const messages = thread.messages.filter(({ mine, seq }) => !mine && seq > known.lastSeq && seq > thread.readHere);
    return messages.length === 0 ? [] : [{ thread, messages }];
  });
};

const listed = (state: ChatState, { threads }: ThreadList): ChatState => {
  const next = threads.map((each) => {
    const known = threadOf(state, each.thread);
    return known === undefined ? threadFrom(each) : withListed(known, each);
  });
  return { ...state, list: 'there', threads: next };
};

const framed = (state: ChatState, frame: ServerFrame, now: number): ChatState => {
  switch (frame.type) {
    case 'message':
    case 'stored':
      return inThread(state, frame.thread, (thread) => withMessage(thread, frame.message));
    case 'marks':
      return inThread(state, frame.thread, (thread) => withMarks(thread, frame));
    case 'typing':
      return inThread(state, frame.thread, (thread) => ({ ...thread, typingUntil: now + typingMs }));
    case 'refused':
    case 'changed':
    case 'pong':
      return state;
  }
};

const inThread = (state: ChatState, id: string | undefined, change: (thread: ThreadState) => ThreadState): ChatState => {
  const at = state.threads.findIndex(({ thread }) => thread === id);
  const known = state.threads[at];
  if (known === undefined) return state;
  const next = change(known);
  return next === known ? state : { ...state, threads: state.threads.with(at, next) };
};

const withPending = (thread: ThreadState, pending: Pending): ThreadState => {
  if (thread.messages.some(({ mine, id }) => mine && id === pending.id)) return thread;
  const known = thread.pending.find(({ id }) => id === pending.id);
  if (known === undefined) return { ...thread, pending: [...thread.pending, pending] };
  // It failed through another tab or became too old, or another tab sends it again.
  if ((known.status === 'failed') === (pending.status === 'failed')) return thread;
  return { ...thread, pending: thread.pending.map((each) => (each === known ? pending : each)) };
};

const withNewMark = (thread: ThreadState): ThreadState => {
  const first = thread.messages.find(({ mine, seq }) => !mine && seq > thread.readHere);
  return { ...thread, newFrom: thread.span === undefined ? undefined : first?.seq };
};

const openedPage = (state: ChatState, next: ThreadState, before: ThreadState): ThreadState =>
  before.span === undefined && state.open === next.thread ? withNewMark(next) : next;
