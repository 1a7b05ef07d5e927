import { ScheduleGroup as Group } from '@pulumi/aws/scheduler/scheduleGroup.js';
import type { Output } from '@pulumi/pulumi';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi/resource.js';
import { called, type Stack } from './stack.ts';

/** The schedules of a stack: what their figures are counted by (`AWS/Scheduler`, dimension `ScheduleGroup`), and what their roles trust. */
export class ScheduleGroup extends ComponentResource {
  readonly arn: Output<string>;
  readonly groupName: Output<string>;

  constructor(stack: Stack, args: { readonly name: string }, options?: ComponentResourceOptions) {
    const name = called(stack, args.name);
    super('loop:platform:ScheduleGroup', name, {}, options);
    const group = new Group(name, {}, { parent: this });
    this.arn = group.arn;
    this.groupName = group.name;
    this.registerOutputs({ arn: this.arn, groupName: this.groupName });
  }
}
