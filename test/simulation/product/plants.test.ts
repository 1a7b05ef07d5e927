import { describe, expect, it } from 'vitest';
import { plants } from './plants.ts';
import { search } from './search.ts';
import { profileOfEverything } from './profile.ts';

describe('somebody notices', () => {
  it.each(plants)('where $fault', async ({ invariant, options }) => {
    const found = await search({ profile: profileOfEverything, seed: 1, runs: 150, options, isAsFound: true });
    expect(found?.invariant).toBe(invariant);
  });
});
