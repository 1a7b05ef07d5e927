/**
 * Everything that is added up is a multiple of 2⁻³² and stays far below 2²¹, so every sum is exact: the same bits in whatever order and
 * grouping, on every machine. What is added: weights, parts (weight × fit), and what options are worth.
 */

/** The nearest multiple of 2⁻³², the even one of two: between 2²⁰ and 2²¹ those are all the numbers there are. For 0 to 2²⁰. */
export const inUnits = (value: number): number => value + 2 ** 20 - 2 ** 20;

/** The nearest multiple of 2⁻³¹, so that half of it is one of 2⁻³². For 0 to 2²¹. */
export const inDoubleUnits = (value: number): number => value + 2 ** 21 - 2 ** 21;

/** What a term adds for two who may not meet: no sum with it is ever 0 or more. */
export const forbidden = -Infinity;
