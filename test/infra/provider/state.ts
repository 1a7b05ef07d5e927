import { isObject, unknownValue, type Props } from '../support/engine-values.ts';
import type { Answer, Kind, Place } from './kind.ts';
import type { Schema } from './schema.ts';

interface Of {
  readonly kind: Kind;
  readonly schema: Schema;
  readonly inputs: Props;
  readonly place: Place;
  readonly defaultTags: Props;
}

/** What stands after it was made: its inputs, and what AWS fills in. */
export const stateOf = ({ kind, schema, inputs, place, defaultTags }: Of, { outputs }: Answer): Props => ({
  ...ownInputs(inputs),
  ...(schema.inputs.has('region') ? { region: place.region } : {}),
  ...(schema.outputs.has('tagsAll') ? { tagsAll: { ...defaultTags, ...(isObject(inputs['tags']) ? inputs['tags'] : {}) } } : {}),
  ...(kind.naming !== undefined && schema.outputs.has('name') ? { name: inputs[kind.naming.property] } : {}),
  ...outputs,
});

/** What a preview knows of it: of what AWS fills in, only what it said before. */
export const previewOf = ({ schema, inputs, place }: Of, was: Props): Props => ({
  ...Object.fromEntries([...schema.outputs].map((output) => [output, was[output] ?? unknownValue])),
  ...(schema.inputs.has('region') ? { region: place.region } : {}),
  ...ownInputs(inputs),
});

const ownInputs = (inputs: Props): Props => Object.fromEntries(Object.entries(inputs).filter(([name]) => !name.startsWith('__')));
