import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { contradicts, readHeaderBlock, valuesOf } from '../../../domain/relay/header-block.ts';
import { headerBytesMax } from '../../../domain/relay/limits.ts';
import type { HeaderField } from '../../../domain/relay/message.ts';
import { bytesOf } from './gate-builders.ts';

const fieldsOf = (raw: string): readonly HeaderField[] => {
  const headers = readHeaderBlock(bytesOf(raw));
  if (!headers.ok) throw new Error(headers.error.code);
  return headers.value;
};
const refusalOf = (raw: string): string | undefined => {
  const headers = readHeaderBlock(bytesOf(raw));
  return headers.ok ? undefined : headers.error.code;
};

describe('the header of a mail', () => {
  it('is its fields in their order, names in lower case, values unfolded and trimmed', () => {
    expect(fieldsOf('From: Ana\r\n <ana@example.com>\r\nSUBJECT:\t Tea \t\r\n\tor coffee?  \r\nX-Empty:\r\n\r\nBcc: body')).toEqual([
      { name: 'from', value: 'Ana <ana@example.com>' },
      { name: 'subject', value: 'Tea \t\tor coffee?' },
      { name: 'x-empty', value: '' },
    ]);
  });

  it('may end its lines with LF, with CRLF, or with both', () => {
    expect(fieldsOf('A: 1\nB: 2\r\nC: 3\n\r\nD: body')).toEqual(fieldsOf('A: 1\r\nB: 2\r\nC: 3\r\n\r\n'));
    expect(fieldsOf('A: 1\r\n\nD: body')).toEqual([{ name: 'a', value: '1' }]);
  });

  it('is the whole mail where no empty line ends it', () => {
    expect(fieldsOf('A: 1\r\nB: 2')).toHaveLength(2);
  });

  it('is empty in an empty mail and in one that begins with its body', () => {
    expect(fieldsOf('')).toEqual([]);
    expect(fieldsOf('\r\nFrom: ana@example.com')).toEqual([]);
  });

  it('keeps the bytes of a value as they were, NUL and 8-bit ones too', () => {
    expect(fieldsOf('Subject: caf\xc3\xa9\0 \r\n\r\n')).toEqual([{ name: 'subject', value: 'caf\xc3\xa9\0' }]);
  });

  it('keeps encoded words as they were', () => {
    expect(fieldsOf('Subject: =?utf-8?q?caf=C3=A9?=\r\n\r\n')).toEqual([{ name: 'subject', value: '=?utf-8?q?caf=C3=A9?=' }]);
  });

  it('keeps a colon in a value', () => {
    expect(fieldsOf('Subject: Re: Tea\r\n\r\n')).toEqual([{ name: 'subject', value: 'Re: Tea' }]);
  });

  it('leaves out lines that are no field', () => {
    expect(fieldsOf('From ana@example.com Mon Nov 21 10:00:00 2026\r\nno field\r\n: nameless\r\nA: 1\r\n\r\n')).toEqual([
      { name: 'a', value: '1' },
    ]);
  });
});

describe('a From that only some readers see', () => {
  it.each([
    ['behind a space before its colon', 'From : x@example.org'],
    ['behind a tab before its colon', 'From\t: x@example.org'],
    ['behind a byte order mark', '\xef\xbb\xbfFrom: x@example.org'],
    ['behind a NUL', '\0From: x@example.org'],
    ['with a NUL in it', 'Fr\0om: x@example.org'],
    ['behind a space at the very beginning', ' From: x@example.org'],
    ['behind a line that is no field', 'no field\r\nFrom: x@example.org'],
    ['behind a line of spaces', 'A: 1\r\n  \r\nFrom: x@example.org'],
    ['behind a line of CR alone', 'A: 1\r\n\r\r\nFrom: x@example.org'],
    ['behind a bare CR', 'Subject: Tea\rFrom: x@example.org'],
    ['behind a bare CR and a space', 'Subject: Tea\r From: x@example.org'],
    ['behind two bare CR', 'Subject: Tea\r\rFROM: x@example.org'],
    ['behind a bare CR in a folded line', 'Subject: Tea\r\n and\rFrom: x@example.org'],
    ['at the start of a line that begins with a bare CR', '\rFrom: x@example.org'],
  ])('is seen %s', (_where, raw) => {
    const froms = valuesOf(fieldsOf(`${raw}\r\n\r\n`), 'from');
    expect(new Set(froms)).toEqual(new Set(['x@example.org']));
  });

  it('does not take a bare CR away from the value that it stands in', () => {
    expect(fieldsOf('Subject: Tea\rBcc: x@example.org\r\n\r\n')).toEqual([{ name: 'subject', value: 'Tea\rBcc: x@example.org' }]);
  });
});

describe('a header that is too large', () => {
  const filled = (bytes: number): string => `A: ${'x'.repeat(bytes - 5)}\r\n`;

  it.each(['\n', '\r\n'])('is one byte more than the limit, whatever line ends it', (blank) => {
    expect(refusalOf(`${filled(headerBytesMax)}${blank}body`)).toBeUndefined();
    expect(refusalOf(`${filled(headerBytesMax + 1)}${blank}body`)).toBe('relay.too_large');
  });

  it('is as large without an end', () => {
    expect(refusalOf('x'.repeat(headerBytesMax))).toBeUndefined();
    expect(refusalOf('x'.repeat(headerBytesMax + 1))).toBe('relay.too_large');
  });

  it('is not made by a large body', () => {
    expect(refusalOf(`A: 1\r\n\r\n${'x'.repeat(1_600_000)}`)).toBeUndefined();
  });

  it.each([
    ['a To of 100,000 recipients', `To: ${'x@example.org, '.repeat(100_000)}\r\n\r\n`],
    ['a folded To of 1.6 MB', `To: a@example.org${',\r\n x@example.org'.repeat(100_000)}\r\n\r\n`],
    ['a Subject of 1.1 MB in encoded words', `Subject: ${'=?utf-8?q?=41?= '.repeat(70_000)}\r\n\r\n`],
    ['20,000 ordinary fields', `${'X-Field: value\r\n'.repeat(20_000)}\r\n`],
    ['1 MB of line ends without an empty line', '\r \n'.repeat(350_000)],
    ['1 MB of NUL', '\0'.repeat(1_000_000)],
    ['1 MB of bare CR', '\r'.repeat(1_000_000)],
  ])('is refused: %s', (_what, raw) => {
    expect(refusalOf(raw)).toBe('relay.too_large');
  });

  it('has a message for its sender that says what to do', () => {
    const headers = readHeaderBlock(bytesOf('x'.repeat(headerBytesMax + 1)));
    expect(headers).toMatchObject({ ok: false, error: { message: expect.stringMatching(/64 KB.*new message/) as unknown } });
  });
});

describe('a hostile header within the limit', () => {
  it.each([
    ['20,000 fields', `${'a:\n'.repeat(20_000)}\n`, 20_000],
    ['one field folded 20,000 times', `A: 1${'\n b'.repeat(20_000)}\n\n`, 1],
    ['60,000 bare CR', `A: ${'\r'.repeat(60_000)}x\r\n\r\n`, 1],
    ['10,000 Froms behind bare CR', `A: 1${'\rFrom:'.repeat(10_000)}\r\n\r\n`, 10_001],
    ['60,000 spaces in a value', `A: x${' '.repeat(60_000)}y\r\n\r\n`, 1],
    ['60,000 spaces before a colon', `A${' '.repeat(60_000)}: y\r\n\r\n`, 1],
  ])('is read: %s', (_what, raw, fields) => {
    expect(fieldsOf(raw)).toHaveLength(fields);
  });

  test.prop([fc.uint8Array({ maxLength: 400 })])('gives an answer on any bytes', (bytes) => {
    expect(readHeaderBlock(bytes).ok).toBe(true);
  });

  const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,12}$/);
  const value = fc.stringMatching(/^[!-~]{1,8}(?: [!-~]{1,8}){0,4}$/);
  const isPlain = ([field]: readonly [string, string]): boolean => !/^(?:from|sender)$/i.test(field);

  test.prop([
    fc.array(fc.tuple(name, value).filter(isPlain), { maxLength: 8 }),
    fc.constantFrom('\r\n', '\n'),
    fc.constantFrom('', '\r\n'),
  ])('gives back what was written, folded at any space or not', (written, end, fold) => {
    const raw = written.map(([field, text]) => `${field}: ${text.replaceAll(' ', `${fold} `)}${end}`).join('');
    expect(fieldsOf(`${raw}${end}body: 1`)).toEqual(written.map(([field, text]) => ({ name: field.toLowerCase(), value: text })));
  });
});

describe('fields that contradict each other', () => {
  const contradictory = (...values: readonly string[]): boolean =>
    contradicts(
      values.map((text) => ({ name: 'content-type', value: text })),
      'content-type',
    );

  it('are those that say different things', () => {
    expect(contradictory('text/plain', 'text/html')).toBe(true);
    expect(contradictory('text/plain', 'text/plain', 'text/html')).toBe(true);
  });

  it('are not those that say the same twice, however folded', () => {
    expect(contradictory()).toBe(false);
    expect(contradictory('text/plain')).toBe(false);
    expect(contradictory('text/plain; charset=utf-8', 'text/plain;\t charset=utf-8')).toBe(false);
  });
});
