import { describe, expect, it } from 'vitest';
import { threadOf } from '../../web/chat/state.ts';
import { waitingMax } from '../../web/chat/outbox.ts';
import { opened, type Page, pendingOf, shownBy, storedIn, textsIn, type World } from './page-world.ts';

const hour = 60 * 60_000;

/** Another tab of the same browser, with the same thread open. */
const anotherTab = async (world: World): Promise<Page> => {
  const page = world.openPage();
  page.client.start();
  page.client.open(world.model.thread);
  await world.time.pass(1_000);
  return page;
};

describe('two tabs of one browser', () => {
  it('both say why a message was refused, whichever of them sent it', async () => {
    const { world, page, thread } = await opened();
    const other = await anotherTab(world);
    world.network.isUp = false;
    for (const each of [page, other]) each.drop();
    page.client.write(thread, 'Too late');
    other.client.outboxChanged();
    world.model.setState('ended');
    world.network.isUp = true;
    page.client.wake();
    await world.time.pass(1_000);
    other.client.outboxChanged();
    expect(pendingOf(other, thread)).toMatchObject([{ status: 'failed', words: 'Nothing can be written here any more.' }]);
  });

  it('show what the other one sent, also where nothing was pushed', async () => {
    const { world, page, thread } = await opened();
    const other = await anotherTab(world);
    world.network.fate = () => 'is lost';
    page.client.write(thread, 'From here');
    other.client.outboxChanged();
    await world.time.pass(20);
    world.network.fate = () => 'arrives';
    world.kept.remove(world.kept.keys()[0] ?? '');
    other.client.outboxChanged();
    await world.time.pass(100);
    expect([shownBy(other, thread), pendingOf(other, thread)]).toEqual([storedIn(world), []]);
  });
});

describe('somebody else who signs in in the same browser', () => {
  it('sends nothing of what the one before them wrote, and shows them nothing', async () => {
    const { world, page, thread } = await opened();
    world.network.isUp = false;
    page.drop();
    page.client.write(thread, 'Mine alone');
    world.network.signedInAs = 'b';
    world.network.isUp = true;
    page.client.wake();
    await world.time.pass(60_000);
    expect([page.client.state().link, textsIn(world), pendingOf(page, thread).length]).toEqual(['signed_out', [], 1]);
  });

  it('changes nothing for a page that was signed out already, whatever is written there', async () => {
    const { world, page, thread } = await opened();
    world.network.isSignedIn = false;
    page.drop();
    await world.time.pass(5_000);
    world.network.isSignedIn = true;
    world.network.signedInAs = 'b';
    page.client.write(thread, 'Still mine');
    page.client.outboxChanged();
    page.client.wake();
    await world.time.pass(60_000);
    expect([page.client.state().link, textsIn(world)]).toEqual(['signed_out', []]);
  });
});

describe('a page whose session was over', () => {
  it('goes on where its member signed in again in another tab and came back to it', async () => {
    const { world, page, thread } = await opened();
    world.network.isSignedIn = false;
    page.drop();
    await world.time.pass(5_000);
    page.client.write(thread, 'Kept');
    world.network.isSignedIn = true;
    page.client.wake();
    await world.time.pass(1_000);
    expect([page.client.state().link, textsIn(world), pendingOf(page, thread)]).toEqual(['connected', ['Kept'], []]);
  });
});

describe('what waits to be sent', () => {
  it('is not said to be on its way once it is a day old, and asks its writer', async () => {
    const { world, page, thread } = await opened();
    world.network.isUp = false;
    page.drop();
    page.client.write(thread, 'See you in an hour');
    await world.time.pass(25 * hour);
    world.network.isUp = true;
    page.client.wake();
    await world.time.pass(60_000);
    expect([textsIn(world), pendingOf(page, thread)[0]?.status]).toEqual([[], 'failed']);
  });

  it('keeps its order where the clock of the machine was set back in between', async () => {
    const { world, page, thread } = await opened();
    world.network.isUp = false;
    page.drop();
    await world.time.pass(hour);
    page.client.write(thread, 'one');
    page.close();
    world.time.setBack(hour);
    const again = await anotherTab(world);
    again.client.write(thread, 'two');
    world.network.isUp = true;
    again.client.wake();
    await world.time.pass(60_000);
    expect(textsIn(world)).toEqual(['one', 'two']);
  });

  it('is shown, or is not taken: what cannot be kept any more stays with its writer', async () => {
    const { world, page, thread } = await opened();
    world.network.isUp = false;
    page.drop();
    const answers = Array.from({ length: waitingMax + 2 }, (_, at) => page.client.write(thread, String(at)));
    page.client.outboxChanged();
    expect([answers.filter((each) => each === 'written').length, pendingOf(page, thread).length]).toEqual([waitingMax, waitingMax]);
  });

  it('is not sent before the server wants to hear of its thread again, whatever else is written meanwhile', async () => {
    const { world, page, thread } = await opened();
    const { frame } = world.model;
    let asked = 0;
    Object.assign(world.model, {
      frame: (window: { push: (frame: unknown) => void }, { type, id }: { type: string; id: string }) => {
        asked += type === 'send' ? 1 : 0;
        window.push({ type: 'refused', id, code: 'chat.rate_limited', message: 'Slowly, please.', retryAfterMs: 20_000 });
      },
    });
    page.client.write(thread, 'one');
    await world.time.pass(5_000);
    page.client.write(thread, 'two');
    await world.time.pass(5_000);
    expect([asked, pendingOf(page, thread)[0]?.words]).toEqual([1, 'Slowly, please.']);
    Object.assign(world.model, { frame });
    await world.time.pass(15_000);
    expect(textsIn(world)).toEqual(['one', 'two']);
  });

  it('is forgotten after a day where its conversation is gone', async () => {
    const { world, page } = await opened();
    const at = world.time.now();
    for (const [id, since] of [
      ['message-old', 25 * hour],
      ['message-new', hour],
    ] as const)
      world.kept.set(`loop.chat.a.gone.${id}`, JSON.stringify({ thread: 'gone', id, at: at - since, text: 'Hello' }));
    page.client.reload();
    await world.time.pass(1_000);
    expect(world.kept.keys()).toEqual(['loop.chat.a.gone.message-new']);
  });

  it('is tried again where the server is in trouble', async () => {
    const { world, page, thread } = await opened();
    world.network.hasSockets = false;
    page.drop();
    world.network.trouble = { status: 503, json: { code: 'http.unavailable', message: 'Please go back and try again.' } };
    page.client.write(thread, 'Later');
    await world.time.pass(1_000);
    expect(pendingOf(page, thread)).toMatchObject([{ status: 'waiting', words: undefined }]);
    world.network.trouble = undefined;
    await world.time.pass(10_000);
    expect([textsIn(world), pendingOf(page, thread)]).toEqual([['Later'], []]);
  });

  it('is tried again where the server says over the lasting connection that it is in trouble', async () => {
    const { world, page, thread } = await opened();
    const frame = world.model.frame;
    Object.assign(world.model, {
      frame: (window: { push: (frame: unknown) => void }, { id }: { id: string }) =>
        window.push({ type: 'refused', id, code: 'chat.unavailable', message: 'It is tried again.', retryAfterMs: 3_000 }),
    });
    page.client.write(thread, 'Later');
    await world.time.pass(1_000);
    expect(pendingOf(page, thread)).toMatchObject([{ status: 'waiting', words: 'It is tried again.' }]);
    Object.assign(world.model, { frame });
    await world.time.pass(5_000);
    expect([textsIn(world), pendingOf(page, thread)]).toEqual([['Later'], []]);
  });
});

describe('a recording that was handed over', () => {
  it('is handed over once more where it waited too long for the connection', async () => {
    const { world, page, thread } = await opened();
    const upload = (): string => world.model.upload({ mediaType: 'audio/webm', bytes: 1 });
    page.client.sendVoice(thread, {
      voice: 'expired',
      durationMs: 1_000,
      again: async () => Promise.resolve({ ok: true, voice: upload() }),
    });
    await world.time.pass(1_000);
    expect([world.model.messages('a').map(({ content }) => content.kind), pendingOf(page, thread)]).toEqual([['voice'], []]);
  });

  it('is refused for good where that does not help', async () => {
    const { world, page, thread } = await opened();
    let times = 0;
    const again = async () => Promise.resolve({ ok: true, voice: `expired ${String((times += 1))}` } as const);
    page.client.sendVoice(thread, { voice: 'expired', durationMs: 1_000, again });
    await world.time.pass(60_000);
    expect([times, pendingOf(page, thread)]).toMatchObject([1, [{ status: 'failed', isFinal: true }]]);
  });

  it('waits where it could not be handed over for now', async () => {
    const { world, page, thread } = await opened();
    let isGood = false;
    const again = async () =>
      Promise.resolve(
        isGood
          ? ({ ok: true, voice: world.model.upload({ mediaType: 'audio/webm', bytes: 1 }) } as const)
          : ({ ok: false, words: 'Not yet.' } as const),
      );
    page.client.sendVoice(thread, { voice: 'expired', durationMs: 1_000, again });
    await world.time.pass(1_000);
    expect(pendingOf(page, thread)).toMatchObject([{ status: 'waiting', words: 'Not yet.' }]);
    isGood = true;
    await world.time.pass(10_000);
    expect([textsIn(world), pendingOf(page, thread)]).toEqual([['voice'], []]);
  });
});

describe('whoever reads further up', () => {
  it('has not read what comes at the end, and it counts as new until they get there', async () => {
    const { world, page, thread } = await opened();
    page.client.showEnd(false);
    world.model.send('b', { id: 'from-ben-1', text: 'Hello' });
    await world.time.pass(100);
    expect(world.model.page('b', { limit: 1 }).marks.partner).toMatchObject({ delivered: 1, read: 0 });
    expect(threadOf(page.client.state(), thread)?.readHere).toBe(0);
    page.client.showEnd(true);
    await world.time.pass(100);
    expect(world.model.page('b', { limit: 1 }).marks.partner).toMatchObject({ delivered: 1, read: 1 });
  });
});
