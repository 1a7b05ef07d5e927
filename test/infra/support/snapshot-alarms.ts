import type { Captured } from './capture.ts';

export const isAlarm = ({ type }: Pick<Captured, 'type'>): boolean => type.endsWith(':MetricAlarm');

interface Metric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly period: number;
  readonly stat?: string;
  readonly statistic?: string;
  readonly extendedStatistic?: string;
}

interface Alarm extends Metric {
  readonly alarmDescription: string;
  readonly comparisonOperator: string;
  readonly threshold: number;
  readonly datapointsToAlarm: number;
  readonly evaluationPeriods: number;
  readonly treatMissingData: string;
  readonly metricQueries?: readonly { readonly id: string; readonly expression?: string; readonly metric?: Metric }[];
}

/** What it says, what it watches, and when it is raised; there are some fifty, so each has few lines. */
export const alarmText = (inputs: Captured['inputs']): readonly string[] => {
  const { alarmDescription, comparisonOperator, threshold, ...alarm } = inputs as unknown as Alarm;
  const { datapointsToAlarm, evaluationPeriods, treatMissingData, metricQueries, ...rest } = alarm;
  const {
    namespace: _namespace,
    metricName: _name,
    dimensions: _of,
    period: _period,
    statistic: _stat,
    extendedStatistic: _p,
    ...others
  } = rest;
  const queries = (metricQueries ?? []).map(
    ({ id, expression, metric }) => `  ${id} = ${expression ?? (metric === undefined ? '' : metricText(metric))}`,
  );
  const when = `${comparisonOperator} ${String(threshold)}, ${String(datapointsToAlarm)} of ${String(evaluationPeriods)}, missing: ${treatMissingData}`;
  return [
    alarmDescription,
    ...(metricQueries === undefined ? [metricText(alarm)] : queries),
    when,
    ...Object.entries(others).map(([key, value]) => `${key}: ${JSON.stringify(value)}`),
  ];
};

const metricText = ({ namespace, metricName, dimensions = {}, period, stat, statistic, extendedStatistic }: Metric): string => {
  const of = Object.entries(dimensions).map(([name, value]) => `${name}=${value}`);
  return `${namespace} ${metricName}${of.length === 0 ? '' : ` {${of.join(', ')}}`} ${stat ?? statistic ?? extendedStatistic ?? '?'} of ${String(period)} s`;
};
