import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { holdsDisguised, mayHold } from '../../../../adapters/email/relay/leak-scan/disguises.ts';
import { holdsAddress } from '../../../../adapters/email/relay/leak-scan/find-address.ts';
import { foldBytes, foldText, lettersOfBytes, lettersOfText } from '../../../../adapters/email/relay/leak-scan/fold.ts';
import { unquoted } from '../../../../adapters/email/relay/leak-scan/markup.ts';
import { targetsOf } from '../../../../adapters/email/relay/leak-scan/targets.ts';

const piece = fc.oneof(
  fc.constantFrom(
    'Jane',
    '@',
    ' at ',
    '[at]',
    '(dot)',
    ' dot ',
    ' ',
    '\t',
    '\r\n',
    '\u00a0',
    '\u2028',
    '\u1680',
    '\u0301',
    'é',
    'İ',
    'ﬁ',
    'ﷺ',
  ),
  fc.constantFrom(
    '\u200b',
    '\ufeff',
    '\ud83d',
    '\ude00',
    '😀',
    '\uE001',
    '\u3002',
    '\u2010',
    '한',
    '会',
    '\0',
    '\x01',
    '\x02',
    '\x85',
    'ａ',
    '＠',
  ),
  fc.string({ unit: 'binary', maxLength: 4 }),
);
const written = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(''));

describe('a text as the last look folds it', () => {
  // A capital sigma is another small letter at the end of a word: a text with one is folded whole, every other one letter by letter.
  test.prop([written.filter((text) => !text.normalize('NFKD').includes('Σ'))])('is the same, whole or letter by letter', (text) => {
    const [whole, byLetter] = [foldText(`${text}  Σ`), foldText(`${text}  Τ`)];
    expect(byLetter.letters.subarray(0, -2)).toEqual(whole.letters.subarray(0, -2));
    expect(byLetter.gaps).toEqual(whole.gaps);
  });

  test.prop([fc.uint8Array({ maxLength: 200 })])('has the letters of bytes, asked for alone or with their gaps', (bytes) => {
    expect(lettersOfBytes(Buffer.from(bytes))).toEqual(foldBytes(Buffer.from(bytes)).letters);
  });

  const quoted = fc.array(fc.oneof(piece, fc.constantFrom('\n> ', '\n \t>> > ', '>', '\n>')), { maxLength: 20 });
  test.prop([quoted.map((pieces) => pieces.join(''))])('has the same letters with the marks of quotes as without them', (text) => {
    expect(lettersOfText(unquoted(text))).toEqual(lettersOfText(text));
  });

  test.prop([written])('is folded whole for a domain that has a mark of a quote in it', (text) => {
    expect(mayHold(lettersOfText(text), targetsOf(['jane@exam>ple.org']))).toBe(true);
  });

  const targets = targetsOf(['Jane@example.org', 'j.doe@gmail.com', 'jo@会.example']);
  const telling = fc.constantFrom(
    ...['jane', 'example', 'org', 'gmail', 'com', 'j.doe', 'jo', '会', '@', '.', '+x', ' at ', ' dot ', '[at]', '(.)', '\uE001', ' '],
    ...['gro.elpmaxe@enaj', 'moc.liamg@eod.j', 'wnar@rknzcyr.bet', 'w.qbr@tznvy.pbz', 'ｅxａmple', 'exam\u00adple'],
  );
  test.prop([fc.array(fc.oneof({ weight: 4, arbitrary: telling }, piece), { maxLength: 14 }).map((pieces) => pieces.join(''))], {
    numRuns: 2_000,
  })('is looked at closely wherever an address stands in it', (text) => {
    const folded = foldText(text);
    const holds = holdsAddress(folded, targets) || holdsDisguised(folded, targets);
    expect(holds && !mayHold(lettersOfText(text), targets)).toBe(false);
  });

  test.prop([
    fc.constantFrom('jane@example.org', 'gro.elpmaxe@enaj', 'wnar@rknzcyr.bet', 'J.D.O.E at gmail dot com', 'jo@会.example'),
    written,
  ])('may hold the address that was put into it', (address, around) => {
    expect(mayHold(lettersOfText(`${around} ${address} ${around}`), targets)).toBe(true);
  });
});
