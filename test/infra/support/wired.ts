import type { Captured, Captures } from './capture.ts';
import { statementsIn, type WrittenStatement } from './policy-in.ts';
import { stateOf } from './made-up-aws.ts';

/** What AWS made of a captured resource: its ARN, and the name that others know it by. */
export const answered = ({ type, name, inputs }: Captured): { readonly id: string; readonly arn: string; readonly name: string } => {
  const { id, state } = stateOf({ type, name, inputs });
  return { id, arn: String(state['arn']), name: String(state['name']) };
};

/** The one of a kind with this ARN, name or id; throws where there is none, as a reference would then lead nowhere. */
export const madeAs = ({ of }: Captures, type: string, reference: unknown): Captured => {
  const found = of(type).find((each) => Object.values(answered(each)).includes(String(reference)));
  if (found === undefined) throw new Error(`${type}: nothing in the stack is ${String(reference)}`);
  return found;
};

/** What a role may do, by its ARN or name. */
export const rightsOf = (captures: Captures, role: unknown): readonly WrittenStatement[] => {
  const { name } = answered(madeAs(captures, 'aws:iam/role:Role', role));
  return captures
    .of('aws:iam/rolePolicy:RolePolicy')
    .filter(({ inputs }) => inputs['role'] === name)
    .flatMap(({ inputs }) => statementsIn(inputs['policy']));
};

/** Which actions are allowed on exactly this resource, in order. */
export const actionsOn = (rights: readonly WrittenStatement[], arn: string): readonly string[] =>
  rights
    .filter(({ Effect, Resource }) => Effect === 'Allow' && Resource.includes(arn))
    .flatMap(({ Action }) => Action)
    .toSorted();

/** A value inside inputs, by its path: `target.arn`. */
export const at = ({ inputs }: Pick<Captured, 'inputs'>, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined), inputs);

/** Without the mark of a secret. */
export const plain = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'value' in value ? (value as { readonly value: unknown }).value : value;

export const kinds = {
  alarm: 'aws:cloudwatch/metricAlarm:MetricAlarm',
  api: 'aws:apigatewayv2/api:Api',
  bucket: 'aws:s3/bucket:Bucket',
  cluster: 'aws:ecs/cluster:Cluster',
  composite: 'aws:cloudwatch/compositeAlarm:CompositeAlarm',
  distribution: 'aws:cloudfront/distribution:Distribution',
  function: 'aws:lambda/function:Function',
  group: 'aws:scheduler/scheduleGroup:ScheduleGroup',
  integration: 'aws:apigatewayv2/integration:Integration',
  logGroup: 'aws:cloudwatch/logGroup:LogGroup',
  mapping: 'aws:lambda/eventSourceMapping:EventSourceMapping',
  parameter: 'aws:ssm/parameter:Parameter',
  queue: 'aws:sqs/queue:Queue',
  queuePolicy: 'aws:sqs/queuePolicy:QueuePolicy',
  role: 'aws:iam/role:Role',
  schedule: 'aws:scheduler/schedule:Schedule',
  secret: 'aws:secretsmanager/secret:Secret',
  secretVersion: 'aws:secretsmanager/secretVersion:SecretVersion',
  stage: 'aws:apigatewayv2/stage:Stage',
  table: 'aws:dynamodb/table:Table',
  task: 'aws:ecs/taskDefinition:TaskDefinition',
  topic: 'aws:sns/topic:Topic',
} as const;
