import type { Input } from '@pulumi/pulumi';
import { type AlarmPlan, atOnce, type Metric, usually } from './alarm-plan.ts';

export interface WatchedQueue {
  /** `mail-events`: what its alarms are called after. */
  readonly name: string;
  readonly queueName: Input<string>;
  /** The oldest message may be so old before anybody is told. */
  readonly oldestSecondsMax?: number;
}

export interface WatchedTable {
  readonly name: string;
  readonly tableName: Input<string>;
}

export const queueAlarms = (watched: WatchedQueue): readonly AlarmPlan[] => {
  const { name, oldestSecondsMax = 900 } = watched;
  return [
    {
      ...usually,
      name: `${name}-oldest`,
      severity: 'note',
      says: `A message has waited in the queue ${name} for more than ${String(oldestSecondsMax)} s: what reads it fails or is not called.`,
      runbook: 'dead-letters.md',
      watches: inQueue(watched, 'ApproximateAgeOfOldestMessage'),
      threshold: oldestSecondsMax,
    },
  ];
};

/** A letter is kept for 14 days, and stays until somebody looks: it is noted and does not page, or it would drown what pages. */
export const deadLetterAlarms = (watched: Pick<WatchedQueue, 'name' | 'queueName'>): readonly AlarmPlan[] => [
  {
    ...usually,
    name: `${watched.name}-dead-letters`,
    severity: 'note',
    says: `Something that ${watched.name} could not handle lies among its dead letters, and is deleted after 14 days.`,
    runbook: 'dead-letters.md',
    watches: inQueue(watched, 'ApproximateNumberOfMessagesVisible'),
    datapoints: atOnce,
    // A queue that nobody touches for six hours is no longer measured (SQS, "Available CloudWatch metrics"); what lay in it still does.
    silence: 'as before',
  },
];

const inQueue = ({ queueName }: Pick<WatchedQueue, 'queueName'>, name: string): Metric => ({
  namespace: 'AWS/SQS',
  name,
  dimensions: { QueueName: queueName },
  statistic: 'Maximum',
  periodSeconds: 60,
});

/** Calls of a table that Loop makes most (adapters/dynamodb/table-on-sdk.ts); a fault of the service shows in all of them. */
const operations = ['GetItem', 'Query', 'PutItem', 'TransactWriteItems'] as const;

export const tableAlarms = ({ name, tableName }: WatchedTable): readonly AlarmPlan[] => {
  const counted = (metric: string, more: Metric['dimensions'] = {}): Metric => ({
    namespace: 'AWS/DynamoDB',
    name: metric,
    dimensions: { TableName: tableName, ...more },
    statistic: 'Sum',
    periodSeconds: 60,
  });
  return [
    {
      ...usually,
      name: `${name}-throttled`,
      severity: 'note',
      says: `DynamoDB takes requests to the table ${name} more slowly than they come; Loop tries again for up to 90 s.`,
      runbook: 'loop-is-slow.md',
      watches: { expression: 'SUM([reads, writes])', of: { reads: counted('ReadThrottleEvents'), writes: counted('WriteThrottleEvents') } },
    },
    {
      ...usually,
      name: `${name}-system-errors`,
      severity: 'page',
      says: `DynamoDB itself fails on the table ${name}, again and again.`,
      runbook: 'loop-is-failing.md',
      watches: {
        expression: `SUM([${operations.map(letterOf).join(', ')}])`,
        of: Object.fromEntries(operations.map((operation) => [letterOf(operation), counted('SystemErrors', { Operation: operation })])),
      },
    },
  ];
};

// Letters of metric math begin small.
const letterOf = (operation: string): string => operation.charAt(0).toLowerCase() + operation.slice(1);
