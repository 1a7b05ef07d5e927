import type { RawStore } from '../../adapters/memory/mailbox.ts';

/** Raw mails in memory, and which there are. */
export const createRawStoreOfTests = (): RawStore & { readonly keys: () => readonly string[] } => {
  const kept = new Map<string, Uint8Array>();
  return {
    put: async (key, bytes) => {
      kept.set(key, bytes);
      return Promise.resolve();
    },
    read: async (key, bytesMax) => {
      const bytes = kept.get(key);
      if (bytes === undefined) return Promise.resolve('missing');
      return Promise.resolve(bytes.length > bytesMax ? 'too_large' : bytes);
    },
    remove: async (key) => {
      kept.delete(key);
      return Promise.resolve();
    },
    keys: () => [...kept.keys()],
  };
};
