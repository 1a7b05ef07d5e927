import type { Input } from '@pulumi/pulumi';
import { type AlarmPlan, type Metric, shareOf, usually } from './alarm-plan.ts';

/**
 * A WebSocket API is measured by its id (API Gateway, "Monitor WebSocket API execution with CloudWatch metrics"). `IntegrationError`
 * counts each answer of ours that is no success, a ticket that we refuse among them.
 */
export const socketAlarms = ({ apiId }: { readonly apiId: Input<string> }): readonly AlarmPlan[] => {
  const counted = (name: string, periodSeconds = 300): Metric => ({
    namespace: 'AWS/ApiGateway',
    name,
    dimensions: { ApiId: apiId },
    statistic: 'Sum',
    periodSeconds,
  });
  return [
    {
      ...usually,
      name: 'windows-fail',
      severity: 'page',
      says: 'More than 1 % of what open windows say does not reach Loop. Members still get by mail what they miss.',
      runbook: 'chat-is-down.md',
      watches: shareOf(counted('ExecutionError', 60), counted('MessageCount', 60), { calls: 100, failures: 3 }),
      threshold: 1,
    },
    {
      ...usually,
      name: 'windows-refused',
      severity: 'note',
      says: 'More than half of the windows that open are turned away, or end in a fault: tickets that no longer fit, another origin, or somebody who tries doors.',
      runbook: 'chat-is-down.md',
      watches: shareOf(counted('IntegrationError'), counted('ConnectCount'), { calls: 50, failures: 50 }),
      threshold: 50,
    },
    {
      ...usually,
      name: 'windows-held-back',
      severity: 'note',
      says: 'More than 5 % of what open windows say is turned away before it reaches Loop, as there is too much of it at a time.',
      runbook: 'chat-is-down.md',
      watches: shareOf(counted('ClientError'), counted('MessageCount'), { calls: 100, failures: 100 }),
      threshold: 5,
    },
    {
      ...usually,
      name: 'windows-slow',
      severity: 'note',
      says: 'Of what open windows say, one in a hundred takes more than 3 s until it is answered.',
      runbook: 'chat-is-down.md',
      watches: { ...counted('IntegrationLatency'), statistic: 'p99' },
      threshold: 3_000,
    },
  ];
};
