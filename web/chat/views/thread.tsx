import { useEffect, useRef } from 'react';
import type { ThreadState } from '../thread-state.ts';
import { isOver, nameIn } from '../thread-words.ts';
import { weekInWords } from '../words.ts';
import { useHere } from './chat-context.ts';
import { Composer } from './composer.tsx';
import { Messages } from './messages.tsx';

export const Thread = ({ thread }: { readonly thread: ThreadState }): React.ReactNode => {
  const { go } = useHere();
  const name = nameIn(thread);
  const heading = useFocusKept(isOver(thread));
  return (
    <section className="thread" aria-labelledby="with">
      <div className="head">
        <button type="button" className="quiet-button back" onClick={() => go(undefined)}>
          <span aria-hidden="true">←</span>
          <span className="unseen">All conversations</span>
        </button>
        <div className="who">
          <h2 id="with" ref={heading} tabIndex={-1}>
            {name}
          </h2>
          <p>
            {weekInWords(thread.week)}
            {thread.isShared && ' · knows your mail address'}
          </p>
        </div>
        <Menu thread={thread} />
      </div>
      <Messages thread={thread} />
      <div className="foot">
        <Typing thread={thread} />
        {isOver(thread) ? <Over thread={thread} /> : <Composer thread={thread} />}
      </div>
    </section>
  );
};

/** Whoever writes when it ends goes on at the head of the conversation: where they wrote is not there any more. */
const useFocusKept = (isOver: boolean): React.RefObject<HTMLHeadingElement | null> => {
  const heading = useRef<HTMLHeadingElement>(null);
  const was = useRef(isOver);
  useEffect(() => {
    if (isOver && !was.current && document.activeElement === document.body) heading.current?.focus();
    was.current = isOver;
  }, [isOver]);
  return heading;
};

/** What changes more than a message does has pages of its own, which ask once more. */
const Menu = ({ thread }: { readonly thread: ThreadState }): React.ReactNode => (
  <details className="menu" ref={useClosing()}>
    <summary>
      <span aria-hidden="true">⋯</span>
      <span className="unseen">More about this conversation</span>
    </summary>
    <ul role="list">
      {!isOver(thread) && !thread.isShared && (
        <li>
          <a href={`/me/introductions/${encodeURIComponent(thread.week)}/share?from=chat`}>Share my address</a>
        </li>
      )}
      <li>
        <a href={`/me#i-${encodeURIComponent(thread.week)}`}>{isOver(thread) ? 'Report' : 'Mute, end or report'}</a>
      </li>
    </ul>
  </details>
);

/** As menus do: closed by Escape, and by whatever is pressed or reached elsewhere. */
const useClosing = (): React.RefObject<HTMLDetailsElement | null> => {
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const leave = ({ target }: Event): void => {
      if (menu.current !== null && !(target instanceof Node && menu.current.contains(target))) menu.current.open = false;
    };
    const escape = ({ key }: KeyboardEvent): void => {
      if (key !== 'Escape' || menu.current?.open !== true) return;
      menu.current.open = false;
      menu.current.querySelector('summary')?.focus();
    };
    const off = new AbortController();
    for (const event of ['pointerdown', 'focusin']) document.addEventListener(event, leave, { signal: off.signal });
    document.addEventListener('keydown', escape, { signal: off.signal });
    return () => off.abort();
  }, []);
  return menu;
};

const Typing = ({ thread }: { readonly thread: ThreadState }): React.ReactNode => {
  const { now } = useHere();
  return <p className="typing">{thread.typingUntil > now() ? `${nameIn(thread)} is writing …` : ''}</p>;
};

const Over = ({ thread }: { readonly thread: ThreadState }): React.ReactNode => (
  <p className="notice" role="status">
    {thread.standing === 'expired'
      ? 'This conversation is closed: nobody had written for a long time. You can still read it.'
      : 'This conversation is over: nothing more can be written, by either of you. You can still read it.'}
  </p>
);
