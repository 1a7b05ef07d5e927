import fc from 'fast-check';
import type { Instant } from '../../../domain/kernel/instant.ts';
import { catchUp, openWindow, windowAt } from './devices.ts';
import type { Simulation } from './simulation.ts';
import { type Saying, sayingOf, sayings } from './steps-of-mail.ts';
import { called, nth, person, process, side, step, whoOf } from './step.ts';
import { compose, mark, send } from './writing.ts';

type Which = { readonly conversation: number; readonly side: 'a' | 'b' };

/** What people do in their windows, and what is decided while they are away. */
export const stepsOfChat = {
  openWindow: step<{ readonly who: number; readonly by: number }>({
    given: fc.record({ who: person, by: process }, { noNullPrototype: true }),
    says: ({ who }) => `${called(who)} opens a window`,
    run: async (sim, { who, by }) => void (await openWindow(sim, { person: sim.people[who]!, by })),
  }),
  dropWindow: step<{ readonly window: number; readonly by: number; readonly says: boolean }>({
    given: fc.record({ window: nth, by: process, says: fc.boolean() }, { noNullPrototype: true }),
    says: ({ window, says }) => `window ${String(window)} ${says ? 'is closed' : 'loses its connection'}`,
    run: async (sim, { window: n, by, says }) => {
      const window = windowAt(sim, n);
      if (window === undefined) return;
      window.state = says ? 'closed' : 'deaf';
      if (says) await sim.ask(by, async ({ disconnect }) => disconnect({ connection: window.id }));
    },
  }),
  reconnect: step<{ readonly by: number }>({
    given: fc.record({ by: process }, { noNullPrototype: true }),
    says: () => 'a window that lost its connection comes back',
    run: async (sim, { by }) => {
      const before = [...sim.around.windows.values()].find(({ state }) => state === 'deaf');
      if (before === undefined) return;
      before.state = 'closed';
      await openWindow(sim, { person: sim.people[before.person]!, before, by });
    },
  }),
  lookAgain: step<{ readonly window: number; readonly by: number }>({
    given: fc.record({ window: nth, by: process }, { noNullPrototype: true }),
    says: ({ window }) => `window ${String(window)} asks for what it has not seen`,
    run: async (sim, { window: n, by }) => {
      const window = windowAt(sim, n);
      if (window !== undefined) await catchUp(sim, window, by);
    },
  }),
  writeInChat: step<Which & { readonly saying: Saying; readonly by: number; readonly isByWindow: boolean }>({
    given: fc.record({ conversation: nth, side, saying: sayings, by: process, isByWindow: fc.boolean() }, { noNullPrototype: true }),
    says: (given) => `${whoOf(given)} writes in the chat (${given.saying})`,
    run: async (sim, { conversation, side: which, saying, by, isByWindow }) => {
      const ends = sim.ends(conversation, which);
      if (ends === undefined) return;
      const writing = compose(sim, ends, sayingOf(saying, ends.person.email, ends.partner.email));
      const open = [...sim.around.windows.values()].find(({ state, person: n }) => state === 'open' && n === ends.person.number);
      await send(sim, writing, { by, window: isByWindow ? open : undefined });
    },
  }),
  sendAgain: step<{ readonly message: number; readonly by: number }>({
    given: fc.record({ message: fc.nat(20), by: process }, { noNullPrototype: true }),
    says: ({ message }) => `message ${String(message)} is sent again under its id`,
    run: async (sim, { message, by }) => {
      const { writings } = sim.promises;
      const writing = writings[message % Math.max(1, writings.length)];
      if (writing !== undefined && isRecent(sim, writing.at)) await send(sim, writing, { by });
    },
  }),
  mark: step<{ readonly window: number; readonly by: number; readonly what: 'delivered' | 'read' }>({
    given: fc.record({ window: nth, by: process, what: fc.constantFrom('delivered' as const, 'read' as const) }, { noNullPrototype: true }),
    says: ({ window, what }) => `window ${String(window)} says that all it shows is ${what}`,
    run: async (sim, { window: n, by, what }) => {
      const window = windowAt(sim, n);
      if (window !== undefined) await mark(sim, window, { by, what });
    },
  }),
  decideMissed: step<{ readonly look: number; readonly by: number; readonly isEarly: boolean; readonly isTwice: boolean }>({
    given: fc.record({ look: nth, by: process, isEarly: fc.boolean(), isTwice: fc.boolean() }, { noNullPrototype: true }),
    says: ({ look, isTwice }) => `it is decided what was missed, by waiting look ${String(look)}${isTwice ? ', which comes again' : ''}`,
    run: async (sim, { look: n, by, isEarly, isTwice }) => {
      const { looks, clock } = sim.around;
      const look = looks[n % Math.max(1, looks.length)];
      if (look === undefined) return;
      if (!isEarly) clock.moveTo(look.at);
      const decided = await sim.ask(by, async ({ mailMissed }) => mailMissed({ conversationId: look.conversationId }));
      if (decided !== 'lost' && !isTwice) looks.splice(looks.indexOf(look), 1);
    },
  }),
  decideAllMissed: step<{ readonly by: number }>({
    given: fc.record({ by: process }, { noNullPrototype: true }),
    says: () => 'the tick decides what was missed',
    run: async (sim, { by }) => void (await sim.ask(by, async ({ mailAllMissed }) => mailAllMissed({ now: sim.around.clock.now() }))),
  }),
} as const;

/** A message is known by its id as long as it is kept; nobody’s page tries for weeks. */
const isRecent = ({ around }: Simulation, at: number): boolean => around.clock.now() < ((at + 30 * 24 * 60 * 60 * 1000) as Instant);
