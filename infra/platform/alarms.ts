import type { MetricAlarmArgs } from '@pulumi/aws/cloudwatch/metricAlarm.js';
import { type AlarmPlan, descriptionOf, type Metric } from './alarm-plan.ts';

/** An alarm as CloudWatch takes it; it notifies nobody, which composite alarms do for many. */
export const alarmArgs = (plan: AlarmPlan): MetricAlarmArgs => ({
  alarmDescription: descriptionOf(plan),
  ...watched(plan.watches),
  comparisonOperator: comparisons[plan.is],
  threshold: plan.threshold,
  datapointsToAlarm: plan.datapoints[0],
  evaluationPeriods: plan.datapoints[1],
  treatMissingData: silences[plan.silence],
  ...(plan.warmUpMinutes === undefined ? {} : { warmUpConfiguration: { warmUpPeriodDurationInMinutes: plan.warmUpMinutes } }),
});

const comparisons = {
  above: 'GreaterThanThreshold',
  'at least': 'GreaterThanOrEqualToThreshold',
  below: 'LessThanThreshold',
} as const;

const silences = { fine: 'notBreaching', alarming: 'breaching', 'as before': 'ignore' } as const;

const watched = (watches: AlarmPlan['watches']): MetricAlarmArgs => {
  if (!('expression' in watches)) {
    const { namespace, name, dimensions, statistic, periodSeconds } = watches;
    return { namespace, metricName: name, dimensions, period: periodSeconds, ...statisticOf(statistic) };
  }
  return {
    metricQueries: [
      { id: 'result', expression: watches.expression, label: watches.expression, returnData: true },
      ...Object.entries(watches.of).map(([id, metric]) => ({ id, metric: queried(metric), returnData: false })),
    ],
  };
};

const queried = ({ namespace, name, dimensions, statistic, periodSeconds }: Metric) => ({
  namespace,
  metricName: name,
  dimensions,
  period: periodSeconds,
  stat: statistic,
});

// Percentiles have an argument of their own (PutMetricAlarm).
const statisticOf = (statistic: string): MetricAlarmArgs => (/^p\d/.test(statistic) ? { extendedStatistic: statistic } : { statistic });

/** CloudWatch, PutCompositeAlarm. */
export const childrenMax = 100;
export const ruleCharactersMax = 10_240;

/** The rule of a composite alarm that is raised while one of its children is; throws where CloudWatch would refuse it. */
export const anyOf = (alarmNames: readonly string[]): string => {
  if (alarmNames.length === 0) return 'FALSE';
  const rule = alarmNames.map((name) => `ALARM("${name}")`).join(' OR ');
  if (alarmNames.length > childrenMax || rule.length > ruleCharactersMax)
    throw new Error(
      `a composite alarm has ${String(childrenMax)} children and ${String(ruleCharactersMax)} characters at most; ` +
        `these are ${String(alarmNames.length)} and ${String(rule.length)}`,
    );
  return rule;
};
