import { describe, expect, it } from 'vitest';
import { Broken, relive } from './history.ts';
import { regressions } from './regressions.ts';

const brokenBy = async (history: Parameters<typeof relive>[0]): Promise<string | undefined> =>
  relive(history).then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof Broken) return error.invariant;
      throw error;
    },
  );

describe('what went wrong once', () => {
  // Where nothing is known to have gone wrong, there is nothing to live through.
  it('is written down', () => {
    for (const { regression } of regressions()) expect(regression.history.length).toBeGreaterThan(0);
  });
  for (const { file, regression } of regressions())
    it(`${regression.open === undefined ? 'does not come back' : 'is known to be open'}: ${file.replace('.json', '')}`, async () => {
      expect(await brokenBy(regression.history)).toBe(regression.open === undefined ? undefined : regression.invariant);
    });
});
