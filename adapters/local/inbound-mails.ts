import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { Clock } from '../../domain/kernel/clock.ts';
import { dayMs, type Instant, later } from '../../domain/kernel/instant.ts';
import type { ForwardOutcome } from '../../domain/relay/conversations/use-cases.ts';
import { verdictWords } from '../../domain/relay/verdicts.ts';
import { asBody, bodyOf, countSchema, instantSchema } from '../dynamodb/bodies.ts';
import { inTime, upTo } from '../dynamodb/keys.ts';
import { everyItem } from '../dynamodb/pages.ts';
import type { Item, Key, Table } from '../dynamodb/table.ts';
import type { HandedMail } from '../memory/handed-mail.ts';
import type { RawStore } from '../memory/mailbox.ts';

export interface WaitingMail extends Omit<HandedMail, 'raw'> {
  /** Names the raw mail, too. */
  readonly id: string;
  readonly receivedAt: Instant;
  /** How often it was begun. */
  readonly attempts: number;
  /** Not to be tried before. */
  readonly dueAt: Instant;
}

/** Mails that came in, with their envelopes, until it is settled what becomes of them. Kept with the table and the folder of raw mails. */
export interface InboundMails {
  /** Keeps a mail. Whoever handed it over is told that it was taken when this has ended, and not before. */
  readonly take: (mail: HandedMail) => Promise<void>;
  /** In the order of their coming. */
  readonly waiting: () => Promise<readonly WaitingMail[]>;
  /** Counts an attempt before it is made, so that a mail that ends the process does not end it for ever. */
  readonly begin: (mail: WaitingMail) => Promise<WaitingMail>;
  readonly postpone: (mail: WaitingMail, until: Instant) => Promise<void>;
  /** The raw mail of one that is passed on stays for its departure; `rawKeptDays` later it goes, if it is there still. */
  readonly settle: (mail: WaitingMail, outcomes: readonly ForwardOutcome[]) => Promise<void>;
  /** Tried to the end: it is not tried again, and its raw mail goes `rawKeptDays` later. */
  readonly giveUp: (mail: WaitingMail) => Promise<void>;
  /** Removes the raw mails whose time is over. */
  readonly sweep: (now: Instant) => Promise<void>;
}

/** As long as a deployed Loop keeps them (`infra`, the bucket of raw mails). */
export const rawKeptDays = 14;

export interface InboundParts {
  readonly table: Table;
  readonly rawMails: Pick<RawStore, 'put' | 'remove'>;
  readonly clock: Clock;
}

export const createInboundMails = (parts: InboundParts): InboundMails => {
  const { table, rawMails, clock } = parts;
  const nextId = makeIds(clock);
  const put = async (mail: WaitingMail, place: Place): Promise<void> => {
    await table.commit([{ op: 'put', item: { ...mailKey(mail.id), body: asBody(mail), index: indexOf(mail, place) }, expect: 'anything' }]);
  };
  const forget = async (id: string): Promise<void> => {
    await rawMails.remove(id);
    await table.commit([{ op: 'delete', key: mailKey(id), expect: 'anything' }]);
  };
  const inDays = (days: number): Instant => later(clock.now(), days * dayMs);

  return {
    take: async ({ raw, ...envelope }) => {
      const { id, at } = nextId();
      const mail: WaitingMail = { ...envelope, id, receivedAt: at, attempts: 0, dueAt: at };
      // Whatever happens next, the bytes are known to be there and go one day.
      await put(mail, { removeAt: inDays(rawKeptDays) });
      await rawMails.put(id, raw);
      await put(mail, 'waiting');
    },
    waiting: async () => {
      const mails: WaitingMail[] = [];
      for await (const item of everyItem(table, { by: 'index', partition: waitingList })) mails.push(mailIn(item));
      return mails;
    },
    begin: async (mail) => {
      const begun = { ...mail, attempts: mail.attempts + 1 };
      await put(begun, 'waiting');
      return begun;
    },
    postpone: async (mail, until) => put({ ...mail, dueAt: until }, 'waiting'),
    settle: async (mail, outcomes) => {
      const leaves = outcomes.some((outcome) => outcome === 'relayed' || outcome === 'there_already');
      await put(withoutAddresses(mail), { removeAt: leaves ? inDays(rawKeptDays) : clock.now() });
      if (!leaves) await forget(mail.id);
    },
    giveUp: async (mail) => put(withoutAddresses(mail), { removeAt: inDays(rawKeptDays) }),
    sweep: async (now) => {
      for await (const item of everyItem(table, { by: 'index', partition: settledList, to: upTo(now) })) await forget(mailIn(item).id);
    },
  };
};

export const waitingList = 'inbound#waiting';
const settledList = 'inbound#settled';

/** Nobody asks for its envelope any more. */
const withoutAddresses = (mail: WaitingMail): WaitingMail => ({ ...mail, mailFrom: '', recipients: [] });

type Place = 'waiting' | { readonly removeAt: Instant };

const indexOf = ({ id, receivedAt }: WaitingMail, place: Place): Key =>
  place === 'waiting' ? { pk: waitingList, sk: inTime(receivedAt, id) } : { pk: settledList, sk: inTime(place.removeAt, id) };

const mailKey = (id: string): Key => ({ pk: `inbound#${id}`, sk: 'mail' });

/** Ids sort as the mails came, also within a millisecond. */
const makeIds = (clock: Clock): (() => { readonly id: string; readonly at: Instant }) => {
  let count = 0;
  return () => {
    const at = clock.now();
    count += 1;
    return { id: `${String(at)}-${String(count).padStart(9, '0')}-${randomBytes(8).toString('hex')}`, at };
  };
};

const verdict = z.enum(verdictWords);

const mailSchema: z.ZodType<WaitingMail> = z.object({
  id: z.string(),
  mailFrom: z.string(),
  recipients: z.array(z.string()),
  verdicts: z.strictObject({ spf: verdict, dkim: verdict, dmarc: verdict, spam: verdict, virus: verdict }),
  receivedAt: instantSchema,
  attempts: countSchema,
  dueAt: instantSchema,
});

const mailIn = (item: Item): WaitingMail => bodyOf(mailSchema, item);
