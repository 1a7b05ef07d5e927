import { asciiLowerCase } from '../kernel/email-address.ts';

/** One mailbox of a header (RFC 5322, 3.4). */
export interface Mailbox {
  /** An addr-spec, as it was written. */
  readonly address: string;
  /** Quotes undone, encoded words left as they are; empty where there is none. */
  readonly name: string;
}

/**
 * Reads a field that holds exactly one mailbox: `ana@example.com`, `Ana <ana@example.com>`, both with comments. `undefined` for all
 * else: lists, groups, routes, quoted local parts, domain literals, and whatever two readers could find two addresses in (an `@` in a
 * comment or beside the brackets, an encoded word in an address). Dots and square brackets in an unquoted name are let pass, as programs
 * write them (RFC 5322, 4.1). Looks at each character once.
 */
export const parseMailbox = (field: string): Mailbox | undefined => {
  if (/[^\t -~]/.test(field)) return undefined;
  const tokens = tokensOf(field);
  const last = tokens?.at(-1);
  if (tokens === undefined || last === undefined) return undefined;
  const before = tokens.slice(0, -1);
  const address = last.text;
  if (!isAddrSpec(address)) return undefined;
  if (last.kind === 'word' && before.length === 0) return { address, name: '' };
  // Some programs write the address once more for a name; whichever of the two is read, it is the same.
  const isName = ({ kind, text }: Token): boolean =>
    kind === 'quoted' || (kind === 'word' && (!text.includes('@') || sameAddress(text, address)));
  return last.kind === 'bracketed' && before.every(isName) ? { address, name: before.map(({ text }) => text).join(' ') } : undefined;
};

/** The domain of an address in lower case; `undefined` where there is none. */
export const domainOf = (address: string): string | undefined => {
  const at = address.lastIndexOf('@');
  return at === -1 || at === address.length - 1 ? undefined : asciiLowerCase(address.slice(at + 1));
};

/** RFC 5322, 3.4.1, without quoted strings and literals; its lengths are those of RFC 5321, 4.5.3.1. A host without a dot is one, too. */
const isAddrSpec = (text: string): boolean =>
  text.length <= 254 && /^[^@]{1,64}@[^@]+$/.test(text) && addrSpec.test(text) && !text.includes('=?');

const addrSpec = /^[\w!#$%&'*+\-/=?^`{|}~]+(?:\.[\w!#$%&'*+\-/=?^`{|}~]+)*@[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*$/;

const sameAddress = (one: string, other: string): boolean => asciiLowerCase(one) === asciiLowerCase(other);

interface Token {
  readonly kind: 'word' | 'quoted' | 'bracketed' | 'comment';
  readonly text: string;
}

interface Found {
  readonly token: Token;
  /** Behind the token. */
  readonly end: number;
}

/** Comments and white space are left out; `undefined` at the first thing that has no place in a mailbox. */
const tokensOf = (field: string): readonly Token[] | undefined => {
  const tokens: Token[] = [];
  let at = 0;
  while (at < field.length) {
    if (field[at] === ' ' || field[at] === '\t') {
      at++;
      continue;
    }
    const found = tokenAt(field, at);
    if (found === undefined) return undefined;
    if (found.token.kind !== 'comment') tokens.push(found.token);
    at = found.end;
  }
  return tokens;
};

const tokenAt = (field: string, at: number): Found | undefined => {
  const first = field[at];
  if (first === '"') return quotedAt(field, at);
  if (first === '(') return commentAt(field, at);
  return first === '<' ? bracketedAt(field, at) : wordAt(field, at);
};

const quotedAt = (field: string, start: number): Found | undefined => {
  const characters: string[] = [];
  for (let at = start + 1; at < field.length; at++) {
    if (field[at] === '"') return { token: { kind: 'quoted', text: characters.join('') }, end: at + 1 };
    if (field[at] === '\\') at++;
    characters.push(field[at] ?? '');
  }
  return undefined;
};

/** Comments nest (RFC 5322, 3.2.2). */
const commentAt = (field: string, start: number): Found | undefined => {
  let depth = 0;
  for (let at = start; at < field.length; at++) {
    const character = field[at] ?? '';
    if ('@<>'.includes(character)) return undefined;
    if (character === '\\') at++;
    if (character === '(') depth++;
    if (character === ')') depth--;
    if (depth === 0) return { token: { kind: 'comment', text: '' }, end: at + 1 };
  }
  return undefined;
};

const bracketedAt = (field: string, start: number): Found | undefined => {
  const close = field.indexOf('>', start);
  return close === -1 ? undefined : { token: { kind: 'bracketed', text: field.slice(start + 1, close).trim() }, end: close + 1 };
};

const wordAt = (field: string, start: number): Found | undefined => {
  let end = start;
  while (end < field.length && isWordCharacter(field[end] ?? '')) end++;
  return end === start ? undefined : { token: { kind: 'word', text: field.slice(start, end) }, end };
};

const isWordCharacter = (character: string): boolean => /[\w!#$%&'*+\-/=?^`{|}~.@[\]]/.test(character);
