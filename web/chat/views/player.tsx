import { useRef, useState } from 'react';
import { silence } from '../sound.ts';

/** Plays a voice note. `src` leads to a link that is good for minutes; where that is over, it is asked for another one. */
export const Player = ({ src }: { readonly src: string }): React.ReactNode => {
  const [state, setState] = useState<'fresh' | 'broken' | 'again'>('fresh');
  const renewedAt = useRef(0);
  const renew = (audio: HTMLAudioElement): void => {
    const place = audio.currentTime;
    if (place === renewedAt.current) return setState('broken');
    renewedAt.current = place;
    audio.load();
    audio.currentTime = place;
    void audio.play().catch(() => undefined);
  };
  if (state === 'broken')
    return (
      <p className="unplayed" role="alert">
        The voice note could not be loaded.{' '}
        <button type="button" className="link" onClick={() => setState('again')}>
          Try again
        </button>
      </p>
    );
  return (
    <div className="player">
      <audio
        controls
        preload="none"
        autoPlay={state === 'again'}
        src={src}
        aria-label="Voice note"
        onPlay={({ currentTarget }) => silence(currentTarget)}
        onError={({ currentTarget }) => renew(currentTarget)}
      />
    </div>
  );
};
