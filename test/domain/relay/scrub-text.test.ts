import { test } from '@fast-check/vitest';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdsSpelling, scrubText } from '../../../domain/relay/scrub/scrub-text.ts';
import { ana, jane, proseArbitrary, set, spellingArbitrary } from './scrub-world.ts';

describe('an address of a correspondent becomes their alias', () => {
  it.each([
    'jane.doe@example.com',
    'JANE.DOE+news@Example.COM',
    'jane%2Edoe%40example.com',
    'jane.doe%2540example.com',
    'jane.doe=40example.com',
    'jane&period;doe&commat;example&#46;com',
    'jane.doe&amp;#64;example.com',
    'jane.doe@exam=\r\nple.com',
    'jane.doe@exam=\r\u2060\nple.com',
    'jane dot doe at example dot com',
    'jane.doe [at] example [dot] com',
    'jane.doe(at)example(dot)com',
    'jane.doe собака example точка com',
    'jane.doe małpa example kropka com',
    'jane.doe (zavináč) example (tečka) com',
    'jane.doe apenstaartje example punt com',
    'jane.doe kukac example pont com',
    'jane.doe snabel-a example punkt com',
    'jane.doe @ example . com',
    'j\u200bane.d\u00adoe@exam\u00a0ple.com',
    'ｊａｎｅ．ｄｏｅ＠ｅｘａｍｐｌｅ．ｃｏｍ',
    'j.a.n.e.d.o.e@gmail.com',
    'janedoe+x@googlemail.com',
    'ada@example。org',
    'a\u0332da@example.org',
    'c_old@relay.example.org',
  ])('%s', (spelling) => {
    expect(scrubText(`Write to ${spelling}, please.`, set)).toBe(`Write to ${jane.alias}, please.`);
  });

  it.each([
    ['?to=ada@example.org', `?to=${jane.alias}`],
    ["write to o'neil@sub.example.org", `write to ${ana.alias}`],
    ['?to=40abc=40example.org&x', `?to=${ana.alias}&x`],
    ['x%3D40abc%40example.org', `x%3D${ana.alias}`],
    ['mailto:ada@example.org?subject=x', `mailto:${jane.alias}?subject=x`],
    ['请联系ada@example.org谢谢', `请联系${jane.alias}谢谢`],
    ['ada@example.org으로', `${jane.alias}으로`],
    ['_ada@example.org_', `_${jane.alias}_`],
    ['write to...ada@example.org...', `write to...${jane.alias}...`],
    ['ada@example.org.Thanks', `${jane.alias}.Thanks`],
    ['<ada@example.org>;"ada@example.org"', `<${jane.alias}>;"${jane.alias}"`],
    ['> ada@\n> example.org', `> ${jane.alias}`],
  ])('inside %s', (text, scrubbed) => {
    expect(scrubText(text, set)).toBe(scrubbed);
  });

  test.prop([proseArbitrary, spellingArbitrary, proseArbitrary], { numRuns: 80 })(
    'in whatever spelling, wherever it stands',
    (before, spelling, after) => {
      const text = `${before} ${spelling} ${after}`;
      expect(holdsSpelling(text, set)).toBe(true);
      const scrubbed = scrubText(text, set);
      expect(holdsSpelling(scrubbed, set)).toBe(false);
      expect(scrubbed.includes(jane.alias) || scrubbed.includes(ana.alias)).toBe(true);
      expect(scrubbed.startsWith(before)).toBe(true);
      expect(scrubText(scrubbed, set)).toBe(scrubbed);
    },
  );

  test.prop(
    [fc.array(fc.oneof(spellingArbitrary, fc.constantFrom('+', '.', '@', '%', '=', '&#', ' ', 'ada', 'a', '>', '\n')), { maxLength: 8 })],
    {
      numRuns: 80,
    },
  )('and none comes about by what is left around it', (pieces) => {
    const scrubbed = scrubText(pieces.join(''), set);
    expect(holdsSpelling(scrubbed, set)).toBe(false);
    expect(scrubText(scrubbed, set)).toBe(scrubbed);
  });
});

describe('everything else stays as it was written', () => {
  it.each([
    'maryada@example.org, x-ada@example.org, mary.ada@example.org',
    'ada@example.org.au, ada@example.organic, ada@example.org-x.example.net',
    'jane@example.com, janedoe@example.com, doe@example.com',
    'Jane Doe, +44 20 7946 0018, https://example.org/jane.doe',
    'Meet Ana at example.net/office at 5.',
    '  tabs\tand\r\nlines\u00a0with\u200bmarks\ufeff  ',
  ])('%s', (text) => {
    expect(scrubText(text, set)).toBe(text);
  });

  test.prop([proseArbitrary])('whatever ordinary mails are made of', (text) => {
    expect(scrubText(text, set)).toBe(text);
  });

  test.prop([fc.string({ unit: 'binary', maxLength: 300 })])('whatever has no address in it', (text) => {
    if (!holdsSpelling(text, set)) expect(scrubText(text, set)).toBe(text);
  });
});

describe('a megabyte of anything is read once', () => {
  it.each([
    ['a@', 500_000],
    ['.', 1_000_000],
    ['@\u200b', 500_000],
    ['ada+@', 200_000],
    ['j.', 500_000],
    ['@%25', 250_000],
    ['%3', 500_000],
    ['&#64', 250_000],
    ['ada at ', 140_000],
    ['<b ', 330_000],
    ['a\u0323\u0301', 330_000],
    ['\ufdfa', 1_000_000],
    ['ada((((((', 110_000],
  ])('%j', (piece, times) => {
    const text = piece.repeat(times);
    expect(scrubText(text, set) === text).toBe(true);
  });

  it('and an address behind it is found', () => {
    expect(scrubText(`${'a@'.repeat(500_000)} ada@example.org`, set).endsWith(` ${jane.alias}`)).toBe(true);
  });
});
