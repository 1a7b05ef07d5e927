import { program } from './program.ts';

// What there is not is null: Pulumi warns of an undefined output at each run.
export const {
  baseUrl,
  domainName,
  distributionId,
  assetsBucket,
  dnsRecords,
  certificateArn = null,
  keySecret,
  resendSecret = null,
  resendWebhookSecret = null,
  dashboard,
} = program();
