import type { Marks, Message, PageOfMessages, ThreadInList } from '../../adapters/http/contract.ts';
import { unreadCountedMax } from './limits.ts';

/** A thread as far as this page knows it. */
export interface ThreadState {
  readonly thread: string;
  readonly week: string;
  readonly partnerName: string | undefined;
  readonly introducedAt: number;
  readonly standing: ThreadInList['state'];
  readonly isShared: boolean;
  /** By `seq`, each once. Within `span` nothing is missing; what is beyond it came out of turn, or shows the thread in the list. */
  readonly messages: readonly Message[];
  /** The part of the thread that was loaded; `undefined` before the first page. */
  readonly span: { readonly from: number; readonly upTo: number } | undefined;
  /** Nothing is before `span`. */
  readonly isWhole: boolean;
  /** Of the newest message that we know to exist. */
  readonly lastSeq: number;
  /** As the server says. */
  readonly marks: Marks;
  /** How far it was read on this page, whether or not the server heard of it. */
  readonly readHere: number;
  /** As the list said, and what came since; `unreadOf` knows better where it can. */
  readonly unreadListed: number;
  readonly pending: readonly Pending[];
  /** Where the mark "new" stands: before the first message that was unread when the thread was opened. */
  readonly newFrom: number | undefined;
  readonly typingUntil: number;
  readonly older: 'idle' | 'loading' | 'failed';
}

/** Written here, and not known to be stored. */
export interface Pending {
  /** Also the id of the message that becomes of it. */
  readonly id: string;
  readonly at: number;
  readonly content: PendingContent;
  readonly status: 'waiting' | 'sending' | 'failed';
  /** Why it failed or waits, for people. */
  readonly words?: string | undefined;
  /** Nothing is gained by sending it again. */
  readonly isFinal?: boolean | undefined;
}
export type PendingContent =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'voice'; readonly voice: string; readonly durationMs: number };

export type Asked = { readonly kind: 'newest' } | { readonly kind: 'after' | 'before'; readonly seq: number };

export const threadFrom = (listed: ThreadInList): ThreadState => ({
  thread: listed.thread,
  week: listed.week,
  partnerName: listed.partnerName,
  introducedAt: listed.introducedAt,
  standing: listed.state,
  isShared: listed.isShared,
  messages: [...listed.messages].sort(bySeq),
  span: undefined,
  isWhole: listed.lastSeq === 0,
  lastSeq: listed.lastSeq,
  marks: listed.marks,
  readHere: listed.marks.mine.read,
  unreadListed: listed.unread,
  pending: [],
  newFrom: undefined,
  typingUntil: 0,
  older: 'idle',
});

/** What the list says of a thread that is known already: newer words, and nothing that was learnt since is taken back. */
export const withListed = (known: ThreadState, listed: ThreadInList): ThreadState => {
  const {
    thread: _,
    messages,
    span,
    isWhole,
    lastSeq,
    marks,
    readHere,
    unreadListed,
    pending,
    newFrom,
    typingUntil,
    older,
    ...said
  } = threadFrom(listed);
  const next = messages.reduce(withMessage, { ...known, ...said });
  const isNewer = lastSeq >= known.lastSeq;
  return withMarks({ ...next, unreadListed: isNewer ? unreadListed : next.unreadListed, lastSeq: Math.max(next.lastSeq, lastSeq) }, marks);
};

/** A message that came by itself: pushed, or as the answer to what was sent. */
export const withMessage = (state: ThreadState, message: Message): ThreadState => {
  const pending = message.mine ? state.pending.filter(({ id }) => id !== message.id) : state.pending;
  const isKnown = state.messages.some(({ seq }) => seq === message.seq);
  const isBefore = state.span !== undefined && message.seq < state.span.from;
  if (isKnown || isBefore) return pending.length === state.pending.length ? state : { ...state, pending };
  return grown({
    ...state,
    pending,
    messages: [...state.messages, message].sort(bySeq),
    lastSeq: Math.max(state.lastSeq, message.seq),
    unreadListed: state.unreadListed + (!message.mine && message.seq > Math.max(state.lastSeq, state.readHere) ? 1 : 0),
    typingUntil: message.mine ? state.typingUntil : 0,
  });
};

/** A page, as an answer to what was asked for; an answer that is too late to fit is harmless. */
export const withPage = (state: ThreadState, asked: Asked, page: PageOfMessages): ThreadState => {
  const marked = withMarks({ ...state, lastSeq: Math.max(state.lastSeq, page.lastSeq) }, page.marks);
  const last = page.messages.at(-1)?.seq;
  const first = page.messages[0]?.seq;
  const { span } = marked;
  if (asked.kind === 'before') {
    if (span === undefined || asked.seq < span.from) return { ...marked, older: 'idle' };
    const from = Math.min(span.from, first ?? span.from);
    return {
      ...merged(marked, page.messages, { ...span, from }),
      older: 'idle',
      isWhole: marked.isWhole || first === undefined || first <= 1,
    };
  }
  if (asked.kind === 'after') {
    if (span === undefined || asked.seq > span.upTo) return marked;
    // Nothing behind it: what the thread counts up to is not kept any more.
    return merged(marked, page.messages, { ...span, upTo: Math.max(span.upTo, last ?? page.lastSeq) });
  }
  // One that is loaded already goes on from what it has, and asks behind it.
  if (span !== undefined) return page.messages.reduce(withMessage, marked);
  const from = first ?? page.lastSeq + 1;
  const kept = marked.messages.filter(({ seq }) => seq >= from);
  return {
    ...merged({ ...marked, messages: kept }, page.messages, { from, upTo: last ?? page.lastSeq }),
    isWhole: first === undefined || first <= 1,
  };
};

/** What is to be asked for so that nothing is missing behind what was loaded; `undefined` where nothing is. */
export const missingAfter = ({ span, lastSeq }: ThreadState): number | undefined =>
  span !== undefined && span.upTo < lastSeq ? span.upTo : undefined;

/** Marks only ever go up. */
export const withMarks = (state: ThreadState, { mine, partner }: Marks): ThreadState => {
  const known = state.marks;
  const marks = {
    mine: { read: Math.max(known.mine.read, mine.read) },
    partner: {
      delivered: Math.max(known.partner.delivered, partner.delivered),
      read: Math.max(known.partner.read, partner.read),
      mailed: Math.max(known.partner.mailed, partner.mailed),
    },
  };
  return withRead({ ...state, marks }, marks.mine.read);
};

export const withRead = (state: ThreadState, upTo: number): ThreadState => {
  const readHere = Math.max(state.readHere, upTo);
  return { ...state, readHere, unreadListed: Math.min(state.unreadListed, Math.max(0, state.lastSeq - readHere)) };
};

export const unreadOf = (state: ThreadState): number => {
  const { span, readHere, messages } = state;
  const isCounted = span !== undefined && (state.isWhole || span.from <= readHere + 1);
  const unread = isCounted ? messages.filter(({ mine, seq }) => !mine && seq > readHere).length : state.unreadListed;
  return Math.min(unread, unreadCountedMax);
};

/** How far a message of one's own got. */
export type Progress = 'sent' | 'mailed' | 'delivered' | 'read';
export const progressOf = ({ seq, content }: Message, { partner }: Marks): Progress => {
  if (seq <= partner.read) return 'read';
  if (content.kind === 'mail') return 'mailed';
  if (seq <= partner.delivered) return 'delivered';
  return seq <= partner.mailed ? 'mailed' : 'sent';
};

const merged = (state: ThreadState, page: readonly Message[], span: NonNullable<ThreadState['span']>): ThreadState => {
  const known = new Set(state.messages.map(({ seq }) => seq));
  const added = page.filter(({ seq }) => !known.has(seq));
  const own = new Set(page.filter(({ mine }) => mine).map(({ id }) => id));
  return grown({
    ...state,
    span,
    messages: added.length === 0 ? state.messages : [...state.messages, ...added].sort(bySeq),
    pending: state.pending.filter(({ id }) => !own.has(id)),
    lastSeq: Math.max(state.lastSeq, span.upTo),
  });
};

/** Takes into the span what came out of turn and now follows without a gap. */
const grown = (state: ThreadState): ThreadState => {
  if (state.span === undefined) return state;
  let { upTo } = state.span;
  for (const { seq } of state.messages) if (seq === upTo + 1) upTo = seq;
  return upTo === state.span.upTo ? state : { ...state, span: { ...state.span, upTo } };
};

const bySeq = (one: Message, other: Message): number => one.seq - other.seq;
