import { Topic } from '@pulumi/aws/sns/topic.js';
import { TopicPolicy } from '@pulumi/aws/sns/topicPolicy.js';
import { TopicSubscription } from '@pulumi/aws/sns/topicSubscription.js';
import type { Input, Output } from '@pulumi/pulumi';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi/resource.js';
import { allow, policyOf, tlsOnly } from './policy.ts';
import { called, type Stack } from './stack.ts';

export interface AlarmTopicArgs {
  readonly name: string;
  /** Of the topic's own region. */
  readonly keyArn: Input<string> | undefined;
  readonly region?: string;
}

/**
 * What alarms are told to, and who is mailed. The address has to confirm once, by the mail that SNS sends it.
 *
 * EventBridge may not publish here: where it publishes, a topic's policy is known not to work with a `Condition`, and without one a rule of
 * any account could write to us. What rules see is counted, and an alarm tells it.
 */
export class AlarmTopic extends ComponentResource {
  readonly arn: Output<string>;

  constructor(stack: Stack, args: AlarmTopicArgs, options?: ComponentResourceOptions) {
    const name = called(stack, args.name);
    super('loop:platform:AlarmTopic', name, {}, options);
    const at = args.region === undefined ? {} : { region: args.region };
    const topic = new Topic(
      name,
      { displayName: `Loop ${stack.settings.stack}`, ...(args.keyArn === undefined ? {} : { kmsMasterKeyId: args.keyArn }), ...at },
      { parent: this },
    );
    new TopicPolicy(
      name,
      {
        arn: topic.arn,
        policy: policyOf([
          allow(['sns:Publish'], [topic.arn], {
            principal: { service: 'cloudwatch.amazonaws.com' },
            conditions: { StringEquals: { 'aws:SourceAccount': stack.accountId } },
          }),
          tlsOnly('sns:Publish', [topic.arn]),
        ]),
        ...at,
      },
      { parent: this },
    );
    const { alarmEmail } = stack.settings;
    if (alarmEmail !== undefined)
      new TopicSubscription(name, { topic: topic.arn, protocol: 'email', endpoint: alarmEmail, ...at }, { parent: this });
    this.arn = topic.arn;
    this.registerOutputs({ arn: this.arn });
  }
}
