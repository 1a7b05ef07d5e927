import fc from 'fast-check';
import type { Week } from '../../../domain/kernel/iso-week.ts';
import type { Ends, Simulation } from './simulation.ts';
import type { Product } from '../../support/product-world.ts';
import { nth, process, side, step, type Step, whoOf } from './step.ts';

type Deed = { readonly conversation: number; readonly side: 'a' | 'b'; readonly by: number };

const deed = (
  words: string,
  does: (product: Product, ends: Ends) => Promise<unknown>,
  before?: (sim: Simulation, ends: Ends) => void,
): Step<Deed> =>
  step<Deed>({
    given: fc.record({ conversation: nth, side, by: process }, { noNullPrototype: true }),
    says: (given) => `${whoOf(given)} ${words}`,
    run: async (sim, { conversation, side: which, by }) => {
      const ends = sim.ends(conversation, which);
      if (ends === undefined) return;
      before?.(sim, ends);
      await sim.ask(by, async (product) => does(product, ends));
    },
  });

/** What people decide about a conversation. */
export const stepsOfConversations = {
  mute: deed('mutes it', async ({ act }, { own }) => act({ alias: own.alias, act: 'mute' })),
  unmute: deed('unmutes it', async ({ act }, { own }) => act({ alias: own.alias, act: 'unmute' })),
  end: deed('ends it', async ({ act }, { own }) => act({ alias: own.alias, act: 'end' })),
  share: deed(
    'shares their address',
    async ({ share }, { own }) => share({ alias: own.alias }),
    // From when it is asked: where the answer is lost, it may be done.
    (_, { person, partner }) => person.knownTo.add(partner.number),
  ),
  renewAlias: deed('wants a new private address', async ({ renewAlias }, { person, week }) =>
    renewAlias({ member: person.id, week: week as Week }),
  ),
} as const;
