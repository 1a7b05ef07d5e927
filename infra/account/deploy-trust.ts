/**
 * Who a token of GitHub is of, whole and without a pattern: `repo:*` would let every repository of the world in
 * (GitHub, "OpenID Connect reference", subject claims). A job that names an environment is known by it alone, so that the
 * approvals of the environment stand before the role.
 */
export const deploySubjects = (repository: string, environments: readonly string[]): readonly string[] =>
  environments.map((environment) => `repo:${repository}:environment:${environment}`);

/** Any pull request of the repository itself: GitHub gives no token to one from a fork. */
export const previewSubjects = (repository: string): readonly string[] => [`repo:${repository}:pull_request`];
