import { beforeEach, describe, expect, it } from 'vitest';
import { mailTextMax } from '../../../domain/relay/chat/limits.ts';
import { messageView } from '../../../domain/relay/chat/views.ts';
import {
  addressOfAna,
  addressOfBen,
  aliasOfBen,
  arriving,
  chatOf,
  relayOver,
  type RelayWorld,
  sendAll,
  theConversation,
  toAna,
  toBen,
  written,
} from '../../support/relay-world.ts';
import { png } from '../../support/relay-pictures.ts';
import { relayWriting } from '../../support/relay-writing.ts';

const { table, world: worldOf, anaWrites, benWrites, outcomeOf } = relayWriting();
let world: RelayWorld;
beforeEach(() => {
  world = worldOf();
});

const textOf = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString();
const mails = async () => (await chatOf(world)).map(({ content }) => (content.kind === 'mail' ? content : expect.fail('it is no mail')));

describe('a mail that is passed on', () => {
  it('shows in the chat, in the order in which both were passed on, whoever wrote it', async () => {
    await anaWrites({ text: 'Shall we?' });
    await benWrites({ subject: 'Re: Coffee', text: 'Gladly.' });
    expect(await chatOf(world)).toMatchObject([
      {
        seq: 1,
        from: 'a',
        at: world.clock.now(),
        content: { kind: 'mail', subject: 'Coffee', text: 'Shall we?', isCut: false, files: [] },
      },
      { seq: 2, from: 'b', content: { kind: 'mail', subject: 'Re: Coffee', text: 'Gladly.' } },
    ]);
    expect(world.shown).toEqual([`${theConversation} 1`, `${theConversation} 2`]);
    // It has reached the mailbox of its reader already.
    expect(await world.chats.find(theConversation)).not.toHaveProperty('a.missed');
    expect(await world.chats.find(theConversation)).not.toHaveProperty('b.missed');
  });

  it('shows there as its reader gets it: without addresses, and without what Loop puts below it', async () => {
    await anaWrites({ subject: `I am ${addressOfAna}`, text: `Write to ${addressOfAna}`, html: `<p>Write to <b>${addressOfAna}</b></p>` });
    const [mail] = await mails();
    expect([mail?.subject, mail?.text]).toEqual([`I am ${toAna}`, `Write to ${toAna}`]);
    const forBen = (await world.chats.messages(theConversation, { after: 0, limit: 1 })).map((message) => messageView(message, 'b'));
    expect(JSON.stringify([forBen, [...world.files.values()].map(({ bytes }) => textOf(bytes))])).not.toMatch(
      /mail\.example\.com|Sent through/,
    );
  });

  it('shows there to its writer as they wrote it, whether or not they guessed an address of the other one', async () => {
    for (const [n, guess] of [addressOfBen, 'ben@elsewhere.example.net'].entries()) {
      await anaWrites({ subject: `Is it ${guess}?`, text: `${guess}`, headers: { 'Message-ID': `<guess-${String(n)}@mail.example.com>` } });
      const [message] = await world.chats.messages(theConversation, { after: n, limit: 1 });
      expect(messageView(message!, 'a').content).toEqual({
        kind: 'mail',
        subject: `Is it ${guess}?`,
        text: guess,
        isCut: false,
        hasHtml: false,
        files: [],
      });
    }
  });

  it('shows there to its writer as long as it was, whatever became of its length', async () => {
    const seen = [];
    for (const [n, guess] of [addressOfBen, addressOfBen.replace('ben', 'bea'), 'x'.repeat(addressOfBen.length)].entries()) {
      const text = ['x'.repeat(mailTextMax - guess.length - 1), guess].join(' ');
      await anaWrites({ text, headers: { 'Message-ID': `<long-${String(n)}@mail.example.com>` } });
      const [message] = await world.chats.messages(theConversation, { after: n, limit: 1 });
      const { content } = messageView(message!, 'a');
      seen.push(content.kind === 'mail' && [content.text.length, content.isCut]);
    }
    expect(seen).toEqual([
      [mailTextMax, false],
      [mailTextMax, false],
      [mailTextMax, false],
    ]);
  });

  it('shows there to its writer without what they quote, whether or not that has an address of the other one', async () => {
    const seen = [];
    const spelled = (address: string): string => address.replace('@', ' (at) ').replaceAll('.', ' (dot) ');
    for (const [n, guess] of [addressOfBen, addressOfBen.replace('ben', 'bea')].entries()) {
      const text = ['Gladly.', '', `On 3 May 2026 at 10:00 ${spelled(guess)}:`, '> Shall we?'].join('\n');
      await anaWrites({ text, headers: { 'Message-ID': `<quote-${String(n)}@mail.example.com>` } });
      const [message] = await world.chats.messages(theConversation, { after: n, limit: 1 });
      const { content } = messageView(message!, 'a');
      seen.push(content.kind === 'mail' && content.text.replace(spelled(guess), 'guess'));
    }
    expect(seen[0]).toBe(seen[1]);
  });

  it('shows there without what it quotes, where that can be told', async () => {
    await anaWrites({ text: 'Shall we?' });
    const [mail] = await sendAll(world);
    const got = (await world.pipeline.open(Buffer.from(mail!.raw))).mail;
    const quoted = (got.ok ? (got.value.text ?? '') : '').split('\n').map((line) => `> ${line}`);
    const answers = [
      ['Gladly.', '', `On Sat, Nov 21, 2026 at 1:00 PM Ana <${toAna}> wrote:`, ...quoted],
      [
        'Gladly!',
        '',
        '-----Original Message-----',
        `From: Ana <${toAna}>`,
        'Sent: Saturday, November 21, 2026 1:00 PM',
        `To: ${addressOfBen}`,
        'Subject: Coffee',
        '',
        'Shall we?',
      ],
    ];
    for (const answer of answers) await benWrites({ text: answer.join('\n') });
    await benWrites({
      html: `<div>Gladly, too.</div><div class="gmail_quote">On Sat, Nov 21, 2026 at 1:00 PM Ana &lt;${toAna}&gt; wrote:<blockquote>Shall we?</blockquote></div>`,
    });
    // Nothing but a quote is shown as it is.
    await benWrites({ text: '> Shall we?' });
    expect((await mails()).map(({ text, isCut }) => [text, isCut])).toEqual([
      ['Shall we?', false],
      ['Gladly.', false],
      ['Gladly!', false],
      ['Gladly, too.', false],
      ['> Shall we?', false],
    ]);
  });

  it('keeps its layout as a document that loads nothing, and its files under names that are safe', async () => {
    const raw = mixed(
      `<html><body><p>Look <script>alert(1)</script><img src="cid:one@x" alt="a map"><img src="cid:two@x"></p></body></html>`,
      [
        { type: 'image/png; name="map.png"', more: ['Content-ID: <one@x>'], bytes: png() },
        {
          type: 'text/plain; charset=utf-8',
          more: [`Content-Disposition: attachment; filename="letter to ${addressOfAna}.txt"`],
          bytes: Buffer.from(`Grüße, ${addressOfAna}`),
        },
      ],
    );
    expect(await outcomeOf(raw)).toEqual(['relayed']);
    const [mail] = await mails();
    const id = (await chatOf(world))[0]!.id;
    expect(mail?.html).toEqual({
      key: `kept/${theConversation}/${id}/mail.html`,
      mediaType: 'text/html; charset=utf-8',
      bytes: world.files.get(mail!.html!.key)?.bytes.length,
      name: 'mail.html',
    });
    const html = textOf(world.files.get(mail!.html!.key)?.bytes);
    expect(html).toMatch(/^<!doctype html>.*default-src 'none'.*<p>Look a map<\/p>.*<\/html>$/s);
    expect(html).not.toMatch(/<img|<script|cid:/);
    expect(mail?.files.map(({ key, name, mediaType }) => [key, name, mediaType])).toEqual([
      [`kept/${theConversation}/${id}/0`, 'map.png', 'image/png'],
      [`kept/${theConversation}/${id}/1`, 'attachment-2.txt', 'text/plain; charset=utf-8'],
    ]);
    expect(textOf(world.files.get(`kept/${theConversation}/${id}/1`)?.bytes)).toBe(`Grüße, ${toAna}`);
  });

  it('says that it goes on where it is longer than the chat keeps, and cuts no character in two', async () => {
    await anaWrites({ text: `${'x'.repeat(mailTextMax - 1)}😀 and on` });
    expect(await mails()).toMatchObject([{ text: 'x'.repeat(mailTextMax - 1), isCut: true }]);
  });

  it('shows once, however often it is told of, and also where it was sent twice by its mail program', async () => {
    const mail = arriving(world, written({ headers: { 'Message-ID': '<1@mail.example.com>' } }));
    await Promise.all(Array.from({ length: 5 }, async () => relayOver(table(), { around: world.around }).forward(mail)));
    await anaWrites({ headers: { 'Message-ID': '<1@mail.example.com>', Received: 'again' } });
    expect(await chatOf(world)).toHaveLength(1);
  });

  it('is passed on where no window can be told, and where there is no place for files', async () => {
    const faults: unknown[] = [];
    const deaf = relayOver(table(), {
      around: world.around,
      needs: {
        showInChat: async () => Promise.reject(new Error('nobody is at the other end')),
        onFault: (error) => faults.push(error),
        chatFiles: undefined,
      },
    });
    const forwarded = await deaf.forward(arriving(world, mixed('<p>Hello</p>', [{ type: 'image/png', more: [], bytes: png() }])));
    expect([forwarded.ok && forwarded.value, faults.length]).toEqual([['relayed'], 1]);
    expect(await mails()).toEqual([{ kind: 'mail', subject: 'Coffee', text: 'Hello', isCut: false, files: [] }]);
  });
});

describe('a mail that is not passed on', () => {
  it.each([
    ['as it is empty', { text: ' ' }],
    ['as it is an order', { text: 'STOP' }],
    ['as a stranger wrote it', { from: 'eve@example.com' }],
  ])('does not show in the chat: %s', async (_why, mail) => {
    await anaWrites(mail);
    expect([await chatOf(world), world.shown]).toEqual([[], []]);
  });

  it('does not show in the chat where it comes too late', async () => {
    await world.act({ alias: aliasOfBen, act: 'end' });
    await anaWrites();
    expect([await chatOf(world), await world.chats.find(theConversation), [...world.files.keys()]]).toEqual([[], undefined, []]);
  });
});

const mixed = (
  html: string,
  parts: readonly { readonly type: string; readonly more: readonly string[]; readonly bytes: Buffer }[],
): Buffer =>
  Buffer.from(
    [
      `From: Ana <${addressOfAna}>`,
      `To: ${toBen}`,
      'Subject: Coffee',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="edge"',
      '',
      '--edge',
      'Content-Type: text/html; charset=utf-8',
      '',
      html,
      ...parts.flatMap(({ type, more, bytes }) => [
        '--edge',
        `Content-Type: ${type}`,
        'Content-Transfer-Encoding: base64',
        ...more,
        '',
        bytes.toString('base64'),
      ]),
      '--edge--',
      '',
    ].join('\r\n'),
  );
