import { createHash } from 'node:crypto';
import { isObject, unknownValue, type Props } from '../support/engine-values.ts';
import type { Kind } from './kind.ts';
import type { Schema } from './schema.ts';

interface Asked {
  readonly kind: Kind;
  readonly schema: Schema;
  readonly name: string;
  readonly olds: Props;
  readonly news: Props;
  /** Of the engine: what a made-up name ends in. */
  readonly seed: Uint8Array;
}

export interface Checked {
  readonly inputs: Props;
  /** Why it is refused, by property. */
  readonly failures: readonly { readonly property: string; readonly reason: string }[];
}

/** The inputs of a resource, with a name where it has none; everything that is wrong with them at once. */
export const check = ({ kind, schema, name, olds, news, seed }: Asked): Checked => {
  const failures = [
    ...[...schema.required].filter((property) => news[property] === undefined).map((property) => ({ property, reason: 'is required' })),
    ...Object.keys(news)
      .filter((property) => !schema.inputs.has(property))
      .map((property) => ({ property, reason: `is not a property of ${kind.type}` })),
    ...Object.entries(news)
      .filter(([, value]) => holdsUndefined(value))
      .map(([property]) => ({ property, reason: 'holds the word undefined: an output that the provider does not know' })),
    ...(kind.json ?? []).filter((property) => !isJson(news[property])).map((property) => ({ property, reason: 'is not JSON' })),
  ];
  const { naming } = kind;
  if (naming === undefined || news[naming.property] !== undefined) return { inputs: { ...news, [autonamed]: [] }, failures };
  const { property, max } = naming;
  const suffix = naming.suffix?.(news) ?? '';
  // What was made up once stays.
  const made = isAutonamed(olds, property)
    ? olds[property]
    : `${name}-${createHash('sha256').update(seed).digest('hex').slice(0, randomChars)}${suffix}`;
  if (typeof made === 'string' && made.length > max)
    failures.push({ property, reason: `${made} is longer than ${String(max)} characters` });
  return { inputs: { ...news, [property]: made, [autonamed]: [property] }, failures };
};

/** As the provider has it: names the properties that were made up. */
const autonamed = '__defaults';
const randomChars = 7;

export const isAutonamed = (inputs: Props, property: string): boolean => {
  const names: unknown = inputs[autonamed];
  return Array.isArray(names) && names.includes(property);
};

/** The program pasted an output into a text that nobody answered. */
const holdsUndefined = (value: unknown): boolean => {
  if (typeof value === 'string') return /\bundefined\b/.test(value);
  if (Array.isArray(value)) return value.some(holdsUndefined);
  return isObject(value) && Object.values(value).some(holdsUndefined);
};

const isJson = (value: unknown): boolean => {
  if (typeof value !== 'string' || value === unknownValue) return true;
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
};
