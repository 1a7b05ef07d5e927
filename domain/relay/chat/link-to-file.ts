import type { AliasSide } from '../../kernel/alias-name.ts';
import { ok } from '../../kernel/result.ts';
import type { ChatContent, ChatFile, ChatMessage } from './chat.ts';
import type { ChatFiles, Chats, Threads } from './ports.ts';
import { fileUnknown } from './refused.ts';
import type { LinkToFile } from './use-cases.ts';
import { makeWhose } from './whose.ts';

interface Needs {
  readonly chats: Pick<Chats, 'find' | 'messages'>;
  readonly threads: Pick<Threads, 'find'>;
  readonly files: Pick<ChatFiles, 'link'>;
}

/** A browser plays a recording and shows how a mail was laid out; what somebody attached it only puts away. */
export const makeLinkToFile = (needs: Needs): LinkToFile => {
  const { chats, files } = needs;
  const whose = makeWhose(needs);
  return async ({ member, thread, seq, file }) => {
    const found = await whose({ member, thread });
    if (!found.ok) return found;
    const [message] = await chats.messages(thread, { after: seq - 1, limit: 1 });
    const wanted = message?.seq === seq && maySee(message, found.value.side) ? fileOf(message.content, file) : undefined;
    if (wanted === undefined) return fileUnknown;
    const { key, mediaType, name } = wanted;
    return ok(await files.link({ key, mediaType, name, disposition: typeof file === 'number' ? 'attachment' : 'inline' }));
  };
};

/** What became of a mail on its way is for its reader (`views.ts`). */
const maySee = ({ from, content }: ChatMessage, side: AliasSide): boolean => content.kind !== 'mail' || from !== side;

/** Places of a mail's files count from 0, as they are listed. */
const fileOf = (content: ChatContent, file: 'voice' | 'html' | number): ChatFile | undefined => {
  switch (content.kind) {
    case 'text':
      return undefined;
    case 'voice':
      return file === 'voice' ? content.file : undefined;
    case 'mail':
      return typeof file === 'number' ? content.files[file] : file === 'html' ? content.html : undefined;
  }
};
