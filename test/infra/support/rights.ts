import { Role } from '@pulumi/aws/iam/role.js';
import { RolePolicy } from '@pulumi/aws/iam/rolePolicy.js';
import { policyOf, type Statement, trustOf } from '../../../infra/platform/policy.ts';

/** A role with these rights, to look at what they are once everything is known; only inside `capture`. */
export const roleWith = (rights: readonly Statement[]): void => {
  const role = new Role('looked-at', { assumeRolePolicy: trustOf('lambda.amazonaws.com') });
  new RolePolicy('looked-at', { role: role.name, policy: policyOf(rights) });
};
