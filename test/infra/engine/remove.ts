import { isProtected, type Deployment } from './deployment.ts';
import { dependentsFirst } from './order.ts';
import { providedBy, type OperationKind, type Resource } from './resource.ts';
import { told } from './run.ts';

/** Deletes what the program no longer names and what was replaced, dependents first. One that is protected stops it before it starts. */
export const removeTheRest = async (deployment: Deployment): Promise<void> => {
  const { run } = deployment;
  const unnamed = run.old.filter((resource) => !run.superseded.has(resource) && !run.replaced.has(resource) && !run.removed.has(resource));
  for (const each of unnamed) if (each.protect && each.pendingDelete !== true) throw isProtected(each.urn, 'would be deleted');
  const leaving = new Set([...unnamed, ...run.replaced]);
  for (const each of dependentsFirst([...leaving])) {
    const op = run.replaced.has(each) || each.pendingDelete === true ? 'delete-replaced' : 'delete';
    await removeOne(deployment, each, { op, leaving });
  }
};

interface Removal {
  readonly op: OperationKind;
  /** Everything that goes together. */
  readonly leaving: ReadonlySet<Resource>;
}

export const removeOne = async ({ run, providers }: Deployment, resource: Resource, { op, leaving }: Removal): Promise<void> => {
  const { urn, id = '', type, outputs, custom, deletedWith } = resource;
  const stays = custom && resource.retainOnDelete;
  const goesByItself = [...leaving].some((other) => other.urn === deletedWith);
  if (custom && !stays && !goesByItself && providedBy(type) === undefined && !run.preview) {
    const { client } = await providers.of(resource.provider, type);
    await client.remove({ urn, id, outputs });
  }
  run.removed.add(resource);
  told(run, stays ? 'retain' : op, resource);
};
