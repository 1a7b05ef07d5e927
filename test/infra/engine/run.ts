import type { Props } from '../support/engine-values.ts';
import { isDefaultProvider, nameOf, type Operation, type OperationKind, type Place, type Resource } from './resource.ts';
import type { State } from './state-file.ts';

/** Pulumi's own protocol is what a provider speaks; one is served for each provider of the program. */
export interface ProviderPlugin {
  readonly serve: () => Promise<{ readonly address: string; readonly close: () => void }>;
}

export interface RunSettings extends Place {
  readonly op: 'preview' | 'up' | 'destroy';
  /** The folder of the program; `main` and paths of assets are relative to it. */
  readonly cwd: string;
  readonly main: string;
  /** With their prefixes: `loop:stage`, `aws:region`. */
  readonly config: Readonly<Record<string, string>>;
  /** Keys of `config` whose values are secrets. */
  readonly secretKeys?: readonly string[];
  readonly statePath: string;
  readonly provider: ProviderPlugin;
}

/** What a run has come to know so far. */
export interface Run {
  readonly settings: RunSettings;
  readonly preview: boolean;
  /** As the last run left them, with those whose deletion it still owes. */
  readonly old: readonly Resource[];
  /** What the program has registered, by URN, in the order in which it was done. */
  readonly now: Map<string, Resource>;
  /** URNs that the program has named, done or not. */
  readonly claimed: Set<string>;
  /** Old ones that live on as one of `now`. */
  readonly superseded: Set<Resource>;
  /** Old ones whose replacement stands; they go at the end. */
  readonly replaced: Set<Resource>;
  /** Old ones that are gone from the provider. */
  readonly removed: Set<Resource>;
  readonly operations: Operation[];
  readonly log: string[];
  /** The first is why the run failed; others mostly follow from it. */
  readonly failures: string[];
}

export const startRun = (settings: RunSettings, { resources }: State): Run => ({
  settings,
  preview: settings.op === 'preview',
  old: resources,
  now: new Map(),
  claimed: new Set(),
  superseded: new Set(),
  replaced: new Set(),
  removed: new Set(),
  operations: [],
  log: [],
  failures: [],
});

export const told = (
  run: Run,
  op: OperationKind,
  resource: Pick<Resource, 'urn' | 'type'> & { readonly differs?: readonly string[] },
): void => {
  if (isDefaultProvider(resource)) return;
  const { urn, type, differs } = resource;
  run.operations.push({ op, urn, type, name: nameOf(urn), ...(differs === undefined ? {} : { differs }) });
  run.log.push(`${op} ${urn}${differs === undefined ? '' : ` (${differs.join(', ')})`}`);
};

/** The one of before that has this URN, or one of its aliases; not one whose replacement stands. */
export const previousOf = (run: Run, urns: readonly string[]): Resource | undefined =>
  urns.flatMap((urn) => run.old.filter((resource) => resource.urn === urn && resource.pendingDelete !== true)).at(0);

export const settled = (run: Run, resource: Resource, was?: Resource): void => {
  run.now.set(resource.urn, resource);
  if (was !== undefined) run.superseded.add(was);
};

/** Everything that stands after the run, whether it succeeded or not. */
export const stateAfter = (run: Run): State => {
  const left = run.old.filter((resource) => !run.superseded.has(resource) && !run.replaced.has(resource) && !run.removed.has(resource));
  const owed = [...run.replaced].filter((resource) => !run.removed.has(resource));
  return { resources: [...run.now.values(), ...left, ...owed.map((resource): Resource => ({ ...resource, pendingDelete: true }))] };
};

export const outputsOf = (run: Run): Props => [...run.now.values()].find(({ type }) => type === 'pulumi:pulumi:Stack')?.outputs ?? {};
