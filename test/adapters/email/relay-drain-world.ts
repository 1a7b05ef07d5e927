import { createTableOutbox } from '../../../adapters/dynamodb/outbox.ts';
import { outboxWrite } from '../../../adapters/dynamodb/outbox-rows.ts';
import { outgoingOf, relayOutboxPlace } from '../../../adapters/dynamodb/relay-outbox.ts';
import { createTableInMemory } from '../../../adapters/dynamodb/table-in-memory.ts';
import type { DrainLimits } from '../../../adapters/email/drain-limits.ts';
import { createLocalPacer } from '../../../adapters/email/pacer.ts';
import { createMailPipeline } from '../../../adapters/email/relay/pipeline.ts';
import { makeRelayDrain, type RelayDrainNeeds } from '../../../adapters/email/relay-drain.ts';
import { createStillClock } from '../../../adapters/memory/movable-clock.ts';
import type { AliasName } from '../../../domain/kernel/alias-name.ts';
import { later } from '../../../domain/kernel/instant.ts';
import { seededRandom } from '../../../domain/kernel/random.ts';
import { err, ok, type Result } from '../../../domain/kernel/result.ts';
import type { DepartureRefused, RelayedMail } from '../../../domain/relay/conversations/use-cases.ts';
import type { ChatDeparture, Departure, MailDeparture } from '../../../domain/relay/ports.ts';
import { createFaultyMailer, type MailerFault } from '../../support/faulty-mailer.ts';
import { createFaults, type Faults } from '../../support/faults.ts';
import { limits, start } from './drain-world.ts';

const aliasOf = (letter: string, side: string) => `c_${letter.repeat(26)}${side}` as AliasName;
const ana = { email: 'ana@example.org', otherEmails: [], name: 'Ana', alias: `${aliasOf('a', 'a')}@relay.example.com` };
const ben = { email: 'ben@example.net', otherEmails: [], name: 'Ben', alias: `${aliasOf('b', 'b')}@relay.example.com` };

export const departureNumber = (number: number, more: Partial<MailDeparture> = {}): MailDeparture => ({
  conversationId: 'conversation',
  message: { id: `message-${String(number)}`, from: 'a', at: later(start, number), bodyDigest: 'digest' },
  alias: aliasOf('b', 'b'),
  rawKey: `raw/${String(number)}`,
  rawDigest: 'digest',
  thread: { references: [], inReplyTo: undefined },
  isOnly: true,
  ...more,
});

export const chatDepartureNumber = (number: number): ChatDeparture => {
  const { conversationId, message, alias, thread } = departureNumber(number);
  return { conversationId, message, alias, thread, chat: { fromSeq: 1, toSeq: 2 } };
};

export const keyOf = (number: number): string => outgoingOf(departureNumber(number)).key;

const rawOf = ({ message }: Pick<MailDeparture, 'message'>): Uint8Array =>
  Buffer.from(`From: Ana <ana@example.org>\r\nTo: <${ben.alias}>\r\nSubject: ${message.id}\r\n\r\nHello Ben, this is ${message.id}.\r\n`);

export interface RelayDrainWish {
  readonly departures?: readonly Departure[];
  readonly luck?: readonly MailerFault[];
  readonly honoursKeys?: boolean;
  readonly limits?: Partial<DrainLimits>;
  readonly faults?: Faults;
}

/** The relay's outbox with departures in it, the mails that they were made of, and a provider with the given luck. */
export const relayDrainWorld = async (wish: RelayDrainWish) => {
  const { departures = [departureNumber(0)], luck = [], honoursKeys = false, faults = createFaults() } = wish;
  const clock = createStillClock(start);
  const table = await createTableInMemory();
  for (const departure of departures) await table.commit([outboxWrite(outgoingOf(departure), relayOutboxPlace)]);
  clock.moveBy(departures.length);
  const stored = new Map(
    departures.flatMap((departure) => (departure.chat === undefined ? [[departure.rawKey, rawOf(departure)] as const] : [])),
  );
  const outbox = createTableOutbox(table, undefined, relayOutboxPlace);
  const mailer = createFaultyMailer<RelayedMail>({ clock, luck, honoursKeys });
  const recorded = new Set<string>();
  const told = new Set<string>();
  const counted: string[] = [];
  const fates = new Map<string, DepartureRefused['code']>();
  const pipeline = createMailPipeline();
  const prepare = async (departure: Departure): Promise<Result<RelayedMail, DepartureRefused>> => {
    const fate = fates.get(departure.message.id);
    if (fate !== undefined) return err({ code: fate });
    const raw = departure.chat === undefined ? stored.get(departure.rawKey) : rawOf(departure);
    const opened = raw && (await pipeline.open(raw));
    if (opened === undefined || !opened.mail.ok) return err({ code: 'relay.raw_missing' });
    const { thread, message } = departure;
    const order = { sender: ana, partner: ben, thread, messageId: `${message.id}@relay.example.com`, hop: message.id, sentAt: message.at };
    const rebuilt = await pipeline.rebuild(opened.mail.value, order);
    if (!rebuilt.ok) return err({ code: 'relay.not_rebuilt' });
    return ok({ raw: rebuilt.value.raw, to: ben.email, from: ana.alias, tag: departure.alias });
  };
  const ports = faults.guardAll({
    outbox,
    mailer,
    rules: { prepare, record: async ({ message }: Departure) => Promise.resolve(void recorded.add(message.id)) },
    rawMails: { remove: async (key: string) => Promise.resolve(void stored.delete(key)) },
  });
  const needs: RelayDrainNeeds = {
    outbox: ports.outbox,
    mailer: ports.mailer,
    rawMails: ports.rawMails,
    prepare: async (departure) => ports.rules.prepare(departure),
    record: async (departure) => ports.rules.record(departure),
    tellUndelivered: async ({ message }) => Promise.resolve(void told.add(message.id)),
    figures: { count: async (what) => Promise.resolve(void counted.push(what)) },
    clock,
    random: seededRandom(7),
    pause: async (ms) => Promise.resolve(clock.moveBy(ms)),
    limits: { ...limits, ...wish.limits },
    pacer: createLocalPacer(clock, { ...limits, ...wish.limits }),
  };
  return { clock, table, outbox, mailer, recorded, told, counted, fates, stored, needs, drain: makeRelayDrain(needs) };
};

export type RelayDrainWorld = Awaited<ReturnType<typeof relayDrainWorld>>;

/** A row that no version of ours wrote. */
export const strangeRow = (key: string) => outboxWrite({ key, dueAt: start, message: { strange: true } }, relayOutboxPlace);
