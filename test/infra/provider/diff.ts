import { canonical, type Props } from '../support/engine-values.ts';
import { isAutonamed } from './check.ts';
import type { Kind } from './kind.ts';

export interface Difference {
  readonly differs: readonly string[];
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

export const diff = ({ naming, replaces, json = [], making }: Kind, olds: Props, news: Props): Difference => {
  const same = (property: string): boolean => {
    const [was, is] = [olds[property], news[property]];
    return canonical(json.includes(property) ? read(was) : was) === canonical(json.includes(property) ? read(is) : is);
  };
  const differs = [...new Set([...Object.keys(olds), ...Object.keys(news)])].filter((name) => !name.startsWith('__') && !same(name));
  const cannotChange = making !== undefined && making.update === undefined;
  const forcing = cannotChange ? differs : differs.filter((property) => property === 'region' || replaces.includes(property));
  // Two cannot have the one name that the program gave.
  const ownName = naming !== undefined && !isAutonamed(news, naming.property) && same(naming.property);
  return { differs, replaces: forcing, deleteBeforeReplace: forcing.length > 0 && ownName };
};

const read = (text: unknown): unknown => {
  if (typeof text !== 'string') return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
};
