import { interpolate, type Input, type Output } from '@pulumi/pulumi';
import type { DnsRecord } from './site-records.ts';
import { called, type Stack } from './stack.ts';

/** An account and region have one active rule set: made by the account's own program, and each stack adds the rule of its own domain. */
export const receiptRuleSet = 'loop';

/** The folder of a bucket that SES puts mails into. */
export const rawPrefix = 'inbound/';

/** As long as dead letters are kept: without its mail, a letter that is sent back has nothing to pass on. */
export const rawDays = 14;

/** Fixed, as the policies of what SES writes to have to name it; 64 characters at most (SES API, ReceiptRule). */
export const receiptRuleName = (stack: Pick<Stack, 'settings'>): string => called(stack, 'relay');

/** By which SES shows for whom it writes (SES Developer Guide, "Giving permissions to Amazon SES for email receiving"). */
export const receiptRuleArn = (stack: Stack): Output<string> =>
  interpolate`arn:${stack.partition}:ses:${stack.settings.region}:${stack.accountId}:receipt-rule-set/${receiptRuleSet}:receipt-rule/${receiptRuleName(stack)}`;

/** Only for us: this account, and this rule of it. */
export const byOurRule = (stack: Stack): Readonly<Record<string, Readonly<Record<string, Input<string>>>>> => ({
  StringEquals: { 'aws:SourceAccount': stack.accountId, 'aws:SourceArn': receiptRuleArn(stack) },
});

/** Where mail for a domain goes (SES Developer Guide, "Publishing an MX record for Amazon SES email receiving"). */
export const mxRecordOf = ({ settings }: Pick<Stack, 'settings'>): DnsRecord => ({
  name: settings.relayDomain,
  type: 'MX',
  value: `10 inbound-smtp.${settings.region}.amazonaws.com`,
  use: 'now, and for good: it leads replies to private addresses here',
});
