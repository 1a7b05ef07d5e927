import type { Input } from '@pulumi/pulumi';
import type { TaskSize } from '../config/fields.ts';
import type { Settings } from '../config/settings.ts';

export type TaskName = 'weekly-round' | 'intro-sender';

/** Who sends mails mostly waits; how large who plans rounds has to be, the size of the community decides. */
export const taskSizeOf = (name: TaskName, { roundTask }: Pick<Settings, 'roundTask'>): TaskSize =>
  name === 'weekly-round' ? roundTask : { cpu: 256, memoryMb: 512 };

/** From SIGTERM to SIGKILL; Fargate gives no more (ECS, ContainerDefinition). A mail under way is finished in it. */
export const stopTimeoutSeconds = 120;

/** Nobody: any number but root's, as the image's files can be read by all and nothing is written. */
const user = '65532:65532';

export interface ContainerPlan {
  readonly name: TaskName;
  readonly image: string;
  readonly region: string;
  readonly logGroupName: Input<string>;
  readonly variables: Readonly<Record<string, Input<string>>>;
}

/** The one container of a task, as RegisterTaskDefinition takes it. */
export const containerOf = ({ name, image, region, logGroupName, variables }: ContainerPlan) => ({
  name,
  image,
  // The image begins `node` in /loop, where each bundle has a folder.
  command: [`${name}/index.mjs`],
  essential: true,
  user,
  readonlyRootFilesystem: true,
  linuxParameters: {
    capabilities: { drop: ['ALL'] },
    // Node as process 1 would not hear SIGTERM before it has read its code.
    initProcessEnabled: true,
  },
  stopTimeout: stopTimeoutSeconds,
  environment: environmentOf({ ...variables, AWS_REGION: region, NODE_OPTIONS: '--enable-source-maps' }),
  logConfiguration: {
    logDriver: 'awslogs',
    options: {
      'awslogs-group': logGroupName,
      'awslogs-region': region,
      'awslogs-stream-prefix': 'task',
      // Logs that cannot be written hold no round up; so many are kept meanwhile.
      mode: 'non-blocking',
      'max-buffer-size': '4m',
    },
  },
});

/** In the order of their names, so that an order of ours is no new version of the task. */
const environmentOf = (
  variables: Readonly<Record<string, Input<string>>>,
): readonly { readonly name: string; readonly value: Input<string> }[] =>
  Object.keys(variables)
    .sort()
    .flatMap((name) => {
      const value = variables[name];
      return value === undefined ? [] : [{ name, value }];
    });

export interface Repository {
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
}

/** The private repository that an image of ECR is pulled from; nothing for one from elsewhere, which is pulled without rights. */
export const repositoryOf = (image: string): Repository | undefined => {
  const found = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/([^@:]+)[@:]/.exec(image);
  const [, accountId, region, name] = found ?? [];
  return accountId === undefined || region === undefined || name === undefined ? undefined : { accountId, region, name };
};
