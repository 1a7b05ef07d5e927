import type { Stack } from './stack.ts';
import { allow, type Statement } from './policy.ts';

/** Services that use the stack's key in the name of who calls them. */
export type KeyUser = 'dynamodb' | 's3' | 'secretsmanager' | 'sqs';

/** To read what a service keeps under the stack's key, through that service alone (KMS, "kms:ViaService"). */
export const decrypting = (stack: Stack, service: KeyUser): Statement => using(stack, service, ['kms:Decrypt']);

/** To have a service keep something: SQS asks for both when a message is sent (SQS, "Key management", "Configure KMS permissions"). */
export const encrypting = (stack: Stack, service: KeyUser): Statement => using(stack, service, ['kms:Decrypt', 'kms:GenerateDataKey']);

const using = ({ keyArn, settings }: Stack, service: KeyUser, actions: readonly string[]): Statement =>
  allow(actions, [keyArn], {
    conditions: { StringEquals: { 'kms:ViaService': `${service}.${settings.region}.amazonaws.com` } },
  });
