import { Role } from '@pulumi/aws/iam/role.js';
import { RolePolicy } from '@pulumi/aws/iam/rolePolicy.js';
import type { Input } from '@pulumi/pulumi';
import type { Resource } from '@pulumi/pulumi/resource.js';
import { policyOf, type Statement, trustOf } from './policy.ts';
import { sendRights } from './queue-rights.ts';
import type { ScheduleGroup } from './schedule-group.ts';
import type { Stack } from './stack.ts';

export interface ScheduleRoleArgs {
  /** The whole logical name. */
  readonly name: string;
  readonly parent: Resource;
  readonly group: Pick<ScheduleGroup, 'arn'>;
  /** Where starts lie that did not come about. */
  readonly deadLettersArn: Input<string>;
  readonly rights: readonly Statement[];
}

/** What EventBridge Scheduler may do for the schedules of one target (its User Guide, "Execution role" and "Confused deputy prevention"). */
export const scheduleRole = (stack: Stack, args: ScheduleRoleArgs): { readonly role: Role; readonly policy: RolePolicy } => {
  const { name, parent, group, deadLettersArn, rights } = args;
  const role = new Role(
    name,
    {
      assumeRolePolicy: trustOf('scheduler.amazonaws.com', {
        StringEquals: { 'aws:SourceAccount': stack.accountId, 'aws:SourceArn': group.arn },
      }),
    },
    { parent },
  );
  const policy = new RolePolicy(
    name,
    {
      role: role.name,
      policy: policyOf([...rights, ...sendRights(stack, { arn: deadLettersArn })]),
    },
    { parent },
  );
  return { role, policy };
};
