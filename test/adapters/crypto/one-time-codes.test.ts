import { describe, expect, it } from 'vitest';
import { createOneTimeCodes } from '../../../adapters/crypto/one-time-codes.ts';
import { createStillClock } from '../../../adapters/memory/movable-clock.ts';
import { later, type Instant } from '../../../domain/kernel/instant.ts';
import { codeAt } from '../../support/authenticator.ts';

const codes = createOneTimeCodes();
const now = Date.UTC(2026, 10, 21, 9) as Instant;
const step = now / 30_000;

describe('A code', () => {
  // RFC 6238, Appendix B, with SHA-1; the last six of its eight digits. The secret is "12345678901234567890".
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('is the one of the standard, %i seconds after 1970', (seconds, code) => {
    const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
    expect(codes.check(secret, code, (seconds * 1_000) as Instant)).toBe(Math.floor(seconds / 30));
  });

  it('is right in its own half minute and in the ones beside it, and tells which it is of', () => {
    const secret = codes.newSecret();
    const given = (ms: number): number | undefined => codes.check(secret, codeAt(secret, later(now, ms)), now);
    expect([-30_000, 0, 29_999, 30_000].map(given)).toEqual([step - 1, step, step, step + 1]);
    for (const ms of [-60_000, 60_000, 3_600_000]) expect(given(ms)).toBeUndefined();
  });

  it('of another secret, or of another shape, is none', () => {
    const [secret, other] = [codes.newSecret(), codes.newSecret()];
    expect(codes.check(secret, codeAt(other, now), now)).toBeUndefined();
    for (const code of ['', '12345', '1234567', 'abcdef', '１２３４５６']) expect(codes.check(secret, code, now)).toBeUndefined();
  });

  it('is read by the clock of the world where the run has another one', () => {
    const secret = codes.newSecret();
    const run = later(now, 90 * 86_400_000);
    expect(createOneTimeCodes(createStillClock(now)).check(secret, codeAt(secret, now), run)).toBe(step);
  });
});

describe('A secret', () => {
  it('has 160 bits and is another one each time', () => {
    const secrets = Array.from({ length: 100 }, () => codes.newSecret());
    expect(new Set(secrets).size).toBe(100);
    expect(secrets.filter((secret) => !/^[A-Z2-7]{32}$/.test(secret))).toEqual([]);
  });

  it('reaches an app as a link of the usual kind, whose name has no second meaning', () => {
    const link = new URL(codes.uri('ABCDEFGH', { issuer: 'Circle: Ana & Ben', account: 'ana+x@example.com' }));
    expect([link.protocol, link.host]).toEqual(['otpauth:', 'totp']);
    expect(decodeURIComponent(link.pathname)).toBe('/Circle  Ana & Ben:ana+x@example.com');
    expect(Object.fromEntries(link.searchParams)).toEqual({
      secret: 'ABCDEFGH',
      issuer: 'Circle  Ana & Ben',
      algorithm: 'SHA1',
      digits: '6',
      period: '30',
    });
  });
});
