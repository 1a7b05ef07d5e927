import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameCharactersMax, parseName } from '../../../domain/membership/name.ts';

const refusalOf = (text: string): string | undefined => {
  const name = parseName(text);
  return name.ok ? undefined : name.error.code;
};

describe('a name', () => {
  it.each([
    'Ana',
    'Ana Lúcia',
    'O’Neil',
    "D'Arcy",
    'Jean-Luc',
    'J. R. Smith',
    'J.R. Smith',
    'Dr. No',
    '美咲',
    'Øyvind',
    'نیلوفر\u200Cپور',
    'Ana 🎨',
    'Ana ❤\uFE0F',
    'Ana & Ben',
    'X Æ A-12',
    'Prince 3',
  ])('may be %j', (text) => {
    expect(parseName(text)).toEqual({ ok: true, value: text });
  });

  it('loses the spaces around it and the surplus ones inside', () => {
    expect(parseName('  Ana \u00A0  Lima ')).toEqual({ ok: true, value: 'Ana Lima' });
  });

  it('is the same name however its accents are written', () => {
    expect(parseName('Lu\u0301cia')).toEqual(parseName('L\u00FAcia'));
  });

  it.each(['', '   ', '\u00A0', '.', '-', '\u0301'])('is missing in %j', (text) => {
    expect(refusalOf(text)).toBe('membership.name_missing');
  });

  it('has at most 60 characters, an emoji counting as one', () => {
    expect(refusalOf('🎨'.repeat(nameCharactersMax))).toBeUndefined();
    expect(refusalOf('🎨'.repeat(nameCharactersMax + 1))).toBe('membership.name_too_long');
    expect(refusalOf('a'.repeat(1_000_000))).toBe('membership.name_too_long');
  });

  it.each([
    'http://evil.example',
    'Ana https://evil.example/x',
    'evil.com',
    'Win at casino.example today',
    'www.evil',
    'evil.co.uk',
    'evil。com',
    'ｅｖｉｌ．ｃｏｍ',
    'ana@evil.example',
    'пример.рф',
    'x--y.shop',
    'mailto://ana',
  ])('is no link: %j', (text) => {
    expect(refusalOf(text)).toBe('membership.name_link');
  });

  it.each([
    'Ana\nBcc: ben',
    'Ana\tLima',
    'Ana\u0000',
    'Ana\u007F',
    'Ana\u0085',
    'Ana\u2028Lima',
    'Ana\u202Eamil',
    '\u2066Ana',
    'Ana\u200F',
    'Ana\u061C',
    'An\u200Ba',
    'An\u00ADa',
    'An\uFEFFa',
    'Ana\u3164',
    'Ana\u{E0041}',
    'Ana\uD800',
    'Ana\uE000',
    '<b>Ana</b>',
    '<script>alert(1)</script>',
  ])('holds nothing that hides, turns or breaks the text around it: %j', (text) => {
    expect(refusalOf(text)).toBe('membership.name_characters');
  });

  it('is read again as itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 70 }), (text) => {
        const name = parseName(text);
        if (name.ok) expect(parseName(name.value)).toEqual(name);
      }),
    );
  });

  it('never holds a control, bidirectional or angle character or more than 60, whatever was typed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 70 }), fc.string({ unit: 'grapheme', maxLength: 70 })), (text) => {
        const name = parseName(text);
        if (!name.ok) return;
        expect(name.value).not.toMatch(/[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069<>]|:\/\//u);
        expect([...name.value].length).toBeLessThanOrEqual(nameCharactersMax);
      }),
    );
  });
});
