import { Schedule } from '@pulumi/aws/scheduler/schedule.js';
import type { Input } from '@pulumi/pulumi';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi/resource.js';
import { allow } from './policy.ts';
import type { ScheduleGroup } from './schedule-group.ts';
import type { Tick } from './schedule-plan.ts';
import { scheduleRole } from './schedule-role.ts';
import { called, type Stack } from './stack.ts';

export interface FunctionScheduleArgs {
  /** What it does, `drain-outbox-tick`, `api-warmer`. */
  readonly name: string;
  readonly tick: Tick;
  /** What the function is told. */
  readonly input: Readonly<Record<string, string>>;
  readonly functionArn: Input<string>;
  readonly group: Pick<ScheduleGroup, 'arn' | 'groupName'>;
  readonly deadLettersArn: Input<string>;
}

/** Calls a function every so many minutes, without waiting for it to end: what it fails at is in its own dead letter queue. */
export class FunctionSchedule extends ComponentResource {
  constructor(stack: Stack, args: FunctionScheduleArgs, options?: ComponentResourceOptions) {
    const name = called(stack, args.name);
    super('loop:platform:FunctionSchedule', name, {}, options);
    const { group, deadLettersArn, functionArn, tick } = args;
    const rights = [allow(['lambda:InvokeFunction'], [functionArn])];
    const { role, policy } = scheduleRole(stack, { name, parent: this, group, deadLettersArn, rights });
    new Schedule(
      name,
      {
        groupName: group.groupName,
        description: `Calls a function of Loop, stack ${stack.settings.stack}`,
        scheduleExpression: tick.expression,
        flexibleTimeWindow: { mode: 'OFF' },
        state: 'ENABLED',
        target: {
          arn: functionArn,
          roleArn: role.arn,
          input: JSON.stringify(args.input),
          retryPolicy: tick.retries,
          deadLetterConfig: { arn: deadLettersArn },
        },
      },
      { parent: this, dependsOn: policy },
    );
    this.registerOutputs({});
  }
}
