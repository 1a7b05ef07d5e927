import { Queue as SqsQueue } from '@pulumi/aws/sqs/queue.js';
import { QueuePolicy } from '@pulumi/aws/sqs/queuePolicy.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi/resource.js';
import { jsonStringify, type Output } from '@pulumi/pulumi';
import { DeadLetters } from './dead-letters.ts';
import { receivesMaxDefault, retentionSeconds } from './queue-plan.ts';
import { queuePolicyOf, type Sender } from './queue-policy.ts';
import { called, type Stack } from './stack.ts';

export interface QueueArgs {
  readonly name: string;
  /** `visibilitySecondsFor` says for how long it has to be. */
  readonly visibilitySeconds: number;
  readonly receivesMax?: number;
  /** The stack's key lets the service in too (platform/key.ts). */
  readonly senders: readonly Sender[];
}

/**
 * A standard queue with its dead letters. Whoever sends here may send there too: what a topic cannot deliver, it puts there itself, and
 * loses it where the policy does not let it (SNS, "Dead-letter queues").
 */
export class Queue extends ComponentResource {
  readonly url: Output<string>;
  readonly arn: Output<string>;
  readonly queueName: Output<string>;
  readonly deadLetters: DeadLetters;
  readonly visibilitySeconds: number;

  constructor(stack: Stack, args: QueueArgs, options?: ComponentResourceOptions) {
    const name = called(stack, args.name);
    super('loop:platform:Queue', name, {}, options);
    this.deadLetters = new DeadLetters(stack, { name: args.name, of: 'queue', senders: args.senders }, { parent: this });
    this.visibilitySeconds = args.visibilitySeconds;
    const queue = new SqsQueue(
      name,
      {
        kmsMasterKeyId: stack.keyArn,
        messageRetentionSeconds: retentionSeconds,
        visibilityTimeoutSeconds: args.visibilitySeconds,
        redrivePolicy: jsonStringify({
          deadLetterTargetArn: this.deadLetters.arn,
          maxReceiveCount: args.receivesMax ?? receivesMaxDefault,
        }),
      },
      { parent: this },
    );
    this.deadLetters.letIn(queue.arn);
    new QueuePolicy(name, { queueUrl: queue.url, policy: queuePolicyOf(queue.arn, args.senders) }, { parent: this });
    this.url = queue.url;
    this.arn = queue.arn;
    this.queueName = queue.name;
    this.registerOutputs({ url: this.url, arn: this.arn, queueName: this.queueName });
  }
}
