import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Broken, live, sentenceOf, type ToldStep } from './history.ts';
import { plants } from './plants.ts';
import { historiesOf, profileOf, profileOfEverything } from './profile.ts';
import { search } from './search.ts';

/** A digest of every call of a port in a history, with all that it was given. */
const traceOf = async (seed: number): Promise<{ readonly calls: number; readonly digest: string }> => {
  const trace = createHash('sha256');
  let calls = 0;
  const onCall = (name: string, given: readonly unknown[]): void => {
    calls += 1;
    trace.update(`${name} ${JSON.stringify(given)}\n`);
  };
  const [history] = fc.sample(historiesOf(profileOf(profileOfEverything)), { seed, numRuns: 1 }) as [Iterable<ToldStep>];
  await live(history, { onCall });
  return { calls, digest: trace.digest('hex') };
};

describe('a history', () => {
  it.each([1, 2, 3, 4, 5])('that is lived again (seed %i) asks the same of every port, in the same order', async (seed) => {
    const first = await traceOf(seed);
    expect(first.calls).toBeGreaterThan(100);
    expect(await traceOf(seed)).toEqual(first);
  });

  it('is another one with another seed', async () => {
    expect((await traceOf(1)).digest).not.toBe((await traceOf(2)).digest);
  });

  it('in which something broke is come to again by its seed, its path and the path within it', async () => {
    const { options, invariant } = plants[0]!;
    const found = await search({ profile: profileOfEverything, seed: 1, runs: 150, options });
    const { seed = 0, path = '', replayPath = '', history = [] } = found ?? {};
    const again = await search({ profile: profileOfEverything, seed, path, replayPath, runs: 1, options });
    expect([again?.invariant, again?.history.map(sentenceOf)]).toEqual([invariant, history.map(sentenceOf)]);
  });

  it('says by its name what did not hold', () => {
    expect(new Broken({ invariant: 'nothing is stored twice', detail: 'a x' }).message).toBe('nothing is stored twice: a x');
  });
});
