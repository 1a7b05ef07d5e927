import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { invariant } from '../../domain/kernel/invariant.ts';
import type { MemberId } from '../../domain/kernel/member-id.ts';
import type { Secrets } from '../../domain/kernel/secrets.ts';
import { nonceBytes, sealed, unsealed } from './sealing.ts';

export const secretKeyBytes = 32;

/** Secrets of the community that `key` belongs to, on the randomness of the operating system. */
export const createSecrets = (key: Uint8Array): Secrets => {
  invariant(key.length === secretKeyBytes, 'the secret key has 32 bytes');
  // A key of its own for each use, so that nothing signed for one can pass as another.
  const keyed = (use: string, text: string): Buffer => createHmac('sha256', hmac(key, use)).update(text).digest();
  const sign: Secrets['sign'] = (purpose, subject) => keyed(`sign:${purpose}`, subject).toString('base64url');
  return {
    token: () => randomBytes(32).toString('base64url'),
    aliasToken: () => base32(randomBytes(16)),
    hash: (token) => createHash('sha256').update(token).digest('base64url'),
    memberIdOf: (address) => `m_${base32(keyed('member-id', address).subarray(0, 16))}` as MemberId,
    sign,
    isSigned: (purpose, subject, signature) => {
      const expected = Buffer.from(sign(purpose, subject));
      const given = Buffer.from(signature);
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
    seal: (subject, text) => sealed(hmac(key, 'seal'), { subject, text }, randomBytes(nonceBytes)),
    unseal: (subject, text) => unsealed(hmac(key, 'seal'), { subject, text }),
  };
};

const hmac = (key: Uint8Array, text: string): Buffer => createHmac('sha256', key).update(text).digest();

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/** RFC 4648, 6, in lower case and without padding: 16 bytes are 26 characters. */
export const base32 = (bytes: Uint8Array): string => {
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += alphabet[(value >>> (bits - 5)) & 31] ?? '';
    value &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + (alphabet[(value << (5 - bits)) & 31] ?? '');
};
