import fc from 'fast-check';
import { hourMs, minuteMs } from '../../../domain/kernel/instant.ts';
import { poison } from '../../support/poison.ts';
import { openWindow } from './devices.ts';
import { checkErased, checkReached, checkShown, complaining, lookAfterStep, nothingSeen, type Seen } from './invariants.ts';
import { tellOfMail } from './post.ts';
import { createSimulation, type Simulation, type SimulationOptions } from './simulation.ts';
import type { Step } from './step.ts';
import { stepsOfChat } from './steps-of-chat.ts';
import { stepsOfConversations } from './steps-of-conversations.ts';
import { stepsOfMail } from './steps-of-mail.ts';
import { stepsOfMembers } from './steps-of-members.ts';
import { stepsOfStanding } from './steps-of-standing.ts';
import { stepsOfTabs } from './steps-of-tabs.ts';
import { stepsOfTheWorld } from './steps-of-the-world.ts';
import { stepsOfVoice } from './steps-of-voice.ts';
import { letPagesAct, letPagesFinish } from './tabs.ts';
import { checkPages, checkPagesAtEnd } from './tabs-seen.ts';
import { mark, send } from './writing.ts';

export const steps: Readonly<Record<string, Pick<Step<never>, 'run' | 'says'> & { readonly given: fc.Arbitrary<unknown> }>> = {
  ...stepsOfMembers,
  ...stepsOfMail,
  ...stepsOfChat,
  ...stepsOfStanding,
  ...stepsOfVoice,
  ...stepsOfTabs,
  ...stepsOfConversations,
  ...stepsOfTheWorld,
};

/** One step as it is kept in a file: its name, and what it is given. */
export type Told = readonly [name: string, given: unknown];

export const sentenceOf = ([name, given]: Told): string => steps[name]?.says(given as never) ?? name;

/** What a history must not do; `invariant` is the first that did not hold. */
export class Broken extends Error {
  override readonly name = 'Broken';
  readonly invariant: string;
  constructor({ invariant, detail }: { readonly invariant: string; readonly detail: string }) {
    super(`${invariant}: ${detail}`);
    this.invariant = invariant;
  }
}

interface Model {
  readonly seen: Seen;
}

/** A step as fast-check wants it. */
export class ToldStep implements fc.AsyncCommand<Model, Simulation> {
  readonly told: Told;
  constructor(told: Told) {
    this.told = told;
  }
  readonly check = (): boolean => true;
  readonly run = async ({ seen }: Model, sim: Simulation): Promise<void> => {
    const [name, given] = this.told;
    await steps[name]?.run(sim, given as never);
    await letPagesAct(sim);
    await lookAfterStep(sim, seen);
    checkPages(sim, complaining(sim));
    orBroken(sim);
  };
  readonly toString = (): string => sentenceOf(this.told);
}

/** The kinds of steps of a profile, each of them as likely as its weight says. */
export const stepsOf = (weights: Readonly<Record<string, number>>): fc.Arbitrary<ToldStep>[] =>
  Object.entries(weights).flatMap(([name, weight]) => {
    const given = steps[name]?.given;
    return given === undefined ? [] : Array.from({ length: weight }, () => given.map((each) => new ToldStep([name, each])));
  });

/** Lives through a history, and lets it come to its end. Throws `Broken` for what did not hold. Time and chance are its own. */
export const live = async (history: Iterable<ToldStep>, options: SimulationOptions = {}): Promise<Simulation> =>
  poison(async () => {
    const sim = await createSimulation(options);
    const seen = nothingSeen();
    await begin(sim);
    await fc.asyncModelRun(() => ({ model: { seen }, real: sim }), history as Iterable<fc.AsyncCommand<Model, Simulation>>);
    await end(sim, seen);
    return sim;
  });

/** The same for a history that was told: that of a file. */
export const relive = async (told: readonly Told[], options: SimulationOptions = {}): Promise<Simulation> =>
  live(
    told.map((each) => new ToldStep(each)),
    options,
  );

/** Four people who were introduced, two and two. */
export const begin = async (sim: Simulation): Promise<void> => {
  for (const who of sim.people.keys()) await stepsOfMembers.signUp.run(sim, { who, by: 0 });
  await stepsOfMembers.runRound.run(sim, { by: 0 });
  await stepsOfMembers.sendIntroductions.run(sim, { by: 0 });
  await stepsOfMembers.drainMails.run(sim, { by: 0 });
  orBroken(sim);
};

const orBroken = ({ broken }: Simulation): void => {
  const first = broken();
  if (first !== undefined) throw new Broken(first);
};

/** Nothing fails any more, and everything that is on its way arrives; then everybody looks once more. */
export const end = async (sim: Simulation, seen: Seen): Promise<void> => {
  const { around } = sim;
  const complain = complaining(sim);
  sim.noCrashes();
  around.mails.moods.length = 0;
  around.table.catchUp();
  for (const writing of sim.promises.writings)
    if (writing.seq === undefined && writing.refused === undefined) await send(sim, writing, { by: 0 });
  await letPagesFinish(sim);
  for (let round = 0; round < roundsMax; round++) {
    if (await isQuiet(sim)) break;
    await settle(sim);
    await letPagesAct(sim);
    around.clock.moveBy(round < 4 ? 16 * minuteMs : 2 * hourMs);
    if (round === roundsMax - 1) complain('every cause comes to an end', await whatWaits(sim));
  }
  if (around.mails.arriving.deadLetters.some(({ isOver }) => !isOver)) complain('every cause comes to an end', 'a mail is put aside');
  await lookAfterStep(sim, seen);
  checkReached(sim, seen, complain);
  orBroken(sim);
  await checkPagesAtEnd(sim, complain);
  for (const window of [...around.windows.values()].filter(({ state }) => state !== 'closed')) {
    window.state = 'closed';
    const again = await openWindow(sim, { person: sim.people[window.person]!, before: window, by: 1 });
    if (again === undefined) continue;
    checkShown(sim, again, complain);
    await mark(sim, again, { by: 1, what: 'read' });
  }
  await lookAfterStep(sim, seen);
  checkPages(sim, complain);
  checkErased(sim, complain);
  orBroken(sim);
};

const roundsMax = 16;

const settle = async (sim: Simulation): Promise<void> => {
  const { around } = sim;
  for (let notices = 0; notices < 200 && around.mails.arriving.waiting.length > 0; notices++)
    await tellOfMail(sim, { n: notices, by: notices % 2, isTwice: false });
  await sim.ask(0, async ({ finishErasures }) => finishErasures());
  for (const { conversationId } of around.looks.splice(0)) await sim.ask(1, async ({ mailMissed }) => mailMissed({ conversationId }));
  await sim.ask(0, async ({ mailAllMissed }) => mailAllMissed({ now: around.clock.now() }));
  await sim.ask(0, async ({ drain }) => drain());
  await sim.ask(1, async ({ drainRelay }) => drainRelay());
};

const isQuiet = async (sim: Simulation): Promise<boolean> => (await whatWaits(sim)) === '';

/** Mails that ask days later whether two have met may wait. */
const whatWaits = async (sim: Simulation): Promise<string> => {
  const { clock, mails } = sim.around;
  const soon = (clock.now() + 3 * hourMs) as ReturnType<typeof clock.now>;
  const due = await sim.ask(0, async ({ outbox, relayOutbox }) => [await outbox.due(soon, 10), await relayOutbox.due(soon, 10)].flat());
  const missed = [...sim.truth.chats.values()].filter(
    ({ head, headGoneAt }) => clock.now() < headGoneAt && (head?.a.missed ?? head?.b.missed) !== undefined,
  );
  return [
    ...mails.arriving.waiting.map(() => 'a mail that came in'),
    ...(due === 'lost' ? ['who knows'] : due.map(({ key }) => key.replace(/:.*/, ''))),
    ...missed.map(() => 'what was missed'),
  ].join(', ');
};
