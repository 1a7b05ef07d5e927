import { describe, expect, it } from 'vitest';
import { createTableInMemory } from '../../../adapters/dynamodb/table-in-memory.ts';
import { createMailbox } from '../../../adapters/memory/mailbox.ts';
import { createStillClock } from '../../../adapters/memory/movable-clock.ts';
import type { EmailAddress } from '../../../domain/kernel/email-address.ts';
import { hourMs, type Instant } from '../../../domain/kernel/instant.ts';
import { aMail, mailerContract } from '../../contracts/mailer.contract.ts';
import { tableKinds } from '../../support/contract.ts';
import { createFaultyMailer } from '../../support/faulty-mailer.ts';

const start = Date.UTC(2026, 10, 23, 9) as Instant;

for (const { kind, open } of tableKinds) {
  mailerContract(`the mailbox over ${kind}`, async () => {
    const { table, settled, close } = await open();
    const mailbox = createMailbox({ table, clock: createStillClock(start) });
    const delivered = async () => {
      await settled();
      const kept = await mailbox.latest({ limit: 100 });
      return kept.map(({ id: _id, at: _at, ...mail }) => mail);
    };
    return { mailer: mailbox, delivered, close };
  });
}

for (const honoursKeys of [true, false]) {
  mailerContract(`the mailer of tests, ${honoursKeys ? 'honouring' : 'ignoring'} keys`, async () => {
    const mailer = createFaultyMailer({ clock: createStillClock(start), honoursKeys });
    const delivered = async () => Promise.resolve(mailer.delivered().map(({ mail }) => mail));
    return Promise.resolve({ mailer, delivered, close: async () => Promise.resolve() });
  });
}

const openMailbox = async (mailsMax?: number) => {
  const clock = createStillClock(start);
  const table = await createTableInMemory();
  const mailbox = createMailbox({ table, clock, ...(mailsMax === undefined ? {} : { mailsMax }) });
  return { clock, table, mailbox };
};

describe('the mailbox', () => {
  it('shows the newest mail first, with the time at which it came', async () => {
    const { clock, mailbox } = await openMailbox();
    for (const subject of ['first', 'second', 'third']) {
      await mailbox.send(aMail({ subject }), subject);
      clock.moveBy(hourMs);
    }
    const latest = await mailbox.latest({ limit: 2 });
    expect(latest.map(({ subject, at }) => [subject, at])).toEqual([
      ['third', start + 2 * hourMs],
      ['second', start + hourMs],
    ]);
  });

  it('shows the mails of one reader', async () => {
    const { mailbox } = await openMailbox();
    const ana = 'ana@example.com' as EmailAddress;
    await mailbox.send(aMail(), 'one');
    await mailbox.send(aMail({ to: ana }), 'other');
    const latest = await mailbox.latest({ limit: 10, to: ana });
    expect(latest.map(({ to }) => to)).toEqual([ana]);
  });

  it('finds a mail with its source, the same source each time', async () => {
    const { mailbox } = await openMailbox();
    await mailbox.send(aMail(), 'key');
    const [kept] = await mailbox.latest({ limit: 1 });
    const found = await mailbox.find(kept?.id ?? '');
    expect(found).toMatchObject(aMail());
    expect(found?.source).toContain('Subject: =?UTF-8?Q?Meet_Ana_Lu=C3=ADsa?=\r\n');
    expect(await mailbox.find(kept?.id ?? '')).toEqual(found);
  });

  it('finds nothing under an id that is none', async () => {
    const { mailbox } = await openMailbox();
    for (const id of ['', 'x', '../..', '0'.repeat(32), '0'.repeat(2_000)]) expect(await mailbox.find(id)).toBeUndefined();
  });

  it('keeps its mails with the table, and goes on honouring their keys', async () => {
    const { clock, table, mailbox } = await openMailbox();
    await mailbox.send(aMail(), 'key');
    const again = createMailbox({ table, clock });
    await again.send(aMail(), 'key');
    expect(await again.latest({ limit: 10 })).toHaveLength(1);
  });

  it('lets the oldest go when it is full', async () => {
    const { clock, mailbox } = await openMailbox(3);
    for (const subject of ['1', '2', '3', '4', '5']) {
      await mailbox.send(aMail({ subject }), subject);
      clock.moveBy(1);
    }
    const latest = await mailbox.latest({ limit: 10 });
    expect(latest.map(({ subject }) => subject)).toEqual(['5', '4', '3']);
  });
});
