import { createHash } from 'node:crypto';
import { issuingWrites, openedSide } from '../../adapters/dynamodb/alias-rows.ts';
import { createTableChats } from '../../adapters/dynamodb/chats-in-table.ts';
import { createTableConversations } from '../../adapters/dynamodb/conversations-in-table.ts';
import { createTableOutbox } from '../../adapters/dynamodb/outbox.ts';
import { createTableSettledMails } from '../../adapters/dynamodb/settled-mails-in-table.ts';
import { readDeparture, relayOutboxPlace } from '../../adapters/dynamodb/relay-outbox.ts';
import type { Table } from '../../adapters/dynamodb/table.ts';
import { createMailPipeline } from '../../adapters/email/relay/pipeline.ts';
import { createStillClock, type MovableClock } from '../../adapters/memory/movable-clock.ts';
import { type AliasName, aliasName } from '../../domain/kernel/alias-name.ts';
import { ok } from '../../domain/kernel/result.ts';
import { dayMs, hourMs, type Instant, later } from '../../domain/kernel/instant.ts';
import type { MemberId } from '../../domain/kernel/member-id.ts';
import type { Secrets } from '../../domain/kernel/secrets.ts';
import type { ChatContent, ChatMessage } from '../../domain/relay/chat/chat.ts';
import { makeMailAllMissed } from '../../domain/relay/chat/mail-all-missed.ts';
import { makeMailMissed } from '../../domain/relay/chat/mail-missed.ts';
import type { ChatFiles } from '../../domain/relay/chat/ports.ts';
import { withMessage } from '../../domain/relay/chat/written.ts';
import { makeActOnConversation } from '../../domain/relay/conversations/act-on-conversation.ts';
import { makePrepareDeparture, makeRecordDeparture } from '../../domain/relay/conversations/depart.ts';
import { type ForwardNeeds, makeForwardMail } from '../../domain/relay/conversations/forward-mail.ts';
import { makeAliasHistory, makeLookAtConversation } from '../../domain/relay/conversations/look-at-conversation.ts';
import { makeRecordRelayTrouble } from '../../domain/relay/conversations/record-relay-trouble.ts';
import { makeShareAddress } from '../../domain/relay/conversations/share-address.ts';
import type { ArrivedMail } from '../../domain/relay/conversations/use-cases.ts';
import { makeWarnOfExpiry } from '../../domain/relay/conversations/warn-of-expiry.ts';
import type { Correspondents, KnownMember, RawMails, RelayEvent, RelayFigures } from '../../domain/relay/ports.ts';
import { createDeterministicSecrets } from './deterministic-secrets.ts';

/** Two introduced members, Ana and Ben, with everything that passes mail between them; over any table. */
export const relayDomain = 'relay.example.org';
export const noon = Date.UTC(2026, 10, 21, 12) as Instant;
const member = (letter: string): MemberId => `m_${letter.repeat(26)}` as MemberId;
export const [ana, ben] = [member('a'), member('b')];
export const [aliasOfAna, aliasOfBen] = [aliasName('r'.repeat(26), 'a'), aliasName('s'.repeat(26), 'b')];
export const addressOfAna = 'ana@mail.example.com';
export const addressOfBen = 'ben@post.example.net';
export const toAna = `${aliasOfAna}@${relayDomain}`;
export const toBen = `${aliasOfBen}@${relayDomain}`;
export const theConversation = 'conversation-1';
export const chatPages = 'https://loop.example.org/chat/';
const aliasDays = 180;

export interface RelayWorldOptions {
  readonly secrets?: Secrets;
  readonly clock?: MovableClock;
  /** What stands around the world and outlives a process. */
  readonly around?: Around;
  /** In place of what a world has. */
  readonly needs?: Partial<Pick<ForwardNeeds, 'showInChat' | 'onFault' | 'chatFiles'>>;
  /** The same ports as another sees them: one that dies, or one whose calls are put into any order. */
  readonly guard?: <T extends object>(port: T, name: string) => T;
}

export type Around = ReturnType<typeof createAround>;

/** Raw mails, files, members and counts: no table, and the same for all processes. */
export const createAround = () => {
  const mails = new Map<string, Uint8Array>();
  const rawMails: RawMails = {
    read: async (key, bytesMax) => {
      const bytes = mails.get(key);
      if (bytes === undefined) return Promise.resolve('missing');
      return Promise.resolve(bytes.length > bytesMax ? 'too_large' : bytes);
    },
    remove: async (key) => Promise.resolve(void mails.delete(key)),
  };
  const files = new Map<string, { readonly bytes: Uint8Array; readonly mediaType: string }>();
  const chatFiles: Pick<ChatFiles, 'keep' | 'forget'> = {
    keep: async (key, bytes, mediaType) => Promise.resolve(void files.set(key, { bytes, mediaType })),
    forget: async (prefix) =>
      Promise.resolve([...files.keys()].filter((key) => key.startsWith(prefix)).forEach((key) => files.delete(key))),
  };
  const members = new Map<MemberId, KnownMember>([
    [ana, { email: addressOfAna, otherEmails: ['ana@work.example.com'], name: 'Ana', state: 'open' }],
    [ben, { email: addressOfBen, otherEmails: [], name: 'Ben', state: 'open' }],
  ]);
  const apart = { are: false };
  const correspondents: Correspondents = {
    find: async (id) => Promise.resolve(members.get(id)),
    areApart: async () => Promise.resolve(apart.are),
    aliasesOf: async () => Promise.resolve([]),
  };
  const counts = new Map<RelayEvent, number>();
  const figures: RelayFigures = {
    count: async (what) => Promise.resolve(void counts.set(what, (counts.get(what) ?? 0) + 1)),
    sums: async () => Promise.resolve(Object.fromEntries(counts)),
  };
  const reports: { member: MemberId; about: MemberId; evidence: string }[] = [];
  const reportPartner = async (report: (typeof reports)[number]): Promise<void> => Promise.resolve(void reports.push(report));
  return { mails, rawMails, files, chatFiles, members, apart, correspondents, counts, figures, reports, reportPartner };
};

export const introduce = async (table: Table, at: Instant = noon): Promise<void> => {
  const opening = { conversationId: theConversation, expiresAt: later(at, aliasDays * dayMs), at };
  const sides = [
    openedSide({ ...opening, alias: aliasOfAna, member: ana, counterparty: aliasOfBen }),
    openedSide({ ...opening, alias: aliasOfBen, member: ben, counterparty: aliasOfAna }),
  ];
  await table.commit(sides.flatMap(issuingWrites));
};

export const relayOver = (table: Table, options: RelayWorldOptions = {}) => {
  const { secrets = createDeterministicSecrets('relay'), clock = createStillClock(noon), around = createAround() } = options;
  const guard = options.guard ?? (<T extends object>(port: T): T => port);
  const conversations = createTableConversations(table);
  const chats = createTableChats(table);
  const pipeline = createMailPipeline();
  const shown: string[] = [];
  const ports = {
    conversations,
    chats,
    chatFiles: guard(around.chatFiles, 'chatFiles'),
    chatPageOf: (conversationId: string) => `${chatPages}${conversationId}`,
    showInChat: async ({ conversationId, seq }: { readonly conversationId: string; readonly seq: number }) =>
      Promise.resolve(void shown.push(`${conversationId} ${String(seq)}`)),
    pipeline,
    secrets,
    clock,
    relayDomain,
    lifetime: { aliasDays },
    correspondents: around.correspondents,
    figures: guard(around.figures, 'figures'),
    rawMails: guard(around.rawMails, 'rawMails'),
    reportPartner: around.reportPartner,
    footerOf: (alias: AliasName) => ({
      listUnsubscribe: `https://loop.example.org/conversation/mute?token=${alias}.signature`,
      page: `https://loop.example.org/conversation?token=${alias}.signature`,
      community: 'A Circle',
      closesAfterDays: aliasDays,
    }),
    ...options.needs,
  };
  const act = makeActOnConversation(ports);
  const outbox = createTableOutbox(table);
  const relayOutbox = createTableOutbox(table, undefined, relayOutboxPlace);
  const prepare = makePrepareDeparture(ports);
  const record = makeRecordDeparture(ports);
  const mailMissed = makeMailMissed(ports);
  return {
    ...around,
    around,
    clock,
    secrets,
    pipeline,
    conversations,
    chats,
    /** What open windows were to show: the conversation, and a place in it. */
    shown,
    mailMissed,
    mailAllMissed: makeMailAllMissed({ chats, mailMissed }),
    act,
    prepare,
    record,
    relayOutbox,
    forward: makeForwardMail({ ...ports, act, settledMails: createTableSettledMails(table) }),
    share: makeShareAddress(ports),
    look: makeLookAtConversation(ports),
    history: makeAliasHistory(ports),
    warn: makeWarnOfExpiry(ports),
    trouble: makeRecordRelayTrouble(ports),
    /** What Loop itself mails: to whom, and what about. */
    notices: async (): Promise<readonly string[]> =>
      (await outbox.due(later(clock.now(), hourMs), 100)).map(({ message }) => wordsOf(message)).sort(),
    /** What waits to leave, in its order. */
    departures: async () => (await relayOutbox.due(later(clock.now(), hourMs), 100)).flatMap(({ message }) => readDeparture(message) ?? []),
  };
};
export type RelayWorld = ReturnType<typeof relayOver>;

const wordsOf = (message: unknown): string => {
  const { template, to, ...rest } = message as Readonly<Record<string, string>>;
  return [to === ana ? 'Ana' : to === ben ? 'Ben' : to, template, rest['reason'] ?? rest['what']]
    .filter((word) => word !== undefined)
    .join(' ');
};

export interface Written {
  readonly from?: string;
  readonly to?: string;
  readonly subject?: string;
  readonly text?: string;
  readonly html?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What Ana writes to Ben, unless something else is said. */
export const written = ({
  from = `Ana <${addressOfAna}>`,
  to = toBen,
  subject = 'Coffee',
  text = 'Shall we?',
  html,
  headers = {},
}: Written = {}): Buffer =>
  Buffer.from(
    [
      `From: ${from}`,
      `To: ${to}`,
      `Subject: ${subject}`,
      ...Object.entries({ 'MIME-Version': '1.0', ...headers }).map(([name, value]) => `${name}: ${value}`),
      `Content-Type: ${html === undefined ? 'text/plain' : 'text/html'}; charset=utf-8`,
      '',
      html ?? text,
      '',
    ].join('\r\n'),
  );

const pass = { spf: 'PASS', dkim: 'PASS', dmarc: 'PASS', spam: 'PASS', virus: 'PASS' } as const;

/** A mail as the mail service took it. The same bytes under the same `id` are the same mail, told of once more. */
export const arriving = (world: Pick<RelayWorld, 'mails' | 'clock'>, raw: Uint8Array, given: Partial<ArrivedMail> = {}): ArrivedMail => {
  const id = given.id ?? createHash('sha256').update(raw).digest('hex').slice(0, 40);
  const rawKey = given.rawKey ?? `incoming/${id}`;
  if (!world.mails.has(rawKey)) world.mails.set(rawKey, raw);
  return {
    recipients: [toBen],
    mailFrom: addressOfAna,
    verdicts: pass,
    receivedAt: world.clock.now(),
    attempt: 1,
    ...given,
    id,
    rawKey,
  };
};

/** Sends what waits to leave; answers the mails in their order. `wireId` where the mail service gives ids of its own. */
export const sendAll = async (
  world: RelayWorld,
  wireIdOf: (n: number) => string | undefined = () => undefined,
): Promise<readonly SentMail[]> => {
  const sent: SentMail[] = [];
  for (const row of await world.relayOutbox.due(later(world.clock.now(), hourMs), 100)) {
    const departure = readDeparture(row.message)!;
    const prepared = await world.prepare(departure);
    if (prepared.ok) {
      const wireId = wireIdOf(sent.length);
      const raw = Buffer.from(prepared.value.raw).toString();
      sent.push({
        to: prepared.value.to,
        from: prepared.value.from,
        raw: wireId === undefined ? raw : raw.replace(/^Message-ID: .*$/m, `Message-ID: <${wireId}>`),
      });
      await world.record(departure, wireId);
    } else sent.push({ to: '', from: '', raw: prepared.error.code });
    await world.relayOutbox.settle(row.key, world.clock.now());
  }
  return sent;
};

export interface SentMail {
  readonly to: string;
  readonly from: string;
  readonly raw: string;
}

export const headerOf = (raw: string, name: string): string | undefined =>
  new RegExp(`^${name}: ((?:.|\\r\\n[ \\t])*)`, 'mi').exec(raw.slice(0, raw.indexOf('\r\n\r\n') + 2))?.[1]?.replace(/\r\n[ \t]+/g, ' ');

/** One of the two writes in the chat: stored as `SendMessage` stores it, without its rules. */
export const inChat = async (
  world: Pick<RelayWorld, 'chats' | 'clock'>,
  by: MemberId,
  said: string | ChatContent,
): Promise<ChatMessage> => {
  const [from, alias] = by === ana ? (['a', aliasOfBen] as const) : (['b', aliasOfAna] as const);
  const content: ChatContent = typeof said === 'string' ? { kind: 'text', text: said } : said;
  const id = createHash('sha256')
    .update(`${by} ${JSON.stringify(said)} ${String(world.clock.now())}`)
    .digest('hex')
    .slice(0, 20);
  const written = await world.chats.write({ conversationId: theConversation, alias, from, id }, (conversation, chat) =>
    ok({ conversation: conversation!, ...withMessage(chat, conversation!, { id, at: world.clock.now(), content }) }),
  );
  if (!written.ok) throw new Error('nothing refuses it');
  return written.value.message;
};

/** A page of one of the two shows everything up to a place. */
export const delivered = async ({ chats }: Pick<RelayWorld, 'chats'>, to: MemberId, upTo: number): Promise<void> => {
  const side = to === ana ? 'a' : 'b';
  await chats.change(theConversation, (chat) => ({
    ...chat,
    [side]: { ...chat[side], deliveredUpTo: Math.max(chat[side].deliveredUpTo, upTo) },
  }));
};

/** What the chat holds, in its order. */
export const chatOf = async ({ chats }: Pick<RelayWorld, 'chats'>): Promise<readonly ChatMessage[]> =>
  chats.messages(theConversation, { after: 0, limit: 100 });
