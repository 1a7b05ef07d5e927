import { test } from '@fast-check/vitest';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdsSpelling } from '../../../domain/relay/scrub/scrub-text.ts';
import { scrubSubject, subjectCharsMax } from '../../../domain/relay/scrub/subject.ts';
import { jane, set, spellingArbitrary } from './scrub-world.ts';

describe('a subject', () => {
  it.each([
    ['Re: Re: RE: lunch', 'Re: lunch'],
    ['AW: Re[2]: SV: lunch', 'Re: lunch'],
    ['回复：你好', 'Re: 你好'],
    ['Fwd: Re: lunch', 'Fwd: Re: lunch'],
    ['Reading: a list', 'Reading: a list'],
    ['Ref: 12', 'Ref: 12'],
    ['a\r\nBcc: b\u0000\u202ec', 'a Bcc: bc'],
    ['for ada@example.org', `for ${jane.alias}`],
    ['👩‍👩‍👧 שלום', '👩‍👩‍👧 שלום'],
    ['', ''],
  ])('%j reads %j', (subject, shown) => {
    expect(scrubSubject(subject, set)).toBe(shown);
  });

  test.prop([fc.string({ unit: 'binary', maxLength: 400 }), fc.option(spellingArbitrary, { nil: '' }), fc.string()])(
    'stays what it is when it is scrubbed again, is one line and tells no address',
    (before, spelling, after) => {
      const shown = scrubSubject(`${before} ${spelling} ${after}`, set);
      expect(scrubSubject(shown, set)).toBe(shown);
      expect(shown).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202e]/u);
      expect(holdsSpelling(shown, set)).toBe(false);
      expect(Array.from(shown).length).toBeLessThanOrEqual(subjectCharsMax);
    },
  );
});
