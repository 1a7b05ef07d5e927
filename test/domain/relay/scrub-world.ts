import fc from 'fast-check';
import type { Correspondent } from '../../../domain/relay/message.ts';
import { scrubSetOf } from '../../../domain/relay/scrub/spellings.ts';

export const jane: Correspondent = {
  email: 'Jane.Doe@example.com',
  otherEmails: ['ada@example.org', 'jane.doe+old@gmail.com'],
  name: 'Jane',
  alias: 'c_aaa@relay.example.org',
  otherAliases: ['c_old@relay.example.org'],
};
export const ana: Correspondent = {
  email: 'ana@example.com',
  otherEmails: ['40abc@example.org', 'o’neil@sub.example.org'],
  name: 'Ana',
  alias: 'c_bbb@relay.example.org',
};
export const set = scrubSetOf({ sender: jane, partner: ana });

export const hiddenAddresses = [jane, ana].flatMap(({ email, otherEmails, otherAliases }) => [
  email,
  ...otherEmails,
  ...(otherAliases ?? []),
]);

const between = fc.constantFrom('\u200b', '\u00ad', '\u00a0', '\u2060', '\u200d\u200c', '\ufeff', '<wbr>', '<b>', '</span>', '\u202e');

type Spell = (address: string) => fc.Arbitrary<string>;

const eachLetter = (address: string, letters: (letter: string) => fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(...Array.from(address, letters)).map((written) => written.join(''));

const hex = (letter: string): string => (letter.codePointAt(0) ?? 0).toString(16).padStart(2, '0');
const isAscii = (letter: string): boolean => letter < '\u0080';

const percent: Spell = (address) =>
  eachLetter(address, (letter) =>
    isAscii(letter) ? fc.constantFrom(letter, letter, `%${hex(letter)}`, `%25${hex(letter)}`) : fc.constant(letter),
  );
const entities: Spell = (address) =>
  eachLetter(address, (letter) => {
    const code = letter.codePointAt(0) ?? 0;
    return fc.constantFrom(letter, letter, `&#${String(code)};`, `&#x${code.toString(16)};`, `&amp;#${String(code)};`);
  });
const quotedPrintable: Spell = (address) =>
  eachLetter(address, (letter) =>
    /[@.]/.test(letter) ? fc.constantFrom(letter, `=${hex(letter)}`, `=${hex(letter)}=\r\n`) : fc.constant(letter),
  );
const cased: Spell = (address) => eachLetter(address, (letter) => fc.constantFrom(letter.toLowerCase(), letter.toUpperCase()));
const fullWidth: Spell = (address) =>
  eachLetter(address, (letter) =>
    fc.constantFrom(letter, isAscii(letter) && letter > ' ' ? String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0) : letter),
  );
const split: Spell = (address) =>
  eachLetter(address, (letter) => fc.option(between, { nil: '', freq: 2 }).map((mark) => letter + mark)).map((text) =>
    text.replace(/<(?:b|wbr)>$|<\/span>$/, ''),
  );
const tagged: Spell = (address) =>
  fc
    .stringMatching(/^[a-z0-9]{1,8}(?:[._-][a-z0-9]{1,6}){0,2}$/)
    .map((tag) => (address.includes('+') ? address : address.replace('@', `+${tag}@`)));
const words: Spell = (address) =>
  fc
    .tuple(
      fc.constantFrom(' at ', ' [at] ', '(at)', ' AT ', '_at_', ' (@) ', '\u00a0at\u00a0'),
      fc.constantFrom('.', ' dot ', ' (dot) ', '[.]', '[dot]'),
    )
    .map(([at, dot]) => address.replaceAll('.', dot).replace('@', at));
const gmail: Spell = (address) =>
  address.endsWith('@gmail.com')
    ? eachLetter(address.slice(0, -'@gmail.com'.length), (letter) => fc.constantFrom(letter, letter === '+' ? letter : `${letter}.`))
        .map((local) => local.replace(/\.{2,}/g, '.').replace(/\.$/, ''))
        .chain((local) => fc.constantFrom(`${local}@gmail.com`, `${local}@googlemail.com`))
    : fc.constant(address);

/** A hidden address, however somebody may have written it. */
export const spellingArbitrary: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(...hiddenAddresses),
    fc.constantFrom<Spell>(tagged, gmail, fc.constant),
    fc.constantFrom<Spell>(cased, fc.constant),
  )
  .chain(([address, first, second]) => first(address).chain(second))
  .chain((address) =>
    fc.constantFrom<Spell>(percent, entities, quotedPrintable, fullWidth, split, words, fc.constant).chain((spell) => spell(address)),
  );

/** Words that ordinary mails have, and signs around them. */
export const proseArbitrary: fc.Arbitrary<string> = fc
  .array(
    fc.constantFrom(
      'Hello',
      'at',
      'dot',
      'Jane',
      'Ana lives at example.com',
      'bob@example.org',
      'ada@example.net',
      'maryada@example.org',
      'ada@example.org.au',
      'ana@example.community',
      '+44 20 7946 0018',
      'مرحبا',
      'שלום',
      '你好，世界。',
      '👩‍👩‍👧‍👦',
      'e\u0301té',
      '50% of 5=4',
      'AT&T &amp; &#64; %40',
      'https://example.org/a?b=c%20d&e=f',
      '| a | b |\n|---|---|',
      '\u00a0\u200b',
      '\r\n> quoted',
      '<div>',
      '@',
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(' '));
