import { isObject, type Props } from '../support/engine-values.ts';

/** The inputs as given, but for the ignored properties, which stay what they were: `description`, `tags.Owner`, `rules[0].name`. */
export const ignoring = (ignored: readonly string[], given: Props, were: Props): Props =>
  ignored.reduce<Props>((inputs, path) => copied(partsOf(path), inputs, were) as Props, given);

const partsOf = (path: string): readonly string[] => {
  if (path.includes('*')) throw new Error(`the test engine takes no * in ignoreChanges: ${path}`);
  return path.split(/[.[\]"]+/).filter((part) => part !== '');
};

const copied = (parts: readonly string[], to: unknown, from: unknown): unknown => {
  const [part, ...rest] = parts;
  if (part === undefined) return from;
  if (Array.isArray(to) && Array.isArray(from))
    return to.map((each: unknown, at) => (String(at) === part ? copied(rest, each, from[at]) : each));
  if (!isObject(to) || !isObject(from)) return to;
  const { [part]: given, ...others } = to;
  const kept = copied(rest, given, from[part]);
  return kept === undefined ? others : { ...others, [part]: kept };
};
