import { UnknownValueError } from '@pulumi/policy';
import { notYetKnown, type Props } from './rules/rule.ts';

/** The properties that Pulumi hands to a policy, as plain data: reading one of them throws there while it is not known. */
export const plain = (props: Readonly<Record<string, unknown>>): Props =>
  Object.fromEntries(Object.keys(props).map((key) => [key, valueOf(() => props[key])]));

const valueOf = (read: () => unknown): unknown => {
  try {
    const value = read();
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((_, index) => valueOf(() => (value as readonly unknown[])[index]));
    return plain(value as Readonly<Record<string, unknown>>);
  } catch (error) {
    if (error instanceof UnknownValueError) return notYetKnown;
    throw error;
  }
};
