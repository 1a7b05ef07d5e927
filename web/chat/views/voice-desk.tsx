import { type ComponentType, useEffect, useState } from 'react';
import type { VoiceNeeds } from '../voice/voice-needs.ts';

/** The recorder comes when somebody wants to record: most visits do not. */
export const VoiceDesk = (needs: VoiceNeeds): React.ReactNode => {
  const [loaded, setLoaded] = useState<{ readonly Recorder: ComponentType<VoiceNeeds> } | 'failed'>();
  useEffect(() => {
    import('../voice/recorder.tsx').then(
      ({ Recorder }) => setLoaded({ Recorder }),
      () => setLoaded('failed'),
    );
  }, []);
  if (loaded === undefined) return <p className="hint">The recorder is on its way …</p>;
  if (loaded !== 'failed') return <loaded.Recorder {...needs} />;
  return (
    <div className="recorder" role="alert">
      <p>The recorder could not be loaded. Try it again when you are connected; a reload of the page helps where it does not.</p>
      <p className="buttons">
        <button type="button" className="quiet-button" onClick={needs.onClosed}>
          Close
        </button>
      </p>
    </div>
  );
};
