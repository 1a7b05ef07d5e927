import { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ECSClient } from '@aws-sdk/client-ecs';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';

/** An emulator of AWS on this machine. The provider is told of it, the program is not. */
export interface Emulator {
  readonly url: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export type Clients = ReturnType<typeof clientsOf>;

export const clientsOf = ({ url, credentials }: Emulator, region: string) => {
  if (!['127.0.0.1', 'localhost'].includes(new URL(url).hostname)) throw new Error(`an emulator is on this machine, and not at ${url}`);
  const at = { endpoint: url, region, credentials };
  return {
    url,
    region,
    apis: new ApiGatewayV2Client(at),
    logs: new CloudWatchLogsClient(at),
    dynamo: new DynamoDBClient(at),
    ecs: new ECSClient(at),
    iam: new IAMClient(at),
    kms: new KMSClient(at),
    lambda: new LambdaClient(at),
    s3: new S3Client({ ...at, forcePathStyle: true }),
    scheduler: new SchedulerClient(at),
    secrets: new SecretsManagerClient(at),
    sns: new SNSClient(at),
    sqs: new SQSClient({ ...at, useQueueUrlAsEndpoint: false }),
    ssm: new SSMClient(at),
  };
};
