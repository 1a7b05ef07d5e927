import type { Instant } from '../../kernel/instant.ts';
import type { Secrets } from '../../kernel/secrets.ts';
import type { Acting } from './use-cases.ts';

/** A place for one recording, which somebody may hand over to one conversation. Nothing of it is stored: the token says it all. */
export interface Upload {
  readonly key: string;
  readonly token: string;
}

/** Members put files there; whatever is left dies within two days. */
const incomingPrefix = 'incoming/';

/** `<random>.<when it is over>.<signature>`: the signature also says whose it is, and for which conversation. */
export const uploadFor = (acting: Acting, expiresAt: Instant, secrets: Pick<Secrets, 'token' | 'sign'>): Upload => {
  const [random, end] = [secrets.token(), expiresAt.toString(36)];
  const signature = secrets.sign('voice', subjectOf(acting, random, end));
  return { key: `${incomingPrefix}${random}`, token: `${random}.${end}.${signature}` };
};

/** The place that a token names; undefined where it is not this member's for this conversation, or over. */
export const uploadOf = (
  { voice, ...acting }: Acting & { readonly voice: string },
  now: Instant,
  secrets: Pick<Secrets, 'isSigned'>,
): Pick<Upload, 'key'> | undefined => {
  const [, random, end, signature] = tokenPattern.exec(voice) ?? [];
  if (random === undefined || end === undefined || signature === undefined) return undefined;
  if (!secrets.isSigned('voice', subjectOf(acting, random, end), signature) || now >= Number.parseInt(end, 36)) return undefined;
  return { key: `${incomingPrefix}${random}` };
};

const subjectOf = ({ member, thread }: Acting, random: string, end: string): string => [random, end, member, thread].join('\n');

const tokenPattern = /^([\w-]{43})\.([0-9a-z]{1,11})\.([\w-]{43})$/;
