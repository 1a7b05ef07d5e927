import { Secret as ManagedSecret } from '@pulumi/aws/secretsmanager/secret.js';
import { SecretVersion } from '@pulumi/aws/secretsmanager/secretVersion.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi/resource.js';
import { type Input, type Output, secret } from '@pulumi/pulumi';
import { decrypting } from './key-rights.ts';
import { allow, type Statement } from './policy.ts';
import { called, keeping, type Stack } from './stack.ts';

/** Where a secret's value comes from. */
export type SecretValue =
  /** The program, at each deployment. */
  | { readonly value: Input<string> }
  /** The program, once: what it says at later deployments is not looked at. */
  | { readonly madeOnce: Input<string> }
  /** A person, after the first deployment; the program never learns it, and there is nothing to read until then. */
  | { readonly setByHand: true };

export type SecretArgs = SecretValue & { readonly name: string; readonly description: string };

/** Days in which a secret that was deleted can be had back (Secrets Manager, DeleteSecret: 7 to 30). */
export const recoveryWindowDays = { dev: 7, prod: 30 } as const;

/**
 * A secret of Secrets Manager. What a person put there is kept as tables are. What the program makes it can make again: that is not held
 * fast, or a value that was rotated could not be taken away.
 */
export class Secret extends ComponentResource {
  readonly arn: Output<string>;
  /** As it stands in Secrets Manager; none where a person sets it. */
  readonly value: Output<string> | undefined;

  constructor(stack: Stack, args: SecretArgs, options?: ComponentResourceOptions) {
    const name = called(stack, args.name);
    super('loop:platform:Secret', name, {}, options);
    const kept = new ManagedSecret(
      name,
      { description: args.description, kmsKeyId: stack.keyArn, recoveryWindowInDays: recoveryWindowDays[stack.settings.stage] },
      { parent: this, ...('setByHand' in args ? keeping(stack) : {}) },
    );
    this.arn = kept.arn;
    this.value = 'setByHand' in args ? undefined : this.#valueOf(name, kept.id, args);
    this.registerOutputs({ arn: this.arn });
  }

  /** Its parent is the component: a child of a protected secret would be protected too, and could not be replaced by the next version. */
  #valueOf(name: string, secretId: Output<string>, from: Exclude<SecretValue, { setByHand: true }>): Output<string> {
    const isOnce = 'madeOnce' in from;
    const version = new SecretVersion(
      name,
      { secretId, secretString: secret(isOnce ? from.madeOnce : from.value) },
      { parent: this, ...(isOnce ? { ignoreChanges: ['secretString'] } : {}) },
    );
    return secret(version.secretString).apply((text) => text ?? '');
  }
}

/** To read the values of secrets. */
export const secretRights = (stack: Stack, secrets: readonly Input<string>[]): readonly Statement[] =>
  secrets.length === 0 ? [] : [allow(['secretsmanager:GetSecretValue'], secrets), decrypting(stack, 'secretsmanager')];
