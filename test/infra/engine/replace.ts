import { unknownValue } from '../support/engine-values.ts';
import { isProtected, type Deployment } from './deployment.ts';
import { dependentsFirst } from './order.ts';
import { removeOne } from './remove.ts';
import { providedBy, type Resource } from './resource.ts';

/**
 * Deletes what is to be replaced before its replacement is made, and before that whatever would have to be replaced for it: a resource
 * that names it in a property which cannot be changed (Pulumi, "deleteBeforeReplace").
 */
export const removeBeforehand = async (deployment: Deployment, was: Resource): Promise<void> => {
  const leaving = new Set([was]);
  await gather(deployment, was, leaving);
  for (const each of leaving) if (each !== was && each.protect) throw isProtected(each.urn, `would be replaced with ${was.urn}`);
  for (const each of dependentsFirst([...leaving])) await removeOne(deployment, each, { op: 'delete-replaced', leaving });
};

const gather = async (deployment: Deployment, changed: Resource, leaving: Set<Resource>): Promise<void> => {
  for (const other of deployment.run.old) {
    if (leaving.has(other) || deployment.run.removed.has(other) || !(await wouldBeReplaced(deployment, other, changed.urn))) continue;
    leaving.add(other);
    await gather(deployment, other, leaving);
  }
};

const wouldBeReplaced = async ({ providers }: Deployment, other: Resource, changed: string): Promise<boolean> => {
  const { urn, type, id = '', inputs, outputs, custom, propertyDependencies } = other;
  const touched = Object.keys(propertyDependencies).filter((property) => propertyDependencies[property]?.includes(changed) === true);
  if (!custom || providedBy(type) !== undefined || touched.length === 0) return false;
  const { client } = await providers.of(other.provider, type);
  const news = { ...inputs, ...Object.fromEntries(touched.map((property) => [property, unknownValue])) };
  const { replaces } = await client.diff({ urn, id, oldInputs: inputs, oldOutputs: outputs, news });
  return replaces.length > 0;
};
