import { MetricUnit, Metrics as Emf } from '@aws-lambda-powertools/metrics';

/** What is counted, by names that dashboards and alarms know. */
export type MetricName =
  | 'Members'
  | 'Answers'
  | 'Pairs'
  | 'LeftOut'
  | 'ScoreP10'
  | 'ScoreP50'
  | 'ScoreP90'
  | 'MailsSent'
  | 'MailsRefused'
  | 'MailsRetried'
  | 'MailsMaybeTwice'
  | 'MailsTaken'
  | 'MailsTurnedAway'
  | 'MailsLeaking'
  | 'Met'
  | 'Overdue'
  | 'EventsRefused'
  | 'EventsUnreadable'
  | 'Faults';

/**
 * Figures for CloudWatch, written to standard output in its embedded metric format. Each stands under the entry point and the stage, and
 * under nothing else: what would tell members apart is not a dimension.
 */
export interface Metrics {
  /** Adds up until the next `flush`. */
  readonly count: (name: MetricName, value: number) => void;
  readonly flush: () => void;
}

export const metricsNamespace = 'Loop';

export const createMetrics = ({ service, stage }: { readonly service: string; readonly stage: string }): Metrics => {
  const emf = new Emf({ namespace: metricsNamespace, serviceName: service, defaultDimensions: { stage } });
  const sums = new Map<MetricName, number>();
  return {
    count: (name, value) => {
      sums.set(name, (sums.get(name) ?? 0) + value);
    },
    flush: () => {
      if (sums.size === 0) return;
      for (const [name, sum] of sums) emf.addMetric(name, MetricUnit.Count, sum);
      sums.clear();
      emf.publishStoredMetrics();
    },
  };
};

/** The value below which a share of the values lies; `undefined` where there are none. Nearest rank, so it is one of them. */
export const quantile = (values: readonly number[], share: number): number | undefined =>
  [...values].sort((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)];
