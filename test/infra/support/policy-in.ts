/** One statement of a captured policy, as it is written. */
export interface WrittenStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The statements of a policy's text. */
export const statementsIn = (policy: unknown): readonly WrittenStatement[] =>
  (JSON.parse(String(policy)) as { readonly Statement: readonly WrittenStatement[] }).Statement;

/** What a policy allows, as `action on resource`, in order. */
export const allowedIn = (policy: unknown): readonly string[] =>
  statementsIn(policy)
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action, Resource }) => Action.flatMap((action) => Resource.map((resource) => `${action} on ${resource}`)))
    .sort();
