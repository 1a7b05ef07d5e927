import type { ThreadState } from '../thread-state.ts';
import { isOver, nameIn } from '../thread-words.ts';
import { weekInWords } from '../words.ts';
import { useChat } from './chat-context.ts';
import { Composer } from './composer.tsx';
import { Messages } from './messages.tsx';

export const Thread = ({ thread }: { readonly thread: ThreadState }): React.ReactNode => {
  const { go } = useChat();
  const name = nameIn(thread);
  return (
    <section className="thread" aria-labelledby="with">
      <div className="head">
        <button type="button" className="quiet-button back" onClick={() => go(undefined)}>
          <span aria-hidden="true">←</span>
          <span className="unseen">All conversations</span>
        </button>
        <div className="who">
          <h2 id="with" tabIndex={-1}>
            {name}
          </h2>
          <p>{weekInWords(thread.week)}</p>
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

/** What changes more than a message does has pages of its own, which ask once more. */
const Menu = ({ thread }: { readonly thread: ThreadState }): React.ReactNode => (
  <details className="menu">
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

const Typing = ({ thread }: { readonly thread: ThreadState }): React.ReactNode => {
  const { now } = useChat();
  return <p className="typing">{thread.typingUntil > now() ? `${nameIn(thread)} is writing …` : ''}</p>;
};

const Over = ({ thread }: { readonly thread: ThreadState }): React.ReactNode => (
  <p className="notice">
    {thread.standing === 'expired'
      ? 'This conversation is closed: nobody had written for a long time. You can still read it.'
      : 'This conversation is over: nothing more can be written, by either of you. You can still read it.'}
  </p>
);
