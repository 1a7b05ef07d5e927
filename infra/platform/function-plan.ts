import type { Input } from '@pulumi/pulumi';

/** By name; what is not set is left out. */
export type Variables = Readonly<Record<string, Input<string> | undefined>>;

/** What Node is told of the bundle: errors name lines of the sources, by the map beside it. */
const nodeOptions = '--enable-source-maps';

/** The environment of a function: its variables, and Node's. */
export const environmentOf = (variables: Variables): Record<string, Input<string>> => ({
  ...Object.fromEntries(Object.entries(variables).filter((entry): entry is [string, Input<string>] => entry[1] !== undefined)),
  NODE_OPTIONS: nodeOptions,
});

/**
 * What Lambda does where a call that nobody waits for fails (Lambda, "How Lambda handles errors and retries with asynchronous invocation"):
 * two more attempts, a minute and then two minutes later. A tick that is older than an hour was overtaken by others.
 */
export const asyncCalls = { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 3_600 } as const;

/** Lambda takes 900 seconds at most, 128 to 10,240 MB (Lambda, "Lambda quotas"). */
const limits = { timeoutSeconds: [1, 900], memoryMb: [128, 10_240], concurrencyMax: [1, 1_000] } as const;

export interface Sizes {
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  /**
   * At most so many at a time, set aside for this function alone; without it, as many as the account has. A new account has 10 in all, and
   * nothing can be set aside there before that limit was raised (Lambda, "Configuring reserved concurrency").
   */
  readonly concurrencyMax?: number | undefined;
}

/** Throws where a size is outside what Lambda takes, and names it. */
export const checkSizes = (name: string, sizes: Sizes): void => {
  for (const [size, [least, most]] of Object.entries(limits)) {
    const value = sizes[size as keyof Sizes];
    if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) continue;
    throw new Error(`${name}: ${size} is a whole number from ${String(least)} to ${String(most)}`);
  }
};
