import {
  CreateClusterCommand,
  DeleteClusterCommand,
  DeregisterTaskDefinitionCommand,
  RegisterTaskDefinitionCommand,
  type ContainerDefinition,
  type RegisterTaskDefinitionCommandInput,
} from '@aws-sdk/client-ecs';
import type { ClusterArgs } from '@pulumi/aws/ecs/cluster.js';
import type { TaskDefinitionArgs } from '@pulumi/aws/ecs/taskDefinition.js';
import { answered, arn, kindOf, unlessGone, type Kind } from '../kind.ts';

export const containerKinds: readonly Kind[] = [
  kindOf<ClusterArgs, 'name'>({
    type: 'aws:ecs/cluster:Cluster',
    naming: { property: 'name', max: 255 },
    replaces: ['name'],
    madeUp: ({ name }, place) => {
      const own = arn('ecs', place, `cluster/${name}`);
      return { id: own, outputs: { arn: own } };
    },
    making: {
      create: async ({ name }, { ecs }) => {
        const { cluster } = await ecs.send(new CreateClusterCommand({ clusterName: name }));
        const own = answered(cluster?.clusterArn);
        return { id: own, outputs: { arn: own } };
      },
      // Its insights and logs of commands: nothing runs on it here.
      update: () => Promise.resolve({}),
      remove: ({ id }, { ecs }) => unlessGone(ecs.send(new DeleteClusterCommand({ cluster: id }))),
    },
  }),
  // Each difference is another revision, so there is no update.
  kindOf<TaskDefinitionArgs>({
    type: 'aws:ecs/taskDefinition:TaskDefinition',
    replaces: [],
    json: ['containerDefinitions'],
    madeUp: ({ family }, place) => {
      const unversioned = arn('ecs', place, `task-definition/${family}`);
      return { id: family, outputs: { arn: `${unversioned}:1`, arnWithoutRevision: unversioned, revision: 1 } };
    },
    making: {
      create: async (inputs, { ecs }) => {
        const { taskDefinition } = await ecs.send(
          new RegisterTaskDefinitionCommand({
            family: inputs.family,
            requiresCompatibilities: inputs.requiresCompatibilities as RegisterTaskDefinitionCommandInput['requiresCompatibilities'],
            networkMode: inputs.networkMode as RegisterTaskDefinitionCommandInput['networkMode'],
            cpu: inputs.cpu,
            memory: inputs.memory,
            taskRoleArn: inputs.taskRoleArn,
            executionRoleArn: inputs.executionRoleArn,
            containerDefinitions: JSON.parse(inputs.containerDefinitions) as ContainerDefinition[],
          }),
        );
        const own = answered(taskDefinition?.taskDefinitionArn);
        return { outputs: { arn: own, arnWithoutRevision: own.replace(/:\d+$/, ''), revision: taskDefinition?.revision ?? 1 } };
      },
      // By its ARN, which names the revision: the family may have newer ones.
      remove: ({ inputs }, { ecs }) =>
        unlessGone(ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: (inputs as { readonly arn?: string }).arn }))),
    },
  }),
];
