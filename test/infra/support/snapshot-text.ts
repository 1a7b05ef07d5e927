import { type Captured, type Captures, isSecret } from './capture.ts';
import { alarmText, isAlarm } from './snapshot-alarms.ts';
import { specialTextOf } from './snapshot-special.ts';
import { madeIn } from './whole-program.ts';

/** How a captured program reads in a review: a block for each resource, in the order of types and names, without what is secret. */
export const snapshotOf = (captures: Captures): string => {
  const made = madeIn(captures);
  const components = captures.resources.length - made.length;
  const head = [
    `${String(made.length)} resources in ${String(components)} components`,
    '',
    'Account and region in ARNs are left out (…); -1234567 stands for what Pulumi adds to a name.',
  ];
  return [head.join('\n'), ...made.map((resource) => blockOf(resource).join('\n')).toSorted()].join('\n\n') + '\n';
};

/** What another stack has more, less and otherwise, block by block. */
export const differencesOf = (from: Captures, to: Captures): string => {
  const [before, after] = [blocksIn(from), blocksIn(to)];
  const titles = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  const parts = titles.flatMap((title): readonly string[] => {
    const [was, is] = [before.get(title), after.get(title)];
    if (was === undefined) return [[`+ ${title}`, ...(is ?? []).map((line) => `+ ${line}`)].join('\n')];
    if (is === undefined) return [`- ${title}`];
    const changed = [...less(was, is).map((line) => `- ${line}`), ...less(is, was).map((line) => `+ ${line}`)];
    return changed.length === 0 ? [] : [[`  ${title}`, ...changed].join('\n')];
  });
  return [`${String(madeIn(from).length)} resources before, ${String(madeIn(to).length)} with it`, ...parts].join('\n\n') + '\n';
};

const less = (all: readonly string[], others: readonly string[]): readonly string[] => all.filter((line) => !others.includes(line));

const blocksIn = (captures: Captures): ReadonlyMap<string, readonly string[]> =>
  new Map(
    madeIn(captures).map((resource) => {
      const [title = '', ...lines] = blockOf(resource);
      return [title, lines] as const;
    }),
  );

const blockOf = (resource: Captured): readonly string[] => {
  const { type, name, protect, retainOnDelete, ignoreChanges } = resource;
  const options = [
    ...(protect ? ['protected'] : []),
    ...(retainOnDelete ? ['kept'] : []),
    ...(ignoreChanges.length > 0 ? [`made once: ${ignoreChanges.join(', ')}`] : []),
  ];
  const lines = isAlarm(resource)
    ? alarmText(resource.inputs)
    : Object.entries(resource.inputs).flatMap(([key, value]) => linesOf(key, value, resource));
  const marks = options.length === 0 ? [] : [`(${options.join(', ')})`];
  return [`${type} ${name}`, ...[...marks, ...lines].map((line) => `  ${short(line)}`)];
};

const widthMax = 150;

const linesOf = (key: string, value: unknown, of: Captured): readonly string[] => {
  const special = specialTextOf(key, value, of);
  if (special !== undefined) return special.length === 1 ? [`${key}: ${special.join('')}`] : [`${key}:`, ...indented(special)];
  const inline = `${key}: ${inlineOf(value)}`;
  if (short(inline).length <= widthMax || typeof value !== 'object' || value === null) return [inline];
  const entries = Array.isArray(value)
    ? value.map((each: unknown) => ['-', each] as const)
    : Object.entries(value as Readonly<Record<string, unknown>>);
  return [`${key}:`, ...indented(entries.flatMap(([inner, each]) => linesOf(inner, each, of)))];
};

const indented = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`);

/** On one line, as people write it. */
const inlineOf = (value: unknown): string => {
  if (isSecret(value)) return '(secret)';
  if (Array.isArray(value)) return `[${value.map(inlineOf).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return value === '' ? '(empty)' : String(value).replaceAll('\n', ' ⏎ ');
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${key}: ${inlineOf(inner)}`)
    .join(', ')} }`;
};

const short = (line: string): string =>
  line
    .replaceAll(/:(?:eu-central-1)?:000000000000:/g, ':…:')
    .replaceAll(/https:\/\/sqs\.eu-central-1\.amazonaws\.com\/\d+\//g, 'https://sqs…/');
