import { describe, expect, it } from 'vitest';
import type { Deployed } from '../../../adapters/composition/deployed.ts';
import { T } from '../../../adapters/composition/tokens.ts';
import { chores, type ChoreNeeds, overdueAfterMs } from '../../../adapters/lambda/chores.ts';
import { createTableLeases } from '../../../adapters/dynamodb/leases.ts';
import { outboxWrite } from '../../../adapters/dynamodb/outbox-rows.ts';
import { createTableInMemory, type TableInMemory } from '../../../adapters/dynamodb/table-in-memory.ts';
import { createStillClock } from '../../../adapters/memory/movable-clock.ts';
import { runDueRounds } from '../../../adapters/worker/run-due-rounds.ts';
import type { TaskNeeds } from '../../../adapters/worker/run-task.ts';
import { sendDueIntroductions } from '../../../adapters/worker/send-due-introductions.ts';
import { createContainer } from '../../../adapters/composition/container.ts';
import { defaultDrainLimits } from '../../../adapters/email/drain-limits.ts';
import { createSecrets } from '../../../adapters/crypto/secrets.ts';
import { testKey } from '../../support/deployed-parts.ts';
import { shippedCommunity, shippedSurvey } from '../../support/embedded-parts.ts';
import { mondayMorning, planHere } from '../../support/introductions-world.ts';
import { settleMembers } from '../../support/stack-members.ts';
import { dayMs, hourMs, type Instant, later, minuteMs } from '../../../domain/kernel/instant.ts';
import { seededRandom } from '../../../domain/kernel/random.ts';

/** What reaches people: a provider that knows its keys. */
const aProvider = () => {
  const delivered = new Map<string, string>();
  const given: string[] = [];
  return {
    delivered,
    given,
    mailer: {
      honoursKeys: true,
      send: async ({ to }: { readonly to: string }, key: string) => {
        given.push(key);
        if (!delivered.has(key)) delivered.set(key, to);
        return Promise.resolve({ kind: 'accepted' } as const);
      },
    },
  };
};

/** A process of its own over the common table, with a clock of its own. */
const aProcess = (table: TableInMemory, { mailer }: Pick<ReturnType<typeof aProvider>, 'mailer'>, at: Instant) => {
  const clock = createStillClock(at);
  const pause = async (ms: number): Promise<void> => {
    clock.moveBy(Math.ceil(ms));
    await new Promise((resolve) => setImmediate(resolve));
  };
  const container = createContainer({
    community: shippedCommunity,
    survey: shippedSurvey,
    table,
    // Chance is each process’s own, as it is for real.
    secrets: createSecrets(Buffer.from(testKey, 'base64')),
    clock,
    random: seededRandom(at),
    plan: planHere,
    mailer,
    links: { baseUrl: 'https://circle.example.com', relayDomain: 'relay.example.com' },
    limits: { ...defaultDrainLimits, ratePerSecond: 25 },
    pause,
    wake: () => undefined,
    observer: () => undefined,
  });
  const deployed = { container, table, leases: createTableLeases(table) } as unknown as Deployed;
  const told: string[] = [];
  const counted = new Map<string, number>();
  const needs: TaskNeeds & ChoreNeeds = {
    deployed,
    clock,
    pause,
    owner: `process ${String(at)}`,
    log: (_level, event) => told.push(event),
    metrics: { count: (name, value) => counted.set(name, (counted.get(name) ?? 0) + value), flush: () => undefined },
    signal: new AbortController().signal,
    isEnough: () => false,
  };
  return { ...needs, told, counted, moveBy: clock.moveBy, container };
};

// The shipped community meets on Monday at 8 and is told at 9.
const sendingHour = later(mondayMorning, 2 * hourMs);
const people = 6;

const readyWorld = async () => {
  const table = await createTableInMemory();
  const provider = aProvider();
  const first = aProcess(table, provider, sendingHour);
  await settleMembers(first, people);
  return { table, provider, first };
};

const expectEverybodyOnce = ({ delivered, given }: ReturnType<typeof aProvider>): void => {
  expect([...delivered.values()].toSorted()).toEqual([...new Set(delivered.values())].toSorted());
  expect(delivered.size).toBe(people);
  expect(new Set(given).size).toBe(people);
};

describe('tasks without a lease between them', () => {
  it('run and send a round once, when two do it at the same time', async () => {
    const { table, provider, first } = await readyWorld();
    const second = aProcess(table, provider, later(sendingHour, 1));
    expect(await Promise.all([runDueRounds(first), runDueRounds(second)])).toEqual([0, 0]);
    expect(await Promise.all([sendDueIntroductions(first), sendDueIntroductions(second)])).toEqual([0, 0]);
    expectEverybodyOnce(provider);
  });

  it('mail everybody once, when their clocks are an hour apart', async () => {
    const { table, provider, first } = await readyWorld();
    const ahead = aProcess(table, provider, later(sendingHour, hourMs));
    const behind = aProcess(table, provider, later(sendingHour, -hourMs));
    await Promise.all([runDueRounds(ahead), runDueRounds(first), runDueRounds(behind)]);
    await Promise.all([sendDueIntroductions(ahead), sendDueIntroductions(behind), sendDueIntroductions(first)]);
    await sendDueIntroductions(aProcess(table, provider, later(sendingHour, hourMs)));
    expect([...provider.delivered.values()].toSorted()).toEqual([...new Set(provider.delivered.values())].toSorted());
    expect(provider.delivered.size).toBe(people);
  });

  it('are not over while introductions wait behind hundreds of other mails, for a provider that is down', async () => {
    const { table, provider, first } = await readyWorld();
    await runDueRounds(first);
    const [member] = await first.container.get(T.membership.members).page(undefined, 1);
    for (let number = 0; number < 250; number++) {
      const message = { template: 'sign-in', to: member!.id, token: `token-${String(number)}` };
      await table.commit([outboxWrite({ key: `sign-in:${String(number)}`, dueAt: later(sendingHour, -hourMs), message })]);
    }
    const mailer: typeof provider.mailer = {
      ...provider.mailer,
      send: async (mail, key) => {
        if (task.clock.now() < later(sendingHour, 2 * minuteMs)) return { kind: 'try_later', afterMs: minuteMs } as never;
        return provider.mailer.send(mail, key);
      },
    };
    const task = aProcess(table, { mailer }, sendingHour);
    expect(await sendDueIntroductions(task)).toBe(0);
    expect(provider.given.filter((key) => key.startsWith('introduction'))).toHaveLength(people);
  });

  it('leave alone what is due at another time', async () => {
    const { provider, first } = await readyWorld();
    expect(await sendDueIntroductions(first)).toBe(0);
    expect(first.told).toContain('nothing_due');
    expect(provider.given).toEqual([]);
  });
});

describe('the chores of the schedule', () => {
  let ticks = 0;
  const tick = async (needs: ChoreNeeds): Promise<void> => {
    const owner = `tick ${String(++ticks)}`;
    for (const chore of chores) await chore.done({ ...needs, owner });
  };

  it('claim introductions whose task did not begin, and leave a round to its task', async () => {
    const { provider, table, first } = await readyWorld();
    first.moveBy(overdueAfterMs);
    await tick(first);
    expect(first.told.filter((event) => event === 'overdue')).toHaveLength(1);
    await runDueRounds(first);
    await tick(first);
    expect(first.told).toContain('recovered');
    expect(first.counted.get('Overdue')).toBe(2);
    const { waiting } = await first.container.get(T.mails.outbox).pending();
    expect(waiting).toBeGreaterThanOrEqual(people);
    await sendDueIntroductions(aProcess(table, provider, later(sendingHour, hourMs)));
    expectEverybodyOnce(provider);
  });

  it('leave introductions to a task that has begun', async () => {
    const { first } = await readyWorld();
    await runDueRounds(first);
    first.moveBy(overdueAfterMs);
    await first.deployed.leases.acquire('intro-sender', 'a task', { now: first.clock.now(), ms: hourMs });
    await tick(first);
    expect(first.told).not.toContain('recovered');
  });

  it('are each done once in a while, by one of two', async () => {
    const { table, provider, first } = await readyWorld();
    const second = aProcess(table, provider, later(sendingHour, 1));
    for (const needs of [first, second, first]) await tick(needs);
    const chore = (event: string): boolean => event === 'chore';
    expect([...first.told, ...second.told].filter(chore)).toHaveLength(4);
    expect(first.counted.get('Members')).toBe(people);
    first.moveBy(dayMs);
    await tick(first);
    expect(first.told.filter(chore)).toHaveLength(8);
  });

  it('are done by the next tick where they failed', async () => {
    const { first } = await readyWorld();
    const erasing = chores.find(({ name }) => name === 'finish-erasures');
    const broken = { ...first, deployed: { ...first.deployed, container: { get: () => async () => Promise.reject(new Error('a bug')) } } };
    await expect(erasing?.done(broken as unknown as ChoreNeeds)).rejects.toThrow('a bug');
    await erasing?.done(first);
    expect(first.told).toEqual(['chore']);
  });
});
