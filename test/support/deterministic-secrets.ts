import { createHash } from 'node:crypto';
import { nonceBytes, sealed, unsealed } from '../../adapters/crypto/sealing.ts';
import { base32 } from '../../adapters/crypto/secrets.ts';
import type { MemberId } from '../../domain/kernel/member-id.ts';
import type { Secrets } from '../../domain/kernel/secrets.ts';

/** Secrets that anybody can guess: the same seed gives the same ones in the same order. */
export const createDeterministicSecrets = (seed = 'seed'): Secrets => {
  let drawn = 0;
  const digest = (text: string): Buffer => createHash('sha256').update(`${seed}\n${text}`).digest();
  const draw = (): Buffer => digest(`draw ${String(++drawn)}`);
  const sign: Secrets['sign'] = (purpose, subject) => digest(`sign ${purpose}\n${subject}`).toString('base64url');
  return {
    token: () => draw().toString('base64url'),
    aliasToken: () => base32(draw().subarray(0, 16)),
    hash: (token) => createHash('sha256').update(token).digest('base64url'),
    memberIdOf: (address) => `m_${base32(digest(`member ${address}`).subarray(0, 16))}` as MemberId,
    sign,
    isSigned: (purpose, subject, signature) => sign(purpose, subject) === signature,
    seal: (subject, text) => sealed(digest('seal'), { subject, text }, draw().subarray(0, nonceBytes)),
    unseal: (subject, text) => unsealed(digest('seal'), { subject, text }),
  };
};
