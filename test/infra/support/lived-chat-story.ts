import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Browser } from '../../support/browse.ts';
import { openWindow, type ChatWindow } from '../../support/chat-windows.ts';
import { authoredPdf } from '../../support/relay-pdfs.ts';
import { chatOf, type ChatPage, handOver, haveLookedAt, heard, keptBack, leaveStaleWindow, letAwayBeOver, originOf } from './lived-chat.ts';
import { aliasIn, introductionsTo, letterOf } from './lived-letters.ts';
import { emailOf, mailTo, signInBy, signInLink } from './lived-people.ts';
import { arrive } from './lived-relay.ts';
import { tick } from './lived-schedules.ts';
import type { LivedStack } from './lived-stack.ts';

/** Where the story of a stack is: members were introduced and are signed in. */
export interface Introduced {
  readonly stack: LivedStack;
  readonly browserOf: (name: string) => Browser;
  /** Who somebody was introduced to. */
  readonly partnerOf: (name: string) => Promise<string>;
}

/** What a window is shown of the next mail. */
const nextMail = async (window: ChatWindow): Promise<unknown> => {
  for (;;) {
    const { content } = (await heard(window, 'message')).message;
    if (content.kind === 'mail') return content;
  }
};

/** Two members write to each other live; nothing of it needs a browser. */
export const chatStory = (introduced: () => Introduced): void => {
  const pages = async (): Promise<Pages> => {
    const { stack, browserOf, partnerOf } = introduced();
    const name = await partnerOf('ana');
    return { stack, name, anas: await chatOf(stack, browserOf('ana')), partners: await chatOf(stack, browserOf(name)) };
  };
  talkLive(pages);
  goOnElsewhere(pages);
};

interface Pages {
  readonly stack: LivedStack;
  /** Of Ana's partner. */
  readonly name: string;
  readonly anas: ChatPage;
  readonly partners: ChatPage;
}

const talkLive = (pagesOf: () => Promise<Pages>): void => {
  it('lets two members talk in open windows, each message stored before it is acknowledged', async () => {
    const { anas, partners } = await pagesOf();
    expect(anas.thread).toBe(partners.thread);
    const [ana, partner] = [await anas.open(), await partners.open()];
    const text = `Shall we talk? ${emailOf('ana')}`;
    ana.say({ type: 'send', thread: anas.thread, id: 'message-1', text });
    const { message } = await heard(ana, 'stored');
    const { messages } = await partners.messages();
    expect(messages).toMatchObject([{ seq: message.seq, id: 'message-1', mine: false }]);
    expect(JSON.stringify(messages)).not.toContain(emailOf('ana'));
    expect((await heard(partner, 'message')).message.seq).toBe(message.seq);
    partner.say({ type: 'mark', thread: partners.thread, delivered: message.seq, read: message.seq });
    await expect.poll(async () => (await anas.messages()).marks.partner.read, { timeout: 30_000 }).toBe(message.seq);
    expect((await heard(ana, 'marks')).partner.read).toBe(message.seq);
    partner.say({ type: 'typing', thread: partners.thread });
    expect((await heard(ana, 'typing')).thread).toBe(anas.thread);
    ana.say({ type: 'ping' });
    expect((await heard(ana, 'pong')).at).toBeGreaterThan(0);
    for (const window of [ana, partner]) window.leave();
  });

  it('lets in a ticket once, and from its own pages alone', async () => {
    const { stack, anas: page } = await pagesOf();
    const { url } = await page.ticket();
    await expect(openWindow(url, { origin: 'https://elsewhere.example.com' })).rejects.toThrow('refused 403');
    const again = (await page.ticket()).url;
    (await openWindow(again, { origin: originOf(stack) })).leave();
    await expect(openWindow(again, { origin: originOf(stack) })).rejects.toThrow('refused 403');
  });

  it('goes on where a connection was lost, with all that was missed', async () => {
    const { anas, partners } = await pagesOf();
    const [ana, lost] = [await anas.open(), await partners.open()];
    const [{ seq: seen = 0 } = {}] = (await partners.messages()).messages.slice(-1);
    lost.drop();
    // The answer is lost as well: the same message again is the same one.
    const first = await anas.send({ id: 'message-2', text: 'Are you there?' });
    ana.say({ type: 'send', thread: anas.thread, id: 'message-2', text: 'Are you there?' });
    expect((await heard(ana, 'stored')).message.seq).toBe(first.seq);
    const back = await partners.open();
    expect((await partners.messages(seen)).messages.map(({ id }) => id)).toEqual(['message-2']);
    ana.say({ type: 'send', thread: anas.thread, id: 'message-3', text: 'And now?' });
    expect((await heard(back, 'message')).message.id).toBe('message-3');
    back.say({ type: 'mark', thread: partners.thread, delivered: first.seq + 1, read: first.seq + 1 });
    for (const window of [ana, back]) window.leave();
  });
};

const goOnElsewhere = (pagesOf: () => Promise<Pages>): void => {
  it('takes a voice note by a form, looks at it, and plays its own copy by a link', async () => {
    const { anas, partners } = await pagesOf();
    const recording = readFileSync(new URL('../../support/recordings/opus-tools.ogg', import.meta.url));
    const { voice, form } = await anas.askForUpload('audio/ogg', recording.length);
    expect(await handOver(form, recording, 'audio/ogg')).toBeLessThan(300);
    const sent = await anas.send({ id: 'message-4', voice });
    expect(sent.content).toMatchObject({ kind: 'voice', mediaType: 'audio/ogg' });
    const played = await fetch(await partners.fileOf(sent.seq, 'voice'));
    expect([played.status, played.headers.get('content-type')]).toEqual([200, 'audio/ogg']);
    expect(
      Buffer.from(await played.arrayBuffer())
        .subarray(0, 4)
        .toString(),
    ).toBe('OggS');
    // A file in its place is none that anybody checked, and nobody plays it.
    const other = await anas.askForUpload('audio/ogg', 5);
    await handOver(other.form, Buffer.from('words'), 'audio/ogg');
    expect(await anas.send({ id: 'message-5', voice: other.voice })).toMatchObject({ code: 'chat.voice_not_audio' });
  });

  it('mails what somebody missed while they were away, and shows the answer in the open window', async () => {
    const { stack, name, anas } = await pagesOf();
    const ana = await anas.open();
    await anas.send({ id: 'message-6', text: 'Then by mail: see you on Friday?' });
    // MiniStack keeps messages back as SQS does; two minutes are not waited for here.
    expect(await keptBack(stack)).toBeGreaterThan(0);
    await letAwayBeOver(stack, anas.thread);
    await haveLookedAt(stack, anas.thread);
    const mail = await mailTo(stack, { name, is: /see you on Friday\?/ });
    expect(mail.text).toContain(`/chat/${encodeURIComponent(anas.thread)}`);
    expect(mail.text).not.toContain(emailOf('ana'));
    expect((await heard(ana, 'changed')).thread).toBe(anas.thread);
    expect((await anas.messages()).marks.partner.mailed).toBeGreaterThan(0);
    // One at whose end nobody is any more, as nobody said goodbye.
    const stale = await leaveStaleWindow(stack);
    const back = aliasIn((await introductionsTo(stack, name))[0]);
    await arrive(stack, {
      id: 'by-mail',
      from: emailOf(name),
      to: back,
      raw: letterOf(name, { to: back, words: 'Friday it is!', pdf: await authoredPdf('A map') }),
    });
    const shown = await nextMail(ana);
    expect(shown).toMatchObject({ kind: 'mail', files: [{ name: 'map.pdf' }] });
    expect(JSON.stringify(shown)).toContain('Friday it is!');
    await expect.poll(stale, { timeout: 30_000 }).toBe(false);
    ana.leave();
  });

  it('finds by a tick what no message told of', async () => {
    const { stack, name, anas } = await pagesOf();
    await anas.send({ id: 'message-7', text: 'At seven, then.' });
    await letAwayBeOver(stack, anas.thread);
    expect(await tick(stack, 'schedule-tick')).toBeUndefined();
    await mailTo(stack, { name, is: /At seven, then\./ });
  });

  it('closes the windows of who signs out', async () => {
    const { stack, name } = await pagesOf();
    const browser = await stack.visit();
    await (await browser.open('/sign-in')).press('Mail me a link', { email: emailOf(name) });
    await signInBy(browser, await mailTo(stack, { name, is: signInLink }));
    const window = await (await chatOf(stack, browser)).open();
    await (await browser.open('/me')).press('Sign out');
    await window.closed;
  });
};
