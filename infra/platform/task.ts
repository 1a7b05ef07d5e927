import { LogGroup } from '@pulumi/aws/cloudwatch/logGroup.js';
import { TaskDefinition } from '@pulumi/aws/ecs/taskDefinition.js';
import { Role } from '@pulumi/aws/iam/role.js';
import { RolePolicy } from '@pulumi/aws/iam/rolePolicy.js';
import { interpolate, jsonStringify, type Input, type Output } from '@pulumi/pulumi';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi/resource.js';
import type { IntroSenderInputs, WeeklyRoundInputs } from '../env-for.ts';
import { allow, policyOf, type Statement, trustOf } from './policy.ts';
import { called, type Stack } from './stack.ts';
import { containerOf, repositoryOf, taskSizeOf } from './task-plan.ts';

/** Its name is that of its bundle, and so says which command it runs and how large it is. */
export type TaskArgs = { readonly rights: readonly Statement[] } & (
  | { readonly name: 'weekly-round'; readonly variables: WeeklyRoundInputs }
  | { readonly name: 'intro-sender'; readonly variables: IntroSenderInputs }
);

/** What runs once and ends, on Fargate: the image of the stack, a command, and rights of its own. */
export class Task extends ComponentResource {
  /** Of this very revision. */
  readonly definitionArn: Output<string>;
  readonly family: string;
  /** What the task itself may do. */
  readonly roleArn: Output<string>;
  readonly roleName: Output<string>;
  /** What ECS may do for it before it begins: pull the image, write its log. */
  readonly executionRoleArn: Output<string>;
  readonly logGroupName: Output<string>;

  constructor(stack: Stack, args: TaskArgs, options?: ComponentResourceOptions) {
    const name = called(stack, args.name);
    super('loop:platform:Task', name, {}, options);
    const { settings } = stack;
    const logGroup = new LogGroup(
      name,
      { name: `/loop/${settings.stack}/${args.name}`, retentionInDays: settings.logRetentionDays, kmsKeyId: stack.keyArn },
      { parent: this },
    );
    const assumeRolePolicy = trustOfTasks(stack);
    const role = new Role(name, { assumeRolePolicy }, { parent: this });
    const rights = new RolePolicy(name, { role: role.name, policy: policyOf(args.rights) }, { parent: this });
    const execution = new Role(`${name}-start`, { assumeRolePolicy }, { parent: this });
    const starting = new RolePolicy(
      `${name}-start`,
      { role: execution.name, policy: policyOf(startingRights(stack, logGroup.arn)) },
      { parent: this },
    );
    const { cpu, memoryMb } = taskSizeOf(args.name, settings);
    const { image, region } = settings;
    const container = containerOf({ name: args.name, image, region, logGroupName: logGroup.name, variables: { ...args.variables } });
    const definition = new TaskDefinition(
      name,
      {
        family: name,
        requiresCompatibilities: ['FARGATE'],
        networkMode: 'awsvpc',
        runtimePlatform: { operatingSystemFamily: 'LINUX', cpuArchitecture: 'ARM64' },
        cpu: String(cpu),
        memory: String(memoryMb),
        taskRoleArn: role.arn,
        executionRoleArn: execution.arn,
        containerDefinitions: jsonStringify([container]),
      },
      // A task may be started as soon as there is a definition.
      { parent: this, dependsOn: [rights, starting] },
    );
    this.definitionArn = definition.arn;
    this.family = name;
    this.roleArn = role.arn;
    this.roleName = role.name;
    this.executionRoleArn = execution.arn;
    this.logGroupName = logGroup.name;
    this.registerOutputs({ definitionArn: this.definitionArn, roleArn: this.roleArn, logGroupName: this.logGroupName });
  }
}

/** ECS Developer Guide, "Task IAM role". */
const trustOfTasks = ({ settings, accountId, partition }: Stack): Output<string> =>
  trustOf('ecs-tasks.amazonaws.com', {
    StringEquals: { 'aws:SourceAccount': accountId },
    ArnLike: { 'aws:SourceArn': interpolate`arn:${partition}:ecs:${settings.region}:${accountId}:*` },
  });

/** ECS Developer Guide, "Task execution IAM role". */
const startingRights = ({ settings, partition }: Stack, logGroupArn: Input<string>): readonly Statement[] => {
  const repository = repositoryOf(settings.image);
  const logging = allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [interpolate`${logGroupArn}:*`]);
  if (repository === undefined) return [logging];
  const { region, accountId, name } = repository;
  return [
    // A token is for a whole registry; it opens nothing by itself.
    allow(['ecr:GetAuthorizationToken'], ['*']),
    allow(
      ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
      [interpolate`arn:${partition}:ecr:${region}:${accountId}:repository/${name}`],
    ),
    logging,
  ];
};
