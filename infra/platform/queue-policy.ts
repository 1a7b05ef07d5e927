import type { Input, Output } from '@pulumi/pulumi';
import { allow, policyOf, tlsOnly } from './policy.ts';

/** A service that sends for one resource of ours: `sns.amazonaws.com` for a topic. */
export interface Sender {
  readonly service: string;
  readonly sourceArn: Input<string>;
}

/** Who speaks to a queue: our own roles by their own policies, services by this one, and nobody without TLS. */
export const queuePolicyOf = (queueArn: Output<string>, senders: readonly Sender[]): Output<string> =>
  policyOf([
    tlsOnly('sqs:*', [queueArn]),
    ...senders.map(({ service, sourceArn }) =>
      allow(['sqs:SendMessage'], [queueArn], {
        principal: { service },
        conditions: { ArnEquals: { 'aws:SourceArn': sourceArn } },
      }),
    ),
  ]);
