import { useEffect, useRef, useState } from 'react';
import { lengthInWords, lengthSpoken, recordedMsMax } from '../words.ts';
import { askBeforeLeaving } from '../browser.ts';
import { silence } from '../sound.ts';
import { useHere } from '../views/chat-context.ts';
import { Player } from '../views/player.tsx';
import { LevelMeter } from './level-meter.tsx';
import type { Held, VoiceNeeds } from './voice-needs.ts';
import { sendRecorded } from './send-recorded.ts';
import { type Recorded, type Recording, startRecording, type Trouble } from './recording.ts';
import type { HandedOver } from '../sender.ts';

type Stage =
  | { readonly name: 'asking' }
  | { readonly name: 'recording'; readonly recording: Recording }
  | { readonly name: 'recorded'; readonly recorded: Recorded; readonly words?: string | undefined }
  | { readonly name: 'sending'; readonly part: number | undefined }
  | { readonly name: 'trouble'; readonly trouble: Trouble };

/** Records, plays back, records again, sends. Nothing leaves the browser before "Send", and nothing is lost but by "Discard". */
export const Recorder = ({ thread, onClosed }: VoiceNeeds): React.ReactNode => {
  const { recordings } = useHere();
  const [stage, setStage] = useState(() => stageOf(recordings.get(thread)));
  const [turn, setTurn] = useState(recordings.has(thread) ? 0 : 1);
  useEffect(() => {
    if (turn === 0) return;
    let isOver = false;
    let running: Recording | undefined;
    const keep = (recorded: Recorded): void => {
      recordings.set(thread, recorded);
      if (!isOver) setStage({ name: 'recorded', recorded });
    };
    void startRecording(keep).then((started) => {
      if (typeof started === 'string') return setStage({ name: 'trouble', trouble: started });
      if (isOver) return started.cancel();
      running = started;
      silence();
      setStage({ name: 'recording', recording: started });
    });
    const off = askBeforeLeaving(() => running !== undefined && !recordings.has(thread));
    return () => {
      isOver = true;
      // Whoever looks at something else meanwhile finds it when they come back.
      running?.stop();
      off();
    };
  }, [turn, thread, recordings]);
  const again = (): void => {
    recordings.delete(thread);
    setStage({ name: 'asking' });
    setTurn(turn + 1);
  };
  const discard = (): void => {
    if (stage.name === 'recording') stage.recording.cancel();
    recordings.delete(thread);
    onClosed();
  };
  const handOver = useHandingOver(thread, (recorded, sent) => {
    if (sent.ok) return onClosed();
    setStage({ name: 'recorded', recorded, words: sent.words });
  });
  const send = (recorded: Recorded): void => {
    setStage({ name: 'sending', part: 0 });
    void handOver(recorded, (part) => setStage({ name: 'sending', part }));
  };
  return (
    <div
      className="recorder"
      role="group"
      aria-label="Voice note"
      onKeyDown={(event) => event.key === 'Escape' && stage.name !== 'sending' && onClosed()}
    >
      {stage.name === 'asking' && <Asking onClosed={onClosed} />}
      {stage.name === 'recording' && <Running recording={stage.recording} onDiscard={discard} />}
      {stage.name === 'recorded' && <Listen stage={stage} onDiscard={discard} onAgain={again} onSend={() => send(stage.recorded)} />}
      {stage.name === 'sending' && <Sending part={stage.part} />}
      {stage.name === 'trouble' && <InTrouble trouble={stage.trouble} onAgain={again} onClosed={onClosed} />}
    </div>
  );
};

/** Whoever looked at something else meanwhile finds it as it is by now. */
const stageOf = (held: Held | undefined): Stage => {
  if (held === undefined) return { name: 'asking' };
  return held.flight === undefined ? { name: 'recorded', recorded: held } : { name: 'sending', part: undefined };
};

/** Some browsers put their question away without an answer. */
const Asking = ({ onClosed }: Pick<VoiceNeeds, 'onClosed'>): React.ReactNode => {
  const close = useFocused();
  return (
    <>
      <p role="status">Your browser asks whether this page may use the microphone …</p>
      <p className="buttons">
        <button type="button" ref={close} className="quiet-button" onClick={onClosed}>
          Close
        </button>
      </p>
    </>
  );
};

interface RunningNeeds {
  readonly recording: Recording;
  readonly onDiscard: () => void;
}

const Running = ({ recording, onDiscard }: RunningNeeds): React.ReactNode => {
  const [passedMs, setPassedMs] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setPassedMs(recording.passedMs()), 200);
    return () => clearInterval(timer);
  }, [recording]);
  const left = Math.max(0, recordedMsMax - passedMs);
  const stop = useFocused();
  return (
    <>
      <p className="clock">
        <span className="dot" aria-hidden="true" />
        <span className="unseen">Recording: </span>
        <strong>{lengthInWords(Math.floor(passedMs / 1_000) * 1_000)}</strong>
        <span className={left < 30_000 ? 'left soon' : 'left'}>{lengthInWords(left)} left</span>
      </p>
      <LevelMeter level={recording.level} />
      <p className="unseen" role="status">
        {passedMs < 1_000 && 'Recording.'}
        {left < 30_000 && 'Less than 30 seconds left.'}
      </p>
      <p className="buttons">
        <button type="button" ref={stop} onClick={recording.stop}>
          Stop
        </button>
        <button type="button" className="quiet-button" onClick={onDiscard}>
          Discard
        </button>
      </p>
    </>
  );
};

interface ListenNeeds {
  readonly stage: Extract<Stage, { readonly name: 'recorded' }>;
  readonly onDiscard: () => void;
  readonly onAgain: () => void;
  readonly onSend: () => void;
}

const Listen = ({ stage, onDiscard, onAgain, onSend }: ListenNeeds): React.ReactNode => {
  const { recorded, words } = stage;
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(recorded.blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [recorded]);
  const send = useFocused();
  return (
    <>
      <p className="unseen" role="status">
        Recorded {lengthSpoken(recorded.durationMs)}. Not sent yet.
      </p>
      <Player src={url} durationMs={recorded.durationMs} label="Your recording" />
      {words !== undefined && (
        <p className="problem" role="alert">
          {words}
        </p>
      )}
      <p className="buttons">
        <button type="button" ref={send} onClick={onSend}>
          {words === undefined ? 'Send' : 'Try again'}
        </button>
        <button type="button" className="quiet-button" onClick={onAgain}>
          Record again
        </button>
        <button type="button" className="quiet-button" onClick={onDiscard}>
          Discard
        </button>
      </p>
    </>
  );
};

const Sending = ({ part }: { readonly part: number | undefined }): React.ReactNode => {
  const words = useFocused<HTMLParagraphElement>();
  return (
    <>
      <p id="sending" ref={words} tabIndex={-1}>
        Sending the voice note …
      </p>
      <progress aria-labelledby="sending" value={part} max={1} />
    </>
  );
};

interface InTroubleNeeds {
  readonly trouble: Trouble;
  readonly onAgain: () => void;
  readonly onClosed: () => void;
}

const InTrouble = ({ trouble, onAgain, onClosed }: InTroubleNeeds): React.ReactNode => {
  const close = useFocused();
  return (
    <>
      <p role="alert">{troubleWords[trouble]}</p>
      <p className="buttons">
        {trouble !== 'unsupported' && (
          <button type="button" onClick={onAgain}>
            Try again
          </button>
        )}
        <button type="button" ref={close} className="quiet-button" onClick={onClosed}>
          Close
        </button>
      </p>
    </>
  );
};

const troubleWords = {
  unsupported: 'This browser cannot record here. A newer one can, and so can a phone; you can write instead.',
  refused:
    'The microphone is not allowed on this page. Open what the browser shows at the left of the address, allow the microphone, and try again.',
  no_microphone: 'No microphone was found. Plug one in, or choose one in the sound settings of this device, and try again.',
  busy: 'Another program uses the microphone. Close it, for example a call, and try again.',
  failed: 'The recording could not be started. Try again; if it stays so, reload the page.',
} as const satisfies Record<Trouble, string>;

/** Hands a recording over and sends it, also where nobody looks any more; `landed` is told where they do, or came back meanwhile. */
const useHandingOver = (thread: string, landed: (recorded: Recorded, sent: HandedOver) => void) => {
  const { client, upload, recordings } = useHere();
  const isThere = useRef(true);
  const tell = (recorded: Recorded, sent: HandedOver): void => {
    if (isThere.current) landed(recorded, sent);
  };
  useEffect(() => {
    const held = recordings.get(thread);
    void held?.flight?.then((sent) => tell(held, sent));
    return () => void (isThere.current = false);
  }, [thread, recordings]);
  return async ({ blob, durationMs }: Recorded, onProgress: (part: number) => void): Promise<void> => {
    const recorded = { blob, durationMs };
    const flight = sendRecorded({ thread, upload }, recorded, onProgress);
    recordings.set(thread, { ...recorded, flight });
    const sent = await flight;
    recordings.set(thread, recorded);
    if (sent.ok) {
      recordings.delete(thread);
      client.sendVoice(thread, { voice: sent.voice, durationMs, again: async () => sendRecorded({ thread, upload }, recorded) });
    }
    tell(recorded, sent);
  };
};

/** What one goes on with gets the focus as soon as it is there. */
const useFocused = <E extends HTMLElement = HTMLButtonElement>(): React.RefObject<E | null> => {
  const element = useRef<E>(null);
  useEffect(() => element.current?.focus(), []);
  return element;
};
