import fc from 'fast-check';
import { Broken, live, sentenceOf, type Told, type ToldStep } from './history.ts';
import { historiesOf, type Profile, profileOf } from './profile.ts';
import type { SimulationOptions } from './simulation.ts';

/** A history in which something did not hold, as short as it could be made, and how to come to it again. */
export interface Found {
  readonly invariant: string;
  readonly detail: string;
  readonly profile: number;
  readonly seed: number;
  readonly path: string;
  readonly replayPath: string;
  readonly history: readonly Told[];
}

export interface Search {
  readonly profile: number;
  readonly seed: number;
  readonly runs: number;
  readonly path?: string | undefined;
  readonly replayPath?: string | undefined;
  readonly options?: SimulationOptions | undefined;
  /** In place of what the profile has. */
  readonly weights?: Profile['weights'] | undefined;
  /** It is enough to know that something breaks. */
  readonly isAsFound?: boolean;
}

/** Lives through so many histories of a profile. The first that breaks is made as short as it can be. */
export const search = async ({ profile, seed, runs, path, replayPath, ...how }: Search): Promise<Found | undefined> => {
  const { options, weights, isAsFound = false } = how;
  const drawn = profileOf(profile);
  const histories = historiesOf({ ...drawn, weights: weights ?? drawn.weights }, replayPath);
  const property = fc.asyncProperty(histories, async (history) => void (await live(history, options)));
  const checked = await fc.check(property, { seed, numRuns: runs, ...(path === undefined ? {} : { path }), endOnFailure: isAsFound });
  if (!checked.failed) return undefined;
  const [history] = (checked.counterexample ?? [[]]) as unknown as [WrappedHistory];
  const error = checked.errorInstance;
  const broken = error instanceof Broken ? error : undefined;
  return {
    invariant: broken?.invariant ?? (error instanceof Error ? error.name : 'unknown'),
    detail: error instanceof Error ? error.message : String(error),
    profile,
    seed: checked.seed,
    path: checked.counterexamplePath ?? '',
    replayPath: /replayPath="([^"]*)"/.exec(history.toString())?.[1] ?? '',
    history: [...history].filter(({ hasRan }) => hasRan).map(({ cmd }) => cmd.told),
  };
};

/** As fast-check hands them out; its text ends in the path within it. */
interface WrappedHistory extends Iterable<Wrapped> {
  readonly toString: () => string;
}
interface Wrapped {
  readonly cmd: ToldStep;
  readonly hasRan: boolean;
}

export const textOf = ({ detail, profile, seed, path, replayPath, history }: Found): string =>
  [
    detail,
    ...history.map((told, at) => `  ${String(at + 1)}. ${sentenceOf(told)}`),
    `npm run simulate -- --profile ${String(profile)} --seed ${String(seed)} --path '${path}' --replay-path '${replayPath}'`,
  ].join('\n');
