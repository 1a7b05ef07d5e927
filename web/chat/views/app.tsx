import { useEffect, useRef, useState } from 'react';
import { type NewsDesk, newsSpoken } from '../news.ts';
import { threadOf, unreadInAll } from '../state.ts';
import { useChat } from './chat-context.ts';
import { LinkNotice } from './link-notice.tsx';
import { Thread } from './thread.tsx';
import { ThreadList } from './thread-list.tsx';

/** On a wide screen the list and a thread beside each other, on a narrow one either. */
export const App = ({ news }: { readonly news: NewsDesk }): React.ReactNode => {
  const { state } = useChat();
  const thread = threadOf(state, state.open);
  const isUnknown = state.open !== undefined && thread === undefined && state.list === 'there';
  const isThread = state.open !== undefined;
  useTitle(thread?.partnerName, unreadInAll(state));
  useFocus(state.open);
  return (
    <div className="chat" data-screen={isThread ? 'thread' : 'list'}>
      <Said news={news} open={state.open} />
      <LinkNotice />
      <ThreadList />
      {thread !== undefined && <Thread key={thread.thread} thread={thread} />}
      {isUnknown && <Unknown />}
      {isThread && thread === undefined && !isUnknown && <ThreadOnItsWay />}
      {!isThread && <Nothing hasThreads={state.threads.length > 0} />}
    </div>
  );
};

const Unknown = (): React.ReactNode => {
  const { go } = useChat();
  return (
    <section className="thread empty" aria-label="Conversation">
      <h2>There is no such conversation</h2>
      <p>It is not one of yours, or it is gone.</p>
      <p>
        <button type="button" className="quiet-button" onClick={() => go(undefined)}>
          All conversations
        </button>
      </p>
    </section>
  );
};

const ThreadOnItsWay = (): React.ReactNode => (
  <section className="thread" aria-label="Conversation" aria-busy="true">
    <div className="head">
      <span className="bone name" />
    </div>
    <div className="scroll">
      <p className="unseen">The messages are on their way.</p>
      <span className="bone bubble" />
      <span className="bone bubble mine" />
      <span className="bone bubble" />
    </div>
  </section>
);

const Nothing = ({ hasThreads }: { readonly hasThreads: boolean }): React.ReactNode => (
  <section className="thread empty" aria-label="Conversation">
    {hasThreads && <p>Choose a conversation.</p>}
  </section>
);

/** Says what others write to those who do not see it. */
const Said = ({ news, open }: { readonly news: NewsDesk; readonly open: string | undefined }): React.ReactNode => {
  const [said, setSaid] = useState({ times: 0, words: '' });
  useEffect(() => news.onTold((told) => setSaid(({ times }) => ({ times: times + 1, words: newsSpoken(told, open) }))), [news, open]);
  return (
    <div className="unseen" role="status" aria-live="polite">
      {/* The same words twice are two messages, and are said twice. */}
      <p key={said.times}>{said.words}</p>
    </div>
  );
};

const useTitle = (partner: string | undefined, unread: number): void => {
  useEffect(() => {
    document.title = `${unread > 0 ? `(${String(unread)}) ` : ''}${partner === undefined ? '' : `${partner} – `}Chat`;
  }, [partner, unread]);
};

/** Who opens a thread goes on in it, and who leaves it goes on where it stands in the list. */
const useFocus = (open: string | undefined): void => {
  const before = useRef(open);
  useEffect(() => {
    const left = before.current;
    before.current = open;
    if (left === open) return;
    const target = open === undefined ? `[data-thread="${CSS.escape(left ?? '')}"]` : '#with';
    document.querySelector<HTMLElement>(target)?.focus();
  }, [open]);
};
