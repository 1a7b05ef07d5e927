import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { T } from '../../adapters/composition/tokens.ts';
import { type ChatParts, createContainer, type RelayingParts } from '../../adapters/composition/container.ts';
import { readCommunity } from '../../adapters/config/community.ts';
import { createSecrets, secretKeyBytes } from '../../adapters/crypto/secrets.ts';
import { createDynamoClient } from '../../adapters/dynamodb/dynamo-client.ts';
import { createTablePacer } from '../../adapters/dynamodb/pace-in-table.ts';
import { createTables } from '../../adapters/dynamodb/sdk-tables.ts';
import { createTableOnSdk } from '../../adapters/dynamodb/table-on-sdk.ts';
import type { Table } from '../../adapters/dynamodb/table.ts';
import { deployedDrainLimits } from '../../adapters/email/drain-limits.ts';
import { readSurvey } from '../../adapters/files/survey-file.ts';
import { planBeside } from '../../adapters/local/planning.ts';
import { surveyTokens } from '../../adapters/local/sample-life.ts';
import { sampleMembers, type SampleMember } from '../../adapters/local/sample-members.ts';
import { createStillClock, type MovableClock } from '../../adapters/memory/movable-clock.ts';
import { nextRound, sendingAt } from '../../domain/introductions/calendar.ts';
import { canonicalAddress, type EmailAddress } from '../../domain/kernel/email-address.ts';
import { hourMs, type Instant } from '../../domain/kernel/instant.ts';
import { invariant } from '../../domain/kernel/invariant.ts';
import { seededRandom } from '../../domain/kernel/random.ts';
import type { Result } from '../../domain/kernel/result.ts';
import { startDynamoDbLocal } from '../real-parts/dynamodb-local.ts';
import { createMeter, type Bill, type MeteredTable } from './metered-table.ts';

export interface Measured {
  readonly what: string;
  readonly count: number;
  readonly bill: Bill;
}

const peopleCount = 200;
const begins = Date.UTC(2026, 0, 5, 9) as Instant;

/** Lives a week of 200 people by the real use cases on DynamoDB Local, and says what each step cost. */
export const measureDynamoDb = async (folder: string): Promise<readonly Measured[]> =>
  onDynamoDbLocal(async (metered) => liveAWeek({ folder, ...metered }));

export interface Metered {
  readonly meter: MeteredTable;
  readonly clock: MovableClock;
  /** Time goes by only so. */
  readonly pause: (ms: number) => Promise<void>;
}

/** Works on empty tables of DynamoDB Local, with a meter before them. */
export const onDynamoDbLocal = async <V>(work: (metered: Metered) => Promise<V>): Promise<V> => {
  const local = await startDynamoDbLocal();
  const client = createDynamoClient({
    region: 'eu-central-1',
    endpoint: local.endpoint,
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
  });
  try {
    const tables = { users: 'bench-users', surveys: 'bench-surveys', matches: 'bench-matches', relays: 'bench-relays' };
    await createTables(client, tables);
    const clock = createStillClock(begins);
    const heard = { consumed: (_: Parameters<MeteredTable['onConsumed']>[0]): void => undefined };
    const pause = async (ms: number): Promise<void> => {
      clock.moveBy(Math.ceil(ms));
      return Promise.resolve();
    };
    const table = createTableOnSdk({
      client,
      tables,
      clock,
      random: seededRandom(1),
      pause,
      patienceMs: 10_000,
      onConsumed: (consumed) => {
        heard.consumed(consumed);
      },
    });
    const meter = createMeter(table);
    heard.consumed = meter.onConsumed;
    return await work({ meter, clock, pause });
  } finally {
    client.destroy();
    await local.stop();
  }
};

export type Container = ReturnType<typeof createContainer>;

interface Week extends Metered {
  readonly folder: string;
}

const liveAWeek = async ({ folder, meter, clock, pause }: Week): Promise<readonly Measured[]> => {
  const survey = readOrThrow(readSurvey(join(folder, 'survey.json')));
  const container = wired({ folder, table: meter.table, clock, pause });
  const people = sampleMembers(survey, { count: peopleCount, seed: 7 });
  const measured: Measured[] = [];
  const measure = async (what: string, work: () => Promise<number>): Promise<void> => {
    meter.bill();
    measured.push({ what, count: await work(), bill: meter.bill() });
  };
  const { membership, introductions } = T;
  const drain = async (): Promise<number> => (await container.get(T.mails.drain)()).accepted;

  await measure('sign-up', async () => {
    for (const { email, name } of people) {
      done(await container.get(membership.signUp)({ email, name, consent: true, ip: email }));
      // So many sign up an hour and no more.
      clock.moveBy(hourMs / 100);
    }
    return people.length;
  });
  const tokens = await surveyTokens(container);
  await measure('mail with a link (claim, send, settle)', drain);
  await measure('link followed', async () => {
    for (const token of tokens.values()) done(await container.get(membership.spendLink)({ purpose: 'survey', token }));
    return tokens.size;
  });
  await measure('survey handed in', async () => {
    for (const person of people) done(await container.get(membership.handInSurvey)(answersOf(container, person, survey.version)));
    return people.length;
  });
  await measure('mail of welcome', drain);
  const calendar = container.get(introductions.calendar);
  const { week, roundAt } = nextRound(calendar, clock.now());
  clock.moveTo(roundAt);
  await measure('paired member (the round is run)', async () => {
    const round = await container.get(introductions.runRound)({ week });
    return round.ok ? 2 * round.value.pairCount : refuse(round.error.code);
  });
  clock.moveTo(sendingAt(calendar, week));
  await measure('paired member (the introductions are released)', async () => {
    const round = await container.get(introductions.sendIntroductions)({ week });
    return round.ok ? 2 * round.value.pairCount : refuse(round.error.code);
  });
  await measure('intro mail (claim, send, settle)', drain);
  return measured;
};

export interface Wired extends Omit<Week, 'meter'> {
  readonly table: Table;
  readonly chat?: ChatParts | undefined;
  readonly relaying?: RelayingParts | undefined;
}

export const wired = ({ folder, table, clock, pause, chat, relaying }: Wired): Container => {
  const limits = deployedDrainLimits({ ratePerSecond: 10 });
  return createContainer({
    community: readOrThrow(readCommunity(join(folder, 'community.json'))),
    survey: readOrThrow(readSurvey(join(folder, 'survey.json'))),
    table,
    secrets: createSecrets(randomBytes(secretKeyBytes)),
    clock,
    random: seededRandom(2),
    plan: planBeside,
    mailer: {
      honoursKeys: true,
      send: async () => {
        // So long as a provider takes.
        await pause(100);
        return { kind: 'accepted' };
      },
    },
    pacer: createTablePacer(table, { name: 'mails', clock, ratePerSecond: limits.ratePerSecond, burst: limits.burst }),
    limits,
    links: { baseUrl: 'https://loop.example.com', relayDomain: 'relay.example.com' },
    pause,
    wake: () => undefined,
    observer: () => undefined,
    chat,
    relaying,
  });
};

export const answersOf = (container: Container, { email, answers }: SampleMember, version: number) => ({
  member: container.get(T.secrets).memberIdOf(canonicalAddress(email as EmailAddress)),
  version,
  texts: Object.fromEntries([...answers].map(([question, cell]) => [question, cell.split(';')])),
});

export const done = (result: Result<unknown, { readonly code: string }>): void => {
  if (!result.ok) refuse(result.error.code);
};

const refuse = (code: string): never => {
  throw new Error(`what is measured was refused (${code})`);
};

export const readOrThrow = <V>(read: Result<V, unknown>): V => {
  invariant(read.ok, 'the files in community/ are good');
  return read.value;
};

/** A table of text: per unit of work, beside the least. */
export const billsText = (measured: readonly Measured[]): string => {
  const head = ['per', 'count', 'get', 'query', 'put', 'transact', 'RCU', 'least', 'WCU', 'by weight', 'least'];
  const rows = measured.map(({ what, count, bill }) => {
    const { requests, readUnits, readUnitsLeast, writeUnits, writeUnitsByWeight, writeUnitsLeast } = bill;
    const figures = [requests.get, requests.query, requests.put, requests.transact, readUnits, readUnitsLeast];
    const written = [writeUnits, writeUnitsByWeight, writeUnitsLeast];
    return [what, String(count), ...[...figures, ...written].map((figure) => (figure / count).toFixed(2))];
  });
  const widths = head.map((name, at) => Math.max(name.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ');
  return [head, ...rows].map(line).join('\n');
};
