import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DeleteRetentionPolicyCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { LogGroupArgs } from '@pulumi/aws/cloudwatch/logGroup.js';
import type { Clients } from '../clients.ts';
import { arn, kindOf, unlessGone, type Kind } from '../kind.ts';

const keep = async (logGroupName: string, days: number | undefined, { logs }: Clients): Promise<void> => {
  if (days === undefined || days === 0) await logs.send(new DeleteRetentionPolicyCommand({ logGroupName }));
  else await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: days }));
};

export const logKinds: readonly Kind[] = [
  kindOf<LogGroupArgs, 'name'>({
    type: 'aws:cloudwatch/logGroup:LogGroup',
    naming: { property: 'name', max: 512 },
    replaces: ['name'],
    // As the provider has it, without the `:*` that AWS puts behind.
    madeUp: ({ name }, place) => ({ id: name, outputs: { arn: arn('logs', place, `log-group:${name}`) } }),
    making: {
      create: async ({ name, retentionInDays, kmsKeyId }, aws) => {
        await aws.logs.send(new CreateLogGroupCommand({ logGroupName: name, kmsKeyId }));
        await keep(name, retentionInDays, aws);
        return {};
      },
      update: async ({ id, inputs }, aws) => {
        await keep(id, inputs.retentionInDays, aws);
        return {};
      },
      remove: ({ id }, { logs }) => unlessGone(logs.send(new DeleteLogGroupCommand({ logGroupName: id }))),
    },
  }),
];
