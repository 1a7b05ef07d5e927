import { type Err, err } from '../../kernel/result.ts';
import { minuteMs } from '../../kernel/instant.ts';
import { voiceBytesMax, voiceMsMax } from './limits.ts';
import type { ChatRefusalCode, ChatRefused } from './use-cases.ts';

const refusal = (code: ChatRefusalCode, message: string): Err<ChatRefused> => err({ code, message });

/** Why a recording was not taken, in words for who made it. */
export const uploadUnknown = refusal('chat.upload_unknown', 'This recording was handed over too long ago. Send it again.');
export const uploadMissing = refusal('chat.upload_missing', 'This recording did not arrive. Send it again.');
export const voiceTooLarge = refusal(
  'chat.voice_too_large',
  `This recording is larger than ${String(voiceBytesMax / 1024 / 1024)} MB. Record a shorter one.`,
);
export const voiceTooLong = refusal(
  'chat.voice_too_long',
  `This recording is longer than ${String(voiceMsMax / minuteMs)} minutes. Record a shorter one.`,
);
export const voiceNotAudio = refusal(
  'chat.voice_not_audio',
  'This is no recording that can be played everywhere: Opus in WebM or Ogg, and AAC in MP4 are.',
);
