import fc from 'fast-check';
import { numberMax, numberMin, type Json } from '../../adapters/dynamodb/table.ts';

/** Any JSON value within the limits that `Json` states. */
export const anyBody: fc.Arbitrary<Json> = fc.letrec<{ readonly body: Json }>((tie) => ({
  body: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.constantFrom(null, true, false),
    fc.string({ unit: 'binary' }),
    fc.maxSafeInteger(),
    fc
      .double({ min: -numberMax, max: numberMax, noNaN: true })
      .filter((size) => size === 0 || Math.abs(size) >= numberMin)
      // Text knows one zero.
      .map((size) => size + 0),
    fc.constantFrom(numberMin, -numberMin, numberMax, -numberMax),
    fc.array(tie('body'), { maxLength: 5 }),
    fc.dictionary(
      fc.string({ unit: 'binary', minLength: 1 }).filter((name) => name !== '__proto__'),
      tie('body'),
      { maxKeys: 5, noNullPrototype: true },
    ),
  ),
})).body;
