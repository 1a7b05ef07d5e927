import { Alias } from '@pulumi/aws/kms/alias.js';
import { Key as KmsKey } from '@pulumi/aws/kms/key.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi/resource.js';
import { interpolate, type Output } from '@pulumi/pulumi';
import { allow, policyOf } from './policy.ts';
import { called, keeping, type Stack } from './stack.ts';

/** Services that encrypt and decrypt for us while nobody of ours is there, by what they are for. */
const services = ['logs.amazonaws.com', 'sns.amazonaws.com', 'ses.amazonaws.com', 'cloudwatch.amazonaws.com'] as const;

/** The key that everything at rest of a stack is encrypted with; AWS turns it once a year. */
export class Key extends ComponentResource {
  readonly arn: Output<string>;

  constructor(stack: Omit<Stack, 'keyArn'>, options?: ComponentResourceOptions) {
    const name = called(stack, 'key');
    super('loop:platform:Key', name, {}, options);
    const { accountId, partition, settings } = stack;
    const key = new KmsKey(
      name,
      {
        description: `Everything at rest of Loop, stack ${settings.stack}`,
        enableKeyRotation: true,
        deletionWindowInDays: 30,
        policy: policyOf([
          // Rights of this account's roles are in their own policies (KMS, "Default key policy").
          allow(['kms:*'], ['*'], { principal: { account: interpolate`arn:${partition}:iam::${accountId}:root` } }),
          ...services.map((service) =>
            allow(['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'], ['*'], {
              principal: { service: service === 'logs.amazonaws.com' ? `logs.${settings.region}.amazonaws.com` : service },
              conditions:
                service === 'logs.amazonaws.com'
                  ? {
                      ArnLike: {
                        'kms:EncryptionContext:aws:logs:arn': interpolate`arn:${partition}:logs:${settings.region}:${accountId}:log-group:*`,
                      },
                    }
                  : { StringEquals: { 'aws:SourceAccount': accountId } },
            }),
          ),
        ]),
      },
      { parent: this, ...keeping(stack) },
    );
    new Alias(name, { name: `alias/${name}`, targetKeyId: key.keyId }, { parent: this });
    this.arn = key.arn;
    this.registerOutputs({ arn: this.arn });
  }
}
