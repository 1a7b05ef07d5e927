import { useRef, useState } from 'react';
import { silence } from '../sound.ts';
import { lengthInWords, lengthSpoken } from '../words.ts';

interface PlayerNeeds {
  /** Leads to a link that is good for minutes; where that is over, it is asked for another one. */
  readonly src: string | undefined;
  /** As it was counted: what a recorder writes into a file says nothing about it. */
  readonly durationMs: number;
  /** What is played, for ears. */
  readonly label: string;
}

/** So far the arrow keys go. A browser's own keys go further: Page up and down by a tenth, Home and End all the way. */
const arrowMs = 2_000;

/** Plays a voice note: a button, a line to go to any place in it, and how long it is, before anything of it is loaded. */
export const Player = ({ src, durationMs, label }: PlayerNeeds): React.ReactNode => {
  const audio = useRef<HTMLAudioElement>(null);
  const { state, placeMs, spokenMs, toggle, seek, events } = usePlaying(audio, durationMs);
  const lastMs = Math.round(durationMs);
  return (
    <>
      <div className="player" role="group" aria-label={label}>
        <button type="button" className="icon" onClick={toggle}>
          {state === 'playing' ? <Bars /> : <Triangle />}
          <span className="unseen">{state === 'playing' ? 'Pause' : 'Play'}</span>
        </button>
        <input
          type="range"
          min={0}
          max={lastMs}
          step={1}
          value={Math.min(placeMs, lastMs)}
          aria-label="Place"
          aria-valuetext={`${lengthSpoken(spokenMs)} of ${lengthSpoken(durationMs)}`}
          onChange={({ target }) => seek(target.valueAsNumber)}
          onKeyDown={(event) => {
            const way = wayOf(event.key);
            if (way === 0) return;
            event.preventDefault();
            seek(Math.min(lastMs, Math.max(0, placeMs + way * arrowMs)));
          }}
        />
        <span className="length" aria-hidden="true">
          {lengthInWords(Math.min(placeMs, lastMs))} / {lengthInWords(durationMs)}
        </span>
        <audio ref={audio} preload="none" src={src} {...events} />
      </div>
      {state === 'broken' && (
        <p className="unplayed" role="alert">
          The voice note could not be loaded. Play it again to try once more.
        </p>
      )}
    </>
  );
};

const usePlaying = (audio: React.RefObject<HTMLAudioElement | null>, durationMs: number) => {
  const [state, setState] = useState<'still' | 'playing' | 'broken'>('still');
  const [placeMs, setPlaceMs] = useState(0);
  // Nobody who listens is talked over by their screen reader: the place is told where they went to it, or stopped.
  const [spokenMs, setSpokenMs] = useState(0);
  const renewedAt = useRef(0);
  const play = (element: HTMLAudioElement): void => void element.play().catch(() => undefined);
  const loadAnew = (element: HTMLAudioElement): void => {
    const place = element.currentTime;
    element.load();
    element.currentTime = place;
    play(element);
  };
  const told = (ms: number): void => {
    setPlaceMs(ms);
    setSpokenMs(ms);
  };
  return {
    ...{ state, placeMs, spokenMs },
    toggle: (): void => {
      const element = audio.current;
      if (element === null) return;
      if (state === 'broken') return loadAnew(element);
      if (state === 'playing') return element.pause();
      play(element);
    },
    seek: (ms: number): void => {
      if (audio.current !== null) audio.current.currentTime = ms / 1_000;
      told(ms);
    },
    events: {
      onPlay: ({ currentTarget }: Happened): void => {
        silence(currentTarget);
        setState('playing');
      },
      onPause: ({ currentTarget }: Happened): void => {
        // Where something failed, a browser says so late: it may be played again by then.
        if (!currentTarget.paused) return;
        setState((before) => (before === 'broken' ? before : 'still'));
        told(currentTarget.currentTime * 1_000);
      },
      // What was counted and what a browser makes of the file are a moment apart.
      onEnded: (): void => told(durationMs),
      onTimeUpdate: ({ currentTarget }: Happened): void => setPlaceMs(currentTarget.currentTime * 1_000),
      onError: ({ currentTarget }: Happened): void => {
        if (currentTarget.currentTime === renewedAt.current) return setState('broken');
        renewedAt.current = currentTarget.currentTime;
        loadAnew(currentTarget);
      },
    },
  };
};
type Happened = React.SyntheticEvent<HTMLAudioElement>;

const wayOf = (key: string): -1 | 0 | 1 => {
  if (key === 'ArrowRight' || key === 'ArrowUp') return 1;
  return key === 'ArrowLeft' || key === 'ArrowDown' ? -1 : 0;
};

const Triangle = (): React.ReactNode => (
  <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">
    <path className="solid" d="M8 5l11 7-11 7z" />
  </svg>
);

const Bars = (): React.ReactNode => (
  <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">
    <path d="M8.5 5.5v13M15.5 5.5v13" />
  </svg>
);
