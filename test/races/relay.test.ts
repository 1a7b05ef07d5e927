import fc, { type Scheduler } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTableInMemory } from '../../adapters/dynamodb/table-in-memory.ts';
import { later } from '../../domain/kernel/instant.ts';
import { awayMs, stillAwayMs } from '../../domain/relay/chat/limits.ts';
import {
  addressOfBen,
  ana,
  aliasOfAna,
  arriving,
  ben,
  chatOf,
  createAround,
  delivered,
  inChat,
  introduce,
  noon,
  relayOver,
  type RelayWorld,
  sendAll,
  theConversation,
  toAna,
  written,
} from '../support/relay-world.ts';
import { scheduled } from '../support/scheduled.ts';

/** Processes over one table, whose calls arrive in any order. */
const race = async (
  body: (given: {
    readonly after: RelayWorld;
    readonly process: () => RelayWorld;
    readonly all: <T>(tasks: Promise<T>[]) => Promise<T[]>;
  }) => Promise<void>,
): Promise<void> =>
  fc.assert(
    fc.asyncProperty(fc.scheduler(), async (s: Scheduler) => {
      const table = await createTableInMemory();
      await introduce(table);
      const around = createAround();
      const process = (): RelayWorld => relayOver(scheduled(s, table), { around });
      await body({ after: relayOver(table, { around }), process, all: async (tasks) => s.waitFor(Promise.all(tasks)) });
    }),
    { numRuns: 60 },
  );

describe('whatever the order of events,', () => {
  it('a mail that five processes are told of at once is passed on once', async () => {
    await race(async ({ after, process, all }) => {
      const mail = arriving(after, written());
      const outcomes = await all(Array.from({ length: 5 }, async () => process().forward(mail)));
      expect(outcomes.map((each) => each.ok && each.value[0]).filter((each) => each === 'relayed')).toHaveLength(1);
      expect(await sendAll(after)).toHaveLength(1);
    });
  });

  it('two who write at the same time both arrive, and the conversation knows both', async () => {
    await race(async ({ after, process, all }) => {
      const mails = [
        arriving(after, written()),
        arriving(after, written({ from: addressOfBen, to: toAna }), { recipients: [toAna], mailFrom: addressOfBen }),
      ];
      const outcomes = await all(mails.map(async (mail) => process().forward(mail)));
      expect(outcomes.map((each) => each.ok && each.value[0])).toEqual(['relayed', 'relayed']);
      expect((await sendAll(after)).map(({ to }) => to !== '')).toEqual([true, true]);
      expect((await after.look({ alias: aliasOfAna }))?.messages).toBe(2);
    });
  });

  it('a mail while the conversation ends is passed on before, or its writer hears that it was not', async () => {
    await race(async ({ after, process, all }) => {
      const mail = arriving(after, written());
      await all<unknown>([process().forward(mail), process().act({ alias: aliasOfAna, act: 'end' })]);
      const sent = (await sendAll(after)).filter(({ to }) => to !== '');
      expect([sent.length, await after.notices()]).toEqual([0, ['Ana relay-notice relay.closed']]);
      expect(await after.look({ alias: aliasOfAna })).toMatchObject({ state: 'ended' });
    });
  });

  it('what was missed leaves once, of five who decide it at once, or not at all where a page showed it before', async () => {
    await race(async ({ after, process, all }) => {
      await inChat(after, ana, 'Are you there?');
      after.clock.moveTo(later(noon, awayMs));
      const mailed = Array.from({ length: 5 }, async () => at(process()).mailMissed({ conversationId: theConversation }));
      const outcomes = await all<unknown>([...mailed, delivered(process(), ben, 1)]);
      const chat = await after.chats.find(theConversation);
      const mails = await sendAll(after);
      expect(mails).toHaveLength(outcomes.filter((each) => each === 'mailed').length);
      expect([mails.length <= 1, chat?.b.mailedUpTo, chat?.b.missed]).toEqual([true, mails.length, undefined]);
      expect((await sendAll(after)).length).toBe(0);
    });
  });

  it('what is written while it is decided what was missed is neither lost nor mailed twice', async () => {
    await race(async ({ after, process, all }) => {
      await inChat(after, ana, 'one');
      after.clock.moveTo(later(noon, awayMs));
      const writing = at(process());
      await all<unknown>([
        ...Array.from({ length: 2 }, async () => at(process()).mailMissed({ conversationId: theConversation })),
        inChat(writing, ana, 'two').then(async () => inChat(writing, ana, 'three')),
        process().forward(arriving(after, written({ text: 'by mail' }))),
      ]);
      after.clock.moveTo(later(after.clock.now(), stillAwayMs));
      await after.mailMissed({ conversationId: theConversation });
      const words = (await sendAll(after))
        .flatMap(({ raw }) => raw.match(/^(?:one|two|three|by mail)\r?$/gm) ?? [])
        .map((word) => word.trim());
      expect(words.toSorted()).toEqual(['by mail', 'one', 'three', 'two']);
      expect((await chatOf(after)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    });
  });
});

/** Two minutes later, as it is for `after`. */
const at = (world: RelayWorld): RelayWorld => {
  world.clock.moveTo(later(noon, awayMs));
  return world;
};
