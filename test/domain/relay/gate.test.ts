import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { admit, type Admission, type Arrival } from '../../../domain/relay/gate.ts';
import { rawBytesMax } from '../../../domain/relay/limits.ts';
import { refusalCodes, type RefusalCode } from '../../../domain/relay/refusals.ts';
import { verdictWords, type Verdicts } from '../../../domain/relay/verdicts.ts';
import { allPass, ana, anArrival, ben, headersOf } from './gate-builders.ts';

/** `admitted`, a code, or `retry` and the code that follows when nothing changes. */
const outcomeOf = (admission: Admission): string => {
  if (admission.kind === 'admitted') return 'admitted';
  return admission.kind === 'retry' ? `retry ${admission.code}` : admission.refused.code;
};
const admitted = (changes: Partial<Arrival> = {}): string => outcomeOf(admit(anArrival(changes)));
const from = (...lines: readonly string[]): Partial<Arrival> => ({ headers: headersOf(...lines) });
const saying = (verdicts: Partial<Verdicts>): Verdicts => ({ ...allPass, ...verdicts });

describe('a mail to an alias is let in', () => {
  it('from the address of the other of the two, and says whom it is from', () => {
    expect(admit(anArrival())).toEqual({ kind: 'admitted', from: { address: 'ana@example.com', name: 'Ana' } });
  });

  it.each(['ANA@example.com', 'Ana <ana+loop@example.com>', 'analima@gmail.com', 'Ana.Lima+x@googlemail.com'])('from %s', (address) => {
    expect(admitted(from(`From: ${address}`))).toBe('admitted');
  });

  it('without a policy at its domain, when SPF speaks for that domain', () => {
    expect(admitted({ verdicts: saying({ dmarc: 'GRAY', dkim: 'FAIL' }), mailFrom: 'bounce+1@example.com' })).toBe('admitted');
  });

  it('up to the largest size', () => {
    expect(admitted({ rawBytes: rawBytesMax })).toBe('admitted');
  });

  it('whatever it says about its own authentication', () => {
    expect(admitted(from('Authentication-Results: mx; dmarc=fail', 'X-SES-Virus-Verdict: FAIL', 'From: ana@example.com'))).toBe('admitted');
  });

  it('with a field that stands twice and says the same', () => {
    expect(admitted(from('From: ana@example.com', 'From: ana@example.com', 'Content-Type: text/plain', 'Content-Type:  text/plain'))).toBe(
      'admitted',
    );
  });
});

describe('a mail to an alias is refused', () => {
  it.each<readonly [string, Partial<Arrival>, RefusalCode]>([
    ['one byte above the largest size', { rawBytes: rawBytesMax + 1 }, 'relay.too_large'],
    ['without a From', from('Subject: Tea'), 'relay.malformed'],
    ['with two kinds of content', from('From: ana@example.com', 'Content-Type: text/plain', 'Content-Type: text/html'), 'relay.malformed'],
    ['as a list mail', from('From: ana@example.com', 'List-Id: <x.example.org>'), 'relay.automatic'],
    ['as a bounce', { mailFrom: '' }, 'relay.automatic'],
    ['from an alias', from(`From: ${ana.alias}`), 'relay.automatic'],
    ['when it has been here', from('From: ana@example.com', 'X-Loop-Relay: ours'), 'relay.automatic'],
    ['when its domain did not send it', { verdicts: saying({ dmarc: 'FAIL' }) }, 'relay.unauthenticated'],
    ['from a stranger', from('From: eve@example.com'), 'relay.sender_not_allowed'],
    ['from the other side, which is its own alias', from('From: ben@example.org'), 'relay.sender_not_allowed'],
    ['with a virus', { verdicts: saying({ virus: 'FAIL' }) }, 'relay.infected'],
    ['without a scan', { verdicts: saying({ virus: 'DISABLED' }) }, 'relay.infected'],
    ['as spam', { verdicts: saying({ spam: 'FAIL' }) }, 'relay.spam'],
  ])('%s', (_how, changes, code) => {
    expect(admitted(changes)).toBe(code);
  });

  it('is looked at again when the mail service could not tell', () => {
    expect(admitted({ verdicts: saying({ dmarc: 'PROCESSING_FAILED' }) })).toBe('retry relay.unauthenticated');
    expect(admitted({ verdicts: saying({ dmarc: 'GRAY', spf: 'PROCESSING_FAILED' }) })).toBe('retry relay.unauthenticated');
    expect(admitted({ verdicts: saying({ virus: 'PROCESSING_FAILED' }) })).toBe('retry relay.infected');
    expect(admitted({ verdicts: saying({ spam: 'PROCESSING_FAILED' }) })).toBe('admitted');
    expect(admitted({ verdicts: saying({ spf: 'PROCESSING_FAILED', dkim: 'PROCESSING_FAILED' }) })).toBe('admitted');
  });

  it('is not looked at again when it would be refused before', () => {
    const failed = saying({ dmarc: 'PROCESSING_FAILED', virus: 'PROCESSING_FAILED' });
    expect(admitted({ verdicts: failed, mailFrom: '' })).toBe('relay.automatic');
    expect(admitted({ verdicts: { ...failed, dmarc: 'PASS' }, ...from('From: eve@example.com') })).toBe('relay.sender_not_allowed');
  });
});

describe('of several reasons the first of the order is told', () => {
  const badly: readonly Partial<Arrival>[] = [
    { rawBytes: rawBytesMax + 1 },
    from('Subject: Tea'),
    { mailFrom: '' },
    { verdicts: saying({ dmarc: 'FAIL', virus: 'FAIL', spam: 'FAIL' }) },
    from('From: eve@example.com'),
    { verdicts: saying({ virus: 'FAIL', spam: 'FAIL' }) },
    { verdicts: saying({ spam: 'FAIL' }) },
  ];

  it('whichever others there are', () => {
    for (let first = 0; first < badly.length; first++) {
      // The earlier one replaces the later one, where both change the same thing.
      const [alone, all] = [badly[first], Object.assign({}, ...badly.slice(first).toReversed()) as Partial<Arrival>];
      expect(admitted(all)).toBe(admitted(alone));
    }
  });

  it('and what others found stands in its place among them', () => {
    const closed = { code: 'relay.closed', message: 'It has ended.' } as const;
    const nested = { code: 'relay.too_large', message: 'Too many parts.' } as const;
    const sealed = { code: 'relay.encrypted', message: 'Encrypted.' } as const;
    const infected = { verdicts: saying({ virus: 'FAIL' }) };
    expect(admit(anArrival({ alsoRefused: [closed] }))).toEqual({ kind: 'refused', refused: closed });
    expect(admitted({ alsoRefused: [sealed, closed] })).toBe('relay.closed');
    expect(admitted({ alsoRefused: [closed], ...infected })).toBe('relay.closed');
    expect(admitted({ alsoRefused: [sealed], ...infected })).toBe('relay.infected');
    expect(admitted({ alsoRefused: [nested], mailFrom: '' })).toBe('relay.too_large');
    expect(admitted({ alsoRefused: [closed], ...from('From: eve@example.com') })).toBe('relay.sender_not_allowed');
    expect(admitted({ alsoRefused: [closed], verdicts: saying({ dmarc: 'PROCESSING_FAILED' }) })).toBe('retry relay.unauthenticated');
    expect(admitted({ alsoRefused: [closed], verdicts: saying({ virus: 'PROCESSING_FAILED' }) })).toBe('relay.closed');
  });

  test.prop([fc.subarray([...refusalCodes], { minLength: 1 }).chain((codes) => fc.shuffledSubarray(codes, { minLength: codes.length }))])(
    'in whatever order others found theirs',
    (codes) => {
      const alsoRefused = codes.map((code) => ({ code, message: code }));
      const first = refusalCodes.find((code) => codes.includes(code));
      expect(admitted({ alsoRefused })).toBe(first);
    },
  );
});

describe('verdicts', () => {
  const words = [...verdictWords];
  const every: readonly Verdicts[] = words.flatMap((spf) =>
    words.flatMap((dkim) =>
      words.flatMap((dmarc) => words.flatMap((spam) => words.map((virus): Verdicts => ({ spf, dkim, dmarc, spam, virus })))),
    ),
  );

  /** The rules once more, as a list of what each lets happen. */
  const expected = ({ spf, dmarc, spam, virus }: Verdicts, isAligned: boolean): string => {
    const bySpf = dmarc === 'GRAY' && isAligned;
    if (dmarc === 'PROCESSING_FAILED' || (bySpf && spf === 'PROCESSING_FAILED')) return 'retry relay.unauthenticated';
    if (dmarc !== 'PASS' && !(bySpf && spf === 'PASS')) return 'relay.unauthenticated';
    if (virus === 'PROCESSING_FAILED') return 'retry relay.infected';
    if (virus !== 'PASS') return 'relay.infected';
    return spam === 'FAIL' ? 'relay.spam' : 'admitted';
  };

  it.each([
    ['the domain of From', 'ana@example.com', true],
    ['another domain', 'ana@example.org', false],
  ])('decide in every one of their 3,125 combinations, sent from %s', (_where, mailFrom, isAligned) => {
    expect(every).toHaveLength(3_125);
    const wrong = every.filter((verdicts) => admitted({ verdicts, mailFrom }) !== expected(verdicts, isAligned));
    expect(wrong).toEqual([]);
  });

  it('let in nothing without a PASS on DMARC, or on SPF at the same domain', () => {
    const open = every.filter((verdicts) => admitted({ verdicts }) === 'admitted');
    expect(open.every(({ dmarc, spf }) => dmarc === 'PASS' || (dmarc === 'GRAY' && spf === 'PASS'))).toBe(true);
    // 5 DKIM × 4 spam × (5 SPF with DMARC PASS + 1 with DMARC GRAY), virus PASS.
    expect(open).toHaveLength(5 * 4 * 6);
  });
});

describe('what a sender is told', () => {
  const messageOf = (changes: Partial<Arrival>): string => {
    const admission = admit(anArrival(changes));
    if (admission.kind === 'admitted') throw new Error('admitted');
    return admission.kind === 'retry' ? admission.message : admission.refused.message;
  };
  const situations: readonly Partial<Arrival>[] = [
    { rawBytes: rawBytesMax + 1 },
    from('Subject: Tea'),
    from('From: ana@example.com', 'Content-Type: a/b', 'Content-Type: c/d'),
    { mailFrom: '' },
    { verdicts: saying({ dmarc: 'FAIL' }) },
    { verdicts: saying({ dmarc: 'PROCESSING_FAILED' }) },
    from('From: eve@example.com'),
    from(`From: ${ben.email}`),
    { verdicts: saying({ virus: 'FAIL' }) },
    { verdicts: saying({ virus: 'PROCESSING_FAILED' }) },
    { verdicts: saying({ spam: 'FAIL' }) },
  ];

  it('is something to do, in at least two sentences', () => {
    for (const situation of situations) expect(messageOf(situation)).toMatch(/^.+[.,] (?:If|Send|Write|Reply|Check).+\.$/);
  });

  it('is never a name or an address', () => {
    for (const situation of situations) expect(messageOf(situation)).not.toMatch(/@|\bAna\b|\bBen\b|example|c_/);
  });

  it('is another thing for somebody who writes to their own alias', () => {
    expect(messageOf(from('From: Ben.Second+x@example.net'))).toMatch(/your own address.*Reply to the mail/);
    expect(messageOf(from('From: eve@example.com'))).toMatch(/addresses that you have confirmed/);
  });

  it('is the size in megabytes', () => {
    expect(messageOf({ rawBytes: rawBytesMax + 1 })).toContain('25 MB');
  });
});

describe('two people with an address in common', () => {
  it('may both write from it', () => {
    const home = 'home@example.com';
    const shared = { sender: { ...ana, otherEmails: [home] }, partner: { ...ben, otherEmails: [home] } };
    expect(admitted({ ...shared, ...from(`From: ${home}`) })).toBe('admitted');
  });
});
