import { canonical, secretOf, withSecretsOf, type Props } from '../support/engine-values.ts';
import { recordOf, type Goal } from './goal.ts';
import { ignoring } from './ignore-changes.ts';
import type { Difference, ProviderClient } from './provider-client.ts';
import type { Providers } from './providers.ts';
import { removeBeforehand } from './replace.ts';
import { isProtected, type Deployment } from './deployment.ts';
import type { Resource } from './resource.ts';
import { previousOf, settled, told, type Run } from './run.ts';

interface Step {
  readonly deployment: Deployment;
  readonly goal: Goal;
  readonly client: ProviderClient;
  readonly reference: string;
  readonly was: Resource | undefined;
}

/** Brings one resource of a provider to what the program wants, and answers with what it is then. */
export const registerCustom = async (deployment: Deployment, goal: Goal): Promise<Resource> => {
  const { run, providers } = deployment;
  const { client, reference } = await providers.of(goal.provider, goal.type);
  const was = previousOf(run, [goal.urn, ...goal.aliases]);
  const step: Step = { deployment, goal, client, reference, was };
  if (was === undefined) return created(step, 'create');
  // It went before the resource that it stands on, whose replacement stands now.
  if (run.removed.has(was)) return created(step, 'replace');
  const given = ignoring(goal.ignoreChanges, goal.inputs, was.inputs);
  const inputs = await checked(step, given, was.inputs);
  const change = { urn: goal.urn, id: was.id ?? '', oldInputs: was.inputs, oldOutputs: was.outputs, news: inputs };
  const difference = await client.diff(change);
  if (isReplacement(goal, difference)) return replaced(step, was, difference);
  const { differs } = difference;
  const outputs = differs.length === 0 ? was.outputs : await client.update({ ...change, preview: run.preview });
  const record = recordOf(goal, { ...idOf(was), inputs, outputs: marked(goal, outputs, inputs), provider: reference });
  settled(run, record, was);
  told(run, differs.length === 0 ? 'same' : 'update', differs.length === 0 ? record : { ...record, differs });
  return record;
};

const isReplacement = ({ replaceOnChanges }: Goal, { differs, replaces }: Difference): boolean =>
  replaces.length > 0 || differs.some((property) => replaceOnChanges.includes(property) || replaceOnChanges.includes('*'));

const replaced = async (step: Step, was: Resource, difference: Difference): Promise<Resource> => {
  const { deployment, goal } = step;
  if (goal.protect) throw isProtected(goal.urn, `would be replaced, for ${difference.differs.join(', ')}`);
  const goesFirst = goal.deleteBeforeReplace ?? difference.deleteBeforeReplace;
  if (goesFirst) await removeBeforehand(deployment, was);
  const record = await created(step, 'replace', difference.differs);
  if (!goesFirst) deployment.run.replaced.add(was);
  return record;
};

const created = async (step: Step, op: 'create' | 'replace', differs?: readonly string[]): Promise<Resource> => {
  const { deployment, goal, client, reference, was } = step;
  const { run } = deployment;
  // A replacement takes over no name that was made up for its predecessor, but what is to be ignored stays.
  const given = was === undefined ? goal.inputs : ignoring(goal.ignoreChanges, goal.inputs, was.inputs);
  const inputs = await checked(step, given, {});
  const { id, outputs } = await client.create({ urn: goal.urn, inputs, preview: run.preview });
  const record = recordOf(goal, { ...(id === '' ? {} : { id }), inputs, outputs: marked(goal, outputs, inputs), provider: reference });
  settled(run, record, was);
  told(run, op, differs === undefined ? record : { ...record, differs });
  return record;
};

const checked = async ({ goal, client }: Step, given: Props, olds: Props): Promise<Props> =>
  withSecretsOf(await client.check({ urn: goal.urn, olds, news: given }), given) as Props;

const idOf = ({ id }: Resource): { readonly id?: string } => (id === undefined ? {} : { id });

/** An output that an input of the same name made is as secret as that, and so is what the program says so of. */
const marked = ({ secretOutputs }: Goal, outputs: Props, inputs: Props): Props => {
  const known = withSecretsOf(outputs, inputs) as Props;
  return { ...known, ...Object.fromEntries(secretOutputs.map((name) => [name, secretOf(known[name])])) };
};

/** A component, which nothing is asked about, or a provider, which is started. */
export const registerPlain = async (run: Run, goal: Goal, providers: Providers): Promise<Resource> => {
  const was = previousOf(run, [goal.urn, ...goal.aliases]);
  if (goal.custom) await providers.configure(goal.urn, goal.inputs);
  const id = goal.custom ? { id: was?.id ?? crypto.randomUUID() } : {};
  const record = recordOf(goal, { ...id, inputs: goal.inputs, outputs: goal.custom ? goal.inputs : (was?.outputs ?? {}) });
  settled(run, record, was);
  const changed = goal.custom && was !== undefined && canonical(was.inputs) !== canonical(goal.inputs);
  told(run, was === undefined ? 'create' : changed ? 'update' : 'same', record);
  return record;
};
