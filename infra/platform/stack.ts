import type { Output } from '@pulumi/pulumi';
import type { CustomResourceOptions } from '@pulumi/pulumi/resource.js';
import type { Settings } from '../config/settings.ts';

/** What every component knows of the stack that it is part of. */
export interface Stack {
  readonly settings: Settings;
  /** Of AWS, 12 digits. */
  readonly accountId: Output<string>;
  /** `aws`, or another partition's word: the second word of every ARN. */
  readonly partition: Output<string>;
  /** The key that everything at rest is encrypted with. */
  readonly keyArn: Output<string>;
}

/** `users` in the stack `dev` is `loop-dev-users`, everywhere: the logical name, and what its physical name begins with. */
export const called = ({ settings }: Pick<Stack, 'settings'>, name: string): string => `loop-${settings.stack}-${name}`;

/** For what holds state: where a stack is protected, it outlives a mistake in the program, and the stack itself. */
export const keeping = ({ settings }: Pick<Stack, 'settings'>): Pick<CustomResourceOptions, 'protect' | 'retainOnDelete'> =>
  settings.protect ? { protect: true, retainOnDelete: true } : {};

/** What everything is tagged with; activated as cost allocation tags by the account's own program. */
export const tagsOf = ({ stack, owner, costCenter }: Settings): Readonly<Record<string, string>> => ({
  Project: 'loop',
  Env: stack,
  Component: 'introductions',
  Owner: owner,
  CostCenter: costCenter,
});
