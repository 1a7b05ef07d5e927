import type { Instant } from './instant.ts';
import { ok, type Ok, type Result } from './result.ts';

/**
 * What a pure rule makes of the newest state: the state to store, what leaves because of it, and what the caller hears; or a refusal,
 * and then nothing is stored. `next` being the very object that was given means that nothing changes.
 */
export type Decision<T, O, E, M = never> = Result<Change<T, O, M>, E>;

export interface Change<T, O, M = never> {
  readonly next: T;
  readonly outgoing: readonly Outgoing<M>[];
  readonly outcome: O;
}

/** A message that leaves after the state that caused it is stored, at `dueAt` or soon after, at least once. */
export interface Outgoing<M> {
  /** Made from the cause, so that the same cause never sends twice; the provider's idempotency key. At most 200 characters. */
  readonly key: string;
  readonly dueAt: Instant;
  readonly message: M;
}

export const changed = <T, O, M = never>(next: T, outcome: O, outgoing: readonly Outgoing<M>[] = []): Ok<Change<T, O, M>> =>
  ok({ next, outgoing, outcome });
