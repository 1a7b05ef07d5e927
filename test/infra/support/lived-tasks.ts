import { join } from 'node:path';
import { type RunningTask, startTask } from '../../support/running-task.ts';
import type { LivedStack } from './lived-stack.ts';

interface Container {
  readonly command: readonly string[];
  readonly environment: readonly { readonly name: string; readonly value: string }[];
}

/**
 * A task as its definition says: the command, the variables and the role, as a process. MiniStack takes a task and runs none. What ECS
 * would tell it beside that (where credentials are) stands in variables.
 */
export const runTaskOf = async (stack: LivedStack, name: string): Promise<RunningTask> => {
  const { inputs } = stack.made('aws:ecs/taskDefinition:TaskDefinition', name);
  const [container] = JSON.parse(String(inputs['containerDefinitions'])) as readonly Container[];
  if (container === undefined) throw new Error(`the task ${name} has no container`);
  const [command = ''] = container.command;
  return startTask(join(stack.checkout.folder, 'dist', command), {
    ...Object.fromEntries(container.environment.map((each) => [each.name, each.value])),
    ...(await surroundingsOf(stack, name)),
  });
};

const surroundingsOf = async ({ recorder, as }: LivedStack, role: string) => {
  const { accessKeyId, secretAccessKey, sessionToken } = await as(role);
  return {
    AWS_ENDPOINT_URL: recorder.url,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
};
