import type { Api } from '../api.ts';
import { voiceBytesMax } from '../limits.ts';
import type { HandedOver } from '../sender.ts';
import type { Recorded } from './recording.ts';
import { handOver } from './upload.ts';

/** Uploads a recording; what comes back is sent as a message. */
export const sendRecorded = async (
  { thread, upload }: { readonly thread: string; readonly upload: Api['upload'] },
  { blob }: Recorded,
  onProgress: (part: number) => void = () => undefined,
): Promise<HandedOver> => {
  if (blob.size === 0) return { ok: false, words: 'Nothing was recorded. Record it again.' };
  if (blob.size > voiceBytesMax) return { ok: false, words: 'The recording is too large. Record a shorter one.' };
  const place = await upload(thread, { mediaType: blob.type, bytes: blob.size });
  if (place.kind === 'refused') return { ok: false, words: place.refusal.message };
  if (place.kind === 'signed_out') return { ok: false, words: 'You are signed out. Sign in in another tab, and try again.' };
  if (place.kind === 'unreachable') return { ok: false, words: notSent };
  const done = await handOver(place.value, blob, onProgress);
  return done === 'uploaded' ? { ok: true, voice: place.value.voice } : { ok: false, words: notSent };
};

const notSent = 'It was not sent, as the connection is not good enough just now. The recording is still here.';
