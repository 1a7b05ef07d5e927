import { getCallerIdentityOutput } from '@pulumi/aws/getCallerIdentity.js';
import { getPartitionOutput } from '@pulumi/aws/getPartition.js';
import { Provider } from '@pulumi/aws/provider.js';
import type { Output } from '@pulumi/pulumi';
import type { Tags } from '../config/tag-names.ts';
import type { Account } from './account.ts';
import { ApiLogs } from './api-logs.ts';
import { Deployers } from './deployers.ts';
import type { DnsRecord } from './mail-plan.ts';
import { MailDomain } from './mail-domain.ts';
import { Registry } from './registry.ts';
import type { AccountSettings } from './settings.ts';
import { Spending } from './spending.ts';

export interface AccountOutputs {
  readonly dnsRecords: readonly DnsRecord[];
  readonly repositoryUrl: Output<string>;
  readonly receiptRuleSet: Output<string> | undefined;
  readonly previewRoleArn: Output<string> | undefined;
  readonly deployRoleArn: Output<string> | undefined;
  readonly roleBoundaryArn: Output<string> | undefined;
}

/** Makes everything, and says what deployments and people need of it. */
export const accountOf = (settings: AccountSettings): AccountOutputs => {
  const aws = new Provider('aws', { region: settings.region as never, defaultTags: { tags: tagsOf(settings) } });
  const options = { provider: aws };
  const account: Account = {
    settings,
    accountId: getCallerIdentityOutput({}, options).accountId,
    partition: getPartitionOutput({}, options).partition,
  };
  const mail = new MailDomain(account, options);
  const registry = new Registry(options);
  new ApiLogs(account, options);
  new Spending(account, options);
  const { repository } = settings;
  const deployers = repository === undefined ? undefined : new Deployers(account, { repository, images: registry.arn }, options);
  return {
    dnsRecords: mail.recordsByHand,
    repositoryUrl: registry.url,
    receiptRuleSet: mail.receiptRuleSet,
    previewRoleArn: deployers?.previewRoleArn,
    deployRoleArn: deployers?.deployRoleArn,
    roleBoundaryArn: deployers?.boundaryArn,
  };
};

const tagsOf = ({ owner, costCenter }: AccountSettings): Tags => ({
  Project: 'loop',
  Env: 'account',
  Component: 'account',
  Owner: owner,
  CostCenter: costCenter,
});
