import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as limits from '../../domain/relay/chat/limits.ts';
import * as own from '../../web/chat/limits.ts';
import {
  bytesInWords,
  bytesOf,
  dayInWords,
  inOneLine,
  lengthInWords,
  lengthSpoken,
  recordedMsMax,
  roomInWords,
  timeInWords,
  weekInWords,
  withLinks,
} from '../../web/chat/words.ts';

const berlin = { locale: 'en-GB', timeZone: 'Europe/Berlin' };
const at = (text: string): number => Date.parse(text);

describe('the words of the chat', () => {
  it('are about days on the calendar of whoever reads', () => {
    const now = at('2026-11-21T22:30:00Z');
    expect(dayInWords(at('2026-11-20T23:30:00Z'), now, berlin)).toBe('Today');
    expect(dayInWords(at('2026-11-20T22:30:00Z'), now, berlin)).toBe('Yesterday');
    expect(dayInWords(at('2026-11-16T12:00:00Z'), now, berlin)).toBe('Monday 16 November');
    expect(dayInWords(at('2025-11-16T12:00:00Z'), now, berlin)).toBe('16 November 2025');
    expect(timeInWords(at('2026-11-20T22:30:00Z'), berlin)).toBe('23:30');
  });

  it('name weeks, lengths and sizes', () => {
    expect([weekInWords('2026-W07'), weekInWords('odd')]).toEqual(['Week 7 of 2026', 'odd']);
    expect([lengthInWords(0), lengthInWords(65_400), lengthInWords(599_999)]).toEqual(['0:00', '1:05', '10:00']);
    expect([lengthSpoken(1_000), lengthSpoken(65_000)]).toEqual(['1 second', '1 minute 5 seconds']);
    expect([bytesInWords(1), bytesInWords(482_113), bytesInWords(1_482_113)]).toEqual(['1 byte', '482 KB', '1.5 MB']);
  });

  it('show a mail by its subject, and by its words where it has none', () => {
    const mail = { kind: 'mail', text: 'Hello\n\nthere', isCut: false, hasHtml: false, files: [] } as const;
    expect(inOneLine({ content: { ...mail, subject: 'Re: Hello' } })).toBe('Re: Hello');
    expect(inOneLine({ content: { ...mail, subject: ' ' } })).toBe('Hello there');
  });

  it('say how much room is left exactly where it becomes short, counting as the server counts', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'ü', '€', '😀', '\n'), { maxLength: 6_000 }), (letters) => {
        const text = letters.join('');
        const room = roomInWords(text);
        expect(room?.isOver ?? false).toBe(Buffer.byteLength(text) > limits.textBytesMax);
        expect(room === undefined).toBe(Buffer.byteLength(text) <= limits.textBytesMax - 500);
        expect(bytesOf(text)).toBe(Buffer.byteLength(text));
      }),
    );
  });

  it('say it aloud now and then, and not with each letter', () => {
    const said = Array.from({ length: 800 }, (_, at) => roomInWords('a'.repeat(3_500 + at))?.words);
    expect(new Set(said).size).toBeLessThanOrEqual(50);
    expect(said).toContain('Room for about 400 letters more');
    expect(said).toContain('Room for about 1 letter more');
    expect(said).toContain('Too long by about 200 letters. Send it in two parts.');
  });

  it('lose nothing when addresses of pages become links', () => {
    expect(withLinks('See https://example.com/a?b=c, or (http://example.org).').filter(({ isLink }) => isLink)).toEqual([
      { text: 'https://example.com/a?b=c', isLink: true },
      { text: 'http://example.org', isLink: true },
    ]);
    fc.assert(
      fc.property(fc.array(fc.constantFrom('https://', 'http://', 'javascript:', 'a', '.', ' ', '<', '"', ')', '\n', 'ü')), (parts) => {
        const text = parts.join('');
        const shown = withLinks(text);
        expect(shown.map((each) => each.text).join('')).toBe(text);
        for (const { text: link } of shown.filter(({ isLink }) => isLink)) expect(link).toMatch(/^https?:\/\/[^\s<>"]+$/);
      }),
    );
  });
});

describe('the limits that the page knows', () => {
  it('are those of the server', () => {
    const { messagesPage, ...same } = own;
    expect(same).toEqual(Object.fromEntries(Object.keys(same).map((name) => [name, (limits as Record<string, unknown>)[name]])));
    expect(messagesPage).toBeLessThanOrEqual(limits.messagesPageMax);
    expect(recordedMsMax).toBeLessThan(limits.voiceMsMax);
  });
});
