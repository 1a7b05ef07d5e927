import { useRef, useState } from 'react';
import { waitingMax } from '../outbox.ts';
import type { ThreadState } from '../thread-state.ts';
import { nameIn } from '../thread-words.ts';
import { roomInWords } from '../words.ts';
import { useHere } from './chat-context.ts';
import { VoiceDesk } from './voice-desk.tsx';

export const Composer = ({ thread }: { readonly thread: ThreadState }): React.ReactNode => {
  const { recordings } = useHere();
  const [isRecording, setIsRecording] = useState(recordings.has(thread.thread));
  const closed = (): void => {
    setIsRecording(false);
    requestAnimationFrame(() => document.getElementById('record')?.focus());
  };
  if (isRecording) return <VoiceDesk thread={thread.thread} onClosed={closed} />;
  return <Writing thread={thread} onRecord={() => setIsRecording(true)} />;
};

interface WritingNeeds {
  readonly thread: ThreadState;
  readonly onRecord: () => void;
}

/** Enter sends and Shift with Enter begins a new line; where one types on glass, Enter begins a line and the button sends. */
const Writing = ({ thread, onRecord }: WritingNeeds): React.ReactNode => {
  const { client, drafts } = useHere();
  const [text, setText] = useState(drafts.get(thread.thread));
  const [isFull, setIsFull] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const name = nameIn(thread);
  const room = isFull ? { isOver: false, words: fullInWords } : roomInWords(text);
  const canSend = text.trim() !== '' && room?.isOver !== true;
  const change = (next: string): void => {
    setText(next);
    setIsFull(false);
    drafts.set(thread.thread, next);
  };
  const send = (): void => {
    if (!canSend) return;
    if (client.write(thread.thread, text.trim()) === 'full') return setIsFull(true);
    change('');
    field.current?.focus();
  };
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {thread.standing === 'muted' && <p className="hint">You muted this conversation. Writing something unmutes it.</p>}
      <label className="unseen" htmlFor="words">
        Message to {name}
      </label>
      <textarea
        id="words"
        ref={field}
        rows={1}
        value={text}
        placeholder="Message"
        aria-describedby="room"
        aria-invalid={room?.isOver === true}
        onChange={({ target }) => {
          change(target.value);
          if (target.value.trim() !== '') client.typing(thread.thread);
        }}
        onKeyDown={(event) => {
          if (!isSending(event)) return;
          event.preventDefault();
          send();
        }}
      />
      <button type="button" id="record" className="quiet-button icon" onClick={onRecord}>
        <Microphone />
        <span className="unseen">Record a voice note</span>
      </button>
      <button type="submit" className="icon" disabled={!canSend}>
        <Arrow />
        <span className="unseen">Send</span>
      </button>
      <p id="room" className={room?.isOver === true ? 'room over' : 'room'} role="status">
        {room?.words}
      </p>
    </form>
  );
};

const fullInWords = `${String(waitingMax)} messages wait for the connection. This one stays here until some of them were sent.`;

/** While a word is still being put together, Enter only ends the word; Safari says so by the key 229 alone. */
const isSending = ({ key, shiftKey, keyCode, nativeEvent }: React.KeyboardEvent): boolean =>
  key === 'Enter' && !shiftKey && !nativeEvent.isComposing && keyCode !== 229 && !matchMedia('(pointer: coarse)').matches;

const Microphone = (): React.ReactNode => (
  <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">
    <path d="M12 3a3 3 0 0 1 3 3v6a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3" />
  </svg>
);

const Arrow = (): React.ReactNode => (
  <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">
    <path d="M4 12h15M13 6l6 6-6 6" />
  </svg>
);
