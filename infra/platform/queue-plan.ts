const daySeconds = 86_400;

/** 14 days, the most that SQS keeps anything: somebody may be on holiday (SQS, SetQueueAttributes). */
export const deadLetterRetentionSeconds = 14 * daySeconds;

/** A letter's age counts from when it was first sent, so a queue keeps it for less than the queue of its dead letters. */
export const retentionSeconds = 4 * daySeconds;

/** After so many attempts; with fewer, throttling alone would make dead letters (Lambda, "Using Lambda with Amazon SQS"). */
export const receivesMaxDefault = 5;

/**
 * For how long a message that a function was given is hidden from others: six times the function's own limit, so that Lambda can try again
 * where it was throttled, and the window in which a batch fills (Lambda, "Using Lambda with Amazon SQS").
 */
export const visibilitySecondsFor = (timeoutSeconds: number, windowSeconds = 0): number => 6 * timeoutSeconds + windowSeconds;
