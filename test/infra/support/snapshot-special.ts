import { basename } from 'node:path';
import type { Captured } from './capture.ts';

/** Lines for what reads badly as it is: policies, bundles, dashboards; nothing for everything else. */
export const specialTextOf = (key: string, value: unknown, { type }: Captured): readonly string[] | undefined => {
  if (isFile(value)) return [`(${basename(value.path)})`];
  if (isArchive(value)) return [`(${Object.keys(value.assets).toSorted().join(', ')})`];
  if (key === 'alarmRule') return String(value).split(' OR ').toSorted();
  const json = jsonIn(value);
  if (json === undefined) return undefined;
  if (isPolicy(json)) return json.Statement.flatMap(statementText);
  if (key === 'dashboardBody') return dashboardText(json as Dashboard);
  if (type.endsWith(':LogMetricFilter')) return undefined;
  return valueText(json);
};

/** Where it lies is a folder of the test's. */
const isFile = (value: unknown): value is { readonly path: string } =>
  typeof value === 'object' && value !== null && '__pulumiAsset' in value && 'path' in value;

interface Archive {
  readonly assets: Readonly<Record<string, unknown>>;
}
const isArchive = (value: unknown): value is Archive => typeof value === 'object' && value !== null && '__pulumiArchive' in value;

const jsonIn = (value: unknown): object | undefined => {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return undefined;
  try {
    return JSON.parse(value) as object;
  } catch {
    return undefined;
  }
};

interface Policy {
  readonly Statement: readonly Statement[];
}
interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: string | Readonly<Record<string, string | readonly string[]>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}
const isPolicy = (json: object): json is Policy => 'Statement' in json;

const listed = (given: string | readonly string[]): readonly string[] => (typeof given === 'string' ? [given] : given);

/** `Allow <service>: <actions>`, what on, and under which conditions; on a line each where one is not enough. */
const statementText = ({ Effect, Action, Resource, Principal, Condition }: Statement): readonly string[] => {
  const who = Principal === undefined ? '' : ` ${typeof Principal === 'string' ? Principal : Object.values(Principal).flat().join(', ')}:`;
  const conditions = Object.entries(Condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([name, given]) => `  if ${name} ${operator} ${listed(given).join(' | ')}`),
  );
  const lines = [
    `${Effect}${who} ${listed(Action).join(', ')}`,
    ...listed(Resource ?? []).map((resource) => `  → ${resource}`),
    ...conditions,
  ];
  const line = lines.map((each) => each.trim()).join(' ');
  return line.length <= widthMax ? [line] : lines;
};

interface Dashboard {
  readonly widgets: readonly {
    readonly type: string;
    readonly properties: {
      readonly title?: string;
      readonly region?: string;
      readonly markdown?: string;
      readonly alarms?: readonly string[];
      readonly metrics?: readonly (readonly unknown[])[];
    };
  }[];
}

const dashboardText = ({ widgets }: Dashboard): readonly string[] =>
  widgets.flatMap(({ type, properties: { title, region, markdown, alarms, metrics } }) => [
    `${type}${title === undefined ? '' : ` “${title}”`}${region === undefined ? '' : ` in ${region}`}`,
    ...(markdown?.split('\n') ?? []).map((line) => `  | ${line}`),
    ...(alarms === undefined ? [] : [`  ${String(alarms.length)} alarms`]),
    ...(metrics ?? []).map((metric) => `  ${metric.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join(' ')}`),
  ]);

const widthMax = 190;

/** JSON, with what fits on a line on one. */
const valueText = (json: object): readonly string[] => {
  const line = JSON.stringify(json);
  if (line.length <= widthMax) return [line];
  const entries = Array.isArray(json) ? json.map((each: unknown) => ['-', each] as const) : Object.entries(json);
  return entries.flatMap(([key, value]: readonly [string, unknown]) => {
    if (typeof value !== 'object' || value === null) return [`${key}: ${String(value)}`];
    const inner = valueText(value);
    return inner.length === 1 ? [`${key}: ${inner.join('')}`] : [`${key}:`, ...inner.map((each) => `  ${each}`)];
  });
};
