import { memo, useState } from 'react';
import type { Content, Message } from '../../../adapters/http/contract.ts';
import { fileUrl } from '../api.ts';
import { type Progress, progressOf, type ThreadState } from '../thread-state.ts';
import { nameIn } from '../thread-words.ts';
import { bytesInWords, progressInWords, timeInWords, withLinks } from '../words.ts';
import { useHere } from './chat-context.ts';
import { Player } from './player.tsx';

export const MessageItem = ({ message, thread }: { readonly message: Message; readonly thread: ThreadState }): React.ReactNode => (
  <Shown
    message={message}
    thread={thread.thread}
    name={nameIn(thread)}
    progress={message.mine ? progressOf(message, thread.marks) : undefined}
  />
);

interface ShownNeeds {
  readonly message: Message;
  readonly thread: string;
  readonly name: string;
  readonly progress: Progress | undefined;
}

const Shown = memo(({ message, thread, name, progress }: ShownNeeds): React.ReactNode => {
  const { place } = useHere();
  const isMail = message.content.kind === 'mail';
  const hidesYours = message.content.kind === 'text' && message.content.hidesYours === true;
  return (
    <li className={`message ${message.mine ? 'mine' : 'theirs'} is-${message.content.kind}`}>
      <div className="bubble">
        <span className="unseen">{message.mine ? 'You' : name}: </span>
        <Body content={message.content} thread={thread} message={message} />
      </div>
      <p className="meta">
        <time dateTime={new Date(message.at).toISOString()}>{timeInWords(message.at, place)}</time>
        {isMail && (progress === undefined || progress === 'read') && <span>By mail</span>}
        {progress !== undefined && (
          <span className={`progress-${progress}`}>
            <Ticks progress={progress} /> {progressInWords[progress]}
          </span>
        )}
        {hidesYours && <span>Your address was hidden</span>}
      </p>
    </li>
  );
});

const Ticks = ({ progress }: { readonly progress: Progress }): React.ReactNode => (
  <span aria-hidden="true">{{ sent: '✓', mailed: '✉', delivered: '✓✓', read: '✓✓' }[progress]}</span>
);

interface BodyNeeds<C extends Content> {
  readonly content: C;
  readonly thread: string;
  readonly message: Message;
}

const Body = ({ content, thread, message }: BodyNeeds<Content>): React.ReactNode => {
  switch (content.kind) {
    case 'text':
      return <Words text={content.text} />;
    case 'voice':
      return <Player src={fileUrl(thread, message.seq, 'voice')} durationMs={content.durationMs} label="Voice note" />;
    case 'mail':
      return <Mail content={content} thread={thread} message={message} />;
  }
};

export const Words = ({ text }: { readonly text: string }): React.ReactNode => (
  <p className="words" dir="auto">
    {withLinks(text).map((part, at) =>
      part.isLink ? (
        <a key={at} href={part.text} target="_blank" rel="noopener noreferrer nofollow">
          {part.text}
        </a>
      ) : (
        part.text
      ),
    )}
  </p>
);

/** Nothing runs in it and nothing leaves it; what somebody clicks opens in another tab, as it does in a mail. */
const onlyLinks = 'allow-popups allow-popups-to-escape-sandbox';
/** A mail that is longer is folded. */
const foldedOver = 1_200;

const Mail = ({ content, thread, message }: BodyNeeds<Extract<Content, { readonly kind: 'mail' }>>): React.ReactNode => {
  const isLong = content.text.length > foldedOver;
  const [isFolded, setIsFolded] = useState(isLong);
  const [isAsWritten, setIsAsWritten] = useState(false);
  const subject = content.subject.trim() === '' ? 'No subject' : content.subject;
  const shown = isFolded ? `${content.text.slice(0, foldedOver).trimEnd()} …` : content.text;
  return (
    <>
      <p className="subject" dir="auto">
        {subject}
      </p>
      {isAsWritten ? (
        <iframe
          className="as-written"
          sandbox={onlyLinks}
          referrerPolicy="no-referrer"
          title={`The mail “${subject}” as it was laid out`}
          src={fileUrl(thread, message.seq, 'html')}
        />
      ) : (
        <Words text={shown} />
      )}
      {content.isCut && !isAsWritten && !isFolded && (
        <p className="cut">The rest is not kept here. All of it is in {message.mine ? 'what you sent by mail' : 'your mailbox'}.</p>
      )}
      {content.files.length > 0 && (
        <ul className="files" role="list" aria-label="Attached files">
          {content.files.map(({ name, bytes }, at) => (
            <li key={at}>
              <a href={fileUrl(thread, message.seq, at)} target="_blank" rel="noopener">
                {name}
              </a>{' '}
              <span>{bytesInWords(bytes)}</span>
            </li>
          ))}
        </ul>
      )}
      <p className="ways">
        {isLong && !isAsWritten && (
          <button type="button" className="link" aria-expanded={!isFolded} onClick={() => setIsFolded(!isFolded)}>
            {isFolded ? 'Show all of it' : 'Show less'}
          </button>
        )}
        {content.hasHtml && (
          <button type="button" className="link" aria-pressed={isAsWritten} onClick={() => setIsAsWritten(!isAsWritten)}>
            {isAsWritten ? 'Show the words only' : 'Show as written'}
          </button>
        )}
      </p>
    </>
  );
};
