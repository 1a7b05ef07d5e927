import { recordedMsMax } from '../words.ts';

/** A recording that runs. Whoever stops it gets what was recorded; whoever cancels it gets nothing. */
export interface Recording {
  /** 0 … 1, as loud as it is just now. */
  readonly level: () => number;
  /** So long it runs, by a clock that nobody sets. */
  readonly passedMs: () => number;
  readonly stop: () => void;
  readonly cancel: () => void;
}
export interface Recorded {
  readonly blob: Blob;
  readonly durationMs: number;
}
export type Trouble = 'unsupported' | 'refused' | 'no_microphone' | 'busy' | 'failed';

/** What the server can check, the smallest first; older Firefox writes Ogg. */
const mediaTypes = ['audio/webm;codecs=opus', 'audio/mp4;codecs=mp4a.40.2', 'audio/mp4', 'audio/ogg;codecs=opus'];
/** Safari writes WebM since 18.4, and does not play all that it writes; MP4 it always has. Its vendor is what the HTML standard keeps (8.9.1). */
const mediaTypesOf = (vendor: string): readonly string[] =>
  vendor.startsWith('Apple')
    ? mediaTypes.toSorted((one, other) => Number(other.includes('mp4')) - Number(one.includes('mp4')))
    : mediaTypes;
/** Clear speech; five minutes are a little over a megabyte. */
const bitsPerSecond = 32_000;

/** `onRecorded` is told once, also when the microphone is pulled out, and at the latest when it is as long as one may be. */
export const startRecording = async (onRecorded: (recorded: Recorded) => void): Promise<Recording | Trouble> => {
  const mediaType =
    typeof MediaRecorder === 'undefined' ? undefined : mediaTypesOf(navigator.vendor).find((each) => MediaRecorder.isTypeSupported(each));
  // Not there at all on a page without TLS.
  if (mediaType === undefined || !('mediaDevices' in navigator)) return 'unsupported';
  const stream = await microphone();
  if (typeof stream === 'string') return stream;
  try {
    return recordingOf(stream, { mediaType, onRecorded });
  } catch {
    // Nobody must be listened to by what does not record.
    stop(stream);
    return 'failed';
  }
};

interface Wanted {
  readonly mediaType: string;
  readonly onRecorded: (recorded: Recorded) => void;
}

const recordingOf = (stream: MediaStream, { mediaType, onRecorded }: Wanted): Recording => {
  const recorder = new MediaRecorder(stream, { mimeType: mediaType, audioBitsPerSecond: bitsPerSecond });
  const meter = levelOf(stream);
  const parts: Blob[] = [];
  let isWanted = true;
  const startedAt = performance.now();
  const passedMs = (): number => performance.now() - startedAt;
  const end = (): void => {
    if (recorder.state !== 'inactive') recorder.stop();
  };
  const latest = setTimeout(end, recordedMsMax);
  recorder.ondataavailable = ({ data }) => parts.push(data);
  recorder.onstop = () => {
    clearTimeout(latest);
    stop(stream);
    meter.close();
    if (isWanted) onRecorded({ blob: new Blob(parts, { type: recorder.mimeType || mediaType }), durationMs: passedMs() });
  };
  recorder.start(1_000);
  return {
    level: meter.level,
    passedMs,
    stop: end,
    cancel: () => {
      isWanted = false;
      end();
    },
  };
};

const stop = (stream: MediaStream): void => stream.getTracks().forEach((track) => track.stop());

const microphone = async (): Promise<MediaStream | Trouble> => {
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true } });
  } catch (error) {
    return troubles[error instanceof DOMException ? error.name : ''] ?? 'failed';
  }
};

const troubles: Readonly<Record<string, Trouble>> = {
  NotAllowedError: 'refused',
  SecurityError: 'refused',
  NotFoundError: 'no_microphone',
  OverconstrainedError: 'no_microphone',
  NotReadableError: 'busy',
  AbortError: 'busy',
};

const levelOf = (stream: MediaStream): { readonly level: () => number; readonly close: () => void } => {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1_024;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    level: () => {
      analyser.getFloatTimeDomainData(samples);
      const loud = Math.sqrt(samples.reduce((sum, each) => sum + each * each, 0) / samples.length);
      // From −60 dB, which is a quiet room.
      return Math.min(1, Math.max(0, 1 + (20 * Math.log10(Math.max(loud, 1e-6)) + 6) / 54));
    },
    close: () => void context.close(),
  };
};
