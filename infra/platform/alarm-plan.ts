import type { Input } from '@pulumi/pulumi';

/** One series of numbers in CloudWatch. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, Input<string>>>;
  /** `Sum`, `Maximum`, …, or a percentile such as `p99`. */
  readonly statistic: string;
  readonly periodSeconds: number;
}

/** An expression over metrics by their letters (CloudWatch, "Using math expressions with CloudWatch metrics"; 10 metrics at most). */
export interface MetricMath {
  readonly expression: string;
  readonly of: Readonly<Record<string, Metric>>;
}

/**
 * - `page`: members are hurt now or soon will be, and only a person can help.
 * - `note`: somebody should look within days; or the cause of what pages, shown beside it.
 */
export type Severity = 'page' | 'note';

/** What somebody does next, below docs/runbooks. */
export type Runbook =
  | 'a-round-is-late.md'
  | 'a-secret-is-missing.md'
  | 'certificate-expires.md'
  | 'chat-is-down.md'
  | 'dead-letters.md'
  | 'loop-is-failing.md'
  | 'loop-is-slow.md'
  | 'mails-are-failing.md'
  | 'mails-come-back.md'
  | 'relayed-mails.md';

/** An alarm before it is one. */
export interface AlarmPlan {
  /** Unique in a stack, whose name comes before it. */
  readonly name: string;
  readonly severity: Severity;
  /** One or two sentences: what happened, and what that means. */
  readonly says: string;
  readonly runbook: Runbook;
  readonly watches: Metric | MetricMath;
  readonly is: 'above' | 'at least' | 'below';
  readonly threshold: number;
  /** So many datapoints of so many. */
  readonly datapoints: readonly [bad: number, of: number];
  /** What it means that there is nothing to see; `fine` where nothing counted is nothing wrong. */
  readonly silence: 'fine' | 'alarming' | 'as before';
  /** Measured in us-east-1, wherever the stack is: CloudFront and its certificates. */
  readonly atTheEdge?: boolean;
  /** A new alarm is not asked before. */
  readonly warmUpMinutes?: number;
}

/** Most alarms look at three minutes and want two bad ones (the aws-serverless template): a single spike wakes nobody. */
export const twoOfThree: AlarmPlan['datapoints'] = [2, 3];
export const atOnce: AlarmPlan['datapoints'] = [1, 1];

/** What nearly all alarms share. */
export const usually = { is: 'above', threshold: 0, datapoints: twoOfThree, silence: 'fine' } as const;

/** The text of an alarm, as it is mailed (PutMetricAlarm: 1,024 characters at most). */
export const descriptionOf = ({ says, runbook }: AlarmPlan): string => `${says} What to do next: docs/runbooks/${runbook}`;

/**
 * A share in per cent. Where there is too little to take a share of, one failure would be much of it: then so many failures are needed.
 */
export const shareOf = (failed: Metric, all: Metric, atLeast: { readonly calls: number; readonly failures: number }): MetricMath => ({
  expression: `IF(all >= ${String(atLeast.calls)}, 100 * FILL(failed, 0) / all, IF(FILL(failed, 0) >= ${String(atLeast.failures)}, 100, 0))`,
  of: { failed, all },
});
