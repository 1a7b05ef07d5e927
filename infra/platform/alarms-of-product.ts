import { type AlarmPlan, atOnce, type Metric, type Runbook, type Severity, shareOf, usually } from './alarm-plan.ts';
import { logMetricsNamespace } from './log-errors-plan.ts';

/** Where the entry points write their figures: `adapters/composition/metrics.ts`, by entry point and stage. */
export const productNamespace = 'Loop';

/** One figure of one entry point. */
export const figure = (name: string, of: { readonly service: string; readonly stage: string }, statistic = 'Sum'): Metric => ({
  namespace: productNamespace,
  name,
  dimensions: { service: of.service, stage: of.stage },
  statistic,
  periodSeconds: 300,
});

/** An entry point, and which figures of it somebody has to hear of. */
interface Watched {
  readonly service: string;
  readonly figure: string;
  readonly severity: Severity;
  readonly says: string;
  readonly runbook: Runbook;
}

const fault = (service: string): Watched => ({
  service,
  figure: 'Faults',
  severity: 'note',
  says: `Loop ran into a fault in ${service}. One that goes on pages by itself; one alone is still a fault to be mended.`,
  runbook: 'loop-is-failing.md',
});

const refusedMails = (service: string): Watched => ({
  service,
  figure: 'MailsRefused',
  severity: 'note',
  says: `Mails were given up by ${service}. They wait under Mails, with a reason each.`,
  runbook: 'mails-are-failing.md',
});

const unreadable = (service: string): Watched => ({
  service,
  figure: 'EventsUnreadable',
  severity: 'note',
  says: `SES, or somebody in its name, told of a mail in a way that Loop does not take. It goes to the dead letters of ${service}.`,
  runbook: 'dead-letters.md',
});

const watchedFigures: readonly Watched[] = [
  ...['api', 'drain-outbox', 'schedule', 'mail-events', 'receive-mail', 'send-relayed', 'chat-socket', 'chat-missed'].map(fault),
  ...['drain-outbox', 'intro-sender', 'send-relayed'].map(refusedMails),
  ...['mail-events', 'receive-mail'].map(unreadable),
  {
    service: 'mail-events',
    figure: 'EventsRefused',
    severity: 'note',
    says: 'Loop refused what SES told of a mail. The log line message.refused has the code.',
    runbook: 'dead-letters.md',
  },
  {
    service: 'receive-mail',
    figure: 'MailsLeaking',
    severity: 'note',
    says: 'A mail between members was not passed on, as an address was found in it that Loop could not take out. Its sender knows.',
    runbook: 'relayed-mails.md',
  },
  {
    service: 'schedule',
    figure: 'Overdue',
    severity: 'page',
    says: 'A round or its introductions are 30 minutes late, and no task is at it.',
    runbook: 'a-round-is-late.md',
  },
];

interface Product {
  readonly stage: 'dev' | 'prod';
}

/** What the product counts and somebody has to hear of. Two stacks of one stage in one account count together. */
export const metricAlarms = ({ stage }: Product): readonly AlarmPlan[] => [
  ...watchedFigures.map(({ service, figure: name, ...watched }) => ({
    ...usually,
    ...watched,
    name: `${service}-${kebab(name)}`,
    watches: figure(name, { service, stage }),
    datapoints: atOnce,
  })),
  turnedAway(stage),
];

/** One mail in two is no mistake of members: somebody writes to private addresses who should not, or Loop takes members for strangers. */
const turnedAway = (stage: Product['stage']): AlarmPlan => {
  const hourly = (name: string): Metric => ({ ...figure(name, { service: 'receive-mail', stage }), periodSeconds: 3_600 });
  return {
    ...usually,
    name: 'receive-mail-turned-away',
    severity: 'note',
    says: 'More than half of the mails between members are turned away. The operators’ page Relay says why.',
    runbook: 'relayed-mails.md',
    watches: shareOf(hourly('MailsTurnedAway'), hourly('MailsTaken'), { calls: 20, failures: 20 }),
    threshold: 50,
    datapoints: atOnce,
  };
};

const kebab = (name: string): string => name.replace(/(?<=[a-z])[A-Z]/g, '-$&').toLowerCase();

/** What only the log tells, counted by `log-errors-plan.ts`. */
export const logAlarms = ({ stack }: { readonly stack: string }): readonly AlarmPlan[] => {
  const counted = (name: string): Metric => ({
    namespace: logMetricsNamespace(stack),
    name,
    dimensions: {},
    statistic: 'Sum',
    periodSeconds: 300,
  });
  const common = { ...usually, datapoints: atOnce };
  return [
    {
      ...common,
      name: 'secrets-unavailable',
      severity: 'page',
      says: 'A secret is not set, cannot be read, or is not what it should be. What is due waits, and nothing is lost.',
      runbook: 'a-secret-is-missing.md',
      watches: counted('SecretsUnavailable'),
    },
    {
      ...common,
      name: 'mails-held-up',
      severity: 'page',
      says: 'The mail provider takes no mail from us at all: our key, our sender or our quota. Mails wait in the outbox, sign-in links too.',
      runbook: 'mails-are-failing.md',
      watches: counted('MailsHeldUp'),
    },
    {
      ...common,
      name: 'log-errors',
      severity: 'note',
      says: 'Something was logged as an error. In CloudWatch Logs Insights: filter level = "error".',
      runbook: 'loop-is-failing.md',
      watches: counted('LogErrors'),
    },
  ];
};

/**
 * What SES thinks of the account: reviewed from 5 % bounces or 0.1 % complaints on, and told here well before (SES, "Monitoring your
 * sender reputation"). Shares, not per cent; of the account, not of a stack.
 */
export const reputationAlarms = (): readonly AlarmPlan[] => {
  const rate = (name: string): Metric => ({
    namespace: 'AWS/SES',
    name,
    dimensions: {},
    statistic: 'Maximum',
    periodSeconds: 3_600,
  });
  const common = {
    ...usually,
    severity: 'note',
    runbook: 'mails-come-back.md',
    is: 'at least',
    datapoints: atOnce,
    silence: 'as before',
  } as const;
  return [
    {
      ...common,
      name: 'mails-bounce',
      says: 'At least 2 % of the mails of this account come back; from 5 % on SES reviews the account.',
      watches: rate('Reputation.BounceRate'),
      threshold: 0.02,
    },
    {
      ...common,
      name: 'mails-unwanted',
      says: 'At least 0.05 % of the mails of this account are called unwanted; from 0.1 % on SES reviews the account.',
      watches: rate('Reputation.ComplaintRate'),
      threshold: 0.0005,
    },
  ];
};
