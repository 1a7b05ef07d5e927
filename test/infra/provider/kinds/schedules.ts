import {
  CreateScheduleCommand,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  DeleteScheduleGroupCommand,
  UpdateScheduleCommand,
  type FlexibleTimeWindowMode,
  type LaunchType,
  type ScheduleState,
} from '@aws-sdk/client-scheduler';
import type { ScheduleArgs } from '@pulumi/aws/scheduler/schedule.js';
import type { ScheduleGroupArgs } from '@pulumi/aws/scheduler/scheduleGroup.js';
import type { Unwrap } from '@pulumi/pulumi';
import { answered, arn, kindOf, unlessGone, type Kind } from '../kind.ts';

type Inputs = Unwrap<ScheduleArgs> & { readonly name: string };

const scheduleOf = (inputs: Inputs) => ({
  Name: inputs.name,
  GroupName: inputs.groupName,
  Description: inputs.description,
  ScheduleExpression: inputs.scheduleExpression,
  ScheduleExpressionTimezone: inputs.scheduleExpressionTimezone,
  State: inputs.state as ScheduleState | undefined,
  FlexibleTimeWindow: { Mode: inputs.flexibleTimeWindow.mode as FlexibleTimeWindowMode },
  Target: targetOf(inputs.target),
});

const targetOf = ({ arn: Arn, roleArn, input, retryPolicy, deadLetterConfig, ecsParameters }: Inputs['target']) => ({
  Arn,
  RoleArn: roleArn,
  Input: input,
  RetryPolicy:
    retryPolicy === undefined
      ? undefined
      : { MaximumRetryAttempts: retryPolicy.maximumRetryAttempts, MaximumEventAgeInSeconds: retryPolicy.maximumEventAgeInSeconds },
  DeadLetterConfig: deadLetterConfig === undefined ? undefined : { Arn: deadLetterConfig.arn },
  EcsParameters:
    ecsParameters === undefined
      ? undefined
      : {
          TaskDefinitionArn: ecsParameters.taskDefinitionArn,
          LaunchType: ecsParameters.launchType as LaunchType | undefined,
          TaskCount: ecsParameters.taskCount,
          NetworkConfiguration: {
            awsvpcConfiguration: {
              Subnets: ecsParameters.networkConfiguration?.subnets,
              SecurityGroups: ecsParameters.networkConfiguration?.securityGroups,
              AssignPublicIp: ecsParameters.networkConfiguration?.assignPublicIp === true ? ('ENABLED' as const) : ('DISABLED' as const),
            },
          },
        },
});

export const scheduleKinds: readonly Kind[] = [
  kindOf<ScheduleGroupArgs, 'name'>({
    type: 'aws:scheduler/scheduleGroup:ScheduleGroup',
    naming: { property: 'name', max: 64 },
    replaces: ['name'],
    madeUp: ({ name }, place) => ({ id: name, outputs: { arn: arn('scheduler', place, `schedule-group/${name}`) } }),
    making: {
      create: async ({ name }, { scheduler }) => {
        const { ScheduleGroupArn } = await scheduler.send(new CreateScheduleGroupCommand({ Name: name }));
        return { outputs: { arn: answered(ScheduleGroupArn) } };
      },
      // Its tags alone can be changed, which no emulator's schedule looks at.
      update: () => Promise.resolve({}),
      remove: ({ id }, { scheduler }) => unlessGone(scheduler.send(new DeleteScheduleGroupCommand({ Name: id }))),
    },
  }),
  kindOf<ScheduleArgs, 'name'>({
    type: 'aws:scheduler/schedule:Schedule',
    naming: { property: 'name', max: 64 },
    replaces: ['name', 'groupName'],
    madeUp: ({ name, groupName = 'default' }, place) => ({
      id: `${groupName}/${name}`,
      outputs: { arn: arn('scheduler', place, `schedule/${groupName}/${name}`) },
    }),
    making: {
      create: async (inputs, { scheduler }) => {
        const { ScheduleArn } = await scheduler.send(new CreateScheduleCommand(scheduleOf(inputs)));
        return { outputs: { arn: answered(ScheduleArn) } };
      },
      update: async ({ inputs }, { scheduler }) => {
        await scheduler.send(new UpdateScheduleCommand(scheduleOf(inputs)));
        return {};
      },
      remove: ({ inputs }, { scheduler }) =>
        unlessGone(scheduler.send(new DeleteScheduleCommand({ Name: inputs.name, GroupName: inputs.groupName }))),
    },
  }),
];
