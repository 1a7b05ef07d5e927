import { LogGroup } from '@pulumi/aws/cloudwatch/logGroup.js';
import { Cluster as EcsCluster } from '@pulumi/aws/ecs/cluster.js';
import { ClusterCapacityProviders } from '@pulumi/aws/ecs/clusterCapacityProviders.js';
import type { Output } from '@pulumi/pulumi';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi/resource.js';
import { called, type Stack } from './stack.ts';

/**
 * What tasks run on: Fargate alone, so that there is no machine of ours. Not Spot, as a round should not wait for a machine.
 *
 * In prod with Container Insights: how much memory a round took is seen nowhere else, as ECS itself measures services and no single tasks.
 * Its figures are charged by the hour in which there are any (CloudWatch pricing), with tasks of minutes a day less than a dollar a month;
 * dev does without.
 */
export class Cluster extends ComponentResource {
  readonly arn: Output<string>;
  readonly clusterName: Output<string>;

  constructor(stack: Stack, args: { readonly name: string }, options?: ComponentResourceOptions) {
    const name = called(stack, args.name);
    super('loop:platform:Cluster', name, {}, options);
    const { settings } = stack;
    const isMeasured = settings.stage === 'prod';
    // ECS would make this group by itself, without our key, and leave it behind. So the cluster has a name that is known before.
    const figures = isMeasured
      ? [
          new LogGroup(
            `${name}-insights`,
            {
              name: `/aws/ecs/containerinsights/${name}/performance`,
              retentionInDays: settings.logRetentionDays,
              kmsKeyId: stack.keyArn,
            },
            { parent: this },
          ),
        ]
      : [];
    const cluster = new EcsCluster(
      name,
      { name, settings: [{ name: 'containerInsights', value: isMeasured ? 'enabled' : 'disabled' }] },
      { parent: this, dependsOn: figures },
    );
    new ClusterCapacityProviders(
      name,
      {
        clusterName: cluster.name,
        capacityProviders: ['FARGATE'],
        defaultCapacityProviderStrategies: [{ capacityProvider: 'FARGATE', weight: 1 }],
      },
      { parent: this },
    );
    this.arn = cluster.arn;
    this.clusterName = cluster.name;
    this.registerOutputs({ arn: this.arn, clusterName: this.clusterName });
  }
}
