import { randomBytes } from 'node:crypto';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi/resource.js';
import { all, type Output, secret } from '@pulumi/pulumi';
import { called, type Stack } from './stack.ts';
import { Secret } from './secret.ts';

/** 43 characters in base64url, which a header takes as they are; the API asks for 24 at least (adapters/lambda/origin.ts). */
export const originSecretBytes = 32;

/** One value a line, as the API reads them; the one that is sent first. */
export const originLines = (values: readonly string[]): string => values.join('\n');

/**
 * The values by which the API knows the distribution, one for each name in `loop:originSecrets`. A value is made where its name is new, by
 * Node: a provider for random values would be one more to trust, and only aws and awsx are used. Each has a secret of its own, so that it
 * is made once and outlives the others.
 *
 * A rotation is three deployments, from `1` over `1,2` and `2,1` to `2`, with five minutes between them, for which the API keeps values in
 * memory. `1,2`: the API takes both, the old one is sent. `2,1`: the new one is sent, by one edge location after the other. `2`: the old one
 * is gone. A name that was taken out gets a new value where it comes back, so names may go round.
 */
export class OriginSecrets extends ComponentResource {
  /** Of the secret with all values, for `ORIGIN_SECRET_ID`. */
  readonly secretArn: Output<string>;
  /** The value in use, for the distribution. */
  readonly sent: Output<string>;

  constructor(stack: Stack, options?: ComponentResourceOptions) {
    const name = called(stack, 'origin');
    super('loop:platform:OriginSecrets', name, {}, options);
    const values = all(stack.settings.originSecrets.map((each) => this.#made(stack, each)));
    const taken = new Secret(
      stack,
      {
        name: 'origin',
        description: 'What the distribution shows to the API: one value a line, the one in use first',
        value: values.apply(originLines),
      },
      { parent: this },
    );
    this.secretArn = taken.arn;
    this.sent = secret(values.apply(([inUse]) => inUse ?? ''));
    this.registerOutputs({ secretArn: this.secretArn });
  }

  #made(stack: Stack, name: string): Output<string> {
    const { value } = new Secret(
      stack,
      {
        name: `origin-${name}`,
        description: `Value ${name} of what the distribution shows to the API; made once`,
        madeOnce: secret(randomBytes(originSecretBytes).toString('base64url')),
      },
      { parent: this },
    );
    if (value === undefined) throw new Error('a secret that the program makes has a value');
    return value;
  }
}
