/** Stops on a bug: `condition` holds unless Loop itself is wrong. `what` says what should have been true. */
export function invariant(condition: unknown, what: string): asserts condition {
  if (!condition) throw new InvariantBroken(what);
}

export class InvariantBroken extends Error {
  override readonly name = 'InvariantBroken';
}

/** Ends a `switch` that must have handled every case; a new case then fails to compile. */
export const assertNever = (value: never): never => {
  throw new InvariantBroken(`an unhandled case: ${String(value)}`);
};
