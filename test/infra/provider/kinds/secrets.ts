import { CreateSecretCommand, DeleteSecretCommand, PutSecretValueCommand, UpdateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { DeleteParameterCommand, PutParameterCommand, type ParameterType } from '@aws-sdk/client-ssm';
import type { SecretArgs } from '@pulumi/aws/secretsmanager/secret.js';
import type { SecretVersionArgs } from '@pulumi/aws/secretsmanager/secretVersion.js';
import type { ParameterArgs } from '@pulumi/aws/ssm/parameter.js';
import type { Unwrap } from '@pulumi/pulumi';
import { answered, arn, kindOf, unlessGone, type Kind } from '../kind.ts';

const putParameter = (inputs: Unwrap<ParameterArgs> & { readonly name: string }) =>
  new PutParameterCommand({
    Name: inputs.name,
    Value: inputs.value ?? inputs.insecureValue,
    Type: inputs.type as ParameterType,
    Overwrite: true,
  });

export const secretKinds: readonly Kind[] = [
  kindOf<SecretArgs, 'name'>({
    type: 'aws:secretsmanager/secret:Secret',
    naming: { property: 'name', max: 512 },
    replaces: ['name'],
    madeUp: ({ name }, place) => {
      const own = arn('secretsmanager', place, `secret:${name}-AbCdEf`);
      return { id: own, outputs: { arn: own } };
    },
    making: {
      create: async ({ name, description, kmsKeyId }, { secrets }) => {
        const { ARN } = await secrets.send(new CreateSecretCommand({ Name: name, Description: description, KmsKeyId: kmsKeyId }));
        return { id: answered(ARN), outputs: { arn: answered(ARN) } };
      },
      update: async ({ id, inputs: { description, kmsKeyId } }, { secrets }) => {
        await secrets.send(new UpdateSecretCommand({ SecretId: id, Description: description, KmsKeyId: kmsKeyId }));
        return {};
      },
      remove: ({ id, inputs: { recoveryWindowInDays } }, { secrets }) => {
        const when = recoveryWindowInDays === 0 ? { ForceDeleteWithoutRecovery: true } : { RecoveryWindowInDays: recoveryWindowInDays };
        return unlessGone(secrets.send(new DeleteSecretCommand({ SecretId: id, ...when })));
      },
    },
  }),
  kindOf<SecretVersionArgs>({
    type: 'aws:secretsmanager/secretVersion:SecretVersion',
    replaces: ['secretId', 'secretString', 'secretBinary'],
    madeUp: ({ secretId }) => ({
      id: `${secretId}|00000000-0000-0000-0000-000000000000`,
      outputs: { arn: secretId, versionId: '00000000-0000-0000-0000-000000000000' },
    }),
    making: {
      create: async ({ secretId, secretString }, { secrets }) => {
        const { VersionId } = await secrets.send(new PutSecretValueCommand({ SecretId: secretId, SecretString: secretString }));
        return { id: `${secretId}|${answered(VersionId)}`, outputs: { versionId: VersionId } };
      },
      // It goes with its secret; the latest is never taken away alone (provider's documentation).
      remove: () => Promise.resolve(),
    },
  }),
  kindOf<ParameterArgs, 'name'>({
    type: 'aws:ssm/parameter:Parameter',
    naming: { property: 'name', max: 2048 },
    replaces: ['name'],
    madeUp: ({ name }, place) => ({ id: name, outputs: { arn: arn('ssm', place, `parameter${name}`), version: 1 } }),
    making: {
      create: async (inputs, { ssm }) => ({ outputs: { version: (await ssm.send(putParameter(inputs))).Version ?? 1 } }),
      update: async ({ inputs }, { ssm }) => ({ version: (await ssm.send(putParameter(inputs))).Version ?? 1 }),
      remove: ({ id }, { ssm }) => unlessGone(ssm.send(new DeleteParameterCommand({ Name: id }))),
    },
  }),
];
