import { describe, expect, it } from 'vitest';
import { authenticated } from '../../../domain/relay/authentication.ts';
import { senderOf } from '../../../domain/relay/sender.ts';
import { isClean, isSpam, verdictWords, type Decided, type Verdict } from '../../../domain/relay/verdicts.ts';

type Row = readonly [dmarc: Verdict, spf: Verdict, aligned: Decided, elsewhere: Decided];

// Each DMARC verdict with each SPF verdict: what they decide when the envelope sender is at the domain of From, and when it is not.
const table: readonly Row[] = [
  ['PASS', 'PASS', 'yes', 'yes'],
  ['PASS', 'FAIL', 'yes', 'yes'],
  ['PASS', 'GRAY', 'yes', 'yes'],
  ['PASS', 'PROCESSING_FAILED', 'yes', 'yes'],
  ['PASS', 'DISABLED', 'yes', 'yes'],
  ['FAIL', 'PASS', 'no', 'no'],
  ['FAIL', 'FAIL', 'no', 'no'],
  ['FAIL', 'GRAY', 'no', 'no'],
  ['FAIL', 'PROCESSING_FAILED', 'no', 'no'],
  ['FAIL', 'DISABLED', 'no', 'no'],
  ['GRAY', 'PASS', 'yes', 'no'],
  ['GRAY', 'FAIL', 'no', 'no'],
  ['GRAY', 'GRAY', 'no', 'no'],
  ['GRAY', 'PROCESSING_FAILED', 'undecided', 'no'],
  ['GRAY', 'DISABLED', 'no', 'no'],
  ['PROCESSING_FAILED', 'PASS', 'undecided', 'undecided'],
  ['PROCESSING_FAILED', 'FAIL', 'undecided', 'undecided'],
  ['PROCESSING_FAILED', 'GRAY', 'undecided', 'undecided'],
  ['PROCESSING_FAILED', 'PROCESSING_FAILED', 'undecided', 'undecided'],
  ['PROCESSING_FAILED', 'DISABLED', 'undecided', 'undecided'],
  ['DISABLED', 'PASS', 'no', 'no'],
  ['DISABLED', 'FAIL', 'no', 'no'],
  ['DISABLED', 'GRAY', 'no', 'no'],
  ['DISABLED', 'PROCESSING_FAILED', 'no', 'no'],
  ['DISABLED', 'DISABLED', 'no', 'no'],
];

describe('a mail comes from where its From says', () => {
  it.each(table)('with DMARC %s and SPF %s: %s from its own domain, %s from another', (...[dmarc, spf, aligned, elsewhere]) => {
    expect(authenticated({ dmarc, spf }, 'ana@example.com', 'bounces@Example.COM')).toBe(aligned);
    expect(authenticated({ dmarc, spf }, 'ana@example.com', 'ana@example.org')).toBe(elsewhere);
  });

  it('is decided in a table of every pair of verdicts', () => {
    expect(new Set(table.map(([dmarc, spf]) => `${dmarc} ${spf}`)).size).toBe(verdictWords.length ** 2);
  });

  it.each(['', '<>', 'ana', 'ana@', 'ana@mail.example.com', 'ana@com', 'ana@notexample.com', 'example.com'])(
    'not by SPF alone for the envelope sender “%s”',
    (mailFrom) => {
      expect(authenticated({ dmarc: 'GRAY', spf: 'PASS' }, 'ana@example.com', mailFrom)).toBe('no');
    },
  );

  it('not by SPF alone when neither has a domain', () => {
    expect(authenticated({ dmarc: 'GRAY', spf: 'PASS' }, 'ana', 'ben')).toBe('no');
  });
});

describe('a scan', () => {
  it.each([
    ['PASS', 'yes', false],
    ['FAIL', 'no', true],
    ['GRAY', 'no', false],
    ['PROCESSING_FAILED', 'undecided', false],
    ['DISABLED', 'no', false],
  ] as const)('that says %s finds a mail clean: %s, and surely spam: %s', (verdict, clean, spam) => {
    expect(isClean({ virus: verdict })).toBe(clean);
    expect(isSpam({ spam: verdict })).toBe(spam);
  });
});

describe('a sender', () => {
  const sender = { email: 'ana@example.com', otherEmails: ['ana.lima@gmail.com', 'lima+work@example.net'] };

  it.each([
    ['ana@example.com', 'ana@example.com'],
    ['ANA@Example.com', 'ana@example.com'],
    ['ana+loop@example.com', 'ana@example.com'],
    ['ana.lima@gmail.com', 'ana.lima@gmail.com'],
    ['analima@gmail.com', 'ana.lima@gmail.com'],
    ['A.N.A.Lima+x@googlemail.com', 'ana.lima@gmail.com'],
    ['lima+work@example.net', 'lima+work@example.net'],
    ['lima@example.net', 'lima+work@example.net'],
  ])('is known by %s', (from, address) => {
    expect(senderOf(from, sender)).toBe(address);
  });

  it.each([
    'ben@example.org',
    'an.a@example.com',
    'ana-loop@example.com',
    'ana@example.com.example.org',
    'ana@mail.example.com',
    'xana@example.com',
    'ana.lima@gmail.com.example.org',
    '+ana@example.com',
    'ana',
    '',
  ])('is not known by “%s”', (from) => {
    expect(senderOf(from, sender)).toBeUndefined();
  });

  it('is known by an address that a form would not take, as it stands', () => {
    expect(senderOf('-ANA@example.com', { email: '-ana@example.com', otherEmails: [] })).toBe('-ana@example.com');
    expect(senderOf('-ana+x@example.com', { email: '-ana@example.com', otherEmails: [] })).toBeUndefined();
  });
});
