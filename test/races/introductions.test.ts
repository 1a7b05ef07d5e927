import fc, { type Scheduler } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTableInMemory, type TableInMemory } from '../../adapters/dynamodb/table-in-memory.ts';
import { thisWeek } from '../arbitraries/rounds.ts';
import { changed } from '../../domain/kernel/decision.ts';
import { weeksAfter } from '../../domain/kernel/iso-week.ts';
import { createDeterministicSecrets } from '../support/deterministic-secrets.ts';
import {
  codeOf,
  idOf,
  introductionsOver,
  type IntroductionsWorld,
  mondayMorning,
  nowIs,
  settle,
  waitingMails,
} from '../support/introductions-world.ts';
import { scheduled } from '../support/scheduled.ts';

const week = thisWeek;
const names = ['Ana', 'Ben', 'Cleo', 'Dora', 'Emil'];

/** Two processes over one table, whose calls arrive in any order; each has chance of its own. */
const race = async (
  body: (given: {
    readonly table: TableInMemory;
    readonly after: IntroductionsWorld;
    readonly one: IntroductionsWorld;
    readonly other: IntroductionsWorld;
    readonly all: (tasks: Promise<unknown>[]) => Promise<unknown[]>;
  }) => Promise<void>,
  { runs = 150 }: { readonly runs?: number } = {},
): Promise<void> =>
  fc.assert(
    fc.asyncProperty(fc.scheduler(), async (s: Scheduler) => {
      const table = await createTableInMemory();
      const process = (name: string): IntroductionsWorld =>
        introductionsOver(scheduled(s, table), { secrets: createDeterministicSecrets(name) });
      const after = introductionsOver(table, { secrets: createDeterministicSecrets('after') });
      await settle(after, ...names);
      await body({ table, after, one: process('one'), other: process('other'), all: (tasks) => s.waitFor(Promise.all(tasks)) });
    }),
    { numRuns: runs },
  );

/** One whole round: everyone in it once, each match in two rows that say the same, every open alias in a match that stands. */
const expectWhole = async (table: TableInMemory, world: IntroductionsWorld): Promise<void> => {
  const round = await world.rounds.find(week);
  const matches = await world.matches.ofRound(round!, undefined, 200);
  const left = await world.leftOuts.ofRound(round!, undefined, 200);
  expect([matches.length, left.length]).toEqual([round!.pairCount, round!.leftOutCount]);
  expect([...matches.flatMap(({ a, b }) => [a.member, b.member]), ...left.map(({ member }) => member)].sort()).toEqual(
    names.map((name) => idOf(name)).sort(),
  );
  for (const match of matches) expect(await world.matches.find({ ...round!, member: match.b.member })).toEqual(match);
  const openAliases = table
    .items()
    .flatMap(({ pk, body }) => (pk.startsWith('alias#') && (body as { status: string }).status === 'open' ? [pk] : []));
  const standing = matches
    .filter(({ state }) => state.name !== 'cancelled')
    .flatMap(({ a, b }) => [`alias#${a.alias}`, `alias#${b.alias}`]);
  expect(openAliases.sort()).toEqual(standing.sort());
};

describe('at once,', () => {
  it('two who run a round get the same one', async () => {
    await race(async ({ table, after, one, other, all }) => {
      const [first, second] = await all([one.run({ week }), other.run({ week })]);
      expect(first).toMatchObject({ ok: true });
      expect(second).toEqual(first);
      await expectWhole(table, after);
      expect(table.items().filter(({ sk }) => sk.startsWith('plan#'))).toHaveLength(2);
    });
  });

  it('two who run this week and the next do not plan on a history that misses the other', async () => {
    await race(async ({ after, one, other, all }) => {
      const next = weeksAfter(week, 1);
      const results = (await all([one.run({ week }), other.run({ week: next })])) as { ok: boolean; error?: { code: string } }[];
      const both = (await after.rounds.find(week)) !== undefined && (await after.rounds.find(next)) !== undefined;
      expect(both).toBe(false);
      expect(results.filter(({ ok }) => ok)).toHaveLength(1);
      expect(['round.earlier_unsent', 'round.later_exists', 'round.history_incomplete']).toContain(
        results.map(codeOf).find((code) => code !== undefined),
      );
    });
  });

  it('one runs a round and another discards it: nothing is left half', async () => {
    await race(async ({ table, after, one, other, all }) => {
      await all([one.run({ week }), other.discard({ week, because: 'no' })]);
      await after.run({ week });
      await expectWhole(table, after);
    });
  });

  it('one discards a round while another writes its matches', async () => {
    await race(async ({ table, after, one, other, all }) => {
      await after.run({ week });
      await after.rounds.change(week, (round) => changed({ ...round!, state: { name: 'planned' } }, undefined));
      for (const { pk, sk } of table.items().filter(({ pk }) => /^(match|alias|alias-issued)#/.test(pk)))
        await table.commit([{ op: 'delete', key: { pk, sk }, expect: 'anything' }]);
      await all([one.run({ week }), other.discard({ week, because: 'no' })]);
      await after.run({ week });
      await expectWhole(table, after);
    });
  });

  it('one sends and another discards: one of them wins whole', async () => {
    await race(async ({ table, after, one, other, all }) => {
      await after.run({ week });
      const [sent, discarded] = (await all([one.send({ week }), other.discard({ week, because: 'no' })])) as { ok: boolean }[];
      expect([sent?.ok, discarded?.ok].sort()).toEqual([false, true]);
      expect(await waitingMails(after)).toHaveLength(sent?.ok ? 9 : 0);
      await after.run({ week });
      await expectWhole(table, after);
    });
  });

  it('two who send a round send everything once', async () => {
    await race(async ({ table, after, one, other, all }) => {
      await after.run({ week });
      const [first, second] = (await all([one.send({ week }), other.send({ week })])) as { ok: boolean; value: unknown }[];
      expect([first?.ok, second?.ok]).toEqual([true, true]);
      expect((await waitingMails(after)).map(({ message }) => message.template).sort()).toEqual([
        ...Array<string>(4).fill('did-you-meet'),
        ...Array<string>(4).fill('introduction'),
        'left-over',
      ]);
      expect((await after.rounds.find(week))?.state.name).toBe('sent');
      await expectWhole(table, after);
    });
  });

  it('a member leaves while the round is sent: everybody else hears once, of an introduction or of none', async () => {
    await race(async ({ after, one, other, all }) => {
      await after.run({ week });
      await all([one.send({ week }), nowIs(other, 'Ana', { stage: { name: 'left', at: mondayMorning } })]);
      const mails = (await waitingMails(after)).filter(({ message }) => message.template !== 'did-you-meet' && message.to !== idOf('Ana'));
      expect(mails.map(({ message }) => message.to).sort()).toEqual(
        names
          .filter((name) => name !== 'Ana')
          .map((name) => idOf(name))
          .sort(),
      );
    });
  });

  it('a member is erased while the round is sent: everybody else hears once, and nothing is left of the member', async () => {
    await race(async ({ table, after, one, other, all }) => {
      await after.run({ week });
      await all([one.send({ week }), nowIs(other, 'Ana', undefined).then(() => other.eraser.erase(idOf('Ana')))]);
      const mails = (await waitingMails(after)).filter(({ message }) => message.template !== 'did-you-meet' && message.to !== idOf('Ana'));
      expect(mails.map(({ message }) => message.to).sort()).toEqual(
        names
          .filter((name) => name !== 'Ana')
          .map((name) => idOf(name))
          .sort(),
      );
      // Mails that were on their way to the member are dropped when they are due.
      expect(JSON.stringify(table.items().filter(({ pk }) => !pk.startsWith('outbox#')))).not.toContain(idOf('Ana'));
      expect((await after.rounds.find(week))?.state.name).toBe('sent');
    });
  });

  it('both of a pair say whether they met, and neither answer is lost', async () => {
    await race(async ({ after, one, other, all }) => {
      await after.run({ week });
      await after.send({ week });
      const [match] = await after.matches.ofRound({ week, run: 1 }, undefined, 1);
      await all([
        one.answer({ week, member: match!.a.member, answer: 'yes' }),
        other.answer({ week, member: match!.b.member, answer: 'no' }),
      ]);
      const [answered] = await after.matches.ofRound({ week, run: 1 }, undefined, 1);
      expect([answered?.a.met, answered?.b.met]).toEqual(['yes', 'no']);
    });
  });
});
