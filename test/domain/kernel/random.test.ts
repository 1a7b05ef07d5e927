import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Random, seededRandom, shuffled } from '../../../domain/kernel/random.ts';

const draws = (random: Random, bounds: readonly number[]): number[] => bounds.map((bound) => random.int(bound));
const bound = fc.integer({ min: 1, max: 2 ** 32 });

describe('seeded chance', () => {
  it('is the same for the same seed, on every machine and for ever', () => {
    expect(draws(seededRandom(1), [2 ** 32, 2 ** 32, 2 ** 32, 6, 6, 6, 1])).toEqual([2796080978, 3676800584, 952704658, 0, 2, 5, 0]);
    expect(draws(seededRandom(20_261_120).fork('match:2026-W47'), [100, 100, 100, 100, 2 ** 32])).toEqual([57, 46, 34, 43, 804049720]);
  });

  it('draws whole numbers from 0 to below the bound', () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(bound, { maxLength: 50 }), (seed, bounds) => {
        const random = seededRandom(seed);
        for (const most of bounds) {
          const drawn = random.int(most);
          expect(Number.isInteger(drawn) && drawn >= 0 && drawn < most).toBe(true);
        }
      }),
    );
  });

  it('draws every number about equally often', () => {
    const random = seededRandom(5);
    const counts = new Array<number>(6).fill(0);
    for (let roll = 0; roll < 60_000; roll++) counts[random.int(6)]!++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });

  it('favours no number where the bound does not divide the range of the generator', () => {
    const random = seededRandom(6);
    const third = 2 ** 30;
    const counts = [0, 0, 0];
    for (let draw = 0; draw < 30_000; draw++) counts[Math.floor(random.int(3 * third) / third)]!++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });

  it('differs between seeds and between labels', () => {
    const bounds = new Array<number>(8).fill(2 ** 32);
    const streams = [
      seededRandom(1),
      seededRandom(2),
      seededRandom(1).fork('a'),
      seededRandom(1).fork('b'),
      seededRandom(1).fork('a').fork('b'),
      seededRandom(1).fork('b').fork('a'),
      seededRandom(1).fork('ab'),
    ];
    expect(new Set(streams.map((stream) => draws(stream, bounds).join(' '))).size).toBe(streams.length);
  });

  it('gives a fork that does not depend on what was drawn before, and takes nothing from its parent', () => {
    fc.assert(
      fc.property(fc.integer(), fc.string(), fc.array(bound, { maxLength: 10 }), (seed, label, bounds) => {
        const untouched = seededRandom(seed);
        const drawnFrom = seededRandom(seed);
        draws(drawnFrom, bounds);
        expect(draws(drawnFrom.fork(label), bounds)).toEqual(draws(untouched.fork(label), bounds));
        const forked = seededRandom(seed);
        draws(forked.fork(label), bounds);
        expect(draws(forked, bounds)).toEqual(draws(seededRandom(seed), bounds));
      }),
    );
  });
});

describe('a shuffle', () => {
  it('is a permutation, and leaves its input as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
        const before = [...items];
        const order = shuffled(items, seededRandom(seed));
        expect(items).toEqual(before);
        expect([...order].sort((a, b) => a - b)).toEqual([...before].sort((a, b) => a - b));
      }),
    );
  });

  it('reaches every order about equally often', () => {
    const counts = new Map<string, number>();
    const random = seededRandom(9);
    for (let deal = 0; deal < 24_000; deal++) {
      const order = shuffled(['a', 'b', 'c', 'd'], random).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });
});
