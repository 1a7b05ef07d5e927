import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { T } from '../../../adapters/composition/tokens.ts';
import { weekAt } from '../../../domain/introductions/calendar.ts';
import { dayMs, type Instant } from '../../../domain/kernel/instant.ts';
import { type AwsWire, wireTables } from '../../support/aws-wire.ts';
import { bundlesAtWire } from '../../support/bundles-at-wire.ts';
import { buildBundles, mailSettingsOn, settingsOn } from '../../support/deployed-parts.ts';
import { alwaysDue, type RunningTask, startTask } from '../../support/running-task.ts';
import { containerOver, settleMembers, stackAt } from '../../support/stack-members.ts';

const { wire: wireOf, pathOf } = bundlesAtWire('weekly-round', 'intro-sender');
let wire: AwsWire;
let stack: ReturnType<typeof stackAt>;

beforeAll(async () => {
  for (const name of ['weekly-round', 'intro-sender']) await alwaysDue(pathOf(name));
});
beforeEach(() => {
  wire = wireOf();
  stack = stackAt(wire.url, wireTables);
});
afterEach(() => {
  stack.close();
});

const round = (env: Readonly<Record<string, string>> = {}): RunningTask =>
  startTask(pathOf('weekly-round'), { ...settingsOn(wire), ...env });
const sender = (env: Readonly<Record<string, string>> = {}): RunningTask =>
  startTask(pathOf('intro-sender'), { ...mailSettingsOn(wire), ...env });
const eventsOf = (task: RunningTask) => task.lines().map(({ event }) => event);

describe('the week, as tasks of their own', () => {
  it('runs the round that is due, introduces everyone once, and then has nothing to do', async () => {
    const people = await settleMembers(stack, 6);
    const first = round();
    expect(await first.ended).toBe(0);
    expect(first.lines().find(({ event }) => event === 'round_ready')).toMatchObject({ count: 3, left: 0, of: 6 });
    expect(first.lines().find((line) => '_aws' in line)).toMatchObject({
      service: 'weekly-round',
      stage: 'dev',
      Pairs: 3,
      LeftOut: 0,
      ScoreP50: expect.any(Number) as number,
    });
    const second = round();
    expect(await second.ended).toBe(0);
    expect(eventsOf(second)).toContain('nothing_due');

    const sending = sender();
    expect(await sending.ended).toBe(0);
    expect(wire.mails.map(({ to }) => to).toSorted()).toEqual([...people].toSorted());
    expect(sending.lines().find((line) => '_aws' in line)).toMatchObject({ service: 'intro-sender', MailsSent: 6 });
    expect(await sender().ended).toBe(0);
    expect(wire.givenKeys).toHaveLength(6);
  });

  it('ends with the mail under way when it is told to, and the next run sends the others', async () => {
    await settleMembers(stack, 6);
    expect(await round().ended).toBe(0);
    const first = sender({ RESEND_RATE_LIMIT_PER_SEC: '0.1' });
    await expect.poll(() => wire.mails.length, { timeout: 10_000 }).toBe(1);
    first.kill('SIGTERM');
    expect(await first.ended).toBe(143);
    expect(await sender().ended).toBe(0);
    expect(wire.mails).toHaveLength(6);
    expect(new Set(wire.givenKeys).size).toBe(wire.givenKeys.length);
  });

  it('ends at once when it is told to in the midst of a round, threads and all, and the next run goes on', async () => {
    await settleMembers(stack, 60);
    const first = round();
    await expect.poll(() => eventsOf(first), { timeout: 10_000 }).toContain('round_begun');
    first.kill('SIGTERM');
    expect(await first.ended).toBe(143);
    expect(eventsOf(first)).not.toContain('fault');
    const second = round();
    expect(await second.ended).toBe(0);
    expect(second.lines().find(({ event }) => event === 'round_ready')).toMatchObject({ count: 30, left: 0, of: 60 });
  });

  it('says that the mailer refuses our key, and leaves the mails where they are', async () => {
    await settleMembers(stack, 4);
    expect(await round().ended).toBe(0);
    wire.faults.resend = () => ({ status: 401, body: { name: 'restricted_api_key', message: 'no', statusCode: 401 } });
    const task = sender();
    expect(await task.ended).toBe(3);
    expect(eventsOf(task)).toContain('mailer_closed');
    wire.faults.resend = undefined;
    expect((await stack.container.get(T.mails.outbox).pending()).waiting).toBeGreaterThanOrEqual(4);
  });

  it('says which code keeps a round from being run', async () => {
    await settleMembers(stack, 4);
    const weekAgo = containerOver(stack.table, { now: () => (Date.now() - 7 * dayMs) as Instant });
    const { zone } = weekAgo.get(T.introductions.calendar);
    await weekAgo.get(T.introductions.runRound)({ week: weekAt(zone, (Date.now() - 7 * dayMs) as Instant) });
    const task = round();
    expect(await task.ended).toBe(3);
    expect(task.lines().find(({ event }) => event === 'round_refused')).toMatchObject({ code: 'round.earlier_unsent' });
  });
});

describe('a task that cannot begin', () => {
  it('names every setting that is missing or wrong, before it asks anybody anything', async () => {
    let asked = 0;
    wire.faults.dynamo = wire.faults.secrets = () => {
      asked += 1;
      return undefined;
    };
    const { KEY_SECRET_ID: _key, ...rest } = mailSettingsOn(wire);
    const task = startTask(pathOf('intro-sender'), {
      ...rest,
      RESEND_API_KEY: 're_secret',
      RESEND_RETRY_MAX: 'many',
      MATCHES_TABLE: '',
    });
    expect(await task.ended).toBe(2);
    for (const problem of [
      'KEY_SECRET_ID: env.missing',
      'MATCHES_TABLE: env.missing',
      'RESEND_RETRY_MAX: env.malformed',
      'RESEND_API_KEY: env.conflict',
    ])
      expect(task.output()).toContain(problem);
    expect(task.output()).not.toMatch(/re_secret|many/);
    expect(asked).toBe(0);
  });

  it('names what is wrong with the community’s files', async () => {
    const other = await buildBundles('weekly-round');
    await writeFile(join(dirname(other.pathOf('weekly-round')), 'community', 'community.json'), '{"name": "x", "operators": ["ana"]}');
    const task = startTask(other.pathOf('weekly-round'), settingsOn(wire));
    expect(await task.ended).toBe(2);
    expect(task.output()).toContain('community.json operators.0: community.address');
    await other.remove();
  });

  const denied = { status: 400, body: { __type: 'x#AccessDeniedException' } };
  const ends: readonly Ending[] = [
    { what: 'a table that is not there', exit: 3, code: 'storage.table_missing', env: { MATCHES_TABLE: 'no-such-table' } },
    { what: 'a table that it may not use', exit: 3, code: 'storage.denied', prepare: ({ faults }) => (faults.dynamo = () => denied) },
    { what: 'no key yet', exit: 3, code: 'secret.missing', prepare: ({ secrets }) => secrets.delete('test/key') },
    { what: 'a key that is none', exit: 3, code: 'settings.key_malformed', prepare: ({ secrets }) => secrets.set('test/key', 'too short') },
    { what: 'a key that it may not read', exit: 3, code: 'secret.denied', prepare: ({ faults }) => (faults.secrets = () => denied) },
    {
      what: 'a key that cannot be read now',
      exit: 75,
      code: 'secret.unavailable',
      prepare: ({ faults }) => (faults.secrets = () => ({ status: 500, body: {} })),
    },
  ];

  it.each(ends)('ends with $exit for $what', async ({ exit, code, env, prepare }) => {
    prepare?.(wire);
    const task = round(env);
    expect(await task.ended).toBe(exit);
    expect(task.lines().find(({ event }) => event === 'fault')).toMatchObject({ code });
  });
});

interface Ending {
  readonly what: string;
  readonly exit: number;
  readonly code: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly prepare?: (wire: AwsWire) => unknown;
}
