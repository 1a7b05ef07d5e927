import fc, { type Scheduler } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Week } from '../../../domain/kernel/iso-week.ts';
import { awayMs } from '../../../domain/relay/chat/limits.ts';
import { type Product, productOver } from '../../support/product-world.ts';
import { scheduled } from '../../support/scheduled.ts';
import { openWindow, signedIn, signIn } from './devices.ts';
import { begin, end } from './history.ts';
import { nothingSeen } from './invariants.ts';
import { post } from './post.ts';
import { atRelay, createSimulation, type Ends, type Simulation, type Writing } from './simulation.ts';
import { compose, send } from './writing.ts';

interface Race {
  readonly sim: Simulation;
  /** Ana’s side of their conversation, and Ben’s, or whoever were introduced to each other. */
  readonly one: Ends;
  readonly other: Ends;
  /** Another process, whose calls of the table come in an order that fast-check chooses. */
  readonly racing: () => Product;
}

type Deed = (race: Race) => Promise<unknown>;

/** Deeds at once, each in a process of its own. Whatever the order, everything comes to its end and nothing of what is promised breaks. */
const atOnce = async (prepare: (race: Race) => Promise<readonly Deed[]>): Promise<void> =>
  fc.assert(
    fc.asyncProperty(fc.scheduler(), async (s: Scheduler) => {
      const sim = await createSimulation();
      await begin(sim);
      const racing = (): Product => productOver(sim.around, (port, name) => (name === 'table' ? scheduled(s, port, name) : port));
      const race = { sim, one: sim.ends(0, 'a')!, other: sim.ends(0, 'b')!, racing };
      const deeds = await prepare(race);
      await s.waitFor(Promise.all(deeds.map(async (deed) => deed(race))));
      await end(sim, nothingSeen());
    }),
    { numRuns: 40 },
  );

const says =
  (writing: Writing): Deed =>
  async ({ sim, racing }) => {
    const { id, conversationId: thread, content, person } = writing;
    const sent = await racing().sendMessage({ member: sim.people[person]!.id, thread, id, content });
    if (sent.ok) writing.seq = sent.value.seq;
    else writing.refused = sent.error.code;
  };

const tellsOf =
  (word: string): Deed =>
  async ({ sim, racing }) => {
    const { waiting } = sim.around.mails.arriving;
    const notice = waiting.find(({ mail }) => mail.id === `mail-${word}`)!;
    const answer = await racing().forward(notice.mail);
    if (!answer.ok) return;
    waiting.splice(waiting.indexOf(notice), 1);
    sim.promises.mails.find(({ id }) => id === notice.mail.id)?.outcomes.push(...answer.value);
  };

const mailed = ({ sim }: Race, ends: Ends): string => {
  const word = sim.freshWord();
  post(sim, { ends, to: atRelay(ends.other.alias), word, text: `${word} Shall we?` });
  return word;
};

/** One wrote and the other is away for long enough. */
const missing = async ({ sim, one }: Race): Promise<Writing> => {
  const writing = compose(sim, one, 'Are you there?');
  await send(sim, writing, { by: 0 });
  sim.around.clock.moveBy(awayMs);
  return writing;
};
const decides: Deed = async ({ racing, one }) => racing().mailMissed({ conversationId: one.conversationId });

const erases = async ({ sim }: Race, { person }: Ends): Promise<Deed> => {
  const session = (await signedIn(sim, person, 0)) ?? (await signIn(sim, person, 0));
  person.wantsErasure = true;
  for (const { conversationId } of sim.truth.claimed.values()) sim.truth.trouble(conversationId);
  return async ({ racing }) => racing().eraseMember({ member: person.id, session: session ?? '' });
};

describe('at once, in any order of calls,', () => {
  it('one ends the conversation while a message is stored', async () =>
    atOnce(async ({ sim, one, other }) => {
      const writing = compose(sim, one, 'One more thing');
      return Promise.resolve([says(writing), async ({ racing }) => racing().act({ alias: other.own.alias, act: 'end' })]);
    }));

  it('one is erased while it is decided what the other missed', async () =>
    atOnce(async (race) => {
      await missing(race);
      return [decides, await erases(race, race.one)];
    }));

  it('one is erased while the other one’s missed messages are decided, and mails leave', async () =>
    atOnce(async (race) => {
      await missing(race);
      return [decides, await erases(race, race.other), async ({ racing }) => racing().drainRelay()];
    }));

  it('one blocks the other while they write in the chat and by mail', async () =>
    atOnce(async (race) => {
      const { sim, one, other } = race;
      const word = mailed(race, one);
      const [member, whom] = [other.person.id, one.person.id];
      sim.truth.trouble(one.conversationId);
      const blocks: Deed = async ({ racing }) => {
        const product = racing();
        await product.block({ member, whom });
        await product.endContact({ member, partner: whom });
      };
      return Promise.resolve([blocks, says(compose(sim, one, 'Hello?')), tellsOf(word)]);
    }));

  it('one gets a new private address while a mail and a message come to the old one', async () =>
    atOnce(async (race) => {
      const { sim, one, other } = race;
      sim.around.clock.moveBy(2 * 24 * 60 * 60 * 1000);
      const word = mailed(race, one);
      const renews: Deed = async ({ racing }) => racing().renewAlias({ member: other.person.id, week: other.week as Week });
      return Promise.resolve([renews, says(compose(sim, one, 'Hello?')), says(compose(sim, other, 'Hello you!')), tellsOf(word)]);
    }));

  it('a window shows what is being decided to be missed, while more is written', async () =>
    atOnce(async (race) => {
      const { sim, one, other } = race;
      const writing = await missing(race);
      const marks: Deed = async ({ racing }) =>
        racing().markMessages({ member: other.person.id, thread: one.conversationId, delivered: writing.seq });
      return [decides, decides, marks, says(compose(sim, one, 'Still here'))];
    }));

  it('two processes hear of one mail, two tabs send one message, and the reader mutes', async () =>
    atOnce(async (race) => {
      const { sim, one, other } = race;
      await openWindow(sim, { person: other.person, by: 0 });
      const [word, writing] = [mailed(race, one), compose(sim, one, 'Twice?')];
      const mutes: Deed = async ({ racing }) => racing().act({ alias: other.own.alias, act: 'mute' });
      const alsoTells: Deed = async ({ racing }) => {
        const notice = sim.around.mails.arriving.waiting.find(({ mail }) => mail.id === `mail-${word}`);
        if (notice !== undefined) await racing().forward(notice.mail);
      };
      return [says(writing), says(writing), tellsOf(word), alsoTells, mutes];
    }));

  it('both write, by mail and in the chat, while two processes send what waits', async () =>
    atOnce(async (race) => {
      const { sim, one, other } = race;
      const [first, second] = [mailed(race, one), mailed(race, other)];
      const drains: Deed = async ({ racing }) => racing().drainRelay();
      const all = [tellsOf(first), tellsOf(second), says(compose(sim, one, 'Hello')), says(compose(sim, other, 'Hi')), drains, drains];
      return Promise.resolve(all);
    }));

  it('one is erased while both write, by mail and in the chat', async () =>
    atOnce(async (race) => {
      const { sim, one, other } = race;
      const word = mailed(race, one);
      const [first, second] = [compose(sim, one, 'Hello'), compose(sim, other, 'Hi')];
      return [says(first), says(second), tellsOf(word), await erases(race, other)];
    }));

  it('breaks nothing where nothing is done', async () => {
    const sim = await createSimulation();
    await begin(sim);
    await end(sim, nothingSeen());
    expect(sim.complaints).toEqual([]);
  });
});
