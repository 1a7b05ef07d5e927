import { resourceRules, stackRules } from '../../../infra/policy/rules/all.ts';
import type { Props, Resource } from '../../../infra/policy/rules/rule.ts';
import { isSecret, type Captured, type Captures } from './capture.ts';
import { stateOf } from './made-up-aws.ts';

/** What the policy pack would say of a captured program: `rule: type name: problem`, in order; empty where it keeps to every rule. */
export const policyProblems = ({ resources }: Pick<Captures, 'resources'>): readonly string[] => {
  const made = resources.filter(({ custom }) => custom);
  const before = made.map((captured) => resourceFrom(captured, made, bare(captured.inputs)));
  // A rule over the stack sees what AWS answered, names and addresses too.
  const after = made.map((captured) => resourceFrom(captured, made, outputsOf(captured)));
  const shown = (urn: string): string => {
    const of = made.find((captured) => captured.urn === urn);
    return `${of?.type ?? '?'} ${of?.name ?? urn}`;
  };
  return [
    ...resourceRules.flatMap(({ name, each }) =>
      before.flatMap((resource) => each(resource).map((message) => `${name}: ${shown(resource.urn)}: ${message}`)),
    ),
    ...stackRules.flatMap(({ name, all }) => all(after).map(({ urn, message }) => `${name}: ${shown(urn)}: ${message}`)),
  ].toSorted();
};

const resourceFrom = (captured: Captured, all: readonly Captured[], props: Props): Resource => {
  const provider = all.find(({ urn }) => captured.provider.startsWith(`${urn}::`));
  const { type, name, urn, protect } = captured;
  return { type, name, urn, props, protect, ...(provider === undefined ? {} : { provider: bare(provider.inputs) }) };
};

const outputsOf = ({ type, name, inputs }: Captured): Props => {
  const { id, state } = stateOf({ type, name, inputs: bare(inputs) });
  return { id, ...state };
};

/** Without the marks of secrets, as Pulumi hands properties to a policy. */
const bare = (props: Readonly<Record<string, unknown>>): Props =>
  Object.fromEntries(Object.entries(props).map(([key, value]) => [key, bareValue(value)]));

const bareValue = (value: unknown): unknown => {
  if (isSecret(value)) return bareValue((value as { readonly value: unknown }).value);
  if (Array.isArray(value)) return value.map(bareValue);
  return typeof value === 'object' && value !== null ? bare(value as Readonly<Record<string, unknown>>) : value;
};
