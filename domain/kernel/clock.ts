import type { Instant } from './instant.ts';

/** Read once at the top of a use case, and passed to rules as data. */
export interface Clock {
  readonly now: () => Instant;
}
