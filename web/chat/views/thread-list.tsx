import { useState } from 'react';
import { canNotify } from '../notifications.ts';
import { inOrder, newestAt } from '../state.ts';
import { progressOf, type ThreadState, unreadOf } from '../thread-state.ts';
import { nameIn } from '../thread-words.ts';
import { inOneLine, progressInWords, weekInWords, whenInWords } from '../words.ts';
import { useChat, useHere } from './chat-context.ts';

export const ThreadList = (): React.ReactNode => {
  const { state, client } = useChat();
  return (
    <nav className="threads" aria-label="Conversations" aria-busy={state.list === 'loading'}>
      <h1>Chat</h1>
      {state.list === 'loading' && <Bones />}
      {state.list === 'failed' && (
        <div className="note">
          <p>Your conversations could not be loaded. It is tried again every few seconds.</p>
          <button type="button" className="quiet-button" onClick={client.reload}>
            Try now
          </button>
        </div>
      )}
      {state.list === 'there' && state.threads.length === 0 && (
        <p className="note">Nobody to write to yet. Once you are introduced to somebody, your conversation is here.</p>
      )}
      <ul role="list">
        {inOrder(state.threads).map((thread) => (
          <li key={thread.thread}>
            <ThreadLink thread={thread} isOpen={thread.thread === state.open} />
          </li>
        ))}
      </ul>
      <NotifyMe />
    </nav>
  );
};

const ThreadLink = ({ thread, isOpen }: { readonly thread: ThreadState; readonly isOpen: boolean }): React.ReactNode => {
  const { go, now, place } = useHere();
  const unread = unreadOf(thread);
  const isPlain = (event: React.MouseEvent): boolean => event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
  return (
    <a
      href={`/chat/${encodeURIComponent(thread.thread)}`}
      data-thread={thread.thread}
      aria-current={isOpen ? 'page' : undefined}
      onClick={(event) => {
        if (!isPlain(event)) return;
        event.preventDefault();
        go(thread.thread);
      }}
    >
      <span className="name">{nameIn(thread)}</span>
      <span className="when">{whenInWords(newestAt(thread), now(), place)}</span>
      <span className="last">{lastWords(thread)}</span>
      {unread > 0 && (
        <span className="count">
          {unread}
          <span className="unseen"> unread</span>
        </span>
      )}
      <span className="week">
        {weekInWords(thread.week)}
        {standingNames[thread.standing] !== undefined && <em className="badge calm">{standingNames[thread.standing]}</em>}
      </span>
    </a>
  );
};

const standingNames = { open: undefined, muted: 'muted', ended: 'over', expired: 'closed' } as const satisfies Record<
  ThreadState['standing'],
  string | undefined
>;

const lastWords = ({ messages, marks, pending }: ThreadState): string => {
  const waiting = pending.at(-1);
  if (waiting?.status === 'failed') return 'Not sent';
  const last = messages.at(-1);
  if (waiting?.content.kind === 'text') return `You: ${waiting.content.text}`;
  if (last === undefined) return 'No messages yet';
  return last.mine ? `You: ${inOneLine(last)} (${progressInWords[progressOf(last, marks)].toLowerCase()})` : inOneLine(last);
};

const Bones = (): React.ReactNode => (
  <>
    <p className="unseen">Your conversations are on their way.</p>
    <span className="bone row" />
    <span className="bone row" />
    <span className="bone row" />
  </>
);

/** Offered where the browser can and was not asked yet; only an open page notifies. */
const NotifyMe = (): React.ReactNode => {
  const [permission, setPermission] = useState(() => (canNotify() ? Notification.permission : 'denied'));
  if (permission !== 'default') return null;
  return (
    <p className="note">
      <button type="button" className="link" onClick={() => void Notification.requestPermission().then(setPermission)}>
        Notify me of new messages
      </button>{' '}
      while this page is open in the background.
    </p>
  );
};
