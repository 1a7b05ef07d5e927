import type { Props } from '../support/engine-values.ts';

/** A resource as the state file has it; secrets in it are marked, so that whoever prints it can mask them. */
export interface Resource {
  readonly urn: string;
  readonly type: string;
  /** Made by a provider; others are components, which only hold their children together. */
  readonly custom: boolean;
  readonly id?: string;
  readonly inputs: Props;
  readonly outputs: Props;
  readonly parent?: string;
  /** `urn::id` of the provider that made it. */
  readonly provider?: string;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  /** Goes by itself when the resource of this URN does. */
  readonly deletedWith?: string;
  /** Its replacement stands and it does not go yet: the next run deletes it. */
  readonly pendingDelete?: true;
}

export const operationKinds = ['create', 'same', 'update', 'replace', 'delete', 'delete-replaced', 'retain'] as const;
export type OperationKind = (typeof operationKinds)[number];

export interface Operation {
  readonly op: OperationKind;
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** The properties that differ, of an update or a replacement. */
  readonly differs?: readonly string[];
}

const stackType = 'pulumi:pulumi:Stack';
const providerPrefix = 'pulumi:providers:';

export interface Place {
  readonly project: string;
  readonly stack: string;
}

/** As Pulumi writes it: the types of its parents, but for the stack's, stand before its own. */
export const urnOf = (
  { project, stack }: Place,
  { type, name, parent }: { readonly type: string; readonly name: string; readonly parent: string },
): string => {
  const above = parent === '' ? '' : (parent.split('::')[2] ?? '');
  const qualified = above === '' || above === stackType ? type : `${above}$${type}`;
  return `urn:pulumi:${stack}::${project}::${qualified}::${name}`;
};

export const nameOf = (urn: string): string => urn.split('::').slice(3).join('::');

/** `aws` of `aws:sqs/queue:Queue`. */
export const packageOf = (type: string): string => type.split(':', 1).join('');

/** The package that a provider resource provides, or nothing. */
export const providedBy = (type: string): string | undefined =>
  type.startsWith(providerPrefix) ? type.slice(providerPrefix.length) : undefined;

export const providerType = (name: string): string => `${providerPrefix}${name}`;

/** What Pulumi makes where the program names no provider; it is not told of. */
export const isDefaultProvider = ({ type, urn }: Pick<Resource, 'type' | 'urn'>): boolean =>
  providedBy(type) !== undefined && nameOf(urn) === defaultProviderName;

export const defaultProviderName = 'default';
