import fc from 'fast-check';
import { later, dayMs } from '../../../domain/kernel/instant.ts';
import { formatWeek, type Week } from '../../../domain/kernel/iso-week.ts';
import type { Product } from '../../support/product-world.ts';
import { links } from '../../support/product-around.ts';
import { headersOf } from '../../support/product-tab.ts';
import { complainTo, signedIn, signIn } from './devices.ts';
import { endsOfPerson } from './tabs.ts';
import { lookForAddresses, type Person, type Simulation } from './simulation.ts';
import { called, nth, person, process, side, step, type Step, whoOf } from './step.ts';

type ByPerson = { readonly who: number; readonly by: number };

const deed = (
  words: string,
  does: (product: Product, human: Person, sim: Simulation) => Promise<unknown>,
  before?: (sim: Simulation, human: Person) => void,
): Step<ByPerson> =>
  step<ByPerson>({
    given: fc.record({ who: person, by: process }, { noNullPrototype: true }),
    says: ({ who }) => `${called(who)} ${words}`,
    run: async (sim, { who, by }) => {
      const human = sim.people[who]!;
      before?.(sim, human);
      await sim.ask(by, async (product) => does(product, human, sim));
    },
  });

/** Mails and messages of somebody whom the operators put away may stay where they are. */
const troubleFromNowOn = ({ truth }: Simulation, { id }: Person): void => {
  for (const { conversationId, a, b } of truth.claimed.values())
    if ([a.member, b.member].includes(id)) truth.trouble(conversationId, Infinity);
};

/** How people stand in the community: what they decide themselves, and what is decided about them. */
export const stepsOfStanding = {
  pause: deed('takes a break', async ({ pause }, { id }, { around }) =>
    pause({ member: id, until: later(around.clock.now(), 10 * dayMs) }),
  ),
  resume: deed('is back from a break', async ({ resume }, { id }) => resume({ member: id })),
  signOut: deed('signs out everywhere', async ({ revokeAll }, { id }) => revokeAll({ member: id })),
  suspend: deed('is suspended', async ({ suspend }, { id }) => suspend({ member: id }), troubleFromNowOn),
  ban: deed('is banned', async ({ ban }, { id }) => ban({ member: id }), troubleFromNowOn),
  reinstate: deed('may come back', async ({ reinstate }, { id }) => reinstate({ member: id })),
  lookAtPages: step<ByPerson>({
    given: fc.record({ who: person, by: process }, { noNullPrototype: true }),
    says: ({ who }) => `${called(who)} looks at their pages`,
    run: async (sim, { who, by }) => {
      const human = sim.people[who]!;
      if (((await signedIn(sim, human, by)) ?? (await signIn(sim, human, by))) === undefined) return;
      const weeks = endsOfPerson(sim, human).map(({ week }) => formatWeek(week as Week));
      const paths = [
        '/me',
        '/me/settings',
        '/chat',
        ...weeks.flatMap((week) => ['', '/share', '/end'].map((about) => `/me/introductions/${week}${about}`)),
      ];
      for (const path of paths) {
        const page = await sim.ask(by, async ({ doors }) => {
          const response = await doors().app.request(`${links.baseUrl}${path}`, { headers: headersOf(human.cookie, undefined) });
          return response.text();
        });
        if (page !== 'lost') lookForAddresses(page, { ...sim, complain: complainTo(sim), reader: human, where: `on ${path}` });
      }
    },
  }),
  report: step<{ readonly conversation: number; readonly side: 'a' | 'b'; readonly by: number }>({
    given: fc.record({ conversation: nth, side, by: process }, { noNullPrototype: true }),
    says: (given) => `${whoOf(given)} reports the other`,
    run: async (sim, { conversation, side: which, by }) => {
      const ends = sim.ends(conversation, which);
      if (ends === undefined) return;
      const { person: human, partner, own } = ends;
      await sim.ask(by, async ({ report }) => report({ member: human.id, about: partner.id, context: 'introduction', text: own.alias }));
    },
  }),
  exportAll: step<ByPerson>({
    given: fc.record({ who: person, by: process }, { noNullPrototype: true }),
    says: ({ who }) => `${called(who)} takes along all that is theirs`,
    run: async (sim, { who, by }) => {
      const human = sim.people[who]!;
      const session = await signIn(sim, human, by);
      if (session === undefined) return;
      const document = await sim.ask(by, async ({ exportMember }) => exportMember({ member: human.id, session }));
      if (document === 'lost' || !document.ok) return;
      const text = JSON.stringify(document.value);
      // What they wrote of somebody's address themselves is theirs.
      const said = text.replace(/word\d+end Are you still at [^"\\]*/g, '');
      lookForAddresses(said, { ...sim, complain: complainTo(sim), reader: human, where: 'exported' });
      const foreign = sim.people
        .filter((other) => other !== human)
        .flatMap(({ words }) => [...words].filter((word) => text.includes(word)));
      if (foreign.length > 0) complainTo(sim)('an export has one’s own words alone', `${foreign.join(', ')} exported by ${human.name}`);
    },
  }),
} as const;
