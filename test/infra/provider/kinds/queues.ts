import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
  type QueueAttributeName,
} from '@aws-sdk/client-sqs';
import type { QueueArgs } from '@pulumi/aws/sqs/queue.js';
import type { QueuePolicyArgs } from '@pulumi/aws/sqs/queuePolicy.js';
import type { RedriveAllowPolicyArgs } from '@pulumi/aws/sqs/redriveAllowPolicy.js';
import type { Unwrap } from '@pulumi/pulumi';
import type { Clients } from '../clients.ts';
import { answered, arn, kindOf, unlessGone, type Kind } from '../kind.ts';

const attributeNames = {
  visibilityTimeoutSeconds: 'VisibilityTimeout',
  messageRetentionSeconds: 'MessageRetentionPeriod',
  maxMessageSize: 'MaximumMessageSize',
  delaySeconds: 'DelaySeconds',
  receiveWaitTimeSeconds: 'ReceiveMessageWaitTimeSeconds',
  redrivePolicy: 'RedrivePolicy',
  redriveAllowPolicy: 'RedriveAllowPolicy',
  contentBasedDeduplication: 'ContentBasedDeduplication',
  kmsMasterKeyId: 'KmsMasterKeyId',
  sqsManagedSseEnabled: 'SqsManagedSseEnabled',
  policy: 'Policy',
} as const satisfies Partial<Record<keyof QueueArgs, QueueAttributeName>>;

const attributesOf = (inputs: Partial<Unwrap<QueueArgs>>): Partial<Record<QueueAttributeName, string>> =>
  Object.fromEntries(
    Object.entries(attributeNames).flatMap(([property, attribute]) => {
      const value = inputs[property as keyof typeof attributeNames];
      return value === undefined ? [] : [[attribute, String(value)]];
    }),
  );

export const queueKinds: readonly Kind[] = [
  kindOf<QueueArgs, 'name'>({
    type: 'aws:sqs/queue:Queue',
    naming: { property: 'name', max: 80, suffix: ({ fifoQueue }) => (fifoQueue === true ? '.fifo' : '') },
    replaces: ['name', 'fifoQueue'],
    json: ['redrivePolicy', 'redriveAllowPolicy', 'policy'],
    madeUp: ({ name }, place) => {
      const url = `https://sqs.${place.region}.amazonaws.com/${place.account}/${name}`;
      return { id: url, outputs: { url, arn: arn('sqs', place, name) } };
    },
    making: {
      create: async (inputs, { sqs }) => {
        const Attributes = { ...attributesOf(inputs), ...(inputs.fifoQueue === true ? { FifoQueue: 'true' } : {}) };
        const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: inputs.name, Attributes, tags: inputs.tags }));
        const url = answered(QueueUrl);
        const { Attributes: told } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }));
        return { id: url, outputs: { url, arn: answered(told?.QueueArn) } };
      },
      update: async ({ id, inputs }, { sqs }) => {
        await sqs.send(new SetQueueAttributesCommand({ QueueUrl: id, Attributes: attributesOf(inputs) }));
        return {};
      },
      remove: ({ id }, { sqs }) => unlessGone(sqs.send(new DeleteQueueCommand({ QueueUrl: id }))),
    },
  }),
  kindOf<QueuePolicyArgs>({
    type: 'aws:sqs/queuePolicy:QueuePolicy',
    replaces: ['queueUrl'],
    json: ['policy'],
    madeUp: ({ queueUrl }) => ({ id: queueUrl, outputs: {} }),
    making: attributeOf('Policy', ({ policy }) => policy as string),
  }),
  kindOf<RedriveAllowPolicyArgs>({
    type: 'aws:sqs/redriveAllowPolicy:RedriveAllowPolicy',
    replaces: ['queueUrl'],
    json: ['redriveAllowPolicy'],
    madeUp: ({ queueUrl }) => ({ id: queueUrl, outputs: {} }),
    making: attributeOf('RedriveAllowPolicy', ({ redriveAllowPolicy }) => redriveAllowPolicy),
  }),
];

/** What is a resource to Pulumi and an attribute of a queue to AWS. */
function attributeOf<Inputs extends { readonly queueUrl: string }>(name: QueueAttributeName, valueOf: (inputs: Inputs) => string) {
  const set = (inputs: Inputs, value: string) =>
    new SetQueueAttributesCommand({ QueueUrl: inputs.queueUrl, Attributes: { [name]: value } });
  return {
    create: async (inputs: Inputs, { sqs }: Clients) => {
      await sqs.send(set(inputs, valueOf(inputs)));
      return {};
    },
    update: async ({ inputs }: { readonly inputs: Inputs }, { sqs }: Clients) => {
      await sqs.send(set(inputs, valueOf(inputs)));
      return {};
    },
    remove: ({ inputs }: { readonly inputs: Inputs }, { sqs }: Clients) => unlessGone(sqs.send(set(inputs, ''))),
  };
}
