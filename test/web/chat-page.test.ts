import { describe, expect, it } from 'vitest';
import { threadOf, unreadInAll } from '../../web/chat/state.ts';
import { progressOf } from '../../web/chat/thread-state.ts';
import { makeWorld, opened, pendingOf, shownBy, storedIn, textsIn } from './page-world.ts';

const hour = 60 * 60_000;
describe('a page of the chat', () => {
  it('shows what the other one writes, in the order of the thread', async () => {
    const { world, page, thread } = await opened();
    world.model.send('b', { id: 'from-ben-1', text: 'Hello' });
    world.model.send('b', { id: 'from-ben-2', text: 'Are you there?' });
    await world.time.pass(100);
    expect(shownBy(page, thread)).toEqual([
      [1, 'from-ben-1'],
      [2, 'from-ben-2'],
    ]);
    expect(page.news.flatMap(({ messages }) => messages.map(({ id }) => id))).toEqual(['from-ben-1', 'from-ben-2']);
  });

  it('shows a message once that was stored but acknowledged only after the connection came back', async () => {
    const { world, page, thread } = await opened();
    world.network.fate = () => 'is lost';
    page.client.write(thread, 'Once');
    await world.time.pass(10);
    expect([textsIn(world), pendingOf(page, thread).length]).toEqual([['Once'], 1]);
    page.drop();
    world.network.fate = () => 'arrives';
    await world.time.pass(60_000);
    expect([shownBy(page, thread), pendingOf(page, thread)]).toEqual([[[1, 'message-1']], []]);
    expect(textsIn(world)).toEqual(['Once']);
  });

  it('keeps what is written offline and sends it in its order when the network is back', async () => {
    const { world, page, thread } = await opened();
    world.network.isUp = false;
    page.drop();
    await world.time.pass(1_000);
    for (const text of ['one', 'two', 'three']) page.client.write(thread, text);
    await world.time.pass(60_000);
    expect([textsIn(world), pendingOf(page, thread).map(({ status }) => status)]).toEqual([[], ['waiting', 'waiting', 'waiting']]);
    world.network.isUp = true;
    page.client.wake();
    await world.time.pass(60_000);
    expect([textsIn(world), pendingOf(page, thread)]).toEqual([['one', 'two', 'three'], []]);
  });

  it('sends what was written before the page was closed', async () => {
    const { world, page, thread } = await opened();
    world.network.isUp = false;
    page.drop();
    page.client.write(thread, 'before the reload');
    await world.time.pass(100);
    page.close();
    world.network.isUp = true;
    const again = world.openPage();
    again.client.start();
    again.client.open(thread);
    await world.time.pass(1_000);
    expect([textsIn(world), pendingOf(again, thread)]).toEqual([['before the reload'], []]);
  });

  it('sends once what two tabs know of', async () => {
    const { world, page, thread } = await opened();
    world.network.isUp = false;
    page.drop();
    page.client.write(thread, 'one');
    page.client.write(thread, 'two');
    await world.time.pass(100);
    const other = world.openPage();
    other.client.start();
    other.client.open(thread);
    world.network.isUp = true;
    page.client.wake();
    await world.time.pass(60_000);
    expect(textsIn(world)).toEqual(['one', 'two']);
    expect([pendingOf(page, thread), pendingOf(other, thread), shownBy(other, thread)]).toEqual([[], [], storedIn(world)]);
  });

  it('does not send by itself what was written more than a day ago', async () => {
    const { world, page, thread } = await opened();
    world.network.isUp = false;
    page.drop();
    page.client.write(thread, 'See you in an hour');
    await world.time.pass(25 * hour);
    page.close();
    world.network.isUp = true;
    const again = world.openPage();
    again.client.start();
    again.client.open(thread);
    await world.time.pass(1_000);
    const [waiting] = pendingOf(again, thread);
    expect([textsIn(world), waiting?.status]).toEqual([[], 'failed']);
    again.client.retry(thread, waiting?.id ?? '');
    await world.time.pass(1_000);
    expect([textsIn(world), pendingOf(again, thread)]).toEqual([['See you in an hour'], []]);
  });

  it('keeps what is refused, with the words of the refusal, until its writer takes it back', async () => {
    const { world, page, thread } = await opened();
    world.model.setState('ended');
    page.client.write(thread, 'Too late');
    await world.time.pass(1_000);
    expect(pendingOf(page, thread)).toMatchObject([{ status: 'failed', words: 'Nothing can be written here any more.' }]);
    expect(threadOf(page.client.state(), thread)?.standing).toBe('ended');
    page.client.discard(thread, 'message-1');
    expect([pendingOf(page, thread), world.kept.keys()]).toEqual([[], []]);
  });

  it('waits as long as it is told to where somebody writes too much', async () => {
    const { world, page, thread } = await opened();
    const send = world.model.send;
    let refusals = 1;
    Object.assign(world.model, {
      frame: (window: { push: (frame: unknown) => void }, frame: { type: string; id: string; text: string }) => {
        if (frame.type !== 'send') return;
        refusals -= 1;
        if (refusals < 0) return window.push({ type: 'stored', thread, message: (send('a', frame) as { message: unknown }).message });
        window.push({ type: 'refused', id: frame.id, code: 'chat.rate_limited', message: 'Slowly, please.', retryAfterMs: 20_000 });
      },
    });
    page.client.write(thread, 'Again and again');
    await world.time.pass(10_000);
    expect([textsIn(world), pendingOf(page, thread)[0]?.words]).toEqual([[], 'Slowly, please.']);
    await world.time.pass(15_000);
    expect([textsIn(world), pendingOf(page, thread)]).toEqual([['Again and again'], []]);
  });

  it('asks every 15 seconds where no lasting connection is let through, and writes by requests', async () => {
    const world = makeWorld();
    const { thread } = world.model;
    world.network.hasSockets = false;
    const page = world.openPage();
    page.client.start();
    page.client.open(thread);
    await world.time.pass(60_000);
    expect(page.client.state().link).toBe('polling');
    page.client.write(thread, 'By request');
    world.model.send('b', { id: 'from-ben-1', text: 'Hello' });
    await world.time.pass(16_000);
    expect(shownBy(page, thread)).toEqual(storedIn(world));
    expect(textsIn(world)).toEqual(expect.arrayContaining(['By request', 'Hello']));
    // The other one sees that it arrived, so no mail goes out for it.
    const { seq } = world.model.messages('b').find(({ id }) => id === 'from-ben-1')!;
    expect(world.model.page('b', { limit: 1 }).marks.partner).toMatchObject({ delivered: seq });
  });

  it('stops asking where the session is over, says so, and keeps what was not sent', async () => {
    const { world, page, thread } = await opened();
    world.network.isSignedIn = false;
    page.drop();
    await world.time.pass(5_000);
    const asked = page.asked.length;
    await world.time.pass(5 * 60_000);
    expect([page.client.state().link, page.asked.length]).toEqual(['signed_out', asked]);
    page.client.write(thread, 'Kept');
    await world.time.pass(1_000);
    expect([pendingOf(page, thread).length, world.kept.keys().length]).toEqual([1, 1]);
  });

  it('asks for what is missing as soon as a message shows that something is', async () => {
    const { world, page, thread } = await opened();
    world.network.fate = () => 'is lost';
    for (let at = 1; at <= 12; at += 1) world.model.send('b', { id: `from-ben-${String(at)}`, text: 'theirs' });
    await world.time.pass(100);
    expect(shownBy(page, thread)).toEqual([]);
    world.network.fate = () => 'arrives';
    world.model.send('b', { id: 'from-ben-13', text: 'theirs' });
    await world.time.pass(100);
    expect(shownBy(page, thread)).toEqual(storedIn(world));
  });

  it('asks after each connection what it missed, as the list may lag', async () => {
    const { world, page, thread } = await opened();
    const list = world.model.listOf('a');
    Object.assign(world.model, { listOf: () => list });
    world.network.isUp = false;
    page.drop();
    world.model.send('b', { id: 'from-ben-1', text: 'Hello' });
    await world.time.pass(100);
    world.network.isUp = true;
    await world.time.pass(5_000);
    expect(shownBy(page, thread)).toEqual(storedIn(world));
  });

  it('tells that a message was delivered when it comes, and read when somebody looks at it', async () => {
    const { world, page } = await opened();
    page.client.look(false);
    world.model.send('b', { id: 'from-ben-1', text: 'Hello' });
    await world.time.pass(100);
    expect(world.model.page('b', { limit: 1 }).marks.partner).toMatchObject({ delivered: 1, read: 0 });
    expect(unreadInAll(page.client.state())).toBe(1);
    page.client.look(true);
    await world.time.pass(100);
    expect(world.model.page('b', { limit: 1 }).marks.partner).toMatchObject({ delivered: 1, read: 1 });
    expect(unreadInAll(page.client.state())).toBe(0);
  });

  it('tells again how far somebody read where the connection was lost meanwhile', async () => {
    const { world, page } = await opened();
    world.model.send('b', { id: 'from-ben-1', text: 'Hello' });
    page.client.look(false);
    await world.time.pass(100);
    world.network.isUp = false;
    page.client.look(true);
    await world.time.pass(10);
    page.drop();
    world.network.isUp = true;
    await world.time.pass(60_000);
    expect(world.model.page('b', { limit: 1 }).marks.partner.read).toBe(1);
  });

  it('shows how far each of its own messages got', async () => {
    const { world, page, thread } = await opened();
    for (const text of ['one', 'two', 'three']) page.client.write(thread, text);
    await world.time.pass(100);
    world.model.frame(world.partner, { type: 'mark', thread, read: 1, delivered: 1 });
    world.model.frame(world.partner, { type: 'mark', thread, delivered: 2 });
    await world.time.pass(100);
    const state = threadOf(page.client.state(), thread);
    expect(state?.messages.map((message) => progressOf(message, state.marks))).toEqual(['read', 'delivered', 'sent']);
    world.model.mailed('b');
    await world.time.pass(100);
    const mailed = threadOf(page.client.state(), thread);
    expect(mailed?.messages.map((message) => progressOf(message, mailed.marks))).toEqual(['read', 'delivered', 'mailed']);
  });

  it('marks where the new messages begin for somebody who looks again', async () => {
    const { world, page, thread } = await opened();
    world.model.send('b', { id: 'from-ben-1', text: 'seen' });
    await world.time.pass(100);
    page.client.look(false);
    world.model.send('b', { id: 'from-ben-2', text: 'new' });
    world.model.send('b', { id: 'from-ben-3', text: 'newer' });
    await world.time.pass(100);
    page.client.look(true);
    expect(threadOf(page.client.state(), thread)?.newFrom).toBe(2);
  });

  it('loads older messages page by page until there are none', async () => {
    const world = makeWorld();
    const { thread } = world.model;
    for (let at = 1; at <= 12; at += 1) world.model.send('b', { id: `from-ben-${String(at)}`, text: 'theirs' });
    const page = world.openPage();
    page.client.start();
    page.client.open(thread);
    await world.time.pass(1_000);
    const counts = [shownBy(page, thread).length];
    while (threadOf(page.client.state(), thread)?.isWhole === false) {
      page.client.older(thread);
      await world.time.pass(100);
      counts.push(shownBy(page, thread).length);
    }
    expect(counts).toEqual([5, 10, 12]);
    expect(shownBy(page, thread)).toEqual(storedIn(world));
  });
});
