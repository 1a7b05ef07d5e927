import { visibilitySecondsFor } from './queue-plan.ts';

/**
 * How a stream is read (Lambda, "Using Lambda with DynamoDB", "Event source mapping parameters"). From the oldest record there is: with
 * `LATEST`, changes made while the mapping comes up would never be seen. Attempts and ages are bounded: without bounds a record that
 * always fails stops its shard for a day.
 */
export const streamReading = {
  startingPosition: 'TRIM_HORIZON',
  batchSize: 100,
  /** What one commit wrote, and what others wrote beside it, is one call. */
  maximumBatchingWindowInSeconds: 1,
  parallelizationFactor: 1,
  bisectBatchOnFunctionError: true,
  maximumRetryAttempts: 5,
  maximumRecordAgeInSeconds: 3_600,
} as const;

/** How a queue is read. Ten messages are a batch without a window, and nobody waits for one to fill. */
export const queueReading = { batchSize: 10, maximumBatchingWindowInSeconds: 0 } as const;

/** Why a queue would show a message again while the function may still have it; undefined where it would not. */
export const visibilityShortage = (visibilitySeconds: number, timeoutSeconds: number): string | undefined => {
  const least = visibilitySecondsFor(timeoutSeconds, queueReading.maximumBatchingWindowInSeconds);
  return visibilitySeconds >= least
    ? undefined
    : `the queue hides a message for ${String(visibilitySeconds)} s; a function with ${String(timeoutSeconds)} s needs ${String(least)}`;
};
