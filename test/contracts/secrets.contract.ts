import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CanonicalAddress } from '../../domain/kernel/email-address.ts';
import { parseMemberId } from '../../domain/kernel/member-id.ts';
import type { Secrets, SignedPurpose } from '../../domain/kernel/secrets.ts';

const purposes: readonly SignedPurpose[] = ['unsubscribe', 'skip-week', 'did-you-meet', 'form'];
const thousand = Array.from({ length: 1_000 });
const address = (text: string): CanonicalAddress => text as CanonicalAddress;

/** `open('a')` twice is one community; `open('b')` is another. */
export const secretsContract = (adapter: string, open: (community: 'a' | 'b') => Secrets): void => {
  describe(`Secrets over ${adapter}`, () => {
    it('never issues a token or an alias twice, and each has its shape', () => {
      const secrets = open('a');
      const tokens = thousand.map(() => secrets.token());
      const aliases = thousand.map(() => secrets.aliasToken());
      expect(new Set([...tokens, ...aliases]).size).toBe(2_000);
      expect(tokens.filter((token) => !/^[\w-]{43}$/.test(token))).toEqual([]);
      expect(aliases.filter((alias) => !/^[a-z2-7]{26}$/.test(alias))).toEqual([]);
    });

    it('hashes as SHA-256 does', () => {
      expect(open('a').hash('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0');
    });

    it('knows a person by one id, in one community', () => {
      const ids = ['ana@example.com', 'ben@example.com'].map((text) => open('a').memberIdOf(address(text)));
      expect(ids.map((id) => parseMemberId(id))).toEqual(ids);
      expect(open('a').memberIdOf(address('ana@example.com'))).toBe(ids[0]);
      expect(new Set([...ids, open('b').memberIdOf(address('ana@example.com'))]).size).toBe(3);
    });

    it('knows its own signatures and nothing else', () => {
      const [secrets, other] = [open('a'), open('b')];
      fc.assert(
        fc.property(fc.string(), fc.constantFrom(...purposes), fc.string(), (subject, purpose, rubbish) => {
          const signature = secrets.sign(purpose, subject);
          expect(secrets.isSigned(purpose, subject, signature)).toBe(true);
          expect(open('a').sign(purpose, subject)).toBe(signature);
          expect(secrets.isSigned(purpose, `${subject}x`, signature)).toBe(false);
          expect(purposes.filter((one) => secrets.isSigned(one, subject, signature))).toEqual([purpose]);
          expect(other.isSigned(purpose, subject, signature)).toBe(false);
          expect(
            [rubbish, '', `${signature}=`, signature.slice(1), 'é'.repeat(43)].some((one) => secrets.isSigned(purpose, subject, one)),
          ).toBe(false);
        }),
      );
    });

    it('opens what it sealed for a subject, and nothing that was sealed for another, by another community or changed on the way', () => {
      const [secrets, other] = [open('a'), open('b')];
      fc.assert(
        fc.property(fc.string({ unit: 'grapheme' }), fc.string(), fc.nat(), (text, subject, at) => {
          const sealed = secrets.seal(subject, text);
          expect(open('a').unseal(subject, sealed)).toBe(text);
          expect(secrets.seal(subject, text)).not.toBe(sealed);
          const place = at % sealed.length;
          const changed = `${sealed.slice(0, place)}${sealed[place] === 'A' ? 'B' : 'A'}${sealed.slice(place + 1)}`;
          // The last letter of base64url may hold bits that mean nothing.
          if (place < sealed.length - 1) expect(secrets.unseal(subject, changed)).toBeUndefined();
          for (const one of [sealed.slice(0, -4), '', 'v1.', text]) expect(secrets.unseal(subject, one)).toBeUndefined();
          expect(secrets.unseal(`${subject}x`, sealed)).toBeUndefined();
          expect(other.unseal(subject, sealed)).toBeUndefined();
        }),
      );
    });
  });
};
