import fc, { type Scheduler } from 'fast-check';
import { expect, it } from 'vitest';
import { createTableInMemory, type TableInMemory } from '../../adapters/dynamodb/table-in-memory.ts';
import { createStillClock, type MovableClock } from '../../adapters/memory/movable-clock.ts';
import { later } from '../../domain/kernel/instant.ts';
import { awayMs, stillAwayMs } from '../../domain/relay/chat/limits.ts';
import { Crash, createFaults, type CrashPoint } from '../support/faults.ts';
import {
  addressOfAna,
  addressOfBen,
  ana,
  type Around,
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
  toBen,
  written,
} from '../support/relay-world.ts';
import { scheduled } from '../support/scheduled.ts';

type Who = 'ana' | 'ben';
type Step = { readonly crash: CrashPoint | undefined } & (
  { readonly what: 'chat' | 'mail' | 'show'; readonly who: Who } | { readonly what: 'decide' }
);
interface Round {
  readonly steps: readonly Step[];
  readonly thenMs: number;
}

const who = fc.constantFrom<Who>('ana', 'ben');
const crash = fc.option(fc.record({ call: fc.integer({ min: 1, max: 16 }), moment: fc.constantFrom('before', 'after') }), {
  nil: undefined,
  freq: 2,
});
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ what: fc.constantFrom('chat', 'chat', 'mail', 'show'), who, crash }),
  fc.record({ what: fc.constant('decide'), crash }),
);
const rounds: fc.Arbitrary<readonly Round[]> = fc.array(
  fc.record({ steps: fc.array(step, { minLength: 1, maxLength: 4 }), thenMs: fc.constantFrom(1_000, awayMs, stillAwayMs) }),
  { minLength: 1, maxLength: 5 },
);

const memberOf = { ana, ben } as const;
const mailOf = { ana: { from: addressOfAna, to: toBen }, ben: { from: addressOfBen, to: toAna } } as const;

interface Place {
  readonly s: Scheduler;
  readonly table: TableInMemory;
  readonly around: Around;
  readonly clock: MovableClock;
}

/** One process does one thing, may die over it, and another one does it again. */
const live = async ({ s, table, around, clock }: Place, given: Step, name: string): Promise<void> => {
  const faults = createFaults();
  faults.plan(given.crash);
  const once = async (): Promise<void> => {
    const process = relayOver(faults.guard(scheduled(s, table), 'table'), { around, clock });
    await does(process, given, name);
  };
  await once().catch(async (error: unknown) => {
    if (!(error instanceof Crash)) throw error;
    faults.plan(undefined);
    await once();
  });
};

const does = async (process: RelayWorld, given: Step, name: string): Promise<void> => {
  switch (given.what) {
    case 'chat':
      await inChat(process, memberOf[given.who], name);
      return;
    case 'mail': {
      const { from, to } = mailOf[given.who];
      await process.forward(arriving(process, written({ from, to, text: name }), { recipients: [to], mailFrom: from }));
      return;
    }
    case 'show':
      await delivered(process, memberOf[given.who], (await process.chats.find(theConversation))?.lastSeq ?? 0);
      return;
    case 'decide':
      await process.mailMissed({ conversationId: theConversation });
  }
};

it('whatever is written, mailed, shown and decided at once, and whoever dies over it: one order, nothing lost, nothing mailed twice', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), rounds, async (s, all) => {
      const table = await createTableInMemory();
      await introduce(table);
      const [around, clock] = [createAround(), createStillClock(noon)];
      const after = relayOver(table, { around, clock });
      const wrote = new Map<string, Step['what']>();
      const mails: { readonly to: string; readonly raw: string }[] = [];
      for (const [at, { steps, thenMs }] of all.entries()) {
        const lives = steps.map(async (each, number) => {
          const name = `word-${String(at)}-${String(number)}-end`;
          if (each.what === 'chat' || each.what === 'mail') wrote.set(name, each.what);
          await live({ s, table, around, clock }, each, name);
        });
        await s.waitFor(Promise.all(lives));
        clock.moveTo(later(clock.now(), thenMs));
        mails.push(...(await sendAll(after)));
      }
      clock.moveTo(later(clock.now(), stillAwayMs));
      await after.mailAllMissed({ now: clock.now() });
      mails.push(...(await sendAll(after)));

      const messages = await chatOf(after);
      const names = messages.map(({ content }) => (content.kind === 'voice' ? '' : content.text));
      expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, at) => at + 1));
      expect(names.toSorted()).toEqual([...wrote.keys()].sort());
      const chat = await after.chats.find(theConversation);
      expect([chat?.a.missed, chat?.b.missed]).toEqual([undefined, undefined]);
      for (const { seq, from, content } of messages) {
        const name = content.kind === 'voice' ? '' : content.text;
        const to = from === 'a' ? addressOfBen : addressOfAna;
        const got = mails.filter(({ raw }) => raw.includes(name));
        expect(got.map((mail) => mail.to)).toEqual(got.length === 0 ? [] : [to]);
        const isShown = seq <= (chat?.[from === 'a' ? 'b' : 'a'].deliveredUpTo ?? 0);
        expect(got.length === 1 || (content.kind !== 'mail' && isShown)).toBe(true);
      }
    }),
    { numRuns: 150 },
  );
});
