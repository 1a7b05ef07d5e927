import {
  CreateTopicCommand,
  DeleteTopicCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import type { TopicArgs } from '@pulumi/aws/sns/topic.js';
import type { TopicPolicyArgs } from '@pulumi/aws/sns/topicPolicy.js';
import type { TopicSubscriptionArgs } from '@pulumi/aws/sns/topicSubscription.js';
import { randomUUID } from 'node:crypto';
import { answered, arn, kindOf, unlessGone, type Kind } from '../kind.ts';

const setPolicy = (topic: string, policy: unknown) =>
  new SetTopicAttributesCommand({ TopicArn: topic, AttributeName: 'Policy', AttributeValue: policy as string });

export const topicKinds: readonly Kind[] = [
  kindOf<TopicArgs, 'name'>({
    type: 'aws:sns/topic:Topic',
    naming: { property: 'name', max: 256, suffix: ({ fifoTopic }) => (fifoTopic === true ? '.fifo' : '') },
    replaces: ['name', 'fifoTopic'],
    madeUp: ({ name }, place) => {
      const own = arn('sns', place, name);
      return { id: own, outputs: { arn: own, owner: place.account } };
    },
    making: {
      create: async ({ name, kmsMasterKeyId, displayName, signatureVersion }, { sns }) => {
        const Attributes = {
          ...(kmsMasterKeyId === undefined ? {} : { KmsMasterKeyId: kmsMasterKeyId }),
          ...(displayName === undefined ? {} : { DisplayName: displayName }),
          ...(signatureVersion === undefined ? {} : { SignatureVersion: String(signatureVersion) }),
        };
        const own = answered((await sns.send(new CreateTopicCommand({ Name: name, Attributes }))).TopicArn);
        return { id: own, outputs: { arn: own } };
      },
      update: async ({ id, inputs }, { sns }) => {
        for (const [AttributeName, AttributeValue] of [
          ['KmsMasterKeyId', inputs.kmsMasterKeyId],
          ['DisplayName', inputs.displayName],
        ] as const)
          await sns.send(new SetTopicAttributesCommand({ TopicArn: id, AttributeName, AttributeValue: AttributeValue ?? '' }));
        return {};
      },
      remove: ({ id }, { sns }) => unlessGone(sns.send(new DeleteTopicCommand({ TopicArn: id }))),
    },
  }),
  kindOf<TopicPolicyArgs>({
    type: 'aws:sns/topicPolicy:TopicPolicy',
    replaces: ['arn'],
    json: ['policy'],
    madeUp: (inputs) => ({ id: inputs.arn, outputs: {} }),
    making: {
      create: async (inputs, { sns }) => {
        await sns.send(setPolicy(inputs.arn, inputs.policy));
        return {};
      },
      update: async ({ inputs }, { sns }) => {
        await sns.send(setPolicy(inputs.arn, inputs.policy));
        return {};
      },
      // A topic is never without one; it goes with the topic.
      remove: () => Promise.resolve(),
    },
  }),
  kindOf<TopicSubscriptionArgs>({
    type: 'aws:sns/topicSubscription:TopicSubscription',
    replaces: ['topic', 'protocol', 'endpoint'],
    json: ['redrivePolicy'],
    madeUp: ({ topic }) => {
      const own = `${topic as string}:${randomUUID()}`;
      return { id: own, outputs: { arn: own } };
    },
    making: {
      create: async ({ topic, protocol, endpoint, rawMessageDelivery }, { sns }) => {
        const { SubscriptionArn } = await sns.send(
          new SubscribeCommand({
            TopicArn: topic as string,
            Protocol: protocol,
            Endpoint: endpoint,
            Attributes: { RawMessageDelivery: String(rawMessageDelivery === true) },
            ReturnSubscriptionArn: true,
          }),
        );
        return { id: answered(SubscriptionArn), outputs: { arn: answered(SubscriptionArn) } };
      },
      remove: ({ id }, { sns }) => unlessGone(sns.send(new UnsubscribeCommand({ SubscriptionArn: id }))),
    },
  }),
];
