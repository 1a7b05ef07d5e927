import { createContainer, type LoopParts } from '../../adapters/composition/container.ts';
import { readCommunity, type Community } from '../../adapters/config/community.ts';
import { createTableInMemory, type TableInMemory } from '../../adapters/dynamodb/table-in-memory.ts';
import { chatting } from '../../adapters/composition/chatting.ts';
import { relaying } from '../../adapters/composition/relaying.ts';
import { defaultDrainLimits } from '../../adapters/email/drain-limits.ts';
import type { RawMailer } from '../../adapters/email/relay-drain.ts';
import { readSurvey } from '../../adapters/files/survey-file.ts';
import { createLocalChatFiles } from '../../adapters/local/chat-files.ts';
import { createMemoryFiles } from '../../adapters/local/file-store.ts';
import { createPauses } from '../../adapters/local/pauses.ts';
import { createMemoryRawMails } from '../../adapters/local/raw-mails.ts';
import { relayIntakeOf } from '../../adapters/local/relay-intake.ts';
import { schedulerOf, type ScheduleParts } from '../../adapters/local/scheduled-loop.ts';
import { createMailbox } from '../../adapters/memory/mailbox.ts';
import { createStillClock } from '../../adapters/memory/movable-clock.ts';
import type { Survey } from '../../domain/introductions/survey.ts';
import type { Instant } from '../../domain/kernel/instant.ts';
import { seededRandom } from '../../domain/kernel/random.ts';
import { createDeterministicSecrets } from './deterministic-secrets.ts';
import { planHere } from './introductions-world.ts';

const valueIn = <V>(read: { readonly ok: true; readonly value: V } | { readonly ok: false }): V => {
  if (!read.ok) throw new Error('the shipped community cannot be read');
  return read.value;
};
export const shippedCommunity: Community = valueIn(readCommunity('community/community.json'));
export const shippedSurvey: Survey = valueIn(readSurvey('community/survey.json'));

/** Saturday of week 47. */
export const saturday = Date.UTC(2026, 10, 21, 9) as Instant;

/** Everything wired as in the embedded run, over one table and a clock that stands still until a test moves it. */
export const wiredWorld = async (
  { relayMailer, ...overrides }: Partial<LoopParts> & { readonly table?: TableInMemory; readonly relayMailer?: RawMailer } = {},
  schedule: Partial<Pick<ScheduleParts, 'since' | 'keepAhead' | 'log'>> = {},
) => {
  const table = overrides.table ?? (await createTableInMemory());
  const clock = createStillClock(saturday);
  const pauses = createPauses(clock);
  const rawMails = createMemoryRawMails();
  const mailbox = createMailbox({ table, clock, rawMails });
  const secrets = overrides.secrets ?? createDeterministicSecrets();
  const limits = { ...defaultDrainLimits, ratePerSecond: 25, burst: 25 };
  const parts: LoopParts = {
    community: shippedCommunity,
    survey: shippedSurvey,
    secrets,
    clock,
    random: seededRandom(1),
    plan: planHere,
    mailer: mailbox,
    links: { baseUrl: 'http://localhost:3000', relayDomain: 'relay.example.com' },
    limits,
    relaying: { module: relaying, rawMails, mailer: relayMailer ?? mailbox.relayed, limits },
    chat: { module: chatting, files: createLocalChatFiles({ store: createMemoryFiles(), secrets, clock }) },
    pause: pauses.pause,
    wake: () => undefined,
    observer: () => undefined,
    ...overrides,
    table,
  };
  const container = createContainer(parts);
  const intake = relayIntakeOf(container, { rawMails, log: schedule.log ?? (() => undefined) });
  const scheduler = schedulerOf(container, {
    clock,
    pauses,
    since: saturday,
    sweepExpired: table.sweepExpired,
    keepAhead: async () => Promise.resolve(),
    log: () => undefined,
    intake,
    ...schedule,
  });
  return { ...parts, table, clock, pauses, rawMails, mailbox, container, intake, scheduler };
};
