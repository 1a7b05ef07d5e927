import type { Input } from '@pulumi/pulumi';
import { type AlarmPlan, atOnce, type Metric, shareOf, usually } from './alarm-plan.ts';

export interface WatchedFunction {
  /** `api`: what its alarms are called after. */
  readonly name: string;
  readonly functionName: Input<string>;
  readonly timeoutSeconds: number;
  /** Called by people, or by a clock and queues that come again by themselves. */
  readonly calledBy: 'people' | 'events';
  /** Its reserved concurrency, where it has one. */
  readonly concurrencyMax?: number;
  /** It works for as long as it may, so a long run says nothing. */
  readonly usesItsTime?: boolean;
}

/** Kinds and thresholds of the aws-serverless production checklist: errors, throttles, long runs, many at one time. */
export const functionAlarms = (watched: WatchedFunction): readonly AlarmPlan[] => {
  const { name, timeoutSeconds, calledBy, concurrencyMax, usesItsTime = false } = watched;
  const periodSeconds = calledBy === 'people' ? 60 : 300;
  const counted = (metric: string): Metric => of(watched, { name: metric, statistic: 'Sum', periodSeconds });
  return [
    {
      ...usually,
      name: `${name}-errors`,
      severity: 'page',
      says: `More than 1 % of the calls of the function ${name} fail, again and again.`,
      runbook: 'loop-is-failing.md',
      watches: shareOf(counted('Errors'), counted('Invocations'), { calls: 20, failures: calledBy === 'people' ? 3 : 1 }),
      threshold: 1,
    },
    {
      ...usually,
      name: `${name}-throttles`,
      severity: 'note',
      says: `The function ${name} is called more often than the account, or its own limit, lets it run at one time.`,
      runbook: 'loop-is-slow.md',
      watches: of(watched, { name: 'Throttles', statistic: 'Sum', periodSeconds: 60 }),
    },
    ...(usesItsTime ? [] : [slow(watched, timeoutSeconds)]),
    ...(concurrencyMax === undefined ? [] : [crowded(watched, concurrencyMax)]),
  ];
};

const slow = (watched: WatchedFunction, timeoutSeconds: number): AlarmPlan => ({
  ...usually,
  name: `${watched.name}-duration`,
  severity: 'note',
  says: `The slowest calls of the function ${watched.name} take more than 80 % of the ${String(timeoutSeconds)} s after which AWS ends them.`,
  runbook: 'loop-is-slow.md',
  watches: of(watched, { name: 'Duration', statistic: 'p99', periodSeconds: 60 }),
  threshold: 0.8 * timeoutSeconds * 1_000,
});

const crowded = (watched: WatchedFunction, concurrencyMax: number): AlarmPlan => ({
  ...usually,
  name: `${watched.name}-concurrency`,
  severity: 'note',
  says: `More than 80 % of the ${String(concurrencyMax)} calls that the function ${watched.name} may answer at one time are under way.`,
  runbook: 'loop-is-slow.md',
  watches: of(watched, { name: 'ConcurrentExecutions', statistic: 'Maximum', periodSeconds: 60 }),
  threshold: 0.8 * concurrencyMax,
});

/** Nothing tells that a clock has stopped, but that what it starts is not called: for half an hour, so that a deployment is no reason. */
export const heartbeatAlarms = (watched: Pick<WatchedFunction, 'name' | 'functionName'>): readonly AlarmPlan[] => [
  {
    ...usually,
    name: `${watched.name}-heartbeat`,
    severity: 'page',
    says: `The function ${watched.name} has not been called for half an hour, although its schedule calls it every few minutes.`,
    runbook: 'a-round-is-late.md',
    watches: of(watched, { name: 'Invocations', statistic: 'Sum', periodSeconds: 900 }),
    is: 'below',
    threshold: 1,
    datapoints: [2, 2],
    silence: 'alarming',
    warmUpMinutes: 60,
  },
];

/** Stream records that wait. What they point to is sent by the tick, too, so only the moment is at stake. */
export const streamAlarms = (watched: Pick<WatchedFunction, 'name' | 'functionName'>): readonly AlarmPlan[] => [
  {
    ...usually,
    name: `${watched.name}-iterator-age`,
    severity: 'note',
    says: `The function ${watched.name} is more than a minute behind the stream of its table; mails leave late.`,
    runbook: 'loop-is-slow.md',
    watches: of(watched, { name: 'IteratorAge', statistic: 'Maximum', periodSeconds: 60 }),
    threshold: 60_000,
  },
];

/**
 * How much of what the account may run at one time is in use, by all of its functions together; new accounts begin with as few as 10
 * (CloudWatch, "Visualizing your service quotas and setting alarms").
 */
export const concurrencyAlarms = (): readonly AlarmPlan[] => [
  {
    ...usually,
    name: 'account-concurrency',
    severity: 'note',
    says: 'More than 80 % of the functions that this account may run at one time are running.',
    runbook: 'loop-is-slow.md',
    watches: {
      expression: '100 * used / SERVICE_QUOTA(used)',
      of: {
        used: {
          namespace: 'AWS/Usage',
          name: 'ResourceCount',
          dimensions: { Service: 'Lambda', Resource: 'ConcurrentExecutions', Type: 'Resource', Class: 'None' },
          statistic: 'Maximum',
          periodSeconds: 300,
        },
      },
    },
    threshold: 80,
    datapoints: atOnce,
  },
];

const of = (
  { functionName }: Pick<WatchedFunction, 'functionName'>,
  metric: Pick<Metric, 'name' | 'statistic' | 'periodSeconds'>,
): Metric => ({ namespace: 'AWS/Lambda', dimensions: { FunctionName: functionName }, ...metric });
