import type { Resource } from './resource.ts';

/** In the order in which they can be deleted: each after everything that stands on it; among others, the latest first. */
export const dependentsFirst = (resources: readonly Resource[]): readonly Resource[] => {
  const ordered: Resource[] = [];
  const seen = new Set<Resource>();
  const visit = (resource: Resource): void => {
    if (seen.has(resource)) return;
    seen.add(resource);
    for (const other of resources.toReversed()) if (standsOn(other).has(resource.urn)) visit(other);
    ordered.push(resource);
  };
  for (const resource of resources.toReversed()) visit(resource);
  return ordered;
};

const standsOn = ({ dependencies, parent, provider }: Resource): ReadonlySet<string> =>
  new Set([...dependencies, ...(parent === undefined ? [] : [parent]), ...(provider === undefined ? [] : [providerUrn(provider)])]);

export const providerUrn = (reference: string): string => reference.split('::').slice(0, -1).join('::');
