import type { Secrets } from '../../kernel/secrets.ts';

/** What marks a mail of ours, so that one that comes back is known again (relay rules, 4.2). */
export interface Hops {
  readonly tokenOf: (messageId: string) => string;
  readonly isOurs: (token: string) => boolean;
}

export const makeHops = (secrets: Pick<Secrets, 'sign' | 'isSigned'>): Hops => ({
  tokenOf: (messageId) => `${messageId}.${secrets.sign('relay-hop', messageId)}`,
  isOurs: (token) => {
    const text = token.trim();
    const dot = text.lastIndexOf('.');
    return dot > 0 && text.length <= tokenCharactersMax && secrets.isSigned('relay-hop', text.slice(0, dot), text.slice(dot + 1));
  },
});

const tokenCharactersMax = 200;
