import { err, ok } from '../../../kernel/result.ts';
import type { TakeAudio } from './audio.ts';
import { isMp4, takeMp4Aac } from './mp4-aac.ts';
import { isOgg, takeOggOpus } from './ogg-opus.ts';
import { isWebm, takeWebmOpus } from './webm-opus.ts';

/**
 * A recording made anew out of its packets of sound, told by what is in the file and never by what it is called. The copy of a copy is
 * the same copy. Takes time and memory as the file is long, whatever is in it.
 */
export const takeAudio: TakeAudio = (bytes) => {
  const taken = takerOf(bytes)?.(bytes) ?? err('not_audio');
  return taken.ok ? ok({ ...taken.value, durationMs: Math.max(1, Math.round(taken.value.durationMs)) }) : taken;
};

const takerOf = (bytes: Uint8Array): TakeAudio | undefined => {
  if (isOgg(bytes)) return takeOggOpus;
  if (isWebm(bytes)) return takeWebmOpus;
  return isMp4(bytes) ? takeMp4Aac : undefined;
};
