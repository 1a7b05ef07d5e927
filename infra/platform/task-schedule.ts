import { Schedule } from '@pulumi/aws/scheduler/schedule.js';
import { type Input, interpolate } from '@pulumi/pulumi';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi/resource.js';
import type { Cluster } from './cluster.ts';
import type { Network } from './network.ts';
import { allow, type Statement } from './policy.ts';
import type { ScheduleGroup } from './schedule-group.ts';
import { type Start, taskRetries } from './schedule-plan.ts';
import { scheduleRole } from './schedule-role.ts';
import { called, type Stack } from './stack.ts';
import type { Task } from './task.ts';

export interface TaskScheduleArgs {
  readonly name: string;
  readonly starts: readonly Start[];
  /** Of the IANA list: whose clocks the starts are read by. */
  readonly timeZone: string;
  readonly task: Pick<Task, 'definitionArn' | 'family' | 'roleArn' | 'executionRoleArn'>;
  readonly cluster: Pick<Cluster, 'arn'>;
  readonly network: Pick<Network, 'publicSubnetIds' | 'taskSecurityGroupId'>;
  readonly group: Pick<ScheduleGroup, 'arn' | 'groupName'>;
  readonly deadLettersArn: Input<string>;
}

/**
 * Starts a task by the community's clocks. The dead letter queue has starts that AWS refused; a task that began and failed shows by its
 * exit code alone. A schedule holds no data, so AWS's own key does for it: with ours, a key that is switched off would stop all of them.
 */
export class TaskSchedule extends ComponentResource {
  constructor(stack: Stack, args: TaskScheduleArgs, options?: ComponentResourceOptions) {
    const name = called(stack, `${args.name}-schedule`);
    super('loop:platform:TaskSchedule', name, {}, options);
    const { group, deadLettersArn, network } = args;
    const { role, policy } = scheduleRole(stack, { name, parent: this, group, deadLettersArn, rights: rightsToRun(stack, args) });
    for (const { suffix, expression } of args.starts)
      new Schedule(
        `${name}${suffix}`,
        {
          groupName: group.groupName,
          description: `Starts ${args.name} of Loop, stack ${stack.settings.stack}`,
          scheduleExpression: expression,
          scheduleExpressionTimezone: args.timeZone,
          flexibleTimeWindow: { mode: 'OFF' },
          state: 'ENABLED',
          target: {
            arn: args.cluster.arn,
            roleArn: role.arn,
            ecsParameters: {
              taskDefinitionArn: args.task.definitionArn,
              launchType: 'FARGATE',
              taskCount: 1,
              networkConfiguration: {
                subnets: network.publicSubnetIds,
                securityGroups: [network.taskSecurityGroupId],
                assignPublicIp: true,
              },
            },
            retryPolicy: taskRetries,
            deadLetterConfig: { arn: deadLettersArn },
          },
        },
        { parent: this, dependsOn: policy },
      );
    this.registerOutputs({});
  }
}

const rightsToRun = ({ settings, accountId, partition }: Stack, { task, cluster }: TaskScheduleArgs): readonly Statement[] => [
  // Any revision: the role is changed before or after the schedule, and a start between the two has to work.
  allow(['ecs:RunTask'], [interpolate`arn:${partition}:ecs:${settings.region}:${accountId}:task-definition/${task.family}:*`], {
    conditions: { ArnEquals: { 'ecs:cluster': cluster.arn } },
  }),
  allow(['iam:PassRole'], [task.roleArn, task.executionRoleArn], {
    conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
  }),
];
