import { T } from '../../adapters/composition/tokens.ts';
import { chatting } from '../../adapters/composition/chatting.ts';
import { relaying } from '../../adapters/composition/relaying.ts';
import type { ClientFrame } from '../../adapters/http/contract.ts';
import { deployedDrainLimits } from '../../adapters/email/drain-limits.ts';
import { type ChatSocket, createChatSocket } from '../../adapters/websocket/chat-socket.ts';
import type { MovableClock } from '../../adapters/memory/movable-clock.ts';
import type { Match, MatchSide } from '../../domain/introductions/match.ts';
import { minuteMs } from '../../domain/kernel/instant.ts';
import { invariant } from '../../domain/kernel/invariant.ts';
import type { MemberId } from '../../domain/kernel/member-id.ts';
import type { ChatFiles, Sockets } from '../../domain/relay/chat/ports.ts';
import { introducedPeople, signIn } from './chat-people.ts';
import { type Container, done, type Measured, type Metered, onDynamoDbLocal } from './dynamodb.ts';

export interface ChatBill extends Measured {
  readonly least: Least;
}

/** The requests without which it cannot be done, one for each item or partition that decides something, and why. */
interface Least {
  readonly requests: number;
  readonly because: string;
}

/** Few enough that all meet somebody in each of five rounds. */
const people = 24;
const rounds = 5;
const pageLimit = 50;

/** What is done in the chat, by the real use cases on DynamoDB Local, and what each step cost. */
export const measureChatRequests = async (folder: string): Promise<readonly ChatBill[]> =>
  onDynamoDbLocal(async (metered) => chatThrough(folder, metered));

const chatThrough = async (folder: string, { meter, clock, pause }: Metered): Promise<readonly ChatBill[]> => {
  const sockets: Sockets = { send: async () => Promise.resolve('sent'), close: async () => Promise.resolve() };
  const mails = new Map<string, Uint8Array>();
  const { container, matches } = await introducedPeople({
    folder,
    table: meter.table,
    clock,
    pause,
    people,
    rounds,
    chat: { module: chatting, sockets, files: noFilesKept },
    relaying: {
      module: relaying,
      rawMails: { read: async (key) => Promise.resolve(mails.get(key) ?? 'missing'), remove: async () => Promise.resolve() },
      mailer: { honoursKeys: true, send: async () => Promise.resolve({ kind: 'accepted' }) },
      limits: deployedDrainLimits({ ratePerSecond: 10 }),
    },
  });
  const bills: ChatBill[] = [];
  const measure: Chatting['measure'] = async (what, least, work) => {
    meter.bill();
    bills.push({ what, least, count: await work(), bill: meter.bill() });
  };
  const chatted: Chatting = { container, matches, clock, mails, socket: socketOver(container, sockets), measure };
  await inWindows(chatted);
  await byMail(chatted);
  await looking(chatted);
  return bills;
};

interface Chatting {
  readonly container: Container;
  readonly matches: readonly Match[];
  readonly clock: MovableClock;
  /** Mails as they arrived, by their keys. */
  readonly mails: Map<string, Uint8Array>;
  readonly socket: ChatSocket;
  readonly measure: (what: string, least: Least, work: () => Promise<number>) => Promise<void>;
}

const inWindows = async ({ container, matches, socket, measure }: Chatting): Promise<void> => {
  let count = 0;
  const say = async (frame: ClientFrame, by: MatchSide): Promise<void> => {
    const answer = await socket.frame(windowOf(by.member), JSON.stringify(frame));
    invariant(answer === 'open', 'whoever is signed in is listened to');
  };
  const write = async ({ conversationId, a }: Match): Promise<void> => {
    count += 1;
    await say({ type: 'send', thread: conversationId, id: `message-${String(count).padStart(4, '0')}`, text: words }, a);
  };
  const read = async ({ conversationId, b }: Match): Promise<void> => {
    await say({ type: 'mark', thread: conversationId, delivered: count, read: count }, b);
  };
  await forEach(matches, async ({ a, b }) => {
    for (const { member } of [a, b]) await opened(container, member);
  });
  // The first message of a day prolongs the aliases, and the first of all makes the chat.
  for (const act of [write, read, write, read]) await forEach(matches, act);

  await measure('message, the partner there', leastOf.message, async () => forEach(matches, write));
  await measure('mark of it', leastOf.mark, async () => forEach(matches, read));
  await measure('the same mark again', leastOf.markAgain, async () => forEach(matches, read));
  await forEach(matches, async ({ b }) => container.get(T.chat.disconnect)({ connection: windowOf(b.member) }));
  await measure('message, the partner away', leastOf.messageAway, async () => forEach(matches, write));
  await measure('message more, the partner still away', leastOf.messageMore, async () => forEach(matches, write));
};

const byMail = async ({ container, matches, clock, mails, measure }: Chatting): Promise<void> => {
  clock.moveBy(2 * minuteMs);
  await measure('what was missed goes out by mail (decided)', leastOf.missed, async () =>
    forEach(matches, async ({ conversationId }) => {
      invariant((await container.get(T.chat.mailMissed)({ conversationId })) === 'mailed', 'what was missed is mailed');
    }),
  );
  clock.moveBy(minuteMs);
  const { relayDomain } = container.get(T.mails.links);
  const emails = new Map<Match, string>();
  for (const match of matches) emails.set(match, (await container.get(T.membership.members).find(match.a.member))?.email ?? '');
  await measure('mail into the chat (taken and shown)', leastOf.mail, async () =>
    forEach(matches, async (match) => {
      const [id, to, mailFrom] = [match.conversationId, `${match.b.alias}@${relayDomain}`, emails.get(match) ?? ''];
      mails.set(id, mailOf(mailFrom, to));
      const arrived = { id, recipients: [to], mailFrom, rawKey: id, receivedAt: clock.now(), attempt: 1 };
      const outcome = await container.get(T.relay.forwardMail)({ ...arrived, verdicts: allPassed });
      invariant(outcome.ok && outcome.value[0] === 'relayed', 'the mail is passed on');
    }),
  );
};

const allPassed = { spf: 'PASS', dkim: 'PASS', dmarc: 'PASS', spam: 'PASS', virus: 'PASS' } as const;

const looking = async ({ container, matches, measure }: Chatting): Promise<void> => {
  await measure('page of what was missed', leastOf.page, async () =>
    forEach(matches, async ({ conversationId, b }) => {
      done(await container.get(T.chat.readMessages)({ member: b.member, thread: conversationId, after: 2, limit: pageLimit }));
    }),
  );
  await measure('list of 5 threads', leastOf.list, await listOfFive(container, matches));
};

const forEach = async (matches: readonly Match[], act: (match: Match) => Promise<void>): Promise<number> => {
  for (const match of matches) await act(match);
  return matches.length;
};

const words = 'Shall we meet at the old mill on Thursday at seven? Bring the drawings, and the map if you have it.';

/** Those who met somebody in each round, with something written in each of their threads; lists all of theirs. */
const listOfFive = async (container: Container, matches: readonly Match[]): Promise<() => Promise<number>> => {
  const list = container.get(T.chat.listThreads);
  const members: MemberId[] = [];
  for (const { a } of matches) {
    const threads = await list({ member: a.member });
    if (threads.length === rounds) members.push(a.member);
    for (const { thread } of threads)
      done(
        await container.get(T.chat.sendMessage)({ member: a.member, thread, id: `listed-${a.member.slice(-8)}`, content: { text: words } }),
      );
  }
  invariant(members.length > 0, 'somebody met somebody in each round');
  return async () => {
    for (const member of members) await list({ member });
    return members.length;
  };
};

const socketOver = (container: Container, sockets: Sockets): ChatSocket => {
  return createChatSocket({
    ...container.get(T.web.socket),
    sockets: {
      ...sockets,
      send: async (id, frame) => {
        if (frame.type === 'refused') throw new Error(`what is measured was refused (${frame.code})`);
        return sockets.send(id, frame);
      },
    },
    clock: container.get(T.clock),
    baseUrl: container.get(T.mails.links).baseUrl,
    onFault: (fault) => {
      throw fault;
    },
  });
};

const windowOf = (member: MemberId): string => `window-of-${member}`;

const opened = async (container: Container, member: MemberId): Promise<void> => {
  const { ticket } = await container.get(T.chat.issueTicket)({ member, session: await signIn(container, member) });
  done(await container.get(T.chat.connect)({ connection: windowOf(member), ticket }));
};

const noFilesKept: ChatFiles = {
  upload: async () => Promise.reject(new Error('nothing is uploaded')),
  read: async () => Promise.resolve('missing'),
  keep: async () => Promise.resolve(),
  remove: async () => Promise.resolve(),
  forget: async () => Promise.resolve(),
  link: async () => Promise.reject(new Error('nothing is linked to')),
};

const mailOf = (from: string, to: string): Uint8Array =>
  Buffer.from(
    [`From: ${from}`, `To: ${to}`, 'Subject: Thursday', 'MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8', '', words, ''].join(
      '\r\n',
    ),
  );

const sender = 'window, both accounts (session, state, addresses), head, 2 aliases, 2 blocks, other aliases of both (scrubbed)';
const leastOf = {
  message: { requests: 13, because: `${sender}, windows of both; 1 commit of head, message, id` },
  mark: {
    requests: 9,
    because: 'window, account, head, 2 aliases (who ended it hears of no mark), windows of both, the session there; 1 put',
  },
  markAgain: { requests: 3, because: 'window, account, head' },
  messageAway: { requests: 13, because: 'as before; that nobody is there shows in their windows' },
  messageMore: { requests: 13, because: 'as before' },
  missed: {
    requests: 12,
    because: 'head, 2 aliases, both accounts (state, sessions), 2 blocks, messages, mails of the thread, windows of both; 1 commit',
  },
  mail: {
    requests: 14,
    because: '2 aliases, both accounts, 2 blocks, other aliases of both, mails of the thread, head, windows of both; 1 commit, 1 count',
  },
  page: { requests: 2, because: 'head (whose it is, marks), messages' },
  list: { requests: 26, because: 'introductions; of each thread head, newest message, 2 aliases, name of the partner' },
} as const satisfies Record<string, Least>;

export const leastText = (bills: readonly ChatBill[]): string =>
  [
    `${'per'.padEnd(widthOfWhat)}  requests  least  because`,
    ...bills.map(({ what, count, bill, least }) => {
      const requests = Object.values(bill.requests).reduce((sum, each) => sum + each, 0) / count;
      return `${what.padEnd(widthOfWhat)}  ${requests.toFixed(2).padStart(8)}  ${String(least.requests).padStart(5)}  ${least.because}`;
    }),
  ].join('\n');
const widthOfWhat = 42;
