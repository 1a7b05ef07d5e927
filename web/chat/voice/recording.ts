/** A recording that runs. Whoever stops it gets what was recorded; whoever cancels it gets nothing. */
export interface Recording {
  /** 0 … 1, as loud as it is just now. */
  readonly level: () => number;
  readonly stop: () => void;
  readonly cancel: () => void;
}
export interface Recorded {
  readonly blob: Blob;
  readonly durationMs: number;
}
export type Trouble = 'unsupported' | 'refused' | 'no_microphone' | 'busy' | 'failed';

/** What the server can check, the smallest first. Safari writes MP4, older Firefox Ogg. */
const mediaTypes = ['audio/webm;codecs=opus', 'audio/mp4;codecs=mp4a.40.2', 'audio/mp4', 'audio/ogg;codecs=opus'];
/** Clear speech; five minutes are a little over a megabyte. */
const bitsPerSecond = 32_000;

/** `onRecorded` is told once, also when the microphone is pulled out. */
export const startRecording = async (onRecorded: (recorded: Recorded) => void): Promise<Recording | Trouble> => {
  const mediaType = typeof MediaRecorder === 'undefined' ? undefined : mediaTypes.find((each) => MediaRecorder.isTypeSupported(each));
  // Not there at all on a page without TLS.
  if (mediaType === undefined || !('mediaDevices' in navigator)) return 'unsupported';
  const stream = await microphone();
  if (typeof stream === 'string') return stream;
  const recorder = new MediaRecorder(stream, { mimeType: mediaType, audioBitsPerSecond: bitsPerSecond });
  const meter = levelOf(stream);
  const parts: Blob[] = [];
  let isWanted = true;
  const startedAt = performance.now();
  recorder.ondataavailable = ({ data }) => parts.push(data);
  recorder.onstop = () => {
    stream.getTracks().forEach((track) => track.stop());
    meter.close();
    if (isWanted)
      onRecorded({ blob: new Blob(parts, { type: recorder.mimeType || mediaType }), durationMs: performance.now() - startedAt });
  };
  const stop = (): void => {
    if (recorder.state !== 'inactive') recorder.stop();
  };
  recorder.start(1_000);
  return {
    level: meter.level,
    stop,
    cancel: () => {
      isWanted = false;
      stop();
    },
  };
};

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
