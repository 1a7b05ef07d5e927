import { ConfigurationSet } from '@pulumi/aws/sesv2/configurationSet.js';
import { ConfigurationSetEventDestination } from '@pulumi/aws/sesv2/configurationSetEventDestination.js';
import { Topic } from '@pulumi/aws/sns/topic.js';
import { TopicPolicy } from '@pulumi/aws/sns/topicPolicy.js';
import { TopicSubscription } from '@pulumi/aws/sns/topicSubscription.js';
import { type Input, interpolate, jsonStringify, type Output } from '@pulumi/pulumi';
import { ComponentResource, type ComponentResourceOptions, type CustomResourceOptions } from '@pulumi/pulumi/resource.js';
import { allow, policyOf, tlsOnly } from './policy.ts';
import { called, type Stack } from './stack.ts';

/** Both queues have to let `sns.amazonaws.com` send, for `topicArn` alone. */
export interface MailEventsQueue {
  readonly arn: Input<string>;
  readonly deadLetters: { readonly arn: Input<string> };
}

/**
 * How mails leave through SES, and what it says of those that came back or were called unwanted. Deliveries, openings and clicks are not
 * asked for: nobody needs to know when somebody reads.
 *
 * The queue's policy names the topic, and the topic is subscribed to the queue: so the topic is made here, the queue after it with
 * `topicArn` among its senders, and `deliverTo` last.
 */
export class MailEvents extends ComponentResource {
  /** For `SES_CONFIGURATION_SET`. */
  readonly configurationSet: Output<string>;
  /** Beside the identity, what a right to send has to name. */
  readonly configurationSetArn: Output<string>;
  readonly topicArn: Output<string>;
  readonly #name: string;

  constructor(stack: Stack, args: { readonly name: string }, options?: ComponentResourceOptions) {
    const name = called(stack, args.name);
    super('loop:platform:MailEvents', name, {}, options);
    const { settings, accountId, partition } = stack;
    const set = configurationSetOf(name, this);
    this.#name = name;
    this.configurationSet = set.configurationSetName;
    this.configurationSetArn = interpolate`arn:${partition}:ses:${settings.region}:${accountId}:configuration-set/${this.configurationSet}`;
    const topic = new Topic(name, { kmsMasterKeyId: stack.keyArn }, { parent: this });
    this.topicArn = topic.arn;
    const policy = new TopicPolicy(
      name,
      {
        arn: topic.arn,
        policy: policyOf([
          // SES Developer Guide, "Set up an Amazon SNS event destination for event publishing".
          allow(['sns:Publish'], [topic.arn], {
            principal: { service: 'ses.amazonaws.com' },
            conditions: { StringEquals: { 'aws:SourceAccount': accountId, 'aws:SourceArn': this.configurationSetArn } },
          }),
          tlsOnly('sns:Publish', [topic.arn]),
        ]),
      },
      { parent: this },
    );
    new ConfigurationSetEventDestination(
      name,
      {
        configurationSetName: set.configurationSetName,
        eventDestinationName: 'came-back',
        eventDestination: { enabled: true, matchingEventTypes: ['BOUNCE', 'COMPLAINT'], snsDestination: { topicArn: topic.arn } },
      },
      // SES tries the topic out at once.
      { parent: this, dependsOn: policy },
    );
    this.registerOutputs({ configurationSet: this.configurationSet, topicArn: this.topicArn });
  }

  /** Events go there as SES wrote them; those that the queue does not take lie in its dead letters. `options` name its policy. */
  deliverTo(queue: MailEventsQueue, options?: Pick<CustomResourceOptions, 'dependsOn'>): void {
    new TopicSubscription(
      this.#name,
      {
        topic: this.topicArn,
        protocol: 'sqs',
        endpoint: queue.arn,
        rawMessageDelivery: true,
        redrivePolicy: jsonStringify({ deadLetterTargetArn: queue.deadLetters.arn }),
      },
      { ...options, parent: this },
    );
  }
}

/** Its name is fixed, as the topic's policy has to name it. */
const configurationSetOf = (name: string, parent: MailEvents): ConfigurationSet =>
  new ConfigurationSet(
    name,
    {
      configurationSetName: name,
      // Mails hold links to sign in, and what two people have in common; a server that takes them without TLS does not get them.
      deliveryOptions: { tlsPolicy: 'REQUIRE' },
      reputationOptions: { reputationMetricsEnabled: true },
      sendingOptions: { sendingEnabled: true },
      // What bounces is Loop's to decide: a server that refuses what one member wrote must not silence every mail to the other.
      suppressionOptions: { suppressedReasons: ['COMPLAINT'] },
    },
    { parent },
  );
