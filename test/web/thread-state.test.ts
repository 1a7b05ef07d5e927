import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message, PageOfMessages, ThreadInList } from '../../adapters/http/contract.ts';
import {
  missingAfter,
  threadFrom,
  type ThreadState,
  unreadOf,
  withListed,
  withMarks,
  withMessage,
  withPage,
} from '../../web/chat/thread-state.ts';

const marks = { mine: { read: 0 }, partner: { delivered: 0, read: 0, mailed: 0 } };
const aMessage = (seq: number): Message => ({
  seq,
  id: `message-${String(seq)}`,
  mine: seq % 3 === 0,
  at: seq as Message['at'],
  content: { kind: 'text', text: String(seq) },
});
const messages = (from: number, upTo: number): readonly Message[] =>
  Array.from({ length: upTo - from + 1 }, (_, at) => aMessage(from + at));
const page = (from: number, upTo: number, lastSeq: number): PageOfMessages => ({ messages: messages(from, upTo), lastSeq, marks });
const listed = (over: Partial<ThreadInList> = {}): ThreadInList => ({
  thread: 'conversation-1',
  week: '2026-W47',
  partnerName: 'Ben',
  introducedAt: 0 as ThreadInList['introducedAt'],
  state: 'open',
  isShared: false,
  unread: 0,
  ...page(1, 0, 0),
  ...over,
});
const seqs = (state: ThreadState): readonly number[] => state.messages.map(({ seq }) => seq);

describe('a thread on the page', () => {
  it('is the same whatever came first, twice or not at all, once what is missing was asked for', () => {
    const last = 30;
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 11, max: last }), { maxLength: 60 }), fc.integer({ min: 1, max: 7 }), (pushed, size) => {
        const opened = withPage(threadFrom(listed()), { kind: 'newest' }, page(6, 10, 10));
        let state = [...pushed, last].reduce((known, seq) => withMessage(known, aMessage(seq)), opened);
        for (let seq = missingAfter(state); seq !== undefined; seq = missingAfter(state))
          state = withPage(state, { kind: 'after', seq }, page(seq + 1, Math.min(last, seq + size), last));
        state = withPage(state, { kind: 'before', seq: 6 }, page(1, 5, last));
        expect(state.messages).toEqual(messages(1, last));
        expect([state.span, state.isWhole, state.lastSeq]).toEqual([{ from: 1, upTo: last }, true, last]);
      }),
    );
  });

  it('does not take what came out of turn for the whole', () => {
    const opened = withPage(threadFrom(listed()), { kind: 'newest' }, page(1, 3, 3));
    expect(missingAfter(withMessage(opened, aMessage(5)))).toBe(3);
    expect(missingAfter(withMessage(withMessage(opened, aMessage(5)), aMessage(4)))).toBeUndefined();
  });

  it('ends the search for messages that are not kept any more', () => {
    const opened = withPage(threadFrom(listed()), { kind: 'newest' }, page(1, 3, 9));
    expect(missingAfter(opened)).toBe(3);
    expect(missingAfter(withPage(opened, { kind: 'after', seq: 3 }, page(1, 0, 9)))).toBeUndefined();
    const empty = withPage(threadFrom(listed({ lastSeq: 9 })), { kind: 'newest' }, page(1, 0, 9));
    expect([empty.isWhole, missingAfter(empty), seqs(withMessage(empty, aMessage(10)))]).toEqual([true, undefined, [10]]);
  });

  it('shows what was written once as soon as a page has it', () => {
    const pending = [{ id: 'message-3', at: 0, content: { kind: 'text', text: '3' }, status: 'sending' }] as const;
    const opened: ThreadState = { ...withPage(threadFrom(listed()), { kind: 'newest' }, page(1, 2, 2)), pending };
    expect(withPage(opened, { kind: 'after', seq: 2 }, page(3, 4, 4)).pending).toEqual([]);
    expect(withMessage(opened, aMessage(3)).pending).toEqual([]);
  });

  it('never takes a mark back, in whatever order they come', () => {
    const mark = fc.record({ delivered: fc.nat(9), read: fc.nat(9), mailed: fc.nat(9) });
    fc.assert(
      fc.property(fc.array(mark, { minLength: 1 }), (told) => {
        const state = told.reduce((known, partner) => withMarks(known, { mine: { read: partner.read }, partner }), threadFrom(listed()));
        const most = (name: 'delivered' | 'read' | 'mailed'): number => Math.max(...told.map((each) => each[name]));
        expect(state.marks.partner).toEqual({ delivered: most('delivered'), read: most('read'), mailed: most('mailed') });
      }),
    );
  });

  it('counts what is unread by the list until it has the messages themselves', () => {
    const inList = threadFrom(listed({ ...page(20, 20, 20), unread: 12 }));
    expect(unreadOf(inList)).toBe(12);
    expect(unreadOf(withMessage(inList, aMessage(22)))).toBe(13);
    expect(unreadOf(withPage(inList, { kind: 'newest' }, page(1, 20, 20)))).toBe(14);
    expect(unreadOf(withMarks(inList, { ...marks, mine: { read: 20 } }))).toBe(0);
  });

  it('takes an older list for what it says of the thread and not for what it misses', () => {
    const opened = withPage(threadFrom(listed()), { kind: 'newest' }, page(1, 5, 5));
    const later = withListed(opened, listed({ ...page(4, 4, 4), state: 'ended' }));
    expect([later.standing, seqs(later), later.lastSeq]).toEqual(['ended', [1, 2, 3, 4, 5], 5]);
  });
});
