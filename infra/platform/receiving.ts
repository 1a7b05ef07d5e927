import { Record as DnsEntry } from '@pulumi/aws/route53/record.js';
import { ReceiptRule } from '@pulumi/aws/ses/receiptRule.js';
import { Topic } from '@pulumi/aws/sns/topic.js';
import { TopicPolicy } from '@pulumi/aws/sns/topicPolicy.js';
import { TopicSubscription } from '@pulumi/aws/sns/topicSubscription.js';
import { jsonStringify, type Output } from '@pulumi/pulumi';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi/resource.js';
import type { MailEventsQueue } from './mail-events.ts';
import { allow, policyOf, tlsOnly } from './policy.ts';
import { RawMails } from './raw-mails.ts';
import { byOurRule, mxRecordOf, rawPrefix, receiptRuleName, receiptRuleSet } from './receiving-plan.ts';
import type { DnsRecord } from './site-records.ts';
import { called, type Stack } from './stack.ts';

/**
 * Mail to private addresses: SES takes it over TLS alone, looks for spam and viruses, puts it into a bucket and tells a topic. That
 * notification has the recipients of the envelope and the verdicts, which an event of the bucket has not.
 *
 * As with `MailEvents`, the queue is made between topic and subscription; nothing is received before `deliverTo`, so that nothing is
 * told to nobody.
 */
export class Receiving extends ComponentResource {
  readonly mails: RawMails;
  readonly topicArn: Output<string>;
  /** To be made by hand, where no zone was named. */
  readonly dnsRecords: readonly DnsRecord[];
  readonly #stack: Stack;
  readonly #name: string;
  readonly #topicPolicy: TopicPolicy;

  constructor(stack: Stack, args: { readonly name: string }, options?: ComponentResourceOptions) {
    const name = called(stack, args.name);
    super('loop:platform:Receiving', name, {}, options);
    const of = { parent: this };
    this.mails = new RawMails(stack, { name: 'raw-mails' }, of);
    // Signed by SHA-256, which who takes it looks at (adapters/email/sns-signature.ts).
    const topic = new Topic(name, { kmsMasterKeyId: stack.keyArn, signatureVersion: 2 }, of);
    const publishing = allow(['sns:Publish'], [topic.arn], {
      principal: { service: 'ses.amazonaws.com' },
      conditions: byOurRule(stack),
    });
    this.#topicPolicy = new TopicPolicy(name, { arn: topic.arn, policy: policyOf([publishing, tlsOnly('sns:Publish', [topic.arn])]) }, of);
    this.topicArn = topic.arn;
    this.#stack = stack;
    this.#name = name;
    const mx = mxRecordOf(stack);
    const { relayZoneId: zoneId } = stack.settings;
    if (zoneId !== undefined) new DnsEntry(name, { zoneId, name: mx.name, type: 'MX', records: [mx.value], ttl: mxTtlSeconds }, of);
    this.dnsRecords = zoneId === undefined ? [mx] : [];
    this.registerOutputs({ topicArn: this.topicArn });
  }

  /** With the envelope of SNS, which says of which topic it is and is signed. */
  deliverTo(queue: MailEventsQueue, options?: ComponentResourceOptions): void {
    const subscription = new TopicSubscription(
      this.#name,
      {
        topic: this.topicArn,
        protocol: 'sqs',
        endpoint: queue.arn,
        redrivePolicy: jsonStringify({ deadLetterTargetArn: queue.deadLetters.arn }),
      },
      { ...options, parent: this },
    );
    const name = receiptRuleName(this.#stack);
    new ReceiptRule(
      this.#name,
      {
        name,
        ruleSetName: receiptRuleSet,
        // Every address of it: aliases come and go by the hundred.
        recipients: [this.#stack.settings.relayDomain],
        enabled: true,
        scanEnabled: true,
        tlsPolicy: 'Require',
        s3Actions: [{ position: 1, bucketName: this.mails.bucketName, objectKeyPrefix: rawPrefix, topicArn: this.topicArn }],
      },
      // SES tries out bucket and topic before it takes a rule (SES API, CreateReceiptRule, InvalidS3Configuration).
      { parent: this, dependsOn: [...this.mails.ready, this.#topicPolicy, subscription] },
    );
  }
}

/** A mistake is mended within the hour. */
const mxTtlSeconds = 3_600;
