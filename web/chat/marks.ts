import type { ClientFrame } from '../../adapters/http/contract.ts';
import { type ChatState, threadOf } from './state.ts';
import type { ThreadState } from './thread-state.ts';

/** What was said to the server over the connection there is, by thread. */
export type Told = Readonly<Record<string, { readonly delivered: number; readonly read: number }>>;

/**
 * What the server is to be told of how far the member is: everything that reached this page is delivered; what is in the open thread is
 * read where `isRead`: somebody looks at its end.
 */
export const marksToTell = (state: ChatState, { isRead, told }: { readonly isRead: boolean; readonly told: Told }): readonly Mark[] =>
  state.threads.flatMap((thread) => {
    const before = told[thread.thread] ?? { delivered: 0, read: 0 };
    const known = thread.marks.mine.read;
    const reached = newestOfPartner(thread);
    const delivered = reached > Math.max(before.delivered, known) ? reached : undefined;
    const read = isRead && readable(state, thread) > Math.max(before.read, known) ? readable(state, thread) : undefined;
    if (delivered === undefined && read === undefined) return [];
    return [{ type: 'mark', thread: thread.thread, ...(delivered !== undefined && { delivered }), ...(read !== undefined && { read }) }];
  });
export type Mark = Extract<ClientFrame, { readonly type: 'mark' }>;

export const withTold = (told: Told, { thread, delivered = 0, read = 0 }: Mark): Told => {
  const before = told[thread] ?? { delivered: 0, read: 0 };
  return { ...told, [thread]: { delivered: Math.max(before.delivered, delivered), read: Math.max(before.read, read) } };
};

/** How far the open thread can be read without a gap; what is not shown yet is not read. */
export const readable = (state: ChatState, thread: ThreadState): number => {
  if (threadOf(state, state.open) !== thread || thread.span === undefined) return 0;
  const upTo = thread.span.upTo;
  return thread.messages.findLast(({ mine, seq }) => !mine && seq <= upTo)?.seq ?? 0;
};

const newestOfPartner = ({ messages }: ThreadState): number => messages.findLast(({ mine }) => !mine)?.seq ?? 0;
