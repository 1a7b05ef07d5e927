import { randomUUID } from 'node:crypto';
import type { Props } from '../support/engine-values.ts';
import { connectProvider, type ProviderClient } from './provider-client.ts';
import { providerUrn } from './order.ts';
import { defaultProviderName, packageOf, providerType, urnOf, type Resource } from './resource.ts';
import { previousOf, settled, type Run } from './run.ts';

export interface Providers {
  /** Starts the provider that a resource of the program is. */
  readonly configure: (urn: string, config: Props) => Promise<void>;
  /** The provider of a resource, and the words by which the state file knows it; without a reference the package's default one. */
  readonly of: (reference: string | undefined, type: string) => Promise<{ readonly client: ProviderClient; readonly reference: string }>;
  readonly close: () => void;
}

export const createProviders = (run: Run): Providers => {
  const { config, provider } = run.settings;
  const clients = new Map<string, Promise<ProviderClient>>();
  const servers: { readonly close: () => void }[] = [];

  const started = async (given: Props): Promise<ProviderClient> => {
    const server = await provider.serve();
    servers.push(server);
    return connectProvider(server.address, given);
  };
  const configure = async (urn: string, given: Props): Promise<void> => {
    const client = started(given);
    clients.set(urn, client);
    await client;
  };

  const defaultOf = (type: string): string => {
    const name = packageOf(type);
    const urn = urnOf(run.settings, { type: providerType(name), name: defaultProviderName, parent: '' });
    const was = previousOf(run, [urn]);
    const id = was?.id ?? randomUUID();
    if (run.claimed.has(urn)) return `${urn}::${run.now.get(urn)?.id ?? id}`;
    run.claimed.add(urn);
    const inputs = Object.fromEntries(
      Object.entries(config)
        .filter(([key]) => key.startsWith(`${name}:`))
        .map(([key, value]) => [key.slice(name.length + 1), value]),
    );
    clients.set(urn, started(inputs));
    settled(run, aDefaultProvider({ urn, type: providerType(name), id, inputs }), was);
    return `${urn}::${id}`;
  };

  return {
    configure,
    of: async (named, type) => {
      const reference = named === undefined || named === '' ? defaultOf(type) : named;
      const urn = providerUrn(reference);
      // One that the program has not named in this run is only needed to delete what it made.
      if (!clients.has(urn)) clients.set(urn, started(run.old.find((resource) => resource.urn === urn)?.inputs ?? {}));
      const client = await clients.get(urn);
      if (client === undefined) throw new Error(`no provider ${reference}`);
      return { client, reference };
    },
    close: () => {
      for (const client of clients.values())
        void client.then(
          ({ close }) => close(),
          () => undefined,
        );
      for (const server of servers) server.close();
    },
  };
};

const aDefaultProvider = (given: Pick<Resource, 'urn' | 'type' | 'inputs'> & { readonly id: string }): Resource => ({
  ...given,
  outputs: given.inputs,
  custom: true,
  dependencies: [],
  propertyDependencies: {},
  protect: false,
  retainOnDelete: false,
});
