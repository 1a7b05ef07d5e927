import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TableNames } from '../../../adapters/dynamodb/placement.ts';
import { createDynamoClient } from '../../../adapters/dynamodb/dynamo-client.ts';
import { type AwsWire, startAwsWire } from '../../support/aws-wire.ts';
import { type BuiltBundles, buildBundles, mailSettingsOn, originSecret, settingsOn, withSecrets } from '../../support/deployed-parts.ts';
import { createTestTables, dropTestTables, testAccess } from '../../support/dynamo-tables.ts';
import { withDynamoDbLocal } from '../../support/dynamodb-local.ts';
import { browserOf } from '../../support/function-site.ts';
import { bounceOf, queueEvent, streamEvent } from '../../support/golden-events.ts';
import { type RunningFunction, startFunction } from '../../support/runtime-api.ts';
import { alwaysDue, type RunningTask, startTask } from '../../support/running-task.ts';
import { settleMembers, stackAt } from '../../support/stack-members.ts';
import { answersFrom } from '../../support/web-people.ts';

const local = withDynamoDbLocal();
let built: BuiltBundles;
let wire: AwsWire;
let tables: TableNames;
let stack: ReturnType<typeof stackAt>;
const running: RunningFunction[] = [];

beforeAll(async () => {
  built = await buildBundles('api', 'drain-outbox', 'mail-events', 'schedule', 'weekly-round', 'intro-sender');
  for (const name of ['api', 'weekly-round', 'intro-sender']) await alwaysDue(built.pathOf(name));
}, 60_000);
afterAll(async () => built.remove());
beforeEach(async () => {
  const client = createDynamoClient({ ...testAccess, endpoint: local().endpoint });
  tables = await createTestTables(client);
  client.destroy();
  wire = withSecrets(await startAwsWire({ dynamoAt: local().endpoint }));
  stack = stackAt(wire.url, tables);
});
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop();
  stack.close();
  const client = createDynamoClient({ ...testAccess, endpoint: local().endpoint });
  await dropTestTables(client, tables);
  client.destroy();
  await wire.close();
});

const tableEnv = (): Readonly<Record<string, string>> => ({
  USERS_TABLE: tables.users,
  SURVEYS_TABLE: tables.surveys,
  MATCHES_TABLE: tables.matches,
  RELAY_TABLE: tables.relays,
  // As short as it may be, so that a dead task is missed soon.
  TASK_LEASE_SECONDS: '1',
});
const started = async (name: string, env: Readonly<Record<string, string>> = {}): Promise<RunningFunction> => {
  const fn = await startFunction(built.pathOf(name), { ...mailSettingsOn(wire), ...tableEnv(), ...env });
  running.push(fn);
  return fn;
};
const round = (): RunningTask => startTask(built.pathOf('weekly-round'), { ...settingsOn(wire), ...tableEnv() });
const sender = (env: Readonly<Record<string, string>> = {}): RunningTask =>
  startTask(built.pathOf('intro-sender'), { ...mailSettingsOn(wire), ...tableEnv(), ...env });

const expectEachMailedOnce = (people: readonly string[]): void => {
  expect(wire.mails.map(({ to }) => to).toSorted()).toEqual([...people].toSorted());
};

describe('what is deployed, on a real DynamoDB', () => {
  it('takes two people from their sign-up to each other', async () => {
    const api = await started('api', { ORIGIN_SECRET_ID: 'test/origin' });
    const drain = await started('drain-outbox');
    const browsers = await Promise.all(
      ['ana', 'ben'].map(async (name) => {
        const browser = browserOf(api, { 'x-origin-secret': originSecret });
        const email = `${name}@example.com`;
        await (await browser.open('/')).press('Send me the questions', { email, name, consent: 'yes' });
        await drain.invoke(streamEvent);
        const link = /(\/survey\?token=[^\s&]+)/.exec(wire.mails.find(({ to }) => to === email)?.text ?? '')?.[1] ?? '';
        const survey = await (await browser.open(link)).press('Begin');
        const thanks = await survey.press('Send my answers', answersFrom(name === 'ana' ? 'bakery' : 'kiln'));
        expect(thanks.path).toBe('/survey/thanks');
        return browser;
      }),
    );
    expect(await round().ended).toBe(0);
    expect(await sender().ended).toBe(0);
    const introductions = wire.mails.filter(({ text }) => text.includes('relay.example.com'));
    expect(introductions.map(({ to }) => to).toSorted()).toEqual(['ana@example.com', 'ben@example.com']);
    expect((await browsers[0]?.open('/me'))?.text).toContain('ben');
    const events = await started('mail-events');
    expect(await events.invoke(queueEvent(bounceOf('ben@example.com')))).toEqual({ batchItemFailures: [] });
    expect(await (await started('schedule')).invoke({})).toEqual({});
  });

  it('introduces everyone once, though the task is killed in the middle and started again', async () => {
    const people = await settleMembers(stack, 12);
    expect(await round().ended).toBe(0);
    const killed = sender({ RESEND_RATE_LIMIT_PER_SEC: '5' });
    await expect.poll(() => wire.mails.length, { timeout: 30_000, interval: 20 }).toBeGreaterThanOrEqual(3);
    killed.kill('SIGKILL');
    expect(await killed.ended).toBe('SIGKILL');
    expect(wire.mails.length).toBeLessThan(people.length);
    expect(await sender().ended).toBe(0);
    expectEachMailedOnce(people);
  }, 240_000);

  it('plans one round, though the task is killed at any moment and started again', async () => {
    await settleMembers(stack, 12);
    for (const wanted of ['began', 'round_begun']) {
      const killed = round();
      await expect.poll(() => killed.lines().some(({ event }) => event === wanted), { timeout: 30_000, interval: 5 }).toBe(true);
      killed.kill('SIGKILL');
      await killed.ended;
    }
    const last = round();
    expect(await last.ended).toBe(0);
    const rows = await settledRounds();
    expect(rows).toEqual([{ pairCount: 6, run: 1, state: 'ready' }]);
  }, 120_000);

  it('introduces everyone once, by two tasks at once', async () => {
    const people = await settleMembers(stack, 8);
    expect(await Promise.all([round().ended, round().ended])).toEqual([0, 0]);
    expect(await Promise.all([sender().ended, sender().ended])).toEqual([0, 0]);
    expectEachMailedOnce(people);
    expect(new Set(wire.givenKeys).size).toBe(wire.givenKeys.length);
  }, 120_000);

  it('sends everything in the end, though Resend is down, throttles and fails after it has accepted', async () => {
    const people = await settleMembers(stack, 4);
    expect(await round().ended).toBe(0);
    const answers = [500, 429, 503, 200, 500].values();
    wire.faults.resend = () => {
      const { value: status = 200 } = answers.next();
      if (status === 200) return undefined;
      return {
        status,
        body: { name: 'error', message: 'not now', statusCode: status },
        ...(status === 429 ? { headers: { 'retry-after': '1' } } : {}),
      };
    };
    expect(await sender().ended).toBe(0);
    expectEachMailedOnce(people);
  }, 120_000);

  it('says when to come back where the store throttles for longer than a visitor waits', async () => {
    const browser = browserOf(await started('api'));
    const home = await browser.open('/');
    wire.faults.dynamo = () => ({ status: 400, body: { __type: 'com.amazonaws.dynamodb.v20120810#ThrottlingException' } });
    const page = await home.press('Send me the questions', { email: 'ana@example.com', name: 'Ana', consent: 'yes' });
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, '5']);
    wire.faults.dynamo = undefined;
    expect((await home.press('Send me the questions', { email: 'ana@example.com', name: 'Ana', consent: 'yes' })).status).toBe(200);
  });
});

const settledRounds = async (): Promise<readonly object[]> => {
  const { T } = await import('../../../adapters/composition/tokens.ts');
  const rounds = await stack.container.get(T.introductions.rounds).latest(10_000 as never, 10);
  return rounds.map(({ pairCount, run, state }) => ({ pairCount, run, state: state.name }));
};
