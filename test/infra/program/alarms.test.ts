import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { childrenMax, ruleCharactersMax } from '../../../infra/platform/alarms.ts';
import { entries } from '../../../scripts/build/entries.ts';
import type { Captured, Captures } from '../support/capture.ts';
import { wholeProgram } from '../support/whole-program.ts';
import { answered, kinds } from '../support/wired.ts';

const root = join(import.meta.dirname, '../../..');
const stacks = ['dev', 'prod', 'dev with Resend', 'prod with a domain in a zone', 'a stack with the longest name'] as const;

interface Watched {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

const watchedBy = ({ inputs }: Captured): readonly Watched[] => {
  const queries = (inputs['metricQueries'] ?? []) as readonly { readonly metric?: Asked }[];
  const all = [
    ...queries.flatMap(({ metric }) => (metric === undefined ? [] : [metric])),
    ...(queries.length > 0 ? [] : [inputs as unknown as Asked]),
  ];
  return all.map(({ namespace, metricName, dimensions = {} }) => ({ namespace, name: metricName, dimensions }));
};
interface Asked {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions?: Readonly<Record<string, string>>;
}

const alarmed = ({ of }: Captures): readonly Watched[] => of(kinds.alarm).flatMap(watchedBy);
const shown = ({ one }: Captures): readonly Watched[] => {
  const { widgets } = JSON.parse(String(one('aws:cloudwatch/dashboard:Dashboard').inputs['dashboardBody'])) as {
    readonly widgets: readonly { readonly properties: { readonly metrics?: readonly (readonly unknown[])[] } }[];
  };
  return widgets
    .flatMap(({ properties }) => properties.metrics ?? [])
    .map((metric) => {
      const [namespace, name, ...rest] = metric.filter((part): part is string => typeof part === 'string');
      const pairs = rest.flatMap((key, index) => (index % 2 === 0 ? [[key, rest[index + 1] ?? ''] as const] : []));
      return { namespace: namespace ?? '', name: name ?? '', dimensions: Object.fromEntries(pairs) };
    });
};

/** What things are called by where AWS counts them: of a dimension, the kinds whose names it may hold. */
const named: Readonly<Record<string, string>> = {
  ApiId: kinds.api,
  CertificateArn: 'aws:acm/certificate:Certificate',
  DistributionId: kinds.distribution,
  FunctionName: kinds.function,
  QueueName: kinds.queue,
  RuleName: 'aws:cloudwatch/eventRule:EventRule',
  ScheduleGroup: kinds.group,
  TableName: kinds.table,
};
/** Not of a resource of ours. */
const words = new Set(['Class', 'Operation', 'Region', 'Resource', 'Service', 'Type', 'service', 'stage']);

const metricsOf = (all: readonly Watched[], dimension: string, value: string): readonly string[] =>
  [...new Set(all.filter(({ dimensions }) => dimensions[dimension] === value).map(({ name }) => name))].toSorted();

describe.each(stacks)('what watches over %s', (stack) => {
  it('looks at what is in the stack, in alarms and on the dashboard', async () => {
    const captures = await wholeProgram(stack);
    for (const { dimensions } of [...alarmed(captures), ...shown(captures)])
      for (const [dimension, value] of Object.entries(dimensions)) {
        if (words.has(dimension)) continue;
        const names = captures.of(named[dimension] ?? '').flatMap((each) => Object.values(answered(each)));
        expect([dimension, value, names.includes(value)]).toEqual([dimension, value, true]);
      }
  });

  it('misses no function, queue, table, schedule and task', async () => {
    const captures = await wholeProgram(stack);
    const all = alarmed(captures);
    for (const fn of captures.of(kinds.function))
      expect(metricsOf(all, 'FunctionName', answered(fn).name)).toEqual(expect.arrayContaining(['Errors', 'Invocations', 'Throttles']));
    for (const queue of captures.of(kinds.queue))
      expect(metricsOf(all, 'QueueName', answered(queue).name)).toEqual([
        queue.name.endsWith('-dead') ? 'ApproximateNumberOfMessagesVisible' : 'ApproximateAgeOfOldestMessage',
      ]);
    for (const table of captures.of(kinds.table))
      expect(metricsOf(all, 'TableName', answered(table).name)).toEqual(['ReadThrottleEvents', 'SystemErrors', 'WriteThrottleEvents']);
    expect(metricsOf(all, 'ScheduleGroup', answered(captures.one(kinds.group)).name)).toEqual([
      'InvocationDroppedCount',
      'TargetErrorCount',
    ]);
    for (const rule of captures.of('aws:cloudwatch/eventRule:EventRule'))
      expect(metricsOf(all, 'RuleName', answered(rule).name)).toEqual(['TriggeredRules']);
    for (const certificate of captures.of('aws:acm/certificate:Certificate'))
      expect(metricsOf(all, 'CertificateArn', answered(certificate).arn)).toEqual(['DaysToExpiry']);
  });

  it('knows every task of the stack by the cluster that its rules look at', async () => {
    const captures = await wholeProgram(stack);
    const cluster = answered(captures.one(kinds.cluster)).arn;
    const rules = captures.of('aws:cloudwatch/eventRule:EventRule');
    expect(rules).toHaveLength(2);
    for (const { inputs } of rules) expect(JSON.parse(String(inputs['eventPattern']))).toMatchObject({ detail: { clusterArn: [cluster] } });
  });

  it('asks for figures that an entry point writes', async () => {
    const captures = await wholeProgram(stack);
    const source = readFileSync(join(root, 'adapters/composition/metrics.ts'), 'utf8');
    const written: readonly string[] = /type MetricName =([^;]*);/.exec(source)?.[1]?.match(/\w+/g) ?? [];
    const own = [...alarmed(captures), ...shown(captures)].filter(({ namespace }) => namespace === 'Loop');
    expect(own.length).toBeGreaterThan(10);
    expect([...new Set(own.map(({ name }) => name))].filter((name) => !written.includes(name))).toEqual([]);
    expect(
      [...new Set(own.map(({ dimensions }) => dimensions['service']))].filter((name) => !entries.some((entry) => entry.name === name)),
    ).toEqual([]);
    expect([...new Set(own.map(({ dimensions }) => dimensions['stage']))]).toEqual([stack.startsWith('dev') ? 'dev' : 'prod']);
  });

  it('asks for what is counted in the logs', async () => {
    const captures = await wholeProgram(stack);
    const counted = captures
      .of('aws:cloudwatch/logMetricFilter:LogMetricFilter')
      .map(({ inputs }) => inputs['metricTransformation'] as { readonly namespace: string; readonly name: string });
    const asked = [...alarmed(captures), ...shown(captures)].filter(({ namespace }) => namespace.startsWith('Loop/'));
    expect(asked.filter(({ namespace, name }) => !counted.some((each) => each.namespace === namespace && each.name === name))).toEqual([]);
    const groups = captures.of('aws:cloudwatch/logMetricFilter:LogMetricFilter').map(({ inputs }) => inputs['logGroupName']);
    for (const fn of captures.of(kinds.function))
      expect(groups).toContain((fn.inputs['loggingConfig'] as { readonly logGroup: string }).logGroup);
  });

  it('speaks by composite alarms that CloudWatch takes, each alarm in exactly one of its own region', async () => {
    const captures = await wholeProgram(stack);
    const children = captures.of(kinds.composite).map(({ inputs }) => {
      const rule = String(inputs['alarmRule']);
      const names = [...rule.matchAll(/ALARM\("([^"]+)"\)/g)].map(([, name]) => name ?? '');
      expect([names.length <= childrenMax, rule.length <= ruleCharactersMax]).toEqual([true, true]);
      return { region: inputs['region'], names };
    });
    for (const alarm of captures.of(kinds.alarm)) {
      const spoken = children.filter(({ names }) => names.includes(answered(alarm).name));
      expect([alarm.name, spoken.map(({ region }) => region)]).toEqual([alarm.name, [alarm.inputs['region']]]);
    }
  });
});
