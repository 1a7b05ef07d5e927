import { Queue as SqsQueue } from '@pulumi/aws/sqs/queue.js';
import { QueuePolicy } from '@pulumi/aws/sqs/queuePolicy.js';
import { RedriveAllowPolicy } from '@pulumi/aws/sqs/redriveAllowPolicy.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi/resource.js';
import { jsonStringify, type Input, type Output } from '@pulumi/pulumi';
import { deadLetterRetentionSeconds } from './queue-plan.ts';
import { queuePolicyOf, type Sender } from './queue-policy.ts';
import { called, type Stack } from './stack.ts';

export interface DeadLettersArgs {
  /** Of what fails; the queue is called so with `-dead`. */
  readonly name: string;
  /** A queue's own, which moves letters here: it says so with `letIn`. */
  readonly of?: 'queue';
  /** Services that send here themselves. */
  readonly senders?: readonly Sender[];
}

/**
 * What could not be handled, for 14 days. It is not protected as tables are: what is due stands in the tables, and a letter here says only
 * that somebody should look. Made by itself it takes what is sent to it, by a function or a schedule; no other queue may move letters here.
 */
export class DeadLetters extends ComponentResource {
  readonly url: Output<string>;
  readonly arn: Output<string>;
  readonly queueName: Output<string>;
  readonly #name: string;

  constructor(stack: Stack, args: DeadLettersArgs, options?: ComponentResourceOptions) {
    const name = called(stack, `${args.name}-dead`);
    super('loop:platform:DeadLetters', name, {}, options);
    const queue = new SqsQueue(
      name,
      { kmsMasterKeyId: stack.keyArn, messageRetentionSeconds: deadLetterRetentionSeconds },
      { parent: this },
    );
    new QueuePolicy(name, { queueUrl: queue.url, policy: queuePolicyOf(queue.arn, args.senders ?? []) }, { parent: this });
    this.#name = name;
    this.url = queue.url;
    this.arn = queue.arn;
    this.queueName = queue.name;
    if (args.of === undefined) this.#redrive({ redrivePermission: 'denyAll' });
    this.registerOutputs({ url: this.url, arn: this.arn, queueName: this.queueName });
  }

  /** Lets a queue move its letters here; once. */
  letIn(queueArn: Output<string>): void {
    this.#redrive({ redrivePermission: 'byQueue', sourceQueueArns: [queueArn] });
  }

  /** A resource by itself, as the queue that moves letters here names this one, and is named in turn. */
  #redrive(allowed: Readonly<Record<string, Input<string> | readonly Input<string>[]>>): void {
    new RedriveAllowPolicy(this.#name, { queueUrl: this.url, redriveAllowPolicy: jsonStringify(allowed) }, { parent: this });
  }
}
