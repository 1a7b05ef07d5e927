import { describe, expect, it } from 'vitest';
import { tellingSpans, withoutTelling } from '../../../domain/relay/mend/telling-spans.ts';

const tells = (text: string): boolean => text.includes('secret') || text.replaceAll(' ', '').includes('hidden');

describe('what of a text tells something', () => {
  it('is nothing where the whole tells nothing', () => {
    expect(tellingSpans('an ordinary sentence', tells)).toEqual([]);
    expect(withoutTelling('', tells)).toBe('');
  });

  it('is a word, and the words around it stay', () => {
    expect(withoutTelling('the secret. is out', tells)).toBe('the … is out');
  });

  it('is each of several words', () => {
    expect(withoutTelling('a secret, another secret\nand no third', tells)).toBe('a … another …\nand no third');
  });

  it('is all words that tell it together', () => {
    expect(withoutTelling('so h i d d e n is it', tells)).toBe('so … is it');
  });

  it('is found in the midst of a script without blanks', () => {
    expect(withoutTelling('我们在secret见面', tells)).toBe('我们在…见面');
  });

  it.each([1_990, 1_998, 3_996, 3_999, 7_997])('is found at %i characters of a long text', (at) => {
    const before = 'x '.repeat(at / 2);
    const after = ' y'.repeat(3_000);
    expect(withoutTelling(`${before}h i d d e n${after}`, tells)).toBe(`${before}…${after}`);
  });

  it('is taken out where what stood in it was the beginning of more', () => {
    const twice = (text: string): boolean => text.includes('secret') || /begin .*more/.test(text);
    expect(withoutTelling('so begin secret and more of it', twice)).toBe('so … of it');
  });

  it('is taken out in so many places and no more', () => {
    expect(tellingSpans('secret '.repeat(1_000), tells)).toHaveLength(50);
  });
});
