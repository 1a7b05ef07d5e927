import { createCipheriv, createDecipheriv } from 'node:crypto';

/** What of a sealed text is not its letters: the nonce, as NIST SP 800-38D (8.2.1) has it, and the tag. */
export const nonceBytes = 12;
const tagBytes = 16;
const version = 'v1.';

/**
 * AES-256-GCM with `subject` as additional data, as text: `v1.` and, in base64url, nonce, ciphertext and tag. A nonce must never be used
 * twice under a key; drawn at random, a key is good for 2^32 texts.
 */
export const sealed = (
  key: Uint8Array,
  { subject, text }: { readonly subject: string; readonly text: string },
  nonce: Uint8Array,
): string => {
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(subject));
  return `${version}${Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url')}`;
};

/** The text, or `undefined` where it was sealed under another key or for another subject, or is damaged. */
export const unsealed = (key: Uint8Array, { subject, text }: { readonly subject: string; readonly text: string }): string | undefined => {
  if (!text.startsWith(version)) return undefined;
  const bytes = Buffer.from(text.slice(version.length), 'base64url');
  if (bytes.length < nonceBytes + tagBytes) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes })
    .setAAD(Buffer.from(subject))
    .setAuthTag(bytes.subarray(-tagBytes));
  const opened = decipher.update(bytes.subarray(nonceBytes, -tagBytes));
  try {
    return Buffer.concat([opened, decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
};
