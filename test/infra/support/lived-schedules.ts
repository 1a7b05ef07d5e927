import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ECSClient, RunTaskCommand } from '@aws-sdk/client-ecs';
import type { LivedStack } from './lived-stack.ts';

interface Target {
  readonly arn: string;
  readonly input?: string;
  readonly ecsParameters?: { readonly taskDefinitionArn: string };
}

const targetOf = ({ made }: LivedStack, name: string): Target => made('aws:scheduler/schedule:Schedule', name).inputs['target'] as Target;

/** Calls a function as its schedule does: with the schedule's role, its target and its words. What the function failed with, if it did. */
export const tick = async (stack: LivedStack, name: string): Promise<string | undefined> => {
  const { arn, input = '' } = targetOf(stack, name);
  const lambda = new LambdaClient({ endpoint: stack.aws.url, region: stack.aws.region, credentials: await stack.as(name) });
  const { FunctionError, Payload } = await lambda.send(new InvokeCommand({ FunctionName: arn, Payload: input }));
  lambda.destroy();
  return FunctionError === undefined ? undefined : Payload?.transformToString();
};

/** Starts a task as its schedule does. */
export const start = async (stack: LivedStack, name: string): Promise<void> => {
  const { arn, ecsParameters } = targetOf(stack, name);
  const ecs = new ECSClient({ endpoint: stack.aws.url, region: stack.aws.region, credentials: await stack.as(name) });
  try {
    await ecs.send(new RunTaskCommand({ cluster: arn, taskDefinition: ecsParameters?.taskDefinitionArn, launchType: 'FARGATE' }));
  } finally {
    ecs.destroy();
  }
};
