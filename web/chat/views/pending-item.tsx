import type { Pending, ThreadState } from '../thread-state.ts';
import type { ChatState } from '../state.ts';
import { lengthInWords, timeInWords } from '../words.ts';
import { useChat } from './chat-context.ts';
import { Words } from './message.tsx';

/** What was written here and is not known to be stored. */
export const PendingItem = ({ pending, thread }: { readonly pending: Pending; readonly thread: ThreadState }): React.ReactNode => {
  const { client, place, state } = useChat();
  const { id, content, status, words, isFinal } = pending;
  const waits = words ?? waitsInWords[state.link];
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
            <button type="button" className="link" onClick={() => leaving(() => client.retry(thread.thread, id))}>
              Try again
            </button>
          )}
          <button type="button" className="link" onClick={() => leaving(() => client.discard(thread.thread, id))}>
            Discard
          </button>
        </div>
      ) : (
        <p className="meta">
          <time dateTime={new Date(pending.at).toISOString()}>{timeInWords(pending.at, place)}</time>
          <span>
            <span aria-hidden="true">◷</span> {waits}
          </span>
        </p>
      )}
    </li>
  );
};

/** The button that was pressed goes with what it is about: one goes on where one writes or, where that is over, at the head. */
const leaving = (run: () => void): void => {
  run();
  (document.getElementById('words') ?? document.getElementById('with'))?.focus();
};

const waitsInWords = {
  connected: 'Sending …',
  polling: 'Sending …',
  connecting: 'Waits for the connection',
  waiting: 'Waits for the connection',
  signed_out: 'Waits until you sign in',
} as const satisfies Record<ChatState['link'], string>;
