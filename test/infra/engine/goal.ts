import type { RegisterResourceRequest } from '@pulumi/pulumi/proto/resource_pb.js';
import { fromStruct } from '../support/engine-grpc.ts';
import type { Props } from '../support/engine-values.ts';
import { withHashes } from './assets.ts';
import { urnOf, type Resource } from './resource.ts';
import type { Run } from './run.ts';

/** A resource as the program wants it. */
export interface Goal {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly inputs: Props;
  readonly custom: boolean;
  readonly provider: string | undefined;
  readonly parent: string;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly deletedWith: string;
  readonly ignoreChanges: readonly string[];
  readonly replaceOnChanges: readonly string[];
  /** Undefined: as the provider wants it. */
  readonly deleteBeforeReplace: boolean | undefined;
  readonly secretOutputs: readonly string[];
}

/** `protect` and `retainOnDelete` of a parent hold for children that say nothing of their own. */
export const goalOf = (run: Run, request: RegisterResourceRequest): Goal => {
  const [type, name, parent] = [request.getType(), request.getName(), request.getParent()];
  const above = run.now.get(parent);
  refuse(request);
  return {
    urn: urnOf(run.settings, { type, name, parent }),
    type,
    name,
    parent,
    aliases: request.getAliasurnsList(),
    inputs: withHashes(fromStruct(request.getObject()), run.settings.cwd),
    custom: request.getCustom(),
    provider: request.getProvider() === '' ? undefined : request.getProvider(),
    dependencies: request.getDependenciesList(),
    propertyDependencies: Object.fromEntries(
      request
        .getPropertydependenciesMap()
        .toArray()
        .map(([property]) => [property, request.getPropertydependenciesMap().get(property)?.getUrnsList() ?? []]),
    ),
    protect: request.getProtect() ?? above?.protect ?? false,
    retainOnDelete: request.getRetainondelete() ?? above?.retainOnDelete ?? false,
    deletedWith: request.getDeletedwith(),
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    deleteBeforeReplace: request.getDeletebeforereplacedefined() ? request.getDeletebeforereplace() : undefined,
    secretOutputs: request.getAdditionalsecretoutputsList(),
  };
};

/** What would change the outcome under Pulumi and is not in this engine is refused by name. */
const refuse = (request: RegisterResourceRequest): void => {
  const unknown = [
    request.getImportid() === '' ? [] : ['import'],
    request.getTransformsList().length === 0 ? [] : ['transforms'],
    request.getReplaceWithList().length === 0 ? [] : ['replaceWith'],
  ].flat();
  if (unknown.length > 0) throw new Error(`the test engine has no ${unknown.join(', ')} (${request.getName()})`);
};

/** What the state file keeps of a goal, before anything was made. */
export const recordOf = (goal: Goal, made: Pick<Resource, 'inputs' | 'outputs' | 'id' | 'provider'>): Resource => ({
  urn: goal.urn,
  type: goal.type,
  custom: goal.custom,
  ...made,
  ...(goal.parent === '' ? {} : { parent: goal.parent }),
  dependencies: goal.dependencies,
  propertyDependencies: goal.propertyDependencies,
  protect: goal.protect,
  retainOnDelete: goal.retainOnDelete,
  ...(goal.deletedWith === '' ? {} : { deletedWith: goal.deletedWith }),
});
