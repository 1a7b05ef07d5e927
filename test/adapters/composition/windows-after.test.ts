import { beforeEach, describe, expect, it } from 'vitest';
import type { Container } from 'inversify';
import { chatting } from '../../../adapters/composition/chatting.ts';
import { T } from '../../../adapters/composition/tokens.ts';
import { sendingAt, weekAt } from '../../../domain/introductions/calendar.ts';
import { changed } from '../../../domain/kernel/decision.ts';
import { dayMs, later, minuteMs } from '../../../domain/kernel/instant.ts';
import { weeksAfter } from '../../../domain/kernel/iso-week.ts';
import { withLink } from '../../../domain/membership/links.ts';
import { sessionsMax, withSession } from '../../../domain/membership/sessions.ts';
import { mintToken } from '../../../domain/membership/tokens.ts';
import type { Frame } from '../../../domain/relay/chat/frames.ts';
import type { Sockets, Thread } from '../../../domain/relay/chat/ports.ts';
import { plainSurvey } from '../../arbitraries/community.ts';
import { saturday, wiredWorld } from '../../support/embedded-parts.ts';
import { idOf, settle } from '../../support/introductions-world.ts';

interface Chatting {
  readonly container: Container;
  /** What each window was told last, by its name. */
  readonly told: Map<string, Frame>;
  readonly closed: Set<string>;
  readonly thread: Thread;
  readonly cookies: ReadonlyMap<string, { readonly cookie: string; readonly session: string }>;
}
let world: Chatting;

/** Ana and Ben were introduced two days ago and have a window open each; Ana wrote something. */
beforeEach(async () => {
  const told = new Map<string, Frame>();
  const closed = new Set<string>();
  const sockets: Sockets = {
    send: async (id, frame) => {
      told.set(id, frame);
      return Promise.resolve('sent');
    },
    close: async (id) => {
      closed.add(id);
      return Promise.resolve();
    },
  };
  const { container, scheduler, clock, secrets } = await wiredWorld({
    survey: plainSurvey,
    chat: { module: chatting, sockets },
  });
  const members = container.get(T.membership.members);
  await settle({ members }, 'Ana', 'Ben');
  const calendar = container.get(T.introductions.calendar);
  await scheduler.moveClock(later(sendingAt(calendar, weeksAfter(weekAt(calendar.zone, saturday), 1)), 2 * dayMs + minuteMs));
  const cookies = new Map<string, { readonly cookie: string; readonly session: string }>();
  for (const name of ['Ana', 'Ben']) {
    const member = idOf(name);
    const { text, hash } = mintToken(secrets, member);
    const session = hash.slice(0, 16);
    await members.change(member, (found) =>
      changed(found === undefined ? undefined : withSession(found, { id: session, hash }, clock.now()), undefined),
    );
    cookies.set(name, { cookie: text, session });
    const { ticket } = await container.get(T.chat.issueTicket)({ member, session });
    await container.get(T.chat.connect)({ connection: name, ticket });
  }
  const [thread] = await container.get(T.chat.threads).ofMember(idOf('Ana'), 1);
  if (thread === undefined) throw new Error('nobody was introduced');
  const sent = await container.get(T.chat.sendMessage)({
    member: idOf('Ana'),
    thread: thread.conversationId,
    id: 'message-1',
    content: { text: 'Hello' },
  });
  expect(sent.ok).toBe(true);
  told.clear();
  world = { container, told, closed, thread, cookies };
});
const member = idOf('Ana');
const cookieOf = (name: string) => world.cookies.get(name) ?? { cookie: '', session: '' };

describe('What is done about a conversation', () => {
  it.each<readonly [string, () => Promise<unknown>]>([
    ['ending', async () => world.container.get(T.relay.actOnConversation)({ alias: world.thread.alias, act: 'end' })],
    ['reporting', async () => world.container.get(T.relay.actOnConversation)({ alias: world.thread.alias, act: 'report' })],
    ['sharing an address', async () => world.container.get(T.relay.shareAddress)({ alias: world.thread.alias })],
    ['taking a new private address', async () => renewed()],
    ['ending all contact', async () => world.container.get(T.introductions.endContact)({ member, partner: idOf('Ben') })],
  ])('is told to the open windows of both: %s', async (_, act) => {
    await act();
    const frame = { type: 'changed', thread: world.thread.conversationId };
    expect([...world.told]).toEqual(
      expect.arrayContaining([
        ['Ana', frame],
        ['Ben', frame],
      ]),
    );
  });

  it.each(['mute', 'unmute'] as const)(
    'is told to the windows of its member alone, where the other one is not to know: %s',
    async (act) => {
      await world.container.get(T.relay.actOnConversation)({ alias: world.thread.alias, act });
      expect([...world.told]).toEqual([['Ana', { type: 'changed', thread: world.thread.conversationId }]]);
    },
  );

  const renewed = async () => {
    const [match] = await world.container.get(T.introductions.myMatches)({ member });
    if (match === undefined) throw new Error('nobody was introduced');
    const done = await world.container.get(T.introductions.renewAlias)({ member, week: match.week });
    expect(done).toMatchObject({ ok: true });
  };
});

describe('What ends a session', () => {
  it.each<readonly [string, () => Promise<unknown>]>([
    ['signing out', async () => world.container.get(T.membership.signOut)({ cookie: cookieOf('Ana').cookie })],
    ['revoking it', async () => world.container.get(T.membership.revokeSession)({ member, session: cookieOf('Ana').session })],
    ['revoking all', async () => world.container.get(T.membership.revokeAll)({ member })],
    ['leaving', async () => world.container.get(T.membership.leave)({ member })],
    ['being banned', async () => world.container.get(T.membership.ban)({ member })],
    ['erasure', async () => world.container.get(T.membership.eraseMember)({ member, session: cookieOf('Ana').session })],
    ['erasure by an operator', async () => world.container.get(T.membership.eraseAsOperator)({ member })],
    ['signing in where that is one session too many', async () => signedInElsewhere(sessionsMax)],
  ])('closes the windows that it opened, and those of nobody else: %s', async (_, end) => {
    await end();
    expect([...world.closed]).toEqual(['Ana']);
    expect(await world.container.get(T.chat.connections).ofMember(idOf('Ana'))).toEqual([]);
    expect(await world.container.get(T.chat.connections).ofMember(idOf('Ben'))).toHaveLength(1);
  });

  it.each<readonly [string, () => Promise<unknown>]>([
    ['revoking all others', async () => world.container.get(T.membership.revokeAll)({ member, keep: cookieOf('Ana').session })],
    ['a suspension, which leaves members signed in', async () => world.container.get(T.membership.suspend)({ member })],
    ['signing in elsewhere', async () => signedInElsewhere(1)],
    ['a cookie that means nothing', async () => world.container.get(T.membership.signOut)({ cookie: 'nothing' })],
  ])('is not %s', async (_, act) => {
    await act();
    expect([...world.closed]).toEqual([]);
  });

  it('is done also where no window can be told', async () => {
    const members = world.container.get(T.membership.members);
    Object.assign(world.container.get(T.chat.connections), { ofMember: async () => Promise.reject(new Error('the table is gone')) });
    expect(await world.container.get(T.membership.revokeAll)({ member })).toMatchObject({ ok: true });
    expect((await members.find(member))?.sessions).toEqual([]);
  });
});

/** By links, one after the other. */
const signedInElsewhere = async (times: number): Promise<void> => {
  const { container } = world;
  for (let time = 0; time < times; time++) {
    const { text: token, hash } = mintToken(container.get(T.secrets), member);
    const link = { purpose: 'sign-in', hash, expiresAt: later(container.get(T.clock).now(), minuteMs) } as const;
    await container
      .get(T.membership.members)
      .change(member, (found) => changed(found === undefined ? undefined : withLink(found, link), undefined));
    expect(await container.get(T.membership.spendLink)({ purpose: 'sign-in', token })).toMatchObject({ ok: true });
  }
};

describe('Erasure', () => {
  it('takes the chat', async () => {
    const { conversationId } = world.thread;
    expect(await world.container.get(T.chat.chats).find(conversationId)).toBeDefined();
    await world.container.get(T.membership.eraseMember)({ member, session: cookieOf('Ana').session });
    expect(await world.container.get(T.chat.chats).find(conversationId)).toBeUndefined();
  });
});
