import type { Input } from '@pulumi/pulumi';
import type { AlarmPlan, Metric } from './alarm-plan.ts';
import { figure } from './alarms-of-product.ts';
import { logMetricsNamespace } from './log-errors-plan.ts';

/** What a stack's page in CloudWatch shows. */
export interface DashboardNeeds {
  readonly stack: string;
  readonly stage: 'dev' | 'prod';
  readonly region: string;
  readonly apiId: Input<string>;
  readonly socketApiId: Input<string>;
  readonly functions: readonly { readonly name: string; readonly functionName: Input<string> }[];
  readonly tables: readonly { readonly name: string; readonly tableName: Input<string> }[];
  /** Queues of dead letters among them. */
  readonly queues: readonly { readonly name: string; readonly queueName: Input<string> }[];
  readonly distributionId: Input<string>;
  /** As they are to be shown; 100 at most (CloudWatch, "Dashboard body structure"). */
  readonly alarmArns: readonly Input<string>[];
  /** What the alarms send people to. */
  readonly alarms: readonly Pick<AlarmPlan, 'runbook'>[];
}

/** A widget before it has its place. */
export interface Widget {
  readonly type: 'text' | 'metric' | 'alarm';
  readonly properties: Readonly<Record<string, unknown>>;
}

interface Row {
  readonly height: number;
  readonly widgets: readonly Widget[];
}

/** One overview, from top to bottom: is Loop well, what did people see, what was mailed, passed on and written live, how was the round, and what it all runs on. */
export const dashboardOf = (needs: DashboardNeeds): { readonly widgets: readonly object[] } => ({
  widgets: laidOut([
    {
      height: 6,
      widgets: [guide(needs), { type: 'alarm', properties: { title: 'Health', alarms: needs.alarmArns.slice(0, alarmsShownMax) } }],
    },
    { height: 6, widgets: visits(needs) },
    { height: 6, widgets: mails(needs) },
    { height: 6, widgets: relayed(needs) },
    { height: 6, widgets: chats(needs) },
    { height: 6, widgets: rounds(needs) },
    { height: 6, widgets: machinery(needs) },
  ]),
});

/** CloudWatch, "Dashboard body structure and syntax": an alarm widget. */
export const alarmsShownMax = 100;

const columns = 24;

const laidOut = (rows: readonly Row[]): readonly object[] => {
  let y = 0;
  return rows.flatMap(({ height, widgets }) => {
    const width = Math.floor(columns / widgets.length);
    const placed = widgets.map((widget, index) => ({
      type: widget.type,
      x: index * width,
      y,
      width,
      height,
      properties: widget.properties,
    }));
    y += height;
    return placed;
  });
};

const guide = ({ stack, alarms }: DashboardNeeds): Widget => ({
  type: 'text',
  properties: {
    markdown: [
      `# Loop, ${stack}`,
      'Each alarm names the page that says what to do. All of them are in `docs/runbooks`:',
      ...[...new Set(alarms.map(({ runbook }) => runbook))].sort().map((runbook) => `- ${titleOf(runbook)}: \`${runbook}\``),
    ].join('\n'),
  },
});

const titleOf = (runbook: string): string => {
  const words = runbook.replace(/\.md$/, '').replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** A curve, by what it is called. */
type Curves = Readonly<Record<string, Metric>>;

const graph = (region: string, title: string, curves: Curves): Widget => ({
  type: 'metric',
  properties: {
    title,
    region,
    view: 'timeSeries',
    stacked: false,
    period: 300,
    yAxis: { left: { min: 0 } },
    metrics: Object.entries(curves).map(([label, metric]) => [
      metric.namespace,
      metric.name,
      ...Object.entries(metric.dimensions).flat(),
      { label, stat: metric.statistic, period: metric.periodSeconds },
    ]),
  },
});

const visits = ({ region, apiId, distributionId, stack }: DashboardNeeds): readonly Widget[] => {
  const api = (name: string, statistic: string): Metric => of('AWS/ApiGateway', name, { dimensions: { ApiId: apiId }, statistic });
  return [
    graph(region, 'Visits', { Visits: api('Count', 'Sum'), 'Refused (4xx)': api('4xx', 'Sum'), 'Failed (5xx)': api('5xx', 'Sum') }),
    graph(region, 'How long a page takes (ms)', { 'Every second page': api('Latency', 'p50'), 'One in a hundred': api('Latency', 'p99') }),
    graph('us-east-1', 'What browsers saw fail (%)', {
      'Failed (5xx)': of('AWS/CloudFront', '5xxErrorRate', {
        dimensions: { DistributionId: distributionId, Region: 'Global' },
        statistic: 'Average',
      }),
    }),
    graph(region, 'Errors in the log', {
      Errors: of(logMetricsNamespace(stack), 'LogErrors'),
      'Secrets that cannot be read': of(logMetricsNamespace(stack), 'SecretsUnavailable'),
      'The provider takes no mail': of(logMetricsNamespace(stack), 'MailsHeldUp'),
    }),
  ];
};

const mails = ({ region, stage }: DashboardNeeds): readonly Widget[] => {
  const both = (name: string): Curves => ({
    'as they come': figure(name, { service: 'drain-outbox', stage }),
    'introductions of the week': figure(name, { service: 'intro-sender', stage }),
  });
  return [
    graph(region, 'Mails sent', both('MailsSent')),
    graph(region, 'Mails given up', both('MailsRefused')),
    graph(region, 'Mails tried again', both('MailsRetried')),
    graph(region, 'Mails that may have left twice', both('MailsMaybeTwice')),
  ];
};

/** Mails between members; what became of each kind, an operator's page shows. */
const relayed = ({ region, stage }: DashboardNeeds): readonly Widget[] => {
  const taken = (name: string): Metric => figure(name, { service: 'receive-mail', stage });
  const sent = (name: string): Metric => figure(name, { service: 'send-relayed', stage });
  const rate = (name: string): Metric => ({ ...of('AWS/SES', name, { statistic: 'Maximum' }), periodSeconds: 3_600 });
  return [
    graph(region, 'Mails to private addresses', {
      Taken: taken('MailsTaken'),
      'Turned away': taken('MailsTurnedAway'),
      'An address in it': taken('MailsLeaking'),
    }),
    graph(region, 'Mails passed on', {
      Sent: sent('MailsSent'),
      'Given up': sent('MailsRefused'),
      'Tried again': sent('MailsRetried'),
      'May have left twice': sent('MailsMaybeTwice'),
    }),
    graph(region, 'What SES thinks of the account (shares)', {
      'Came back': rate('Reputation.BounceRate'),
      Unwanted: rate('Reputation.ComplaintRate'),
    }),
  ];
};

/** Open windows. How many are open at a time, API Gateway does not count. */
const chats = ({ region, socketApiId, functions }: DashboardNeeds): readonly Widget[] => {
  const api = (name: string, statistic = 'Sum'): Metric => of('AWS/ApiGateway', name, { dimensions: { ApiId: socketApiId }, statistic });
  const missed = functions.filter(({ name }) => name === 'chat-missed');
  return [
    graph(region, 'Windows', { Opened: api('ConnectCount'), 'Frames, both ways': api('MessageCount') }),
    graph(region, 'Windows: what went wrong', {
      'Refused by Loop, or at fault': api('IntegrationError'),
      'Not called': api('ExecutionError'),
      'Refused before (too many)': api('ClientError'),
    }),
    graph(region, 'How long a frame takes (ms)', {
      'Every second one': api('IntegrationLatency', 'p50'),
      'One in a hundred': api('IntegrationLatency', 'p99'),
    }),
    graph(
      region,
      'Chats looked at for what was missed',
      Object.fromEntries(
        missed.map(({ functionName }) => ['Calls', of('AWS/Lambda', 'Invocations', { dimensions: { FunctionName: functionName } })]),
      ),
    ),
  ];
};

const rounds = ({ region, stage }: DashboardNeeds): readonly Widget[] => {
  const round = (name: string, statistic = 'Sum'): Metric => figure(name, { service: 'weekly-round', stage }, statistic);
  const daily = (name: string): Metric => ({ ...figure(name, { service: 'schedule', stage }, 'Maximum'), periodSeconds: 86_400 });
  return [
    graph(region, 'The round', { 'Pairs introduced': round('Pairs'), 'Members left out': round('LeftOut') }),
    graph(region, 'How well pairs fit (of 10,000)', {
      'The middle pair': round('ScoreP50', 'Average'),
      'Nine of ten are better': round('ScoreP10', 'Average'),
      'One of ten is better': round('ScoreP90', 'Average'),
    }),
    graph(region, 'People', { Members: daily('Members'), 'Have answered': daily('Answers'), 'Said that they met': daily('Met') }),
    graph(region, 'Late, or at fault', {
      'Overdue tasks': figure('Overdue', { service: 'schedule', stage }),
      ...Object.fromEntries(
        ['api', 'drain-outbox', 'schedule', 'receive-mail', 'send-relayed', 'chat-socket', 'chat-missed'].map((service) => [
          `Faults in ${service}`,
          figure('Faults', { service, stage }),
        ]),
      ),
    }),
  ];
};

const machinery = ({ region, functions, tables, queues }: DashboardNeeds): readonly Widget[] => {
  const forEach = <T extends { readonly name: string }>(things: readonly T[], metric: (thing: T) => Metric): Curves =>
    Object.fromEntries(things.map((thing) => [thing.name, metric(thing)]));
  const lambda = (name: string, statistic: string): Curves =>
    forEach(functions, ({ functionName }) => of('AWS/Lambda', name, { dimensions: { FunctionName: functionName }, statistic }));
  const table = (name: string): Curves =>
    forEach(tables, ({ tableName }) => of('AWS/DynamoDB', name, { dimensions: { TableName: tableName }, statistic: 'Sum' }));
  return [
    graph(region, 'Functions: errors', lambda('Errors', 'Sum')),
    graph(region, 'Functions: slowest calls (ms)', lambda('Duration', 'p99')),
    graph(region, 'Tables: units written', table('ConsumedWriteCapacityUnits')),
    graph(
      region,
      'Queues: what waits',
      forEach(queues, ({ queueName }) =>
        of('AWS/SQS', 'ApproximateNumberOfMessagesVisible', { dimensions: { QueueName: queueName }, statistic: 'Maximum' }),
      ),
    ),
  ];
};

const of = (namespace: string, name: string, more: Partial<Pick<Metric, 'dimensions' | 'statistic'>> = {}): Metric => ({
  namespace,
  name,
  dimensions: {},
  statistic: 'Sum',
  periodSeconds: 300,
  ...more,
});
