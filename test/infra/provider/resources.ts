import { isObject, type Props } from '../support/engine-values.ts';
import { check, type Checked } from './check.ts';
import { clientsOf, type Clients } from './clients.ts';
import { diff, type Difference } from './diff.ts';
import type { Answer, Kind, Place } from './kind.ts';
import { kindOfType } from './kinds.ts';
import type { PluginOptions } from './plugin-options.ts';
import { schemaOf, type Schema } from './schema.ts';
import { previewOf, stateOf } from './state.ts';

/** Of everything that MiniStack makes. */
const account = '000000000000';

export interface Standing {
  readonly urn: string;
  readonly id: string;
  readonly oldInputs: Props;
  readonly oldOutputs: Props;
}

/** A provider that was configured: what it does with resources, on plain values. */
export const resourcesOf = (config: Props, { emulator, seen }: PluginOptions) => {
  const region = typeof config['region'] === 'string' ? config['region'] : 'us-east-1';
  const byRegion = new Map<string, Clients>();
  const tags = isObject(config['defaultTags']) ? config['defaultTags']['tags'] : {};
  const defaultTags = isObject(tags) ? tags : {};

  const known = (urn: string, inputs: Props) => {
    const [kind, schema] = [kindOfType(typeOf(urn)), schemaOf(typeOf(urn))];
    if (schema === undefined) throw new Error(`@pulumi/aws has no ${typeOf(urn)}`);
    const place: Place = { account, region: typeof inputs['region'] === 'string' ? inputs['region'] : region };
    return { kind, schema, inputs, place, defaultTags };
  };
  const aws = (place: Place): Clients | undefined => {
    if (emulator === undefined) return undefined;
    const clients = byRegion.get(place.region) ?? clientsOf(emulator, place.region);
    byRegion.set(place.region, clients);
    return clients;
  };

  return {
    place: { account, region } satisfies Place,
    check: (asked: { readonly urn: string; readonly olds: Props; readonly news: Props; readonly seed: Uint8Array }): Checked => {
      const { kind, schema } = known(asked.urn, asked.news);
      return check({ kind, schema, name: nameOf(asked.urn), olds: asked.olds, news: asked.news, seed: asked.seed });
    },
    diff: ({ urn, oldInputs }: Standing, news: Props): Difference => diff(known(urn, news).kind, oldInputs, news),
    create: async (urn: string, inputs: Props, preview: boolean): Promise<{ readonly id: string; readonly state: Props }> => {
      const of = known(urn, inputs);
      if (preview) return { id: '', state: previewOf(of, {}) };
      const madeUp = of.kind.madeUp(inputs, of.place);
      const clients = aws(of.place);
      const real: Partial<Answer> = clients === undefined ? {} : ((await of.kind.making?.create(inputs, clients)) ?? {});
      const id = real.id ?? madeUp.id;
      seen?.(`create ${of.kind.type} ${id}`);
      return { id, state: stateOf(of, { id, outputs: { ...madeUp.outputs, ...real.outputs } }) };
    },
    update: async ({ urn, id, oldInputs, oldOutputs }: Standing, news: Props, preview: boolean): Promise<Props> => {
      const of = known(urn, news);
      if (preview) return previewOf(of, oldOutputs);
      const clients = aws(of.place);
      const changed = clients === undefined ? {} : await of.kind.making?.update?.({ id, inputs: news, was: oldInputs }, clients);
      seen?.(`update ${of.kind.type} ${id}`);
      return stateOf(of, { id, outputs: { ...keptOf(of.schema, oldOutputs), ...changed } });
    },
    remove: async (urn: string, id: string, outputs: Props): Promise<void> => {
      const { kind, place } = known(urn, outputs);
      const clients = aws(place);
      if (clients !== undefined) await kind.making?.remove({ id, inputs: outputs }, clients);
      seen?.(`delete ${kind.type} ${id}`);
    },
  };
};

export type Resources = ReturnType<typeof resourcesOf>;

const keptOf = ({ outputs }: Schema, was: Props): Props =>
  Object.fromEntries(Object.entries(was).filter(([name]) => outputs.has(name) && name !== 'tagsAll'));

/** Types of its parents stand before its own, with a `$` between. */
const typeOf = (urn: string): Kind['type'] => urn.split('::')[2]?.split('$').at(-1) ?? '';
const nameOf = (urn: string): string => urn.split('::').slice(3).join('::');
