import { describe, expect, it } from 'vitest';
import { AmbientUse, poison } from './poison.ts';

const ambient: readonly (readonly [string, () => unknown])[] = [
  ['Date.now', () => Date.now()],
  ['new Date()', () => new Date()],
  ['Date()', () => Date()],
  ['Math.random', () => Math.random()],
  ['setTimeout', () => setTimeout(() => undefined, 0)],
  ['setInterval', () => setInterval(() => undefined, 1)],
  ['fetch', () => fetch('http://localhost')],
  ['crypto.randomUUID', () => crypto.randomUUID()],
  ['crypto.getRandomValues', () => crypto.getRandomValues(new Uint8Array(1))],
];

const now = (): readonly unknown[] => [
  Date,
  Date.now,
  Math.random,
  setTimeout,
  setInterval,
  fetch,
  Reflect.get(crypto, 'randomUUID'),
  Reflect.get(crypto, 'getRandomValues'),
];

describe('poison', () => {
  it.each(ambient)('refuses %s while the body runs', (what, use) => {
    expect(() => poison(use)).toThrow(new AmbientUse(what));
  });

  it.each(ambient)('refuses %s after a body has awaited', async (what, use) => {
    const body = async (): Promise<unknown> => {
      await Promise.resolve();
      return use();
    };
    await expect(poison(body)).rejects.toThrow(new AmbientUse(what));
  });

  it.each(ambient)('fails a body that swallowed its use of %s', (_, use) => {
    const body = (): void => {
      try {
        use();
      } catch {
        // Swallowing is the mistake that this test plants.
      }
    };
    expect(() => {
      poison(body);
    }).toThrow(AmbientUse);
  });

  it('returns what the body returned, at once or later', async () => {
    expect(poison(() => 7)).toBe(7);
    expect(await poison(async () => Promise.resolve(8))).toBe(8);
  });

  it('leaves dates of a given moment alone', () => {
    const [written, isDate] = poison(() => {
      const date = new Date(Date.UTC(2026, 0, 2));
      return [date.toISOString(), date instanceof Date] as const;
    });
    expect(written).toBe('2026-01-02T00:00:00.000Z');
    expect(isDate).toBe(true);
  });

  it('puts everything back after a return, a throw, a resolved and a rejected promise', async () => {
    const before = now();
    poison(() => 1);
    expect(now()).toEqual(before);
    expect(() =>
      poison(() => {
        throw new Error('a bug');
      }),
    ).toThrow('a bug');
    expect(now()).toEqual(before);
    await poison(async () => Promise.resolve());
    expect(now()).toEqual(before);
    await expect(poison(async () => Promise.reject(new Error('later')))).rejects.toThrow('later');
    expect(now()).toEqual(before);
    expect(Date.now()).toBeGreaterThan(0);
  });

  it('does not nest, and says so', () => {
    expect(() => poison(() => poison(() => 1))).toThrow('does not nest');
    expect(poison(() => 2)).toBe(2);
  });
});
