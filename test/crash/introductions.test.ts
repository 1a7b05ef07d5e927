import { describe, expect, it } from 'vitest';
import { createTableInMemory, type TableInMemory } from '../../adapters/dynamodb/table-in-memory.ts';
import type { Table } from '../../adapters/dynamodb/table.ts';
import { createStillClock } from '../../adapters/memory/movable-clock.ts';
import { dayMs, hourMs, later } from '../../domain/kernel/instant.ts';
import { changed } from '../../domain/kernel/decision.ts';
import type { Mailer } from '../../domain/kernel/mailer.ts';
import { thisWeek } from '../arbitraries/rounds.ts';
import { crashSweep, type End } from '../support/crash-sweep.ts';
import { createDeterministicSecrets } from '../support/deterministic-secrets.ts';
import type { Faults } from '../support/faults.ts';
import { idOf, introductionsOver, type IntroductionsWorld, mondayMorning, nowIs, settle } from '../support/introductions-world.ts';

const week = thisWeek;

interface Laptop {
  readonly table: TableInMemory;
  /** As the process has it that may die. */
  readonly process: IntroductionsWorld;
  readonly mailer: Mailer;
  readonly delivered: ReadonlyMap<string, string>;
}

/** Every call to the table is one where the process may die. What is drawn anew after that comes from another state of chance. */
const laptop = (prepare: (world: IntroductionsWorld) => Promise<void>, chance: (process: number) => string) => {
  let processes = 0;
  const over = (table: Table, faults: Faults): IntroductionsWorld =>
    introductionsOver(faults.guard(table, 'table'), {
      secrets: createDeterministicSecrets(chance(processes++)),
      clock: createStillClock(mondayMorning),
    });
  return {
    world: async (faults: Faults): Promise<Laptop> => {
      const table = await createTableInMemory();
      processes = 0;
      await prepare(introductionsOver(table, { secrets: createDeterministicSecrets('before') }));
      const delivered = new Map<string, string>();
      const mailer: Mailer = {
        honoursKeys: true,
        send: async (mail, key) => {
          if (!delivered.has(key)) delivered.set(key, mail.to);
          return Promise.resolve({ kind: 'accepted' });
        },
      };
      return { table, process: over(table, faults), mailer: faults.guard(mailer, 'mailer'), delivered };
    },
    restarted: (world: Laptop, faults: Faults): Laptop => ({ ...world, process: over(world.table, faults) }),
  };
};

const anHourLater = later(mondayMorning, hourMs);
const sameChance = (): string => 'same';

const endOf = ({ table, delivered }: Laptop): End => ({
  state: table
    .items()
    .filter(({ pk }) => !pk.startsWith('outbox#'))
    .map(({ pk, sk, body, index }) => ({ pk, sk, body, index })),
  sent: [
    ...table.items().flatMap(({ pk }) => (pk.startsWith('outbox#') ? [decodeURIComponent(pk.slice('outbox#'.length))] : [])),
    ...[...delivered.keys()].map((key) => `delivered ${key}`),
  ],
});

const settled = ({ ok }: { readonly ok: boolean }): boolean => ok;
const five = async (world: IntroductionsWorld): Promise<void> => settle(world, 'Ana', 'Ben', 'Cleo', 'Dora', 'Emil');
const planned = async (world: IntroductionsWorld): Promise<void> => {
  await five(world);
  await world.run({ week });
};
const sent = async (world: IntroductionsWorld): Promise<void> => {
  await planned(world);
  await world.send({ week });
};

describe('killed at any call and begun again,', () => {
  it('running a round ends in the same round', async () => {
    const deaths = await crashSweep({
      ...laptop(five, sameChance),
      deliver: ({ process }: Laptop) => process.run({ week }),
      settled,
      end: endOf,
    });
    expect(deaths).toBeGreaterThan(20);
  });

  it('running a round ends in one whole round, whatever chance draws the next time', async () => {
    const deaths = await crashSweep({
      ...laptop(five, (process) => `process ${String(process)}`),
      deliver: ({ process }: Laptop) => process.run({ week }),
      settled,
      end: async ({ table }) => {
        const world = introductionsOver(table);
        const matches = await world.matches.ofRound({ week, run: 1 }, undefined, 200);
        const left = await world.leftOuts.ofRound({ week, run: 1 }, undefined, 200);
        const aliases = await Promise.all(
          matches.flatMap(({ a, b }) => [a, b]).map(async ({ alias, member }) => (await world.matches.alias(alias))?.member === member),
        );
        const everyone = [...matches.flatMap(({ a, b }) => [a.member, b.member]), ...left.map(({ member }) => member)].sort();
        const kinds = table.items().map(({ pk }) => pk.replace(/#.*/s, ''));
        return {
          state: {
            everyone,
            aliases,
            issued: kinds.filter((kind) => kind === 'alias-issued').length,
            rows: kinds.filter((kind) => kind === 'match').length,
          },
          sent: [],
        };
      },
    });
    expect(deaths).toBeGreaterThan(20);
  });

  it('running a round again after a discard that was killed takes all of it back first', async () => {
    const prepare = async (world: IntroductionsWorld): Promise<void> => {
      await planned(world);
      // The discard died right after it was decided.
      await world.rounds.change(week, (round) =>
        changed({ ...round!, state: { name: 'discarded', at: mondayMorning, because: 'x' } }, undefined),
      );
    };
    await crashSweep({ ...laptop(prepare, sameChance), deliver: ({ process }: Laptop) => process.run({ week }), settled, end: endOf });
  });

  it('discarding a round closes every alias', async () => {
    await crashSweep({
      ...laptop(planned, sameChance),
      deliver: ({ process }: Laptop) => process.discard({ week, because: 'x' }),
      settled,
      end: endOf,
    });
  });

  it('sending a round gives everybody their mails once', async () => {
    const deaths = await crashSweep({
      ...laptop(planned, sameChance),
      deliver: async ({ process, mailer }: Laptop) => {
        const done = await process.send({ week });
        await process.drain(mailer);
        return { ok: done.ok && (await process.outbox.due(mondayMorning, 10)).length === 0 };
      },
      settled,
      end: (world) => {
        const { state, sent: left } = endOf(world);
        return { state: JSON.parse(JSON.stringify(state).replaceAll(String(anHourLater), String(mondayMorning))) as unknown, sent: left };
      },
      restarted: (world, faults) => {
        // What the dead process had taken to send is free again after its lease.
        return { ...world, process: introductionsOver(faults.guard(world.table, 'table'), { clock: createStillClock(anHourLater) }) };
      },
    });
    expect(deaths).toBeGreaterThan(40);
  });

  it('sending a round of which one has left, one blocked another and one is erased cancels and tells the others once', async () => {
    const prepare = async (world: IntroductionsWorld): Promise<void> => {
      await planned(world);
      await nowIs(world, 'Ana', { stage: { name: 'left', at: mondayMorning } });
      await nowIs(world, 'Ben', undefined);
    };
    await crashSweep({
      ...laptop(prepare, sameChance),
      deliver: ({ process }: Laptop) => process.send({ week }),
      settled,
      end: namelessly,
    });
  });

  it('forgetting a member leaves nothing of them', async () => {
    await crashSweep({
      ...laptop(sent, sameChance),
      deliver: async ({ process }: Laptop) => {
        await process.eraser.erase(idOf('Ana'));
        return { ok: true };
      },
      settled,
      end: namelessly,
    });
  });

  it('answering whether they met, and noting an introduction, happen once', async () => {
    await crashSweep({
      ...laptop(sent, sameChance),
      deliver: async ({ process }: Laptop) => {
        const [match] = await process.matches.ofRound({ week, run: 1 }, undefined, 1);
        await process.recordIntroduced({ week, member: match!.a.member, at: mondayMorning });
        return process.answer({ week, member: match!.a.member, answer: 'yes' });
      },
      settled,
      end: endOf,
    });
  });

  it('closing the way between two closes both ends', async () => {
    await crashSweep({
      ...laptop(sent, sameChance),
      deliver: async ({ process }: Laptop) => {
        const [match] = await process.matches.ofRound({ week, run: 1 }, undefined, 1);
        await process.endContact({ member: match!.a.member, partner: match!.b.member });
        return { ok: true };
      },
      settled,
      end: endOf,
    });
  });
});

describe('killed at any call, a new private address', () => {
  const aDayLater = later(mondayMorning, dayMs);
  const byAna = (chance: (process: number) => string) => {
    const { world } = laptop(sent, sameChance);
    const over = (given: Laptop, faults: Faults, process: number): Laptop => ({
      ...given,
      process: introductionsOver(faults.guard(given.table, 'table'), {
        secrets: createDeterministicSecrets(chance(process)),
        clock: createStillClock(aDayLater),
      }),
    });
    return {
      world: async (faults: Faults) => over(await world(faults), faults, 0),
      restarted: (given: Laptop, faults: Faults) => over(given, faults, 1),
    };
  };
  const renewed = async ({ process }: Pick<Laptop, 'process'>) => {
    const [match] = await process.matches.ofRound({ week, run: 1 }, undefined, 1);
    return process.renewAlias({ week, member: match!.a.member });
  };
  const isDone = (answer: Awaited<ReturnType<typeof renewed>>): boolean => answer.ok || answer.error.code === 'match.alias_new';

  it('is there for both, once, and mailed once', async () => {
    const deaths = await crashSweep({
      ...byAna(() => 'renewing'),
      deliver: renewed,
      settled: isDone,
      end: endOf,
    });
    expect(deaths).toBeGreaterThan(10);
  });

  it('is one and no more, whatever chance draws the next time', async () => {
    await crashSweep({
      ...byAna((process) => `renewing ${String(process)}`),
      deliver: renewed,
      settled: isDone,
      end: ({ table }) => {
        const kinds = table.items().map(({ pk }) => pk.replace(/#.*/s, ''));
        return { state: [...new Set(kinds)].map((kind) => `${kind} ${String(kinds.filter((each) => each === kind).length)}`), sent: [] };
      },
    });
  });

  it('and all before it are gone with their member', async () => {
    let gone = idOf('Ana');
    const prepare = async (world: IntroductionsWorld): Promise<void> => {
      await sent(world);
      const process = introductionsOver(world.table, {
        clock: createStillClock(aDayLater),
        secrets: createDeterministicSecrets('renewing'),
      });
      gone = (await process.matches.ofRound({ week, run: 1 }, undefined, 1))[0]!.a.member;
      expect(await renewed({ process })).toEqual({ ok: true, value: 'renewed' });
    };
    await crashSweep({
      ...laptop(prepare, sameChance),
      deliver: async ({ process }: Laptop) => {
        await process.eraser.erase(gone);
        return { ok: true };
      },
      settled,
      end: (world) => {
        expect(JSON.stringify(world.table.items().filter(({ pk }) => pk.startsWith('alias#')))).not.toContain(gone);
        return namelessly(world);
      },
    });
  });
});

/** Anonymous ids are drawn anew after each death; that they are anonymous is what matters. */
const namelessly = (world: Laptop): End => {
  const { state, sent: left } = endOf(world);
  return { state: JSON.parse(JSON.stringify(state).replaceAll(/gone_[a-z2-7]{26}/g, 'gone')) as unknown, sent: left };
};
