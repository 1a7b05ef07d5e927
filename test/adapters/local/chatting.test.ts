import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SentAnswer, UploadAnswer } from '../../../adapters/http/contract.ts';
import { startEmbeddedRun } from '../../../adapters/local/embedded-run.ts';
import type { EmbeddedRun } from '../../../adapters/local/embedded-run.ts';
import { browsersOf, type Somebody } from '../../support/chat-browsers.ts';
import { nextOf, openWindow } from '../../support/chat-windows.ts';
import { shippedCommunity, shippedSurvey } from '../../support/embedded-parts.ts';

let run: EmbeddedRun;
const faults: unknown[] = [];
const logged: string[] = [];
beforeAll(async () => {
  run = await startEmbeddedRun({
    community: shippedCommunity,
    survey: shippedSurvey,
    port: 0,
    smtpPort: 0,
    sample: true,
    log: (...line) => void logged.push(JSON.stringify(line)),
    onFault: (fault) => void faults.push(fault),
  });
}, 30_000);
afterAll(async () => run.stop());
const aPair = async (nth = 0) => browsersOf(run).aPair(nth);

const hello = (thread: string, id: string, text = `Hello ${id}`) => ({ type: 'send', thread, id, text }) as const;
const messagesOf = async ({ json }: Somebody, thread: string, after = 0) =>
  (await json<{ readonly messages: readonly SentAnswer[] }>(`/chat/api/threads/${thread}/messages?after=${String(after)}`)).messages;

describe('Two members of the sample community in two browsers', () => {
  it('see what the other one writes, in each tab, and how far they have read', async () => {
    const { one, other, thread } = await aPair();
    const [ones, tab, others] = [await one.open(), await one.open(), await other.open()];
    ones.say(hello(thread, 'message-0001'));
    const stored = await nextOf(ones, 'stored');
    for (const window of [tab, others]) expect((await nextOf(window, 'message')).message.id).toBe('message-0001');
    others.say({ type: 'typing', thread });
    expect(await nextOf(ones, 'typing')).toMatchObject({ thread });
    others.say({ type: 'mark', thread, delivered: stored.message.seq, read: stored.message.seq });
    expect((await nextOf(ones, 'marks')).partner.read).toBe(stored.message.seq);
    ones.leave();
    tab.leave();
    others.leave();
  });

  it('lose nothing by a connection that is lost before the answer, and nothing is there twice', async () => {
    const { one, other, thread } = await aPair();
    const [ones, others] = [await one.open(), await other.open()];
    ones.say(hello(thread, 'message-0002'));
    await nextOf(others, 'message');
    // The answer never arrived, as far as the page knows; the other one goes on meanwhile.
    ones.drop();
    await ones.closed;
    others.say(hello(thread, 'message-0003'));
    const seen = (await nextOf(others, 'stored')).message.seq;
    const again = await one.open();
    again.say(hello(thread, 'message-0002'));
    await nextOf(again, 'stored');
    const ids = (await messagesOf(one, thread)).map(({ id }) => id);
    expect(ids.filter((id) => id === 'message-0002')).toHaveLength(1);
    expect(ids).toEqual((await messagesOf(other, thread)).map(({ id }) => id));
    expect((await messagesOf(one, thread, seen - 1)).map(({ id }) => id)).toEqual(['message-0003']);
    again.leave();
    others.leave();
  });

  it('connect with a ticket that is theirs, once, from a page of ours', async () => {
    const { one } = await aPair();
    const url = await one.ticket();
    await expect(openWindow(url, { origin: 'https://evil.example.com' })).rejects.toThrow('refused 403');
    const window = await openWindow(url, { origin: run.url });
    await expect(openWindow(url, { origin: run.url })).rejects.toThrow('refused 403');
    window.leave();
    const late = await one.ticket();
    await one.form('/clock', { move: 'hour' });
    await expect(openWindow(late, { origin: run.url })).rejects.toThrow('refused 403');
  });

  it('hand recordings over to this very server, which looks at what it was given', async () => {
    const { one, thread } = await aPair();
    const asked = { mediaType: 'audio/webm', bytes: 1_000_000 };
    const { voice, form } = await one.json<UploadAnswer>(`/chat/api/threads/${thread}/voice`, asked);
    const body = new FormData();
    for (const [name, value] of Object.entries(form.fields)) body.set(name, value);
    body.set('file', new Blob([new Uint8Array(asked.bytes)], { type: asked.mediaType }));
    const headers = { origin: run.url, 'sec-fetch-site': 'same-origin' };
    expect((await fetch(new URL(form.url, run.url), { method: 'POST', body, headers })).status).toBe(204);
    const sent = await one.json(`/chat/api/threads/${thread}/messages`, { id: 'recording-1', voice });
    expect(sent).toMatchObject({ code: 'chat.voice_not_audio' });
  });

  it('are told to slow down in a storm, with when to go on, and what was taken is in order', async () => {
    const { one, thread } = await aPair(2);
    const window = await one.open();
    for (let each = 0; each < 40; each++) window.say(hello(thread, `storming-${String(each).padStart(4, '0')}`));
    const answers = [];
    while (answers.length < 40) {
      const frame = await window.next();
      if (frame.type === 'stored' || frame.type === 'refused') answers.push(frame);
    }
    const taken = answers.flatMap((frame) => (frame.type === 'stored' ? [frame.message.seq] : []));
    expect(taken).toHaveLength(30);
    expect(taken).toEqual(taken.toSorted((a, b) => a - b));
    const refused = answers.filter((frame) => frame.type === 'refused');
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['chat.rate_limited']));
    expect(refused.every(({ retryAfterMs = 0 }) => retryAfterMs > 0)).toBe(true);
    window.leave();
  });

  it('are out of it, in every tab of that browser, as soon as they sign out, and another browser of theirs is not', async () => {
    const { one } = await aPair();
    const id = /value="(m_[a-z2-7]{26})"/.exec(await one.page('/people'))?.[1];
    expect(id).toBeDefined();
    const [first, second] = [await one.open(), await one.open()];
    const unused = await one.ticket();
    const token = /name="form" value="([^"]*)"/.exec(await one.page('/me/settings'))?.[1] ?? '';
    await one.form('/sign-out', { form: token });
    expect([await first.closed, await second.closed]).toEqual([1008, 1008]);
    await expect(openWindow(unused, { origin: run.url })).rejects.toThrow('refused 403');
  });

  it('leave nothing of a ticket or of what they wrote in the log', () => {
    expect(logged.join('\n')).not.toMatch(/Hello|ticket=|message-000/);
    expect(logged.some((line) => line.includes('chat.sendMessage'))).toBe(true);
    expect(faults).toEqual([]);
  });
});
