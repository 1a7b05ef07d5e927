import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Answer, answerReader, chosenMax, tagLengthMax, textLengthMax } from '../../../domain/introductions/answers.ts';
import type { Question } from '../../../domain/introductions/survey.ts';
import { aQuestion, optionsOf } from '../../arbitraries/community.ts';

const read = (question: Question, ...texts: readonly string[]): Answer | string | undefined => {
  const answer = answerReader(question)(texts);
  return answer.ok ? answer.value : answer.error.code;
};
const chose = (...ids: readonly string[]): Answer => ({ kind: 'chosen', ids });

const crafts = [
  { id: 'oil', label: 'Oil painting' },
  { id: 'ink', label: 'Indian ink' },
  { id: 'clay', label: 'CLAY' },
];

describe('an answer', () => {
  it.each([[[]], [['']], [[' ', '\t']]])('of blanks is no answer: %j', (texts) => {
    expect(read(aQuestion(), ...texts)).toBeUndefined();
    expect(read(aQuestion({ required: true }), ...texts)).toBe('answer.required');
  });

  it('to a single choice is one option, by id or label, in any case and spacing', () => {
    const question = aQuestion({ options: crafts });
    for (const text of ['oil', 'OIL', ' Oil ', 'oil painting', 'OIL   PAINTING']) expect(read(question, text)).toEqual(chose('oil'));
    expect(read(question, 'oil', 'ink')).toBe('answer.too_many');
    expect(read(question, 'oil', 'Oil painting')).toEqual(chose('oil'));
    expect(read(question, 'wood')).toBe('answer.not_an_option');
  });

  it('to a multiple choice is a set, whatever the order', () => {
    const question = aQuestion({ kind: 'multi', options: crafts, min: 2, max: 2 });
    expect(read(question, 'oil', 'clay')).toEqual(chose('clay', 'oil'));
    expect(read(question, 'Clay', 'oil', 'OIL')).toEqual(chose('clay', 'oil'));
    expect(read(question, 'oil', 'OIL')).toBe('answer.too_few');
    expect(read(question, 'oil', 'ink', 'clay')).toBe('answer.too_many');
    expect(read(question, 'oil', 'wood')).toBe('answer.not_an_option');
  });

  it('is found however Unicode composes its letters', () => {
    const question = aQuestion({ options: [{ id: 'cafe', label: 'Caf\u00e9' }] });
    expect(read(question, 'cafe\u0301')).toEqual(chose('cafe'));
  });

  it('of free words is one spelling of each', () => {
    const question = aQuestion({ kind: 'tags', max: 2 });
    expect(read(question, 'The  Sea', 'the sea', 'Moss')).toEqual(chose('moss', 'the sea'));
    expect(read(question, 'a', 'b', 'c')).toBe('answer.too_many');
    expect(read(question, 'x'.repeat(tagLengthMax))).toEqual(chose('x'.repeat(tagLengthMax)));
    expect(read(question, 'x'.repeat(tagLengthMax + 1))).toBe('answer.too_long');
    expect(read(aQuestion({ kind: 'tags' }), ...Array.from({ length: chosenMax + 1 }, (_, at) => String(at)))).toBe('answer.too_many');
  });

  it('of tags may be held to a list', () => {
    const question = aQuestion({ kind: 'tags', options: optionsOf('hiking') });
    expect(read(question, 'Hiking')).toEqual(chose('hiking'));
    expect(read(question, 'sailing')).toBe('answer.not_an_option');
  });

  it('of languages takes codes and names', () => {
    const question = aQuestion({ kind: 'languages' });
    expect(read(question, 'Portuguese', 'EN', 'de')).toEqual(chose('de', 'en', 'pt'));
    expect(read(question, 'Klingon')).toBe('answer.not_an_option');
  });

  it.each([
    ['1', 1],
    [' 5 ', 5],
    ['+3', 3],
    ['03', 3],
  ])('on a scale from 1 to 5 may be %j', (text, on) => {
    expect(read(aQuestion({ kind: 'scale' }), text)).toEqual({ kind: 'placed', on });
  });

  it.each(['0', '6', '2.5', '3e0', 'three', '0x3', '-1', '٣', 'Infinity', '99999999999999999999'])(
    'on a scale from 1 to 5 cannot be %j',
    (text) => {
      expect(read(aQuestion({ kind: 'scale' }), text)).toBe('answer.not_on_the_scale');
    },
  );

  it('on a scale is one place, below 0 too', () => {
    expect(read(aQuestion({ kind: 'scale' }), '1', '2')).toBe('answer.too_many');
    expect(read(aQuestion({ kind: 'scale', min: -3, max: 3 }), '-3')).toEqual({ kind: 'placed', on: -3 });
  });

  it('of a time zone is an IANA name with its standard offset', () => {
    const question = aQuestion({ kind: 'timezone' });
    expect(read(question, 'europe/berlin')).toEqual({ kind: 'zone', id: 'Europe/Berlin', minutesEast: 60 });
    expect(read(question, 'Asia/Kathmandu')).toEqual({ kind: 'zone', id: 'Asia/Kathmandu', minutesEast: 345 });
    expect(read(question, 'Berlin')).toBe('answer.not_an_option');
    expect(read(question, 'Europe/Berlin', 'Asia/Tokyo')).toBe('answer.too_many');
    const few = aQuestion({ kind: 'timezone', options: [{ id: 'Asia/Tokyo', label: 'Japan' }] });
    expect(read(few, 'japan')).toEqual({ kind: 'zone', id: 'Asia/Tokyo', minutesEast: 540 });
    expect(read(few, 'Europe/Berlin')).toBe('answer.not_an_option');
  });

  it('of text stays as it was written, within its length', () => {
    const question = aQuestion({ kind: 'text', min: 3, max: 10, matching: { rule: 'ignore' } });
    expect(read(question, ' A Mural ')).toEqual({ kind: 'text', text: 'A Mural' });
    expect(read(question, 'ab')).toBe('answer.too_few');
    expect(read(question, 'a longer text')).toBe('answer.too_long');
    expect(read(aQuestion({ kind: 'text', matching: { rule: 'ignore' } }), 'x'.repeat(textLengthMax + 1))).toBe('answer.too_long');
  });

  it('that is refused is not repeated, whatever it was', () => {
    const questions = [
      aQuestion({ options: crafts }),
      aQuestion({ kind: 'multi', options: crafts, min: 2, max: 2 }),
      aQuestion({ kind: 'tags', max: 1 }),
      aQuestion({ kind: 'languages' }),
      aQuestion({ kind: 'scale' }),
      aQuestion({ kind: 'timezone' }),
      aQuestion({ kind: 'text', max: 5, matching: { rule: 'ignore' } }),
    ];
    const marked = fc.string().map((text) => `§${text}§secret`);
    fc.assert(
      fc.property(fc.constantFrom(...questions), fc.array(marked, { minLength: 1, maxLength: 3 }), (question, texts) => {
        const answer = answerReader(question)(texts);
        if (!answer.ok) expect(answer.error.help).not.toMatch(/§|secret/);
      }),
    );
  });

  it('that is refused is helped with what would be taken', () => {
    const answer = answerReader(aQuestion({ options: crafts }))(['wood']);
    expect(answer).toMatchObject({ ok: false, error: { help: 'one of: oil, ink, clay' } });
    const languages = answerReader(aQuestion({ kind: 'languages' }))(['Klingon']);
    expect(languages).toMatchObject({ ok: false, error: { help: expect.stringMatching(/and \d+ more$/) as string } });
  });
});
