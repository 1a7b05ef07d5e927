import type { Result } from '../../../kernel/result.ts';

/** A recording that was made anew: nothing of it but sound, and what a player needs to play it. */
export interface TakenAudio {
  readonly mediaType: 'audio/ogg' | 'audio/webm' | 'audio/mp4';
  readonly extension: 'ogg' | 'webm' | 'm4a';
  /** By its frames, whatever the file says. */
  readonly durationMs: number;
  readonly bytes: Uint8Array;
}

/** `not_audio`: none of the kinds that are taken, damaged, or with more than one recording in it. */
export type AudioRefused = 'not_audio' | 'too_long';

export type TakeAudio = (bytes: Uint8Array) => Result<TakenAudio, AudioRefused>;
