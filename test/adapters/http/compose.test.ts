import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { createApp } from '../../../adapters/http/app.ts';
import { createMailbox } from '../../../adapters/memory/mailbox.ts';
import { composedMail, type WrittenMail } from '../../../adapters/memory/mail-program.ts';
import { type HandedMail } from '../../../adapters/memory/handed-mail.ts';
import type { EmailAddress } from '../../../domain/kernel/email-address.ts';
import { ok } from '../../../domain/kernel/result.ts';
import type { RecordRelayTrouble, RelayTrouble } from '../../../domain/relay/conversations/use-cases.ts';
import { createRawStoreOfTests } from '../../support/raw-store.ts';
import { baseUrl, operatorWorld, textOf, visitor } from './operator-world.ts';

const toAna = `c_${'a'.repeat(26)}a@relay.example.com`;
const toBen = `c_${'b'.repeat(26)}b@relay.example.com`;

/** A run on one laptop that passes mails on; they end up in `handed`. */
const relayWorld = async () => {
  const world = await operatorWorld();
  const handed: HandedMail[] = [];
  const mailbox = createMailbox({ table: world.table, clock: world.clock, rawMails: createRawStoreOfTests() });
  const { embedded } = world.needs;
  if (embedded === undefined) throw new Error('the run is embedded');
  const takeMail = async (mail: HandedMail): Promise<void> => {
    handed.push(mail);
    return Promise.resolve();
  };
  const troubles: RelayTrouble[] = [];
  const recordTrouble: RecordRelayTrouble = async (trouble) => {
    troubles.push(trouble);
    return Promise.resolve(ok('recorded'));
  };
  const app = createApp({
    ...world.needs,
    embedded: { ...embedded, mailbox, relay: { compose: composedMail, takeMail, smtpPort: 2525, recordTrouble } },
  });
  /** Ana gets a mail of Ben's. */
  const relay = async (overrides: Partial<WrittenMail> = {}, key = 'one'): Promise<string> => {
    const written = { from: toBen, to: 'ana@example.com', subject: 'Coffee?', text: 'On Friday?', ...overrides };
    const raw = await composedMail(written, { id: `${key}.id`, at: world.clock.now() });
    await mailbox.relayed.send({ raw, to: 'ana@example.com', from: toBen, tag: 'tag' }, key);
    return `/mailbox/${(await mailbox.latest({ limit: 1 }))[0]?.id ?? ''}`;
  };
  return { ...world, app, handed, troubles, mailbox, relay };
};

const parsed = async (mail: HandedMail | undefined) => PostalMime.parse(mail?.raw ?? new Uint8Array());

const filled = { from: 'ana@example.com', to: toBen, subject: 'Hello', text: 'Shall we meet?' };

describe('the mailbox with mails between members', () => {
  test('shows one as its reader does, as text, and as it travels, with what is attached', async () => {
    const world = await relayWorld();
    const attachment = { fileName: 'map & more.png', mediaType: 'image/png', bytes: Uint8Array.of(1, 2, 3) };
    const path = await world.relay({ attachment });
    const somebody = visitor(world);
    const page = await somebody.get(path);
    expect(textOf(page.body)).toMatch(/Coffee\?.* ana@example\.com .*map &amp; more\.png.*3 bytes/);
    expect((await somebody.get(`${path}/html`)).body).toContain('On Friday?');
    expect((await somebody.get(`${path}?as=text`)).body).toContain('On Friday?');
    expect((await somebody.get(`${path}?as=source`)).body).toContain('Message-ID: &lt;one.id@relay.example.com&gt;');
    const part = await somebody.get(`${path}/parts/0`);
    expect(part.headers.get('content-type')).toBe('application/octet-stream');
    expect(part.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''map%20%26%20more.png");
    expect((await somebody.get(`${path}/parts/1`)).status).toBe(404);
    expect((await somebody.get(`${path}/parts/__proto__`)).status).toBe(404);
  });

  test('an answer names what it answers and quotes it, as a mail program would', async () => {
    const world = await relayWorld();
    const path = await world.relay({
      answers: {
        messageId: 'older@relay.example.com',
        references: ['oldest@relay.example.com'],
        from: 'Ana',
        at: world.clock.now(),
        text: 'Hi',
      },
    });
    const somebody = visitor(world);
    const page = await somebody.get(path);
    expect(page.body).toContain(`name="to" value="${toBen}"`);
    expect(page.body).toContain('name="from" value="ana@example.com"');
    expect(page.body).toContain('name="subject" value="Re: Coffee?"');
    const sent = await somebody.submit('/mailbox/compose', { from: 'ana@example.com', to: toBen, subject: 'Re: Coffee?', text: 'Yes!' });
    expect(sent.location).toBe('/mailbox?sent=yes');
    expect(textOf((await somebody.get(sent.location ?? '')).body)).toContain('Your mail is on its way.');
    const mail = await parsed(world.handed[0]);
    expect(mail).toMatchObject({
      inReplyTo: '<one.id@relay.example.com>',
      references: '<oldest@relay.example.com> <older@relay.example.com> <one.id@relay.example.com>',
      subject: 'Re: Coffee?',
      from: { address: 'ana@example.com' },
    });
    expect(mail.messageId).toMatch(/^<[a-z2-7]{26}@example\.com>$/);
    expect(mail.text).toMatch(/^Yes!\r?\n\r?\nOn Mon, 16 Nov 2026 07:00:00, c_b{26}b@relay\.example\.com wrote:\r?\n> On Friday\?/);
  });

  test('a member of the sample writes to the private address in their introduction', async () => {
    const world = await relayWorld();
    const text = `Write to Ben: ${toBen}`;
    await world.mailbox.send(
      { to: 'ana@example.com' as EmailAddress, from: 'circle@example.com', subject: 'Meet Ben', html: '<p>x</p>', text, headers: {} },
      'intro',
    );
    const page = await visitor(world).get(`/mailbox/${(await world.mailbox.latest({ limit: 1 }))[0]?.id ?? ''}`);
    expect(page.body).toContain(`name="to" value="${toBen}"`);
    expect(page.body).toContain('name="subject" value=""');
  });

  test('a link to a private address opens the form, filled in, and one to any other stays', async () => {
    const world = await relayWorld();
    const link = (to: string): string => `<a href="mailto:${to}?subject=Hello%20from%20Ana&#39;s%20circle">Write</a>`;
    const [subject, text] = ['Meet Ben', 'Write to Ben'];
    await world.mailbox.send(
      {
        to: 'ana@example.com' as EmailAddress,
        from: 'circle@example.com',
        subject,
        html: link(toBen) + link('me@example.org'),
        text,
        headers: {},
      },
      'intro',
    );
    const somebody = visitor(world);
    const { body } = await somebody.get(`/mailbox/${(await world.mailbox.latest({ limit: 1 }))[0]?.id ?? ''}/html`);
    const [, path = ''] = /href="(\/mailbox\/compose[^"]*)"/.exec(body) ?? [];
    expect(body).toContain('href="mailto:me@example.org?');
    const form = await somebody.get(path.replaceAll('&amp;', '&'));
    for (const filledIn of ['name="from" value="ana@example.com"', `name="to" value="${toBen}"`, 'value="Hello from Ana&#39;s circle"'])
      expect(form.body).toContain(filledIn);
  });

  test('anybody writes to any private address, authenticated or pretending', async () => {
    const world = await relayWorld();
    const somebody = visitor(world);
    await somebody.get('/mailbox/compose');
    await somebody.submit('/mailbox/compose', { ...filled, to: `${toBen}, outsider@example.org, ${toAna}` });
    await somebody.get('/mailbox/compose');
    await somebody.submit('/mailbox/compose', { ...filled, pretended: 'yes' });
    expect(world.handed.map(({ recipients, mailFrom, verdicts }) => ({ recipients, mailFrom, dmarc: verdicts.dmarc }))).toEqual([
      { recipients: [toBen, toAna], mailFrom: 'ana@example.com', dmarc: 'PASS' },
      { recipients: [toBen], mailFrom: 'ana@example.com', dmarc: 'FAIL' },
    ]);
    expect((await parsed(world.handed[0])).to).toHaveLength(3);
  });

  test('something may be attached, up to its limit', async () => {
    const world = await relayWorld();
    const send = async (bytes: Uint8Array<ArrayBuffer>) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(filled)) form.append(name, value);
      form.append('attachment', new File([bytes], 'photo.jpg', { type: 'image/jpeg' }));
      return world.app.request(`${baseUrl}/mailbox/compose`, { method: 'POST', body: form, headers: { 'sec-fetch-site': 'same-origin' } });
    };
    expect((await send(new Uint8Array(3_000_000))).status).toBe(303);
    const [attachment] = (await parsed(world.handed[0])).attachments;
    expect(attachment).toMatchObject({ filename: 'photo.jpg', mimeType: 'image/jpeg' });
    expect((await send(new Uint8Array(21 * 1024 * 1024))).status).toBe(422);
    expect(world.handed).toHaveLength(1);
  });

  test('what cannot be sent stays in the form, and says why', async () => {
    const world = await relayWorld();
    const somebody = visitor(world);
    await somebody.get('/mailbox/compose');
    const refused = await somebody.submit('/mailbox/compose', { from: 'nobody', to: 'ben@example.org', subject: 'Kept', text: 'My words' });
    expect(refused.status).toBe(422);
    expect(textOf(refused.body)).toMatch(/2 things are missing or wrong.*From needs an address.*At least one private address/);
    expect(refused.body).toContain('value="Kept"');
    expect(refused.body).toContain('My words');
    expect(world.handed).toEqual([]);
  });

  test('a subject stays one line', async () => {
    const world = await relayWorld();
    const somebody = visitor(world);
    await somebody.post('/mailbox/compose', { ...filled, subject: 'Hello\r\nBcc: eve@example.org' });
    expect(await parsed(world.handed[0])).toMatchObject({ subject: 'Hello Bcc: eve@example.org' });
  });

  test('one that is made to come back is told to its conversation, too', async () => {
    const world = await relayWorld();
    const path = await world.relay();
    const somebody = visitor(world);
    await somebody.get(path);
    expect((await somebody.submit(`${path}/trouble`, { kind: 'complained' })).status).toBe(303);
    expect(world.troubles).toEqual([{ kind: 'complained', alias: 'tag', address: 'ana@example.com', at: world.clock.now() }]);
  });

  test('a page of somebody else sends nothing', async () => {
    const world = await relayWorld();
    const headers = { 'sec-fetch-site': 'cross-site', 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await world.app.request(`${baseUrl}/mailbox/compose`, {
      method: 'POST',
      headers,
      body: new URLSearchParams(filled).toString(),
    });
    expect(answer.status).toBe(403);
    expect(world.handed).toEqual([]);
  });

  test('says where a mail program reaches private addresses; where nothing is passed on, nobody can write', async () => {
    const world = await relayWorld();
    expect(textOf((await visitor(world).get('/mailbox')).body)).toContain('server 127.0.0.1, port 2525');
    const without = visitor(await operatorWorld());
    expect((await without.get('/mailbox')).body).not.toContain('/mailbox/compose');
    expect((await without.get('/mailbox/compose')).status).toBe(404);
    expect((await without.post('/mailbox/compose', filled)).status).toBe(405);
  });
});
