import { describe, expect, it } from 'vitest';
import { ownWords } from '../../../../domain/relay/conversations/own-words.ts';
import { scrubSetOf } from '../../../../domain/relay/scrub/spellings.ts';

const alias = (letter: string): string => `c_${letter.repeat(26)}${letter}@relay.example.org`;
const ana = { email: 'ana@example.com', otherEmails: [], name: 'Ana', alias: alias('a') };
const ben = { email: 'ben@example.net', otherEmails: [], name: 'Ben', alias: alias('b') };
const set = scrubSetOf({ sender: ana, partner: ben });
const own = (...lines: readonly string[]): string => ownWords(lines.join('\n'), set);

describe('what the writer of a mail wrote', () => {
  it('is all of it where nothing is quoted', () => {
    expect(own('Hello Ben,', '', 'he said: this!', '', 'From: the heart')).toBe('Hello Ben,\n\nhe said: this!\n\nFrom: the heart');
  });

  it.each([
    ['with a sign', ['Ben wrote:', '> Shall we?', '> Or not?']],
    ['with a sign, of somebody without a name', ['… wrote:', '', '> Shall we?']],
    ['with a sign, in another language', ['Ben schrieb:', '> Wollen wir?']],
    ['without a sign, below a header', ['-----Original Message-----', 'From: Ben', 'Subject: Coffee', '', 'Shall we?']],
    [
      'without a sign, below a header in another language',
      ['________________________________', 'Von: Ben', 'Betreff: Kaffee', '', 'Wollen wir?'],
    ],
  ])('is what stands above a quote %s', (_how, quote) => {
    expect(own('Gladly.', '', ...quote)).toBe('Gladly.');
  });

  it('is what stands between and below quotes', () => {
    expect(own('Ben wrote:', '> Shall we?', '', 'Gladly.', '', '> Or not?', '', 'No.')).toBe('Gladly.\n\n\nNo.');
  });

  it('keeps what somebody else is said to have written, and what only looks like a quote', () => {
    expect(own('Carol wrote:', '', 'Ben wrote:', 'that he comes')).toBe('Carol wrote:\n\nBen wrote:\nthat he comes');
  });

  it('is the quote where there is nothing else', () => {
    expect(own('Ben wrote:', '> Shall we?')).toBe('Ben wrote:\n> Shall we?');
  });

  it('is found in a long and hostile mail', () => {
    const lines = Array.from({ length: 30_000 }, () => 'Ben wrote:');
    expect(own(...lines).length).toBeGreaterThan(0);
    expect(own(...lines.flatMap((line) => [line, '']), '> x').length).toBeGreaterThan(0);
  });
});
