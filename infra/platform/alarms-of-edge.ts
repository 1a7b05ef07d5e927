import type { Input } from '@pulumi/pulumi';
import { type AlarmPlan, atOnce, type Metric, shareOf, usually } from './alarm-plan.ts';

/** An HTTP API is measured by its id and stage (API Gateway, "Work with CloudWatch metrics for HTTP APIs"). */
export const apiAlarms = ({ apiId }: { readonly apiId: Input<string> }): readonly AlarmPlan[] => {
  const counted = (name: string): Metric => ({
    namespace: 'AWS/ApiGateway',
    name,
    dimensions: { ApiId: apiId },
    statistic: 'Sum',
    periodSeconds: 60,
  });
  return [
    {
      ...usually,
      name: 'pages-fail',
      severity: 'page',
      says: 'More than 1 % of the visits are answered with a fault (5xx).',
      runbook: 'loop-is-failing.md',
      watches: shareOf(counted('5xx'), counted('Count'), { calls: 100, failures: 3 }),
      threshold: 1,
    },
    {
      ...usually,
      name: 'pages-slow',
      severity: 'note',
      says: 'One page in a hundred takes more than 3 s.',
      runbook: 'loop-is-slow.md',
      watches: { ...counted('Latency'), statistic: 'p99', periodSeconds: 300 },
      threshold: 3_000,
    },
    {
      ...usually,
      name: 'pages-refused',
      severity: 'note',
      says: 'More than half of the visits are refused (4xx): a broken link or form, a secret header that no longer fits, or somebody who tries doors.',
      runbook: 'loop-is-failing.md',
      watches: shareOf(
        { ...counted('4xx'), periodSeconds: 300 },
        { ...counted('Count'), periodSeconds: 300 },
        { calls: 100, failures: 100 },
      ),
      threshold: 50,
    },
  ];
};

/** CloudFront writes its metrics in us-east-1 alone, under the region `Global` (CloudFront, "Using CloudWatch metrics"). */
export const distributionAlarms = ({ distributionId }: { readonly distributionId: Input<string> }): readonly AlarmPlan[] => {
  const measured = (name: string, statistic: string): Metric => ({
    namespace: 'AWS/CloudFront',
    name,
    dimensions: { DistributionId: distributionId, Region: 'Global' },
    statistic,
    periodSeconds: 60,
  });
  return [
    {
      ...usually,
      name: 'site-fails',
      severity: 'page',
      says: 'More than 5 % of what browsers ask for is answered with a fault (5xx), by Loop or on the way to it.',
      runbook: 'loop-is-failing.md',
      // Of a handful of requests a minute, one fault that is tried again would be a fifth.
      watches: {
        expression: 'IF(requests >= 10, share, 0)',
        of: { share: measured('5xxErrorRate', 'Average'), requests: measured('Requests', 'Sum') },
      },
      threshold: 5,
      atTheEdge: true,
    },
  ];
};

/** ACM renews 60 days before the end where the DNS record still stands, and measures twice a day (ACM, "Supported CloudWatch metrics"). */
export const certificateAlarms = ({ certificateArn }: { readonly certificateArn: Input<string> }): readonly AlarmPlan[] => [
  {
    ...usually,
    name: 'certificate-expires',
    severity: 'note',
    says: 'The certificate of the site ends in less than 30 days, and was not renewed.',
    runbook: 'certificate-expires.md',
    watches: {
      namespace: 'AWS/CertificateManager',
      name: 'DaysToExpiry',
      dimensions: { CertificateArn: certificateArn },
      statistic: 'Minimum',
      periodSeconds: 86_400,
    },
    is: 'below',
    threshold: 30,
    datapoints: atOnce,
    silence: 'as before',
    atTheEdge: true,
  },
];
