import type { AliasSide } from '../../kernel/alias-name.ts';
import type { Clock } from '../../kernel/clock.ts';
import { changed, type Decision, type Outgoing } from '../../kernel/decision.ts';
import type { Instant } from '../../kernel/instant.ts';
import { err } from '../../kernel/result.ts';
import type { Secrets } from '../../kernel/secrets.ts';
import { messagesPageMax } from '../chat/limits.ts';
import type { Chats } from '../chat/ports.ts';
import { behindAll } from '../chat/read-messages.ts';
import type { Conversations, RelayFigures, ReportPartner } from '../ports.ts';
import { closed, muted, unmuted } from './changes.ts';
import { type Conversation, sideOf, type ThreadMessage } from './conversation.ts';
import { conversationInUse } from './in-use.ts';
import type { RelayMail } from './mails.ts';
import type { ActOnConversation } from './use-cases.ts';

export interface ActNeeds {
  readonly conversations: Conversations;
  readonly reportPartner: ReportPartner;
  readonly figures: Pick<RelayFigures, 'count'>;
  readonly chats: Pick<Chats, 'messages'>;
  readonly secrets: Pick<Secrets, 'hash'>;
  readonly clock: Clock;
}

/** The report comes first: interrupted, it is made again as the same one, and nothing that was reported stays open for long. */
export const makeActOnConversation = (needs: ActNeeds): ActOnConversation => {
  const { conversations, reportPartner, figures, clock } = needs;
  const newestWritten = makeNewestWritten(needs);
  return async ({ alias, act, words, isByMail = false }) => {
    const now = clock.now();
    // A link in an old mail names the alias of that time.
    const conversation = await conversationInUse(conversations, alias);
    if (conversation === undefined) return err({ code: 'relay.alias_unknown' });
    const { reader, writer } = conversation;
    if (act === 'report') {
      const evidence = evidenceOf(await newestWritten(reader.conversationId), { by: sideOf(reader.alias), words });
      await reportPartner({ member: reader.member, about: writer.member, evidence });
      await figures.count('reported', now);
    }
    return conversations.change(reader.alias, (newest) => decide(newest, { act, isByMail, now }));
  };
};

interface Wish {
  readonly act: keyof typeof outcomes;
  readonly isByMail: boolean;
  readonly now: Instant;
}

type Outcome = (typeof outcomes)[keyof typeof outcomes];
const outcomes = { mute: 'muted', unmute: 'unmuted', end: 'ended', report: 'reported' } as const;

/** By its own alias a member is the one who reads. */
const decide = (
  conversation: Conversation | undefined,
  { act, isByMail, now }: Wish,
): Decision<Conversation, Outcome, { readonly code: 'relay.alias_unknown' | 'relay.closed' }, RelayMail> => {
  if (conversation === undefined) return err({ code: 'relay.alias_unknown' });
  const { reader } = conversation;
  const isClosed = reader.status === 'closed';
  const done = isByMail && act !== 'unmute' ? [doneMail(conversation, outcomes[act], now)] : [];
  switch (act) {
    case 'mute':
      return changed(isClosed ? conversation : { ...conversation, reader: muted(reader, now) }, 'muted', done);
    case 'unmute':
      return isClosed ? err({ code: 'relay.closed' }) : changed({ ...conversation, reader: unmuted(reader) }, 'unmuted');
    case 'end':
      return changed(closed(conversation, 'ended', now), 'ended', done);
    case 'report':
      return changed(closed(conversation, 'reported', now), 'reported', done);
  }
};

const doneMail = ({ reader }: Conversation, what: 'muted' | 'ended' | 'reported', now: Instant): Outgoing<RelayMail> => ({
  // The word may come twice; once a day is told what came of it.
  key: `relay-done:${reader.alias}:${what}:${String(Math.floor(now / confirmedEveryMs))}`,
  dueAt: now,
  message: { template: 'relay-done', to: reader.member, what, conversation: reader.alias },
});

const confirmedEveryMs = 24 * 60 * 60 * 1000;

type Written = Pick<ThreadMessage, 'at' | 'from' | 'bodyDigest'>;

/**
 * By mail or in the chat, the newest first. A mail is in both; one that only says what was missed in the chat is not, and is left out. A voice
 * note is known by the name of its file.
 */
const makeNewestWritten =
  ({ conversations, chats, secrets }: Pick<ActNeeds, 'conversations' | 'chats' | 'secrets'>) =>
  async (conversationId: string): Promise<readonly Written[]> => {
    const [mails, messages] = await Promise.all([
      conversations.messages(conversationId),
      chats.messages(conversationId, { before: behindAll, limit: messagesPageMax }),
    ]);
    const inChat = messages.flatMap(({ at, from, content }) =>
      content.kind === 'mail' ? [] : [{ at, from, bodyDigest: secrets.hash(content.kind === 'voice' ? content.file.key : content.text) }],
    );
    const shown = new Set(messages.map(({ id }) => id));
    const since = messages[0]?.at ?? Infinity;
    return [...mails.filter(({ id, at }) => shown.has(id) || at < since), ...inChat].toSorted((one, other) => other.at - one.at);
  };

/** Enough to find what was written in a copy that somebody hands in, and no word of it. */
const evidenceOf = (
  messages: readonly Written[],
  { by, words = '' }: { readonly by: AliasSide; readonly words?: string | undefined },
): string =>
  [
    words.trim(),
    messages.length === 0 ? 'No messages.' : 'Their newest messages, each with a digest of what was written:',
    ...messages
      .slice(0, messagesInEvidence)
      .map(({ at, from, bodyDigest }) => `${minuteOf(at)} UTC, by ${from === by ? 'who reports' : 'the other one'}: ${bodyDigest}`),
  ]
    .filter((line) => line !== '')
    .join('\n');

const minuteOf = (at: Instant): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ');

const messagesInEvidence = 10;
