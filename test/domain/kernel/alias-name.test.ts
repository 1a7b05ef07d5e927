import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aliasName, parseAliasName } from '../../../domain/kernel/alias-name.ts';
import { createDeterministicSecrets } from '../../support/deterministic-secrets.ts';

describe('an alias', () => {
  it('is made of a drawn token and its side, and is read back whatever case a mail server gave it', () => {
    const token = createDeterministicSecrets().aliasToken();
    const alias = aliasName(token, 'b');
    expect(alias).toBe(`c_${token}b`);
    expect(parseAliasName(alias.toUpperCase())).toBe(alias);
  });

  it('is nothing else', () => {
    for (const text of [
      '',
      'c_',
      `c_${'a'.repeat(26)}`,
      `c_${'a'.repeat(26)}c`,
      `c_${'a'.repeat(27)}a`,
      `c_${'1'.repeat(26)}a`,
      `x_${'a'.repeat(26)}a`,
      `c_${'a'.repeat(26)}a\n`,
    ])
      expect(parseAliasName(text)).toBeUndefined();
    fc.assert(fc.property(fc.string(), (text) => parseAliasName(text) === undefined));
    expect(() => aliasName('short', 'a')).toThrow('26 characters');
  });
});
