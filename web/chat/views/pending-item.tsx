import type { Pending, ThreadState } from '../thread-state.ts';
import { lengthInWords, timeInWords } from '../words.ts';
import { useChat } from './chat-context.ts';
import { Words } from './message.tsx';

/** What was written here and is not known to be stored. */
export const PendingItem = ({ pending, thread }: { readonly pending: Pending; readonly thread: ThreadState }): React.ReactNode => {
  const { client, place, state } = useChat();
  const { id, content, status, words, isFinal } = pending;
  const isOnline = state.link === 'connected' || state.link === 'polling';
  const waits = words ?? (isOnline ? 'Sending …' : 'Waits for the connection');
  return (
    <li className={`message mine pending ${status}`}>
      <div className="bubble">
        <span className="unseen">You: </span>
        {content.kind === 'text' ? <Words text={content.text} /> : <p className="words">Voice note, {lengthInWords(content.durationMs)}</p>}
      </div>
      {status === 'failed' ? (
        <div className="meta failed" role="alert">
          <span>Not sent. {words}</span>
          {isFinal !== true && (
            <button type="button" className="link" onClick={() => client.retry(thread.thread, id)}>
              Try again
            </button>
          )}
          <button type="button" className="link" onClick={() => client.discard(thread.thread, id)}>
            Discard
          </button>
        </div>
      ) : (
        <p className="meta">
          <time>{timeInWords(pending.at, place)}</time>
          <span>
            <span aria-hidden="true">◷</span> {waits}
          </span>
        </p>
      )}
    </li>
  );
};
