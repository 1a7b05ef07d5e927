import { describe, expect, it } from 'vitest';
import { invariants } from './invariants.ts';
import { plants } from './plants.ts';
import { search } from './search.ts';
import { profileOfEverything } from './profile.ts';

describe('somebody notices', () => {
  it.each(plants)('where $fault', async ({ invariant, weights, options }) => {
    const watching = { ...options, watched: invariant };
    const found = await search({ profile: profileOfEverything, seed: 1, runs: 150, weights, options: watching, isAsFound: true });
    expect(found?.invariant).toBe(invariant);
  });

  it('whatever does not hold: each invariant has a fault that breaks it', () => {
    const broken = new Set<string>(plants.map(({ invariant }) => invariant));
    expect(Object.keys(invariants).filter((name) => !broken.has(name))).toEqual([]);
  });
});
