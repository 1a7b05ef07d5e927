import { GetApisCommand } from '@aws-sdk/client-apigatewayv2';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import { ListEventSourceMappingsCommand, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { ListSchedulesCommand } from '@aws-sdk/client-scheduler';
import { ListSecretsCommand } from '@aws-sdk/client-secrets-manager';
import { ListTopicsCommand } from '@aws-sdk/client-sns';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { paginateGetParametersByPath } from '@aws-sdk/client-ssm';
import type { Clients } from '../provider/clients.ts';
import type { Resource } from '../engine/resource.ts';

type Ids = readonly (string | undefined)[];

/** What stands in an emulator, by type and as its state file would name it; `edge` is us-east-1, where alarms of the distribution are. */
export const standingIn = async (aws: Clients, edge: Clients): Promise<Readonly<Record<string, readonly string[]>>> => {
  const found: Readonly<Record<string, Ids>> = {
    'aws:dynamodb/table:Table': (await aws.dynamo.send(new ListTablesCommand({}))).TableNames ?? [],
    'aws:sqs/queue:Queue': (await aws.sqs.send(new ListQueuesCommand({}))).QueueUrls ?? [],
    'aws:sns/topic:Topic': [...(await topics(aws)), ...(await topics(edge))],
    'aws:lambda/function:Function': ((await aws.lambda.send(new ListFunctionsCommand({}))).Functions ?? []).map(
      ({ FunctionName }) => FunctionName,
    ),
    'aws:lambda/eventSourceMapping:EventSourceMapping': (
      (await aws.lambda.send(new ListEventSourceMappingsCommand({}))).EventSourceMappings ?? []
    ).map(({ UUID }) => UUID),
    'aws:apigatewayv2/api:Api': ((await aws.apis.send(new GetApisCommand({}))).Items ?? []).map(({ ApiId }) => ApiId),
    'aws:scheduler/schedule:Schedule': ((await aws.scheduler.send(new ListSchedulesCommand({}))).Schedules ?? []).map(
      ({ GroupName, Name }) => `${GroupName ?? ''}/${Name ?? ''}`,
    ),
    'aws:secretsmanager/secret:Secret': ((await aws.secrets.send(new ListSecretsCommand({}))).SecretList ?? []).map(({ ARN }) => ARN),
    'aws:ssm/parameter:Parameter': await parameters(aws),
    'aws:s3/bucket:Bucket': ((await aws.s3.send(new ListBucketsCommand({}))).Buckets ?? []).map(({ Name }) => Name),
    'aws:iam/role:Role': ((await aws.iam.send(new ListRolesCommand({}))).Roles ?? []).map(({ RoleName }) => RoleName),
    'aws:cloudwatch/logGroup:LogGroup': ((await aws.logs.send(new DescribeLogGroupsCommand({}))).logGroups ?? []).map(
      ({ logGroupName }) => logGroupName,
    ),
  };
  return mapped(found);
};

/** The same of a state file. */
export const standingBy = (resources: readonly Resource[], types: readonly string[]): Readonly<Record<string, readonly string[]>> =>
  mapped(Object.fromEntries(types.map((type) => [type, resources.filter((resource) => resource.type === type).map(({ id }) => id)])));

const mapped = (ids: Readonly<Record<string, Ids>>) =>
  Object.fromEntries(Object.entries(ids).map(([type, list]) => [type, list.map((id) => id ?? '').toSorted()]));

const parameters = async ({ ssm }: Clients): Promise<readonly string[]> => {
  const names: string[] = [];
  for await (const { Parameters = [] } of paginateGetParametersByPath({ client: ssm }, { Path: '/', Recursive: true }))
    names.push(...Parameters.map(({ Name = '' }) => Name));
  return names;
};

const topics = async ({ sns }: Clients): Promise<Ids> =>
  ((await sns.send(new ListTopicsCommand({}))).Topics ?? []).map(({ TopicArn }) => TopicArn);
