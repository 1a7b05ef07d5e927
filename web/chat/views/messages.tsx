import { Fragment, memo, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Message } from '../../../adapters/http/contract.ts';
import { type ThreadState, unreadOf } from '../thread-state.ts';
import { isOver } from '../thread-words.ts';
import { dayInWords, dayOf, type Place } from '../words.ts';
import { useHere } from './chat-context.ts';
import { MessageItem } from './message.tsx';
import { PendingItem } from './pending-item.tsx';

/** So near to the end one follows it. */
const nearPx = 80;

export const Messages = memo(({ thread }: { readonly thread: ThreadState }): React.ReactNode => {
  const { place, now } = useHere();
  const { box, isAtEnd, toEnd } = useScroll(thread);
  const messages = shown(thread);
  const unread = unreadOf(thread);
  return (
    <>
      <div className="scroll" ref={box} tabIndex={0} role="region" aria-label="Messages" aria-busy={thread.span === undefined}>
        <Beginning thread={thread} box={box} />
        <ol role="list">
          {messages.map((message, at) => (
            <Fragment key={message.seq}>
              {startsDay(messages, at, place) && (
                <li className="day">
                  <span>{dayInWords(message.at, now(), place)}</span>
                </li>
              )}
              {message.seq === thread.newFrom && (
                <li className="day new">
                  <span>New</span>
                </li>
              )}
              <MessageItem message={message} thread={thread} />
            </Fragment>
          ))}
          {thread.pending.map((pending) => (
            <PendingItem key={pending.id} pending={pending} thread={thread} />
          ))}
        </ol>
      </div>
      <div className="to-end">
        {!isAtEnd && (
          <button type="button" className="quiet-button" onClick={toEnd}>
            {unread > 0 ? `${String(unread)} new` : 'To the newest'} <span aria-hidden="true">↓</span>
          </button>
        )}
      </div>
    </>
  );
});

/** What came out of turn waits until what is before it is there. */
const shown = ({ messages, span }: ThreadState): readonly Message[] =>
  span === undefined ? [] : messages.filter(({ seq, mine }) => seq >= span.from && (mine || seq <= span.upTo));

const startsDay = (messages: readonly Message[], at: number, place: Place): boolean => {
  const [before, message] = [messages[at - 1], messages[at]];
  return message !== undefined && (before === undefined || dayOf(before.at, place) !== dayOf(message.at, place));
};

interface BeginningNeeds {
  readonly thread: ThreadState;
  readonly box: React.RefObject<HTMLDivElement | null>;
}

/** What is before the first message: more of them, or the rule that holds here. */
const Beginning = ({ thread, box }: BeginningNeeds): React.ReactNode => {
  const { client } = useHere();
  const mark = useRef<HTMLDivElement>(null);
  const hasOlder = thread.span !== undefined && !thread.isWhole;
  const load = (): void => {
    client.older(thread.thread);
    // The button that was pressed is not there while they come.
    box.current?.focus();
  };
  useEffect(() => {
    if (!hasOlder || thread.older !== 'idle' || mark.current === null) return;
    const seen = new IntersectionObserver(([entry]) => entry?.isIntersecting === true && client.older(thread.thread), {
      root: box.current,
    });
    seen.observe(mark.current);
    return () => seen.disconnect();
  }, [hasOlder, thread.older, thread.thread, client, box]);
  if (thread.span === undefined)
    return (
      <>
        <p className="unseen">The messages are on their way.</p>
        <span className="bone bubble" />
        <span className="bone bubble mine" />
      </>
    );
  if (hasOlder)
    return (
      <div className="older" ref={mark}>
        {thread.older === 'loading' ? (
          <p>Older messages are on their way …</p>
        ) : (
          <button type="button" className="quiet-button" onClick={load}>
            {thread.older === 'failed' ? 'That did not work. Load older messages again' : 'Load older messages'}
          </button>
        )}
      </div>
    );
  return <Rule thread={thread} />;
};

const Rule = ({ thread }: { readonly thread: ThreadState }): React.ReactNode => (
  <div className="rule">
    {thread.lastSeq === 0 && !isOver(thread) && <p>No messages yet. A first hello is enough.</p>}
    <p>
      {thread.isShared
        ? 'You let them know your own mail address.'
        : 'Mail addresses are taken out of what you two write, unless you share yours.'}{' '}
      Messages are kept for 90 days.
    </p>
  </div>
);

/** Keeps the end in sight for whoever was there, and the place of whoever reads further up. */
const useScroll = (thread: ThreadState) => {
  const { client } = useHere();
  const box = useRef<HTMLDivElement>(null);
  const was = useRef({ first: 0, height: 0, boxHeight: 0, isAtEnd: true });
  const [isAtEnd, setIsAtEnd] = useState(true);
  const first = thread.span?.from ?? 0;
  const written = thread.pending.length;
  const wrote = useRef(written);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const before = was.current;
    const isMoreAbove = before.first > first && first > 0;
    const wroteMore = written > wrote.current;
    if (isMoreAbove) element.scrollTop += element.scrollHeight - before.height;
    if (!isMoreAbove && (before.isAtEnd || wroteMore)) element.scrollTop = element.scrollHeight;
    // Whoever opens it goes on where they had stopped reading.
    const isOpened = before.first === 0 && first > 0;
    if (isOpened) element.querySelector('.new')?.scrollIntoView({ block: 'center' });
    was.current = { ...before, first, height: element.scrollHeight, isAtEnd: isOpened ? isNearEnd(element) : before.isAtEnd };
    wrote.current = written;
    if (first > 0) client.showEnd(was.current.isAtEnd);
  });
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const look = (): void => {
      // Its frame became smaller, and nobody scrolled.
      if (was.current.isAtEnd && element.clientHeight < was.current.boxHeight) return;
      was.current.isAtEnd = isNearEnd(element);
      setIsAtEnd(was.current.isAtEnd);
      client.showEnd(was.current.isAtEnd);
    };
    // A keyboard that slides in or words that wrap anew must not take the end out of sight.
    const sized = new ResizeObserver(() => {
      was.current.boxHeight = element.clientHeight;
      if (was.current.isAtEnd) element.scrollTop = element.scrollHeight;
    });
    element.addEventListener('scroll', look, { passive: true });
    sized.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      sized.disconnect();
    };
  }, [client]);
  const toEnd = (): void => {
    const element = box.current;
    if (element !== null) element.scrollTop = element.scrollHeight;
    element?.focus();
  };
  return { box, isAtEnd, toEnd };
};

const isNearEnd = ({ scrollHeight, scrollTop, clientHeight }: HTMLElement): boolean => scrollHeight - scrollTop - clientHeight < nearPx;
