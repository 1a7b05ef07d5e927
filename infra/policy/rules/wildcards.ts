import { allowedWildcards, type AllowedWildcard } from './allowed-wildcards.ts';
import { isProps, listOf, parsed, wordsOf } from './read.ts';
import type { Props, Resource, ResourceRule } from './rule.ts';

/** Properties that hold the text of a policy, whichever resource they are of. */
const policyProps = ['policy', 'assumeRolePolicy'] as const;

/** A right to everything hides which one was needed. The list of exceptions is in `allowed-wildcards.ts`. */
export const noWildcards = (allowed: readonly AllowedWildcard[] = allowedWildcards): ResourceRule => ({
  name: 'no-wildcards',
  description: 'No policy allows all actions of a service, all resources, or everybody, unless it is on the list with a reason.',
  level: 'mandatory',
  each: (resource) =>
    resource.type.startsWith('aws:') ? statementsOf(resource).flatMap((statement) => problemsOf(statement, resource, allowed)) : [],
});

const statementsOf = ({ props }: Resource): readonly Props[] =>
  [
    ...policyProps.map((key) => props[key]),
    ...listOf(props['inlinePolicies']).map((inline) => (isProps(inline) ? inline['policy'] : undefined)),
  ]
    .map(parsed)
    .filter(isProps)
    .flatMap(({ Statement: given }): readonly unknown[] => (Array.isArray(given) ? given : [given]))
    .filter(isProps)
    .filter(({ Effect }) => Effect === 'Allow');

const problemsOf = (statement: Props, { type }: Resource, allowed: readonly AllowedWildcard[]): readonly string[] => {
  const actions = wordsOf(statement['Action']);
  const isAllowed = (of: AllowedWildcard['of']) =>
    allowed.some((each) => each.of === of && each.type.test(type) && actions.every((action) => each.actions.test(action)));
  const everything = actions.filter((action) => /^(\*|[a-z0-9-]+:\*)$/i.test(action));
  const shown = actions.join(', ');
  return [
    ...(everything.length > 0 && !isAllowed('action') ? [`allows ${everything.join(', ')}`] : []),
    ...(wordsOf(statement['Resource']).includes('*') && !isAllowed('resource') ? [`allows ${shown} on every resource`] : []),
    ...(isEverybody(statement) ? [`allows ${shown} to everybody`] : []),
    ...['NotAction', 'NotResource', 'NotPrincipal']
      .filter((key) => key in statement)
      .map((key) => `allows by ${key}, which is everything but`),
  ];
};

/** Everybody under a condition is still everybody: a service or an account can be named instead. */
const isEverybody = ({ Principal }: Props): boolean =>
  Principal === '*' || (isProps(Principal) && Object.values(Principal).some((who) => wordsOf(who).includes('*')));
