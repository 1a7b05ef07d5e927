/**
 * Regions that have every service a stack needs (AWS Services by Region: Lambda and Fargate on ARM, HTTP APIs, EventBridge Scheduler,
 * DynamoDB, SES, X-Ray), and are on in every account. Others have to be switched on first, and some services go by other names there, which
 * policies would have to know (SNS, "Amazon SNS in opt-in regions"). What is new goes in here once a stack was brought up there.
 *
 * SES receives mail in all of them (General Reference, "Amazon SES endpoints and quotas", email receiving endpoints).
 */
export const supportedRegions: readonly string[] = [
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
];
