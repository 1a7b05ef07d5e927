import { notYetKnown, type Props } from './rule.ts';

/** What lies at a path: `at(props, 'target', 'deadLetterConfig', 'arn')`; `undefined` where the path ends before. */
export const at = (value: unknown, ...path: readonly string[]): unknown => {
  const [first, ...rest] = path;
  if (first === undefined || value === notYetKnown) return value;
  return isProps(value) ? at(value[first], ...rest) : undefined;
};

export const isProps = (value: unknown): value is Props => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Something is there, or will be. */
export const isSet = (value: unknown): boolean => value !== undefined && value !== null && value !== '' && value !== false;

/** On, or known to be so only later. */
export const isOn = (value: unknown): boolean => value === true || value === notYetKnown;

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** One of several words of AWS, which takes one as itself and more as a list. */
export const wordsOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((word): word is string => typeof word === 'string');

/** Whether two values name the same; what is not yet known may. */
export const mayBe = (one: unknown, other: unknown): boolean =>
  one === notYetKnown || other === notYetKnown || (isSet(one) && one === other);

/** JSON in a property, or what is there instead of it. */
export const parsed = (value: unknown): unknown => {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
};
