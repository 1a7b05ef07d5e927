import type { Clock } from '../../domain/kernel/clock.ts';
import { dayMs, hourMs, type Instant, later } from '../../domain/kernel/instant.ts';
import type { Secrets } from '../../domain/kernel/secrets.ts';
import { chatKeptMs, fileLinkMs } from '../../domain/relay/chat/limits.ts';
import type { ChatFiles } from '../../domain/relay/chat/ports.ts';
import { chatFilesPath } from '../http/routes/chat-files.ts';
import type { ServedFiles } from '../http/routes/served-files.ts';
import type { FileStore } from './file-store.ts';

export interface LocalChatFilesNeeds {
  readonly store: FileStore;
  readonly secrets: Pick<Secrets, 'sign' | 'isSigned'>;
  readonly clock: Clock;
}

/**
 * Files of chats where our own server takes them and gives them out, as a bucket does elsewhere: forms and links lead to `/chat/files`, say
 * in themselves what they are for, and are signed. Addresses are relative to it. What is left over dies as the rules of the bucket have it,
 * looked after whenever something is stored and an hour has passed.
 */
export const createLocalChatFiles = ({ store, secrets, clock }: LocalChatFilesNeeds): ChatFiles & ServedFiles => {
  const put = async (key: string, bytes: Uint8Array): Promise<void> => {
    await store.put({ key, at: clock.now() }, bytes);
    await tidy(clock.now());
  };
  const tidy = makeTidy(store);
  return {
    upload: async ({ key, mediaType, bytesMax, expiresAt }) => {
      const wanted = { key, 'Content-Type': mediaType, bytesMax: String(bytesMax), expiresAt: String(expiresAt) };
      return Promise.resolve({
        url: chatFilesPath,
        fields: { ...wanted, signature: secrets.sign('chat-file', subjectOf('form', wanted)) },
      });
    },
    accept: async ({ signature = '', ...fields }, bytes) => {
      const wanted = {
        key: fields['key'],
        'Content-Type': fields['Content-Type'],
        bytesMax: fields['bytesMax'],
        expiresAt: fields['expiresAt'],
      };
      if (!secrets.isSigned('chat-file', subjectOf('form', wanted), signature)) return 'denied';
      if (clock.now() >= Number(wanted.expiresAt) || wanted.key === undefined) return 'denied';
      if (bytes.length === 0 || bytes.length > Number(wanted.bytesMax)) return 'wrong_size';
      await put(wanted.key, bytes);
      return 'stored';
    },
    link: async ({ key, mediaType, name, disposition }) => {
      const wanted = { key, mediaType, name, disposition, expiresAt: String(later(clock.now(), fileLinkMs)) };
      const query = new URLSearchParams({ ...wanted, signature: secrets.sign('chat-file', subjectOf('link', wanted)) });
      return Promise.resolve(`${chatFilesPath}/file?${query.toString()}`);
    },
    open: async ({ signature = '', ...query }) => {
      const { key, mediaType, name, disposition, expiresAt } = query;
      if (!secrets.isSigned('chat-file', subjectOf('link', { key, mediaType, name, disposition, expiresAt }), signature)) return 'denied';
      if (clock.now() >= Number(expiresAt) || key === undefined || mediaType === undefined || name === undefined) return 'denied';
      const bytes = await store.read(key, Infinity);
      if (typeof bytes === 'string') return 'missing';
      return { bytes, mediaType, name, disposition: disposition === 'inline' ? 'inline' : 'attachment' };
    },
    read: store.read,
    keep: put,
    remove: store.remove,
    forget: async (prefix) => {
      for (const { key } of await store.list()) if (key.startsWith(prefix)) await store.remove(key);
    },
  };
};

type Signed = Readonly<Record<string, string | undefined>>;

/** A form is never a link: the first word of what is signed says which it is. */
const subjectOf = (what: 'form' | 'link', wanted: Signed): string => JSON.stringify([what, Object.entries(wanted)]);

const makeTidy = (store: FileStore): ((now: Instant) => Promise<void>) => {
  let next: Instant | undefined;
  return async (now) => {
    if (next !== undefined && now < next) return;
    next = later(now, hourMs);
    for (const { key, at } of await store.list())
      if (now >= later(at, key.startsWith('incoming/') ? dayMs : chatKeptMs)) await store.remove(key);
  };
};
