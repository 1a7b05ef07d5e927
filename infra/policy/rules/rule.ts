/** A resource as a rule sees it, whether it comes from Pulumi's engine or was captured in a test. */
export interface Resource {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  /** As the provider takes them, secrets unwrapped; what is known only after a deployment is `notYetKnown`. */
  readonly props: Props;
  /** Whether Pulumi refuses to delete it. */
  readonly protect: boolean;
  /** The inputs of the provider that makes it, where it is known. */
  readonly provider?: Props;
}

export type Props = Readonly<Record<string, unknown>>;

/** Stands, in a preview, for what AWS will say. A rule takes it for what it wants to find: the deployment itself is looked at again. */
export const notYetKnown: unique symbol = Symbol('not yet known');

/** `mandatory` stops a deployment, `advisory` says so and goes on. */
export type Level = 'mandatory' | 'advisory';

interface Named {
  /** Stable, as exceptions of an organisation name it. */
  readonly name: string;
  readonly description: string;
  readonly level: Level;
}

/** A rule about a resource by itself, before it is made. */
export interface ResourceRule extends Named {
  readonly each: (resource: Resource) => readonly string[];
}

/** A rule about resources together, once all are known. */
export interface StackRule extends Named {
  readonly all: (resources: readonly Resource[]) => readonly Problem[];
}

export interface Problem {
  readonly urn: string;
  readonly message: string;
}

export type Rule = ResourceRule | StackRule;

/** A rule of one kind of resource. */
export const ofType =
  (type: string, problems: (props: Props, resource: Resource) => readonly string[]) =>
  (resource: Resource): readonly string[] =>
    resource.type === type ? problems(resource.props, resource) : [];

/** All that several rules find of one resource. */
export const together =
  (...parts: readonly ((resource: Resource) => readonly string[])[]) =>
  (resource: Resource): readonly string[] =>
    parts.flatMap((part) => part(resource));

/** Looks at each resource of a type, with all others beside it. */
export const eachOf =
  (type: string, problems: (resource: Resource, others: readonly Resource[]) => readonly string[]) =>
  (resources: readonly Resource[]): readonly Problem[] =>
    resources
      .filter((resource) => resource.type === type)
      .flatMap((resource) => problems(resource, resources).map((message) => ({ urn: resource.urn, message })));
