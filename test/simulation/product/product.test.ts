import { describe, expect, it } from 'vitest';
import { profileOf, profileOfEverything } from './profile.ts';
import { search, textOf } from './search.ts';

const profiles = [profileOfEverything, 1, 2, 3, 4, 5, 6, 7];
/** Of each profile, so that all of them take less than half a minute; `npm run simulate` goes on from there. */
const histories = 25;

describe('whatever happens, all that the product promises holds', () => {
  it.each(profiles)('in a life of profile %i', async (profile) => {
    const found = await search({ profile, seed: profile + 1, runs: histories });
    expect(found === undefined ? 'it holds' : textOf(found), profileOf(profile).name).toBe('it holds');
  });
});
