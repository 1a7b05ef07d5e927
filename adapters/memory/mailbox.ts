import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Clock } from '../../domain/kernel/clock.ts';
import type { EmailAddress } from '../../domain/kernel/email-address.ts';
import type { Instant } from '../../domain/kernel/instant.ts';
import { invariant } from '../../domain/kernel/invariant.ts';
import type { Mailer, MailOutcome, RenderedMail } from '../../domain/kernel/mailer.ts';
import { rawBytesMax } from '../../domain/relay/limits.ts';
import type { RawMails } from '../../domain/relay/ports.ts';
import { asBody, bodyOf, instantSchema } from '../dynamodb/bodies.ts';
import { inTime } from '../dynamodb/keys.ts';
import { everyItem } from '../dynamodb/pages.ts';
import { type Item, type Key, queryLimitMax, type Table } from '../dynamodb/table.ts';
import { composeMail } from '../email/compose.ts';
import type { RawMailer } from '../email/relay-drain.ts';
import type { AnsweredMail } from './mail-program.ts';
import { type MailPart, wordsOfRelayed } from './relayed-mail.ts';

/** The mailer of the embedded run: it delivers into a box that the operator reads. Kept in a table, so that it is there after a restart. */
export interface Mailbox extends Mailer {
  /** Delivers mails between members into the same box, as bytes. */
  readonly relayed: RawMailer;
  /** The newest first, at most `limit`; only those to `to` where that is given. Mails between members come without their words. */
  readonly latest: (wish: { readonly limit: number; readonly to?: EmailAddress | undefined }) => Promise<readonly KeptMail[]>;
  readonly find: (id: string) => Promise<FoundMail | undefined>;
}

export interface KeptMail extends RenderedMail {
  /** Made from the idempotency key; letters and digits. */
  readonly id: string;
  readonly at: Instant;
  /** Of a mail between members: what tells of it by (`RelayedMail`). */
  readonly tag?: string | undefined;
}

export interface FoundMail extends KeptMail {
  readonly source: string;
  /** What is attached. */
  readonly parts: readonly MailPart[];
  /** Of a mail between members: what an answer to it needs to know. */
  readonly answerable?: AnsweredMail | undefined;
}

/** Raw mails that are put there by this process itself. */
export interface RawStore extends RawMails {
  /** Whole or not at all. Idempotent. */
  readonly put: (key: string, bytes: Uint8Array) => Promise<void>;
}

/** `rawMails` for those between members, which are larger than an item may be; only who relays needs it. */
export interface MailboxParts {
  readonly table: Table;
  readonly clock: Clock;
  readonly rawMails?: RawStore | undefined;
  readonly mailsMax?: number | undefined;
}

/** Beyond this many the oldest go, together with the memory of their keys. */
export const mailsKeptMax = 5_000;

export const createMailbox = (parts: MailboxParts): Mailbox => {
  const { table } = parts;
  const keep = makeKeep(parts);
  return {
    honoursKeys: true,
    send: async (mail, key) => keep(mail, key),
    relayed: {
      honoursKeys: true,
      send: async ({ raw, to, tag }, key) => {
        // What was accepted under this key stays as it is.
        if ((await table.get(mailKey(idOf(key)))) !== undefined) return { kind: 'accepted' };
        const { from, subject } = await wordsOfRelayed(raw);
        await rawMailsOf(parts).put(rawKeyOf(idOf(key)), raw);
        return keep({ to: to as EmailAddress, from, subject, html: '', text: '', headers: {}, kind: relayedKind, tag }, key);
      },
    },
    latest: async ({ limit, to }) => {
      const mails: KeptMail[] = [];
      for await (const item of everyItem(table, { by: 'index', partition: list, descending: true })) {
        if (mails.length >= limit) break;
        const { key, ...mail } = keptIn(item);
        if (to === undefined || mail.to === to) mails.push({ ...mail, id: idOf(key) });
      }
      return mails;
    },
    find: async (id) => {
      if (!/^[0-9a-f]{32}$/.test(id)) return undefined;
      const item = await table.get(mailKey(id));
      if (item === undefined) return undefined;
      const { key, ...mail } = keptIn(item);
      if (mail.kind === relayedKind) return relayedFound(rawMailsOf(parts), { ...mail, id });
      return { ...mail, id, parts: [], source: await composeMail(mail, { key, at: mail.at }) };
    },
  };
};

/** The kind of a mail between members. */
const relayedKind = 'relayed';

const rawKeyOf = (id: string): string => `mailbox-${id}`;

const rawMailsOf = ({ rawMails }: MailboxParts): RawStore => {
  invariant(rawMails !== undefined, 'whoever relays has a place for raw mails');
  return rawMails;
};

const relayedFound = async (rawMails: RawStore, mail: KeptMail): Promise<FoundMail> => {
  const raw = await rawMails.read(rawKeyOf(mail.id), rawBytesMax);
  if (typeof raw === 'string') return { ...mail, parts: [], source: '' };
  const { html, text, parts, messageId, references } = await wordsOfRelayed(raw);
  return {
    ...mail,
    html,
    text,
    parts,
    source: Buffer.from(raw).toString('utf8'),
    answerable: { messageId, references, from: mail.from, at: mail.at, text },
  };
};

type Keep = (mail: Omit<KeptMail, 'id' | 'at'>, key: string) => Promise<MailOutcome>;

const makeKeep = (parts: MailboxParts): Keep => {
  const { table, clock, mailsMax = mailsKeptMax } = parts;
  let kept: number | undefined;

  const makeRoom = async (): Promise<void> => {
    kept = kept === undefined ? await countOf(table) : kept + 1;
    if (kept <= mailsMax) return;
    const oldest = await table.query({ by: 'index', partition: list, limit: Math.min(kept - mailsMax, removedAtOnceMax) });
    if (oldest.items.length === 0) return;
    for (const { kind, key } of oldest.items.map(keptIn)) if (kind === relayedKind) await rawMailsOf(parts).remove(rawKeyOf(idOf(key)));
    await table.commit(oldest.items.map(({ pk, sk }) => ({ op: 'delete', key: { pk, sk }, expect: 'anything' })));
    kept -= oldest.items.length;
  };

  return async (mail, key) => {
    const id = idOf(key);
    const at = clock.now();
    const item = { ...mailKey(id), body: asBody({ ...mail, key, at }), index: { pk: list, sk: inTime(at, id) } };
    const answer = await table.commit([{ op: 'put', item, expect: 'absent' }]);
    if (answer === 'committed') await makeRoom();
    return { kind: 'accepted' };
  };
};

const list = 'mailbox';
const removedAtOnceMax = 50;

const mailKey = (id: string): Key => ({ pk: `mailbox#${id}`, sk: 'mail' });

const idOf = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 32);

const countOf = async (table: Table): Promise<number> => {
  let mails = 0;
  let after: string | undefined;
  do {
    const page = await table.query({ by: 'index', partition: list, limit: queryLimitMax, after });
    mails += page.items.length;
    after = page.next;
  } while (after !== undefined);
  return mails;
};

const keptSchema = z.object({
  to: z.custom<EmailAddress>((value) => typeof value === 'string'),
  from: z.string(),
  subject: z.string(),
  html: z.string(),
  text: z.string(),
  headers: z.record(z.string(), z.string()),
  kind: z.string().optional(),
  tag: z.string().optional(),
  writtenAt: instantSchema.optional(),
  key: z.string(),
  at: instantSchema,
});

const keptIn = (item: Item): z.infer<typeof keptSchema> => bodyOf(keptSchema, item);
