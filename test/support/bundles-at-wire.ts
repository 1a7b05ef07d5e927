import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { type AwsWire, startAwsWire } from './aws-wire.ts';
import { type BuiltBundles, buildBundles, withSecrets } from './deployed-parts.ts';
import { type RunningFunction, startFunction } from './runtime-api.ts';

export interface BundlesAtWire {
  /** AWS, as the test that runs has it. */
  readonly wire: () => AwsWire;
  readonly pathOf: (name: string) => string;
  /** A function of it, stopped when the test is over. */
  readonly start: (name: string, env: Readonly<Record<string, string>>) => Promise<RunningFunction>;
}

/** Entry points as they are deployed, built once for a file of tests, and AWS as it looks from there, anew for each test. */
export const bundlesAtWire = (...names: readonly string[]): BundlesAtWire => {
  let built: BuiltBundles | undefined;
  let wire: AwsWire | undefined;
  const running: RunningFunction[] = [];

  beforeAll(async () => {
    built = await buildBundles(...names);
  }, 60_000);
  afterAll(async () => built?.remove());
  beforeEach(async () => {
    wire = withSecrets(await startAwsWire());
  });
  afterEach(async () => {
    for (const each of running.splice(0)) await each.stop();
    await wire?.close();
  });

  const pathOf = (name: string): string => there(built).pathOf(name);
  return {
    wire: () => there(wire),
    pathOf,
    start: async (name, env) => {
      const started = await startFunction(pathOf(name), env);
      running.push(started);
      return started;
    },
  };
};

const there = <T>(made: T | undefined): T => {
  if (made === undefined) throw new Error('only a test that runs has it');
  return made;
};
