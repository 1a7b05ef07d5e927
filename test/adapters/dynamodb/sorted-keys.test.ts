import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addKey, removeKey, walkKeys, type SortedKeys } from '../../../adapters/dynamodb/sorted-keys.ts';
import { seededRandom, shuffled } from '../../../domain/kernel/random.ts';

const name = (n: number): string => String(n).padStart(6, '0');
const key = fc.constantFrom('', 'a', 'a\0b', 'a ', 'aa', 'b', 'c', '~');

describe('Sorted keys', () => {
  it('walk like a sorted list, whatever was added and removed', () => {
    const bound = fc.option(key, { nil: undefined });
    const walk = fc.record({ from: bound, to: bound, after: bound, descending: fc.boolean() });
    fc.assert(
      fc.property(fc.array(fc.tuple(key, fc.boolean())), walk, (history, { from, to, after, descending }) => {
        const chunks: SortedKeys = [];
        const model = new Set<string>();
        for (const [one, isAdded] of history) {
          if (!isAdded) removeKey(chunks, one);
          else if (!model.has(one)) addKey(chunks, one);
          if (isAdded) model.add(one);
          else model.delete(one);
        }
        const follows = (one: string): boolean => after === undefined || (descending ? one < after : one > after);
        const within = [...model].filter((one) => one >= (from ?? '') && (to === undefined || one <= to) && follows(one)).sort();
        expect([...walkKeys(chunks, { from, to, after, descending })]).toEqual(descending ? within.reverse() : within);
        expect(chunks.filter((chunk) => chunk.length === 0)).toEqual([]);
      }),
    );
  });

  it.each(['ascending', 'descending', 'shuffled'])('stay in small pieces when 20,000 arrive in %s order', (order) => {
    const sorted = Array.from({ length: 20_000 }, (_, n) => name(n));
    const arriving = { ascending: sorted, descending: [...sorted].reverse(), shuffled: shuffled(sorted, seededRandom(1)) }[order] ?? [];
    const chunks: SortedKeys = [];
    for (const one of arriving) addKey(chunks, one);
    expect([...walkKeys(chunks, {})]).toEqual(sorted);
    expect([...walkKeys(chunks, { from: name(777), to: name(1_777), descending: true })]).toEqual(sorted.slice(777, 1_778).reverse());
    expect(Math.max(...chunks.map(({ length }) => length))).toBeLessThanOrEqual(512);
    expect(chunks.length).toBeLessThanOrEqual(100);
    for (const one of arriving) removeKey(chunks, one);
    expect(chunks).toEqual([]);
  });
});
