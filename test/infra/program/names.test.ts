import { describe, expect, it } from 'vitest';
import { Table } from '../../../infra/platform/table.ts';
import { capture } from '../support/capture.ts';
import { aStack } from '../support/stack.ts';
import { madeIn, physicalNameOf, type VariantName, wholeProgram } from '../support/whole-program.ts';

/** How long a name may be, by kind; each from the page of the call that makes it (`CreateQueue`, `CreateRole`, …). */
const longest: Readonly<Record<string, number>> = {
  'aws:apigatewayv2/api:Api': 128,
  'aws:cloudfront/cachePolicy:CachePolicy': 128,
  'aws:cloudfront/originAccessControl:OriginAccessControl': 64,
  'aws:cloudfront/originRequestPolicy:OriginRequestPolicy': 128,
  'aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy': 128,
  'aws:cloudwatch/compositeAlarm:CompositeAlarm': 255,
  'aws:cloudwatch/dashboard:Dashboard': 255,
  'aws:cloudwatch/eventRule:EventRule': 64,
  'aws:cloudwatch/logGroup:LogGroup': 512,
  'aws:cloudwatch/logMetricFilter:LogMetricFilter': 512,
  'aws:cloudwatch/logResourcePolicy:LogResourcePolicy': 256,
  'aws:cloudwatch/metricAlarm:MetricAlarm': 255,
  'aws:dynamodb/table:Table': 255,
  'aws:ec2/securityGroup:SecurityGroup': 255,
  'aws:ecs/cluster:Cluster': 255,
  'aws:ecs/taskDefinition:TaskDefinition': 255,
  'aws:iam/role:Role': 64,
  'aws:iam/rolePolicy:RolePolicy': 128,
  'aws:kms/alias:Alias': 256,
  'aws:lambda/function:Function': 64,
  'aws:s3/bucket:Bucket': 63,
  'aws:scheduler/schedule:Schedule': 64,
  'aws:scheduler/scheduleGroup:ScheduleGroup': 64,
  'aws:secretsmanager/secret:Secret': 512,
  'aws:ses/receiptRule:ReceiptRule': 64,
  'aws:sesv2/configurationSet:ConfigurationSet': 64,
  'aws:sesv2/configurationSetEventDestination:ConfigurationSetEventDestination': 64,
  'aws:sns/topic:Topic': 256,
  'aws:sqs/queue:Queue': 80,
  'aws:ssm/parameter:Parameter': 1_011,
  'aws:wafv2/webAcl:WebAcl': 128,
};

/** Kinds that are part of something else, or have an id and no name. */
const nameless =
  /:(Certificate|CertificateValidation|ClusterCapacityProviders|DefaultSecurityGroup|Distribution|EventSourceMapping|EventTarget|FlowLog|FunctionEventInvokeConfig|Integration|Key|Permission|Record|RedriveAllowPolicy|Route|SecretVersion|SecurityGroupEgressRule|Stage|TopicSubscription|Vpc|aws|Bucket[A-Z]\w+|QueuePolicy|TopicPolicy)$/;

/** All kinds that there are, and the longest names. */
const looked: readonly VariantName[] = ['dev that is warm', 'prod with Resend', 'a stack with the longest name'];

describe('names on AWS', () => {
  it('are of kinds whose longest name is known', async () => {
    const kinds = new Set((await Promise.all(looked.map(async (name) => madeIn(await wholeProgram(name))))).flat().map(({ type }) => type));
    expect([...kinds].filter((type) => longest[type] === undefined && !nameless.test(type))).toEqual([]);
    expect(Object.keys(longest).filter((type) => !kinds.has(type))).toEqual([]);
  });

  it('are never too long, however long a stack is called', async () => {
    const tooLong = madeIn(await wholeProgram('a stack with the longest name')).filter(
      (resource) => physicalNameOf(resource).length > (longest[resource.type] ?? Infinity),
    );
    expect(tooLong.map((resource) => `${resource.type} ${physicalNameOf(resource)}`)).toEqual([]);
  });

  it.each(looked)('are each given once in %s', async (name) => {
    const named = madeIn(await wholeProgram(name)).filter(({ type }) => longest[type] !== undefined);
    const all = named.map(
      (resource) => `${resource.type} ${resource.inputs['region'] === undefined ? 'here' : 'us-east-1'} ${physicalNameOf(resource)}`,
    );
    expect(all.filter((each, at) => all.indexOf(each) !== at)).toEqual([]);
  });
});

describe('what is called otherwise in the program', () => {
  it('keeps what it is, by the name it had', async () => {
    const renamed = await capture(() => void new Table(aStack(), { name: 'people' }, { aliases: [{ name: 'loop-dev-users' }] }));
    const before = await capture(() => void new Table(aStack(), { name: 'users' }));
    const table = 'aws:dynamodb/table:Table';
    expect(renamed.one(table).aliases).toContain(before.one(table).urn);
    expect(renamed.one('loop:platform:Table').aliases.map((urn) => urn.split('::').at(-1))).toEqual(['loop-dev-users']);
  });
});
