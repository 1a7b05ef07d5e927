import type { Secrets } from '../kernel/secrets.ts';

/** What somebody typed as a code: six digits of an app, or one of the recovery codes, without the spaces and dashes that make it readable. */
export interface GivenCode {
  readonly kind: 'app' | 'recovery';
  readonly text: string;
}

/** `undefined` for what can be neither, so that a slip of the finger costs no attempt. */
export const readGivenCode = (typed: string): GivenCode | undefined => {
  if (typed.length > typedCharactersMax) return undefined;
  const text = typed.replaceAll(/[\s-]/g, '').toLowerCase();
  if (/^\d{6}$/.test(text)) return { kind: 'app', text };
  return /^[a-z2-7]{16}$/.test(text) ? { kind: 'recovery', text } : undefined;
};

/** New recovery codes as they are shown, each 80 random bits: `abcd-efgh-ijkl-mnop`. */
export const newRecoveryCodes = (secrets: Secrets): readonly string[] =>
  Array.from({ length: recoveryCodesCount }, () => (secrets.aliasToken().slice(0, 16).match(/.{4}/g) ?? []).join('-'));

/** What is stored of a recovery code. */
export const recoveryHash = (secrets: Secrets, code: string): string => secrets.hash(code.replaceAll('-', ''));

export const recoveryCodesCount = 10;
const typedCharactersMax = 100;
