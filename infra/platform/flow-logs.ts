import { LogGroup } from '@pulumi/aws/cloudwatch/logGroup.js';
import { FlowLog } from '@pulumi/aws/ec2/flowLog.js';
import { Role } from '@pulumi/aws/iam/role.js';
import { RolePolicy } from '@pulumi/aws/iam/rolePolicy.js';
import { type Input, interpolate } from '@pulumi/pulumi';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi/resource.js';
import { allow, policyOf, trustOf } from './policy.ts';
import { called, type Stack } from './stack.ts';

export interface FlowLogsArgs {
  readonly name: string;
  readonly vpcId: Input<string>;
}

/**
 * Whom tasks spoke to: the only witness, should an image ever hold what it should not. They run for minutes a week and nothing else has an
 * address there, so it is kilobytes, for cents a year; addresses and ports, and no content.
 */
export class FlowLogs extends ComponentResource {
  constructor(stack: Stack, args: FlowLogsArgs, options?: ComponentResourceOptions) {
    const name = called(stack, `${args.name}-flows`);
    super('loop:platform:FlowLogs', name, {}, options);
    const inside = { parent: this };
    const { settings, accountId, partition } = stack;
    const logGroup = new LogGroup(
      name,
      { name: `/loop/${settings.stack}/${args.name}`, retentionInDays: settings.logRetentionDays, kmsKeyId: stack.keyArn },
      inside,
    );
    // VPC User Guide, "IAM role for publishing flow logs to CloudWatch Logs"; the group is made here, so it need not be.
    const role = new Role(
      name,
      {
        assumeRolePolicy: trustOf('vpc-flow-logs.amazonaws.com', {
          StringEquals: { 'aws:SourceAccount': accountId },
          ArnLike: { 'aws:SourceArn': interpolate`arn:${partition}:ec2:${settings.region}:${accountId}:vpc-flow-log/*` },
        }),
      },
      inside,
    );
    const policy = new RolePolicy(
      name,
      {
        role: role.name,
        policy: policyOf([
          allow(['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'], [logGroup.arn, interpolate`${logGroup.arn}:*`]),
          // Lists groups, of which no single one can be named.
          allow(['logs:DescribeLogGroups'], ['*']),
        ]),
      },
      inside,
    );
    new FlowLog(
      name,
      { vpcId: args.vpcId, trafficType: 'ALL', logDestinationType: 'cloud-watch-logs', logDestination: logGroup.arn, iamRoleArn: role.arn },
      { parent: this, dependsOn: policy },
    );
    this.registerOutputs({});
  }
}
