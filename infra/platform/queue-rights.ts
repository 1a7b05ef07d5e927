import type { Input } from '@pulumi/pulumi';
import { decrypting, encrypting } from './key-rights.ts';
import { allow, type Statement } from './policy.ts';
import type { Stack } from './stack.ts';

interface Target {
  readonly arn: Input<string>;
}

/** To send into a queue, dead letters included. */
export const sendRights = (stack: Stack, { arn }: Target): readonly Statement[] => [
  allow(['sqs:SendMessage'], [arn]),
  encrypting(stack, 'sqs'),
];

/** For the role of a function that a queue's messages call (Lambda, "Using Lambda with Amazon SQS", "Execution role permissions"). */
export const receiveRights = (stack: Stack, { arn }: Target): readonly Statement[] => [
  allow(['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'], [arn]),
  decrypting(stack, 'sqs'),
];
