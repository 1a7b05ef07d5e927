import type { Props, Resource, ResourceRule, StackRule } from '../../../infra/policy/rules/rule.ts';

/** A resource of a type with properties; its name is the last word of its type unless it has one. */
export const resource = (type: string, props: Props = {}, more: Partial<Resource> = {}): Resource => {
  const name = more.name ?? type.split(':').at(-1) ?? type;
  return { type, name, urn: `urn:pulumi:dev::loop::${type}::${name}`, props, protect: false, ...more };
};

export const foundIn = (rule: ResourceRule | StackRule, ...resources: readonly Resource[]): readonly string[] =>
  'each' in rule ? resources.flatMap((each) => rule.each(each)) : rule.all(resources).map(({ message }) => message);

export const policyText = (...statements: readonly Props[]): string => JSON.stringify({ Version: '2012-10-17', Statement: statements });

export const table = 'aws:dynamodb/table:Table';
export const queue = 'aws:sqs/queue:Queue';
export const topic = 'aws:sns/topic:Topic';
export const bucket = 'aws:s3/bucket:Bucket';
export const logGroup = 'aws:cloudwatch/logGroup:LogGroup';
export const secret = 'aws:secretsmanager/secret:Secret';
export const lambda = 'aws:lambda/function:Function';
export const key = 'aws:kms/key:Key';
export const taskDefinition = 'aws:ecs/taskDefinition:TaskDefinition';
export const schedule = 'aws:scheduler/schedule:Schedule';
export const alarm = 'aws:cloudwatch/metricAlarm:MetricAlarm';
export const distribution = 'aws:cloudfront/distribution:Distribution';
export const rolePolicy = 'aws:iam/rolePolicy:RolePolicy';
