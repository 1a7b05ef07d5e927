import type { Clock } from '../../kernel/clock.ts';
import { ok } from '../../kernel/result.ts';
import type { Secrets } from '../../kernel/secrets.ts';
import { keptFor } from '../conversations/chat-mail.ts';
import { voiceBytesMax } from './limits.ts';
import type { ChatFiles } from './ports.ts';
import type { TakeVoice } from './send-message.ts';
import { uploadOf } from './uploads.ts';
import { takeAudio } from './voice/container.ts';
import { uploadMissing, uploadUnknown, voiceNotAudio, voiceTooLarge, voiceTooLong } from './voice-refused.ts';

export interface TakeVoiceNeeds {
  readonly files: Pick<ChatFiles, 'read' | 'keep'>;
  readonly secrets: Pick<Secrets, 'isSigned'>;
  /** SHA-256, as letters that a key may have. */
  readonly digestOf: (bytes: Uint8Array) => string;
  readonly clock: Clock;
}

/**
 * Whoever hands a file over may do so again while it is looked at. So it is read once, and what is kept is the copy that was made of what
 * was read, under a name that is made of what is in it: under that name nothing else can ever be, and doing it again does the same.
 */
export const makeTakeVoice =
  ({ files, secrets, digestOf, clock }: TakeVoiceNeeds): TakeVoice =>
  async ({ member, thread, id, side, voice }) => {
    const upload = uploadOf({ member, thread, voice }, clock.now(), secrets);
    if (upload === undefined) return uploadUnknown;
    const given = await files.read(upload.key, voiceBytesMax);
    if (given === 'missing') return uploadMissing;
    if (given === 'too_large') return voiceTooLarge;
    const taken = takeAudio(given);
    if (!taken.ok) return taken.error === 'too_long' ? voiceTooLong : voiceNotAudio;
    const { bytes, mediaType, extension, durationMs } = taken.value;
    const key = `${keptFor(thread)}${side}-${id}/${digestOf(bytes)}.${extension}`;
    await files.keep(key, bytes, mediaType);
    const file = { key, mediaType, bytes: bytes.length, name: `voice-note.${extension}` };
    return ok({ file, durationMs, uploadKey: upload.key });
  };
