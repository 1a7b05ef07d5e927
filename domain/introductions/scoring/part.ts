import type { Question } from '../survey.ts';

/** One question's share in the compatibility of two members. */
export interface Part {
  readonly question: Question;
  /** From 0 to 1; `undefined` where one of the two has not answered, which counts as `neutralFit`. */
  readonly fit: number | undefined;
}

/**
 * What an unanswered part counts, for every pair alike: half of what it could. The best fit in its place never lowers
 * a score, the worst never raises it.
 */
export const neutralFit = 1 / 2;
