import { describe, expect, it } from 'vitest';
import { createTableInMemory } from '../../../adapters/dynamodb/table-in-memory.ts';
import { composedMail } from '../../../adapters/memory/mail-program.ts';
import { createMailbox } from '../../../adapters/memory/mailbox.ts';
import { createStillClock } from '../../../adapters/memory/movable-clock.ts';
import type { Instant } from '../../../domain/kernel/instant.ts';
import { createRawStoreOfTests } from '../../support/raw-store.ts';

const start = Date.UTC(2026, 10, 23, 9) as Instant;
const alias = `c_${'b'.repeat(26)}b@relay.example.com`;

const aRelayedMail = async (subject = 'Grüße', text = 'Hello') => ({
  raw: await composedMail({ from: alias, to: 'ana@example.com', subject, text }, { id: 'one', at: start }),
  to: 'ana@example.com',
  from: alias,
  tag: 'tag',
});

const openMailbox = async (mailsMax?: number) => {
  const [table, clock, rawMails] = [await createTableInMemory(), createStillClock(start), createRawStoreOfTests()];
  return { table, clock, rawMails, mailbox: createMailbox({ table, clock, rawMails, mailsMax }) };
};

describe('the mailbox, for mails between members', () => {
  it('delivers one under a key once, and says nothing of an id of its own', async () => {
    const { mailbox } = await openMailbox();
    expect(await mailbox.relayed.send(await aRelayedMail(), 'key')).toEqual({ kind: 'accepted' });
    expect(await mailbox.relayed.send(await aRelayedMail('Other'), 'key')).toEqual({ kind: 'accepted' });
    expect((await mailbox.latest({ limit: 10 })).map(({ subject, to, from }) => [subject, to, from])).toEqual([
      ['Grüße', 'ana@example.com', alias],
    ]);
    expect(mailbox.relayed.honoursKeys).toBe(true);
  });

  it('keeps its very bytes, also of one that is larger than an item may be', async () => {
    const { mailbox } = await openMailbox();
    const mail = await aRelayedMail('Long', `${'x'.repeat(70)}\n`.repeat(12_000));
    await mailbox.relayed.send(mail, 'key');
    const [kept] = await mailbox.latest({ limit: 1 });
    const found = await mailbox.find(kept?.id ?? '');
    expect(found?.source).toBe(new TextDecoder().decode(mail.raw));
    expect(found?.text.length).toBeGreaterThan(800_000);
    expect(found?.answerable).toMatchObject({ messageId: 'one@relay.example.com', from: alias });
  });

  it('shows plain text as mail programs do, so that its links lead somewhere', async () => {
    const { mailbox } = await openMailbox();
    await mailbox.relayed.send(await aRelayedMail('Link', 'See <https://example.org/a?b=1&c=2>, or http://localhost:1/x.'), 'key');
    const [kept] = await mailbox.latest({ limit: 1 });
    const html = (await mailbox.find(kept?.id ?? ''))?.html ?? '';
    expect(html).toContain('See &lt;<a href="https://example.org/a?b=1&amp;c=2">https://example.org/a?b=1&amp;c=2</a>&gt;, or');
    expect(html).toContain('<a href="http://localhost:1/x">http://localhost:1/x</a>.');
  });

  it('lets the bytes of the oldest go with them when it is full', async () => {
    const { mailbox, rawMails, clock } = await openMailbox(2);
    for (const key of ['1', '2', '3', '4']) {
      await mailbox.relayed.send(await aRelayedMail(key), key);
      clock.moveBy(1);
    }
    expect((await mailbox.latest({ limit: 10 })).map(({ subject }) => subject)).toEqual(['4', '3']);
    expect(rawMails.keys()).toHaveLength(2);
  });

  it('shows a mail whose bytes are gone without its words', async () => {
    const { mailbox, rawMails } = await openMailbox();
    await mailbox.relayed.send(await aRelayedMail(), 'key');
    for (const key of rawMails.keys()) await rawMails.remove(key);
    const [kept] = await mailbox.latest({ limit: 1 });
    expect(await mailbox.find(kept?.id ?? '')).toMatchObject({ subject: 'Grüße', text: '', source: '', parts: [] });
  });
});
