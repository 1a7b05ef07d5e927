import { useEffect, useRef, useState } from 'react';
import { lengthInWords, lengthSpoken, recordedMsMax } from '../words.ts';
import { useChat } from '../views/chat-context.ts';
import { LevelMeter } from './level-meter.tsx';
import type { VoiceNeeds } from './voice-needs.ts';
import { sendRecorded } from './send-recorded.ts';
import { type Recorded, type Recording, startRecording, type Trouble } from './recording.ts';

type Stage =
  | { readonly name: 'asking' }
  | { readonly name: 'recording'; readonly recording: Recording; readonly startedAt: number }
  | { readonly name: 'recorded'; readonly recorded: Recorded; readonly words?: string | undefined }
  | { readonly name: 'sending'; readonly recorded: Recorded; readonly part: number }
  | { readonly name: 'trouble'; readonly trouble: Trouble };

/** Records, plays back, records again, sends. Nothing leaves the browser before "Send". */
export const Recorder = ({ thread, onClosed }: VoiceNeeds): React.ReactNode => {
  const { client, now, upload } = useChat();
  const [stage, setStage] = useState<Stage>({ name: 'asking' });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isOver = false;
    let running: Recording | undefined;
    void startRecording((recorded) => !isOver && setStage({ name: 'recorded', recorded })).then((started) => {
      if (typeof started === 'string') return setStage({ name: 'trouble', trouble: started });
      if (isOver) return started.cancel();
      running = started;
      setStage({ name: 'recording', recording: started, startedAt: now() });
    });
    return () => {
      isOver = true;
      running?.cancel();
    };
  }, [turn, now]);
  const again = (): void => {
    setStage({ name: 'asking' });
    setTurn(turn + 1);
  };
  const send = async (recorded: Recorded): Promise<void> => {
    setStage({ name: 'sending', recorded, part: 0 });
    const sent = await sendRecorded({ thread, upload }, recorded, (part) => setStage({ name: 'sending', recorded, part }));
    if (!sent.ok) return setStage({ name: 'recorded', recorded, words: sent.words });
    client.sendVoice(thread, { voice: sent.voice, durationMs: recorded.durationMs });
    onClosed();
  };
  return (
    <div
      className="recorder"
      role="group"
      aria-label="Voice note"
      onKeyDown={(event) => event.key === 'Escape' && stage.name !== 'sending' && onClosed()}
    >
      {stage.name === 'asking' && <p role="status">Your browser asks whether Loop may use the microphone …</p>}
      {stage.name === 'recording' && <Running stage={stage} onDiscard={onClosed} />}
      {stage.name === 'recorded' && <Listen stage={stage} onDiscard={onClosed} onAgain={again} onSend={() => void send(stage.recorded)} />}
      {stage.name === 'sending' && (
        <>
          <label htmlFor="upload">Sending the voice note …</label>
          <progress id="upload" value={stage.part} max={1} />
        </>
      )}
      {stage.name === 'trouble' && <InTrouble trouble={stage.trouble} onAgain={again} onClosed={onClosed} />}
    </div>
  );
};

interface RunningNeeds {
  readonly stage: Extract<Stage, { readonly name: 'recording' }>;
  readonly onDiscard: () => void;
}

const Running = ({ stage, onDiscard }: RunningNeeds): React.ReactNode => {
  const { now } = useChat();
  const { recording, startedAt } = stage;
  const [passedMs, setPassedMs] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => {
      const passed = now() - startedAt;
      setPassedMs(passed);
      if (passed >= recordedMsMax) recording.stop();
    }, 200);
    return () => clearInterval(timer);
  }, [recording, startedAt, now]);
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
      <div className="player">
        <audio controls src={url} aria-label="Your recording" />
        <span>{lengthInWords(recorded.durationMs)}</span>
      </div>
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

interface InTroubleNeeds {
  readonly trouble: Trouble;
  readonly onAgain: () => void;
  readonly onClosed: () => void;
}

const InTrouble = ({ trouble, onAgain, onClosed }: InTroubleNeeds): React.ReactNode => (
  <>
    <p role="alert">{troubleWords[trouble]}</p>
    <p className="buttons">
      {trouble !== 'unsupported' && (
        <button type="button" onClick={onAgain}>
          Try again
        </button>
      )}
      <button type="button" className="quiet-button" onClick={onClosed}>
        Close
      </button>
    </p>
  </>
);

const troubleWords = {
  unsupported: 'This browser cannot record here. A newer one can, and so can a phone; you can write instead.',
  refused:
    'The microphone is not allowed on this page. Open what the browser shows at the left of the address, allow the microphone, and try again.',
  no_microphone: 'No microphone was found. Plug one in, or choose one in the sound settings of this device, and try again.',
  busy: 'Another program uses the microphone. Close it, for example a call, and try again.',
  failed: 'The recording could not be started. Try again; if it stays so, reload the page.',
} as const satisfies Record<Trouble, string>;

/** The button that goes on gets the focus as soon as it is there. */
const useFocused = (): React.RefObject<HTMLButtonElement | null> => {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return button;
};
