import type { Clock } from '../../kernel/clock.ts';
import { later } from '../../kernel/instant.ts';
import { ok } from '../../kernel/result.ts';
import type { Secrets } from '../../kernel/secrets.ts';
import { mayPass } from '../conversations/against.ts';
import { uploadMs, voiceBytesMax } from './limits.ts';
import { paced } from './pace.ts';
import type { ChatFiles } from './ports.ts';
import { closed, tooMany } from './refused.ts';
import { uploadFor } from './uploads.ts';
import type { AskForUpload } from './use-cases.ts';
import { voiceNotAudio, voiceTooLarge } from './voice-refused.ts';
import { type ConversationNeeds, makeWhoseConversation } from './whose.ts';

export interface AskForUploadNeeds extends ConversationNeeds {
  readonly files: Pick<ChatFiles, 'upload'>;
  readonly secrets: Pick<Secrets, 'token' | 'sign'>;
  readonly clock: Clock;
}

/**
 * What is said of a file here only spares an upload in vain: what it is, and whether it may be sent, is asked when it is. It may be handed
 * over for `uploadMs`, and sent for twice as long, so that whoever began in time also ends in time.
 */
export const makeAskForUpload = (needs: AskForUploadNeeds): AskForUpload => {
  const { files, secrets, clock } = needs;
  const whoseConversation = makeWhoseConversation(needs);
  return async ({ member, thread, mediaType, bytes }) => {
    const now = clock.now();
    const whose = await whoseConversation({ member, thread });
    if (!whose.ok) return whose;
    const { conversation, chat, side } = whose.value;
    if (conversation === undefined || !mayPass(conversation, now)) return closed;
    const pace = paced(chat?.[side].pace, now);
    if (!pace.ok) return tooMany(pace.error);
    const kind = kindOf(mediaType);
    if (kind === undefined) return voiceNotAudio;
    if (bytes > voiceBytesMax) return voiceTooLarge;
    const expiresAt = later(now, uploadMs);
    const { key, token } = uploadFor({ member, thread }, later(now, 2 * uploadMs), secrets);
    const form = await files.upload({ key, mediaType: kind, bytesMax: voiceBytesMax, expiresAt });
    return ok({ voice: token, form, expiresAt });
  };
};

/** Without its parameters: browsers name the codec as well, each in its own way. */
const kindOf = (mediaType: string): string | undefined => {
  const kind = mediaType.split(';')[0]?.trim().toLowerCase();
  return kinds.find((each) => each === kind);
};

const kinds = ['audio/webm', 'audio/ogg', 'audio/mp4'] as const;
