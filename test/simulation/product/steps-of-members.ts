import fc from 'fast-check';
import { nextMoment } from '../../../domain/introductions/what-is-due.ts';
import { rules } from '../../support/product-around.ts';
import { signIn } from './devices.ts';
import type { Simulation } from './simulation.ts';
import { called, nth, person, process, side, step, whoOf } from './step.ts';

const byPerson = fc.record({ who: person, by: process }, { noNullPrototype: true });
type ByPerson = { readonly who: number; readonly by: number };

/** What people do with the community. */
export const stepsOfMembers = {
  signUp: step<ByPerson>({
    given: byPerson,
    says: ({ who }) => `${called(who)} signs up`,
    run: async (sim, { who, by }) => {
      const { email, name, id } = sim.people[who]!;
      sim.people[who]!.wantsErasure = false;
      await sim.ask(by, async ({ signUp }) => signUp({ email, name, consent: true, ip: sim.freshWord() }));
      await sim.ask(by, async ({ drain }) => drain());
      await signIn(sim, sim.people[who]!, by);
      await sim.ask(by, async ({ handIn }) => handIn({ member: id, version: 1, texts: { colour: ['red'] } }));
    },
  }),
  handInSurvey: step<ByPerson>({
    given: byPerson,
    says: ({ who }) => `${called(who)} answers the survey`,
    run: async (sim, { who, by }) => {
      const { id } = sim.people[who]!;
      await sim.ask(by, async ({ handIn }) => handIn({ member: id, version: 1, texts: { colour: ['blue'] } }));
    },
  }),
  runRound: step<{ readonly by: number }>({
    given: fc.record({ by: process }, { noNullPrototype: true }),
    says: () => 'the next round is planned',
    run: async (sim, { by }) => doDue(sim, by, 'run'),
  }),
  sendIntroductions: step<{ readonly by: number }>({
    given: fc.record({ by: process }, { noNullPrototype: true }),
    says: () => 'introductions are sent',
    run: async (sim, { by }) => doDue(sim, by, 'send'),
  }),
  drainMails: step<{ readonly by: number }>({
    given: fc.record({ by: process }, { noNullPrototype: true }),
    says: () => 'mails of the community leave',
    run: async (sim, { by }) => void (await sim.ask(by, async ({ drain }) => drain())),
  }),
  block: step<{ readonly conversation: number; readonly side: 'a' | 'b'; readonly by: number; readonly isCutShort: boolean }>({
    given: fc.record({ conversation: nth, side, by: process, isCutShort: fc.boolean() }, { noNullPrototype: true }),
    says: ({ isCutShort, ...which }) => `${whoOf(which)} blocks the other${isCutShort ? ', and the process dies over it' : ''}`,
    run: async (sim, { conversation, side: which, by, isCutShort }) => {
      const ends = sim.ends(conversation, which);
      if (ends === undefined) return;
      const [member, partner] = [ends.person.id, ends.partner.id];
      sim.truth.trouble(ends.conversationId);
      const blocked = await sim.ask(by, async (product) => product.block({ member, whom: partner }));
      if (blocked !== 'lost' && !isCutShort) await sim.ask(by, async ({ endContact }) => endContact({ member, partner }));
    },
  }),
  leave: step<ByPerson>({
    given: byPerson,
    says: ({ who }) => `${called(who)} leaves`,
    run: async (sim, { who, by }) => {
      troubleAll(sim, who);
      await sim.ask(by, async ({ leave }) => leave({ member: sim.people[who]!.id }));
    },
  }),
  erase: step<ByPerson>({
    given: byPerson,
    says: ({ who }) => `${called(who)} has everything erased`,
    run: async (sim, { who, by }) => {
      const human = sim.people[who]!;
      // It is asked of somebody who signed in a moment ago.
      const session = await signIn(sim, human, by);
      if (session === undefined) return;
      troubleAll(sim, who);
      human.wantsErasure = true;
      await sim.ask(by, async ({ eraseMember }) => eraseMember({ member: human.id, session }));
    },
  }),
  finishErasures: step<{ readonly by: number }>({
    given: fc.record({ by: process }, { noNullPrototype: true }),
    says: () => 'erasures that were interrupted go on',
    run: async (sim, { by }) => void (await sim.ask(by, async ({ finishErasures }) => finishErasures())),
  }),
} as const;

const troubleAll = ({ truth, people }: Simulation, who: number): void => {
  for (const { conversationId, a, b } of truth.claimed.values())
    if ([a.member, b.member].includes(people[who]!.id)) truth.trouble(conversationId);
};

/** Puts the clock on to when there is something of the sort to do, and does it. */
const doDue = async (sim: Simulation, by: number, task: 'run' | 'send'): Promise<void> => {
  for (let moments = 0; moments < 3; moments++) {
    const due = await sim.ask(by, async ({ whatIsDue }) => whatIsDue());
    if (due === 'lost') return;
    const mine = due.find((each) => each.task === task);
    if (mine !== undefined) {
      await sim.ask(by, async ({ runRound, sendIntroductions }) => (task === 'run' ? runRound : sendIntroductions)({ week: mine.week }));
      return;
    }
    sim.around.clock.moveTo(nextMoment(rules.calendar, sim.around.clock.now()));
  }
};
