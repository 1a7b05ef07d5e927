import { DefaultSecurityGroup } from '@pulumi/aws/ec2/defaultSecurityGroup.js';
import { SecurityGroup } from '@pulumi/aws/ec2/securityGroup.js';
import { SecurityGroupEgressRule } from '@pulumi/aws/vpc/securityGroupEgressRule.js';
import { Vpc } from '@pulumi/awsx/ec2/vpc.js';
import type { Output } from '@pulumi/pulumi';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi/resource.js';
import { FlowLogs } from './flow-logs.ts';
import { blocksIn, networkBlock, publicSubnetMask, zonesMax } from './network-plan.ts';
import { called, type Stack, tagsOf } from './stack.ts';

/**
 * Where tasks run: public subnets in two zones, reached by nobody. A task has a public address for as long as it runs, which costs half a
 * cent an hour, and a NAT gateway would cost 33 dollars a month and zone (VPC pricing). Tables and image layers are reached by gateway
 * endpoints, which cost nothing.
 */
export class Network extends ComponentResource {
  readonly vpcId: Output<string>;
  readonly publicSubnetIds: Output<string[]>;
  /** Nothing comes in; out goes https alone. Names are resolved by the network itself, which no rule is asked about. */
  readonly taskSecurityGroupId: Output<string>;

  constructor(stack: Stack, args: { readonly name: string }, options?: ComponentResourceOptions) {
    const name = called(stack, args.name);
    super('loop:platform:Network', name, {}, options);
    const inside = { parent: this };
    const vpc = vpcOf(stack, name, this);
    // Whatever is started without a group of its own would get this one; so it lets nothing through.
    new DefaultSecurityGroup(name, { vpcId: vpc.vpcId, ingress: [], egress: [] }, inside);
    const tasks = new SecurityGroup(
      `${name}-tasks`,
      { vpcId: vpc.vpcId, description: 'Tasks of Loop: nothing in, https out', revokeRulesOnDelete: true },
      inside,
    );
    new SecurityGroupEgressRule(
      `${name}-tasks-https`,
      {
        securityGroupId: tasks.id,
        description: 'AWS and the provider of mails',
        ipProtocol: 'tcp',
        fromPort: 443,
        toPort: 443,
        cidrIpv4: '0.0.0.0/0',
      },
      inside,
    );
    new FlowLogs(stack, { name: args.name, vpcId: vpc.vpcId }, inside);
    this.vpcId = vpc.vpcId;
    this.publicSubnetIds = vpc.publicSubnetIds;
    this.taskSecurityGroupId = tasks.id;
    this.registerOutputs({
      vpcId: this.vpcId,
      publicSubnetIds: this.publicSubnetIds,
      taskSecurityGroupId: this.taskSecurityGroupId,
    });
  }
}

const vpcOf = (stack: Stack, name: string, parent: Network): Vpc => {
  const { settings } = stack;
  const tags = tagsOf(settings);
  return new Vpc(
    name,
    {
      cidrBlock: networkBlock,
      numberOfAvailabilityZones: zonesMax,
      enableDnsHostnames: true,
      enableDnsSupport: true,
      natGateways: { strategy: 'None' },
      subnetStrategy: 'Auto',
      subnetSpecs: [
        {
          type: 'Public',
          name: 'public',
          cidrBlocks: [...blocksIn(networkBlock, { mask: publicSubnetMask, count: zonesMax })],
          tags,
        },
      ],
      // `Auto` ties a gateway to the route tables of the subnets.
      vpcEndpointStrategy: 'Auto',
      vpcEndpointSpecs: ['s3', 'dynamodb'].map((service) => ({
        serviceName: `com.amazonaws.${settings.region}.${service}`,
        vpcEndpointType: 'Gateway',
        tags,
      })),
      tags,
    },
    { parent },
  );
};
