import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Clock } from '../../domain/kernel/clock.ts';
import type { EmailAddress } from '../../domain/kernel/email-address.ts';
import type { Instant } from '../../domain/kernel/instant.ts';
import type { Mailer, RenderedMail } from '../../domain/kernel/mailer.ts';
import { asBody, bodyOf, instantSchema } from '../dynamodb/bodies.ts';
import { inTime } from '../dynamodb/keys.ts';
import { everyItem } from '../dynamodb/pages.ts';
import { type Item, type Key, queryLimitMax, type Table } from '../dynamodb/table.ts';
import { composeMail } from '../email/compose.ts';

/** The mailer of the embedded run: it delivers into a box that the operator reads. Kept in a table, so that it is there after a restart. */
export interface Mailbox extends Mailer {
  /** The newest first, at most `limit`; only those to `to` where that is given. */
  readonly latest: (wish: { readonly limit: number; readonly to?: EmailAddress | undefined }) => Promise<readonly KeptMail[]>;
  readonly find: (id: string) => Promise<(KeptMail & { readonly source: string }) | undefined>;
}

export interface KeptMail extends RenderedMail {
  /** Made from the idempotency key; letters and digits. */
  readonly id: string;
  readonly at: Instant;
}

/** Beyond this many the oldest go, together with the memory of their keys. */
export const mailsKeptMax = 5_000;

export const createMailbox = ({
  table,
  clock,
  mailsMax = mailsKeptMax,
}: {
  readonly table: Table;
  readonly clock: Clock;
  readonly mailsMax?: number;
}): Mailbox => {
  let kept: number | undefined;

  const makeRoom = async (): Promise<void> => {
    kept = kept === undefined ? await countOf(table) : kept + 1;
    if (kept <= mailsMax) return;
    const oldest = await table.query({ by: 'index', partition: list, limit: Math.min(kept - mailsMax, removedAtOnceMax) });
    if (oldest.items.length === 0) return;
    await table.commit(oldest.items.map(({ pk, sk }) => ({ op: 'delete', key: { pk, sk }, expect: 'anything' })));
    kept -= oldest.items.length;
  };

  return {
    honoursKeys: true,
    send: async (mail, key) => {
      const id = idOf(key);
      const at = clock.now();
      const item = { ...mailKey(id), body: asBody({ ...mail, key, at }), index: { pk: list, sk: inTime(at, id) } };
      const answer = await table.commit([{ op: 'put', item, expect: 'absent' }]);
      if (answer === 'committed') await makeRoom();
      return { kind: 'accepted' };
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
      return { ...mail, id, source: await composeMail(mail, { key, at: mail.at }) };
    },
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
  writtenAt: instantSchema.optional(),
  key: z.string(),
  at: instantSchema,
});

const keptIn = (item: Item): z.infer<typeof keptSchema> => bodyOf(keptSchema, item);
