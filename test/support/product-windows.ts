import { isDeepStrictEqual } from 'node:util';
import type { Frame, MarksView, MessageView } from '../../domain/relay/chat/frames.ts';
import type { Sockets } from '../../domain/relay/chat/ports.ts';

/** An open page of a member, as far as what it shows goes: it takes what it is told in order, and asks for what it misses. */
export interface ProductWindow {
  readonly id: string;
  readonly person: number;
  /** Of whose session it is. */
  readonly session: string;
  readonly openedAt: number;
  /** `deaf`: the connection is lost, and nobody at our end knows yet. */
  state: 'open' | 'deaf' | 'closed';
  readonly threads: Map<string, ShownThread>;
}

export interface ShownThread {
  /** In the order of `seq`, without holes. */
  readonly messages: MessageView[];
  /** It heard of something newer than it can show: it has to ask. */
  hasGap: boolean;
  marks?: MarksView | undefined;
}

/** The WebSocket of a page that runs as it is (`product-tab.ts`). */
export interface ProductLine {
  readonly person: number;
  readonly hear: (frame: Frame) => 'sent' | 'gone';
  /** It is closed at our end, and the page hears of it. */
  readonly end: () => void;
}

/** Hears what goes wrong at a window: the name of what does not hold, and where. */
export type Complain = (invariant: string, detail: string) => void;

/** Sees what a page is told. */
export type Shown = (to: Pick<ProductWindow, 'person'> & Partial<Pick<ProductWindow, 'session'>>, what: unknown) => void;

export const createProductWindows = (complain: Complain, shown: Shown) => {
  const windows = new Map<string, ProductWindow>();
  const lines = new Map<string, ProductLine>();
  const sockets: Sockets = {
    send: async (id, frame) => {
      const line = lines.get(id);
      if (line !== undefined) {
        shown(line, frame);
        return Promise.resolve(line.hear(frame));
      }
      const window = windows.get(id);
      if (window === undefined || window.state === 'closed') return Promise.resolve('gone');
      if (window.state === 'open') {
        shown(window, frame);
        tell(window, frame, complain);
      }
      return Promise.resolve('sent');
    },
    close: async (id) => {
      const window = windows.get(id);
      if (window !== undefined) window.state = 'closed';
      lines.get(id)?.end();
      return Promise.resolve();
    },
  };
  return { windows, lines, sockets };
};

export const threadIn = (window: ProductWindow, thread: string): ShownThread => {
  const known = window.threads.get(thread) ?? { messages: [], hasGap: false };
  window.threads.set(thread, known);
  return known;
};

export const lastSeqIn = ({ messages }: ShownThread): number => messages.at(-1)?.seq ?? 0;

const tell = (window: ProductWindow, frame: Frame, complain: Complain): void => {
  if (frame.type === 'message' || frame.type === 'stored') take(window, { ...frame, complain });
  if (frame.type === 'marks') takeMarks(threadIn(window, frame.thread), frame, complain);
};

export interface Told {
  readonly thread: string;
  readonly message: MessageView;
  readonly complain: Complain;
}

/** A message that a window is pushed: the next one is shown, one further on says that something is missing, one before must be the same. */
export const take = (window: ProductWindow, { thread, message, complain }: Told): void => {
  const shown = threadIn(window, thread);
  const last = lastSeqIn(shown);
  if (message.seq > last + 1) shown.hasGap = true;
  else append(shown, message, complain);
};

/** What a window reads when it asks: the first may be further on, where what was before is kept no more. */
export const append = ({ messages }: ShownThread, message: MessageView, complain: Complain): void => {
  const last = messages.at(-1)?.seq ?? 0;
  if (message.seq > last) messages.push(message);
  else {
    const before = messages.find(({ seq }) => seq === message.seq);
    if (before !== undefined && !isDeepStrictEqual(before, message))
      complain('a message stays as it was shown', `${String(message.seq)} of ${message.id}`);
  }
};

const takeMarks = (shown: ShownThread, { mine, partner }: MarksView, complain: Complain): void => {
  if (partner.read > partner.delivered) complain('read ≤ delivered ≤ last', 'as a window was told');
  shown.marks = { mine, partner };
};
