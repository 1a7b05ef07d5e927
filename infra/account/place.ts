import { interpolate, type Input } from '@pulumi/pulumi';

/** Where things are: what the ARNs of rights are made of. */
export interface Place {
  readonly partition: Input<string>;
  readonly accountId: Input<string>;
  readonly region: string;
}

/** `arn:aws:sqs:eu-central-1:111122223333:loop-*` and its like. */
export const arnsIn =
  ({ partition, accountId, region }: Place) =>
  (service: string, rest: string): Input<string> =>
    interpolate`arn:${partition}:${service}:${region}:${accountId}:${rest}`;

/** Where CloudFront has its certificate, its firewall and its figures, wherever a stack is. */
export const edgeRegion = 'us-east-1';
