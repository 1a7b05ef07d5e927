import {
  CreateAliasCommand,
  CreateKeyCommand,
  DeleteAliasCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
  UpdateAliasCommand,
  UpdateKeyDescriptionCommand,
} from '@aws-sdk/client-kms';
import type { AliasArgs } from '@pulumi/aws/kms/alias.js';
import type { KeyArgs } from '@pulumi/aws/kms/key.js';
import { randomUUID } from 'node:crypto';
import { answered, arn, kindOf, unlessGone, type Kind } from '../kind.ts';

export const keyKinds: readonly Kind[] = [
  kindOf<KeyArgs>({
    type: 'aws:kms/key:Key',
    replaces: ['keyUsage', 'customerMasterKeySpec', 'multiRegion'],
    json: ['policy'],
    madeUp: (_inputs, place) => {
      const keyId = randomUUID();
      return { id: keyId, outputs: { keyId, arn: arn('kms', place, `key/${keyId}`) } };
    },
    making: {
      create: async ({ description, policy }, { kms }) => {
        const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Description: description, Policy: policy }));
        const keyId = answered(KeyMetadata?.KeyId);
        return { id: keyId, outputs: { keyId, arn: answered(KeyMetadata?.Arn) } };
      },
      update: async ({ id, inputs: { description, policy } }, { kms }) => {
        await kms.send(new UpdateKeyDescriptionCommand({ KeyId: id, Description: description ?? '' }));
        if (policy !== undefined) await kms.send(new PutKeyPolicyCommand({ KeyId: id, Policy: policy }));
        return {};
      },
      remove: ({ id, inputs }, { kms }) =>
        unlessGone(kms.send(new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays: inputs.deletionWindowInDays }))),
    },
  }),
  kindOf<AliasArgs, 'name'>({
    type: 'aws:kms/alias:Alias',
    naming: { property: 'name', max: 256 },
    replaces: ['name'],
    madeUp: ({ name, targetKeyId }, place) => ({ id: name, outputs: { arn: arn('kms', place, name), targetKeyArn: targetKeyId } }),
    making: {
      create: async ({ name, targetKeyId }, { kms }) => {
        await kms.send(new CreateAliasCommand({ AliasName: name, TargetKeyId: targetKeyId }));
        return {};
      },
      update: async ({ id, inputs }, { kms }) => {
        await kms.send(new UpdateAliasCommand({ AliasName: id, TargetKeyId: inputs.targetKeyId }));
        return {};
      },
      remove: ({ id }, { kms }) => unlessGone(kms.send(new DeleteAliasCommand({ AliasName: id }))),
    },
  }),
];
