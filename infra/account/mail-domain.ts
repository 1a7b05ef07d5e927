import { Record } from '@pulumi/aws/route53/record.js';
import { ActiveReceiptRuleSet } from '@pulumi/aws/ses/activeReceiptRuleSet.js';
import { ReceiptRuleSet } from '@pulumi/aws/ses/receiptRuleSet.js';
import { EmailIdentity } from '@pulumi/aws/sesv2/emailIdentity.js';
import { EmailIdentityMailFromAttributes } from '@pulumi/aws/sesv2/emailIdentityMailFromAttributes.js';
import type { Output } from '@pulumi/pulumi';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi/resource.js';
import { receiptRuleSet } from '../platform/receiving-plan.ts';
import type { Account } from './account.ts';
import { dkimTokenCount, mailRecords, type DnsRecord } from './mail-plan.ts';

/** A day would be usual; an hour lets a mistake be mended before lunch. */
const ttlSeconds = 3_600;

/** The domain that mails come from, signed and aligned, and the one rule set that receives. */
export class MailDomain extends ComponentResource {
  /** What has to be entered by hand; nothing where a hosted zone took it. */
  readonly recordsByHand: readonly DnsRecord[];
  readonly receiptRuleSet: Output<string> | undefined;

  constructor({ settings }: Account, options?: ComponentResourceOptions) {
    super('loop:account:MailDomain', 'loop-mail', {}, options);
    const parent = { parent: this };
    const { mailDomain, mailFromDomain, zoneId } = settings;
    const identity = new EmailIdentity(
      'loop-mail',
      { emailIdentity: mailDomain, dkimSigningAttributes: { nextSigningKeyLength: 'RSA_2048_BIT' } },
      // Deleting it stops every mail of every stack at once.
      { ...parent, protect: true },
    );
    // A mail that cannot carry our MAIL FROM is still better than none: it stays aligned by DKIM.
    new EmailIdentityMailFromAttributes(
      'loop-mail',
      { emailIdentity: identity.emailIdentity, mailFromDomain, behaviorOnMxFailure: 'USE_DEFAULT_VALUE' },
      parent,
    );
    const tokens = Array.from({ length: dkimTokenCount }, (_, index) =>
      identity.dkimSigningAttributes.apply(({ tokens: made }) => made[index] ?? ''),
    );
    const records = mailRecords(settings, tokens);
    if (zoneId !== undefined)
      for (const { key, name, type, value } of records)
        new Record(`loop-mail-${key}`, { zoneId, name, type, records: [value], ttl: ttlSeconds }, parent);
    this.recordsByHand = zoneId === undefined ? records : [];
    this.receiptRuleSet = settings.receivesMail ? this.activeRuleSet() : undefined;
    this.registerOutputs({});
  }

  /** An account has one active rule set in a region; every stack adds the rules of its own domain to it. */
  private activeRuleSet(): Output<string> {
    const { ruleSetName } = new ReceiptRuleSet('loop-inbound', { ruleSetName: receiptRuleSet }, { parent: this });
    new ActiveReceiptRuleSet('loop-inbound', { ruleSetName }, { parent: this });
    return ruleSetName;
  }
}
