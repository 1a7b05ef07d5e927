import { Account as ApiGatewayAccount } from '@pulumi/aws/apigateway/account.js';
import { Role } from '@pulumi/aws/iam/role.js';
import { RolePolicyAttachment } from '@pulumi/aws/iam/rolePolicyAttachment.js';
import { interpolate } from '@pulumi/pulumi';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi/resource.js';
import { trustOf } from '../platform/policy.ts';
import type { Account } from './account.ts';

/** The role that API Gateway writes logs with: one setting for all APIs of an account in a region. */
export class ApiLogs extends ComponentResource {
  constructor({ partition }: Account, options?: ComponentResourceOptions) {
    super('loop:account:ApiLogs', 'loop-api-logs', {}, options);
    // API Gateway takes the role on while it is set, without naming an account: a condition would refuse it
    // (API Gateway, "Permissions for CloudWatch logging").
    const role = new Role('loop-api-logs', { assumeRolePolicy: trustOf('apigateway.amazonaws.com') }, { parent: this });
    // Set before the rights are there, the setting is refused.
    const rights = new RolePolicyAttachment(
      'loop-api-logs',
      { role: role.name, policyArn: interpolate`arn:${partition}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs` },
      { parent: this },
    );
    new ApiGatewayAccount('loop-api-logs', { cloudwatchRoleArn: role.arn }, { parent: this, dependsOn: [rights] });
    this.registerOutputs({});
  }
}
