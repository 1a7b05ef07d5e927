import type { Clock } from '../../kernel/clock.ts';
import { changed } from '../../kernel/decision.ts';
import { dayMs } from '../../kernel/instant.ts';
import { err, ok } from '../../kernel/result.ts';
import type { ShowInChat } from '../chat/use-cases.ts';
import { withMessage as inChat } from '../chat/written.ts';
import type { Correspondent, HeaderField, InboundMail } from '../message.ts';
import type { Conversations, MailDeparture, OpenedMail } from '../ports.ts';
import { mayPass, over, type Refusal } from './against.ts';
import { type Lifetime, used } from './changes.ts';
import { type ChatMailNeeds, makeKeepForChat } from './chat-mail.ts';
import { hasOutsiders, sentIdOf } from './claim.ts';
import { type Conversation, sideOf, type ThreadMessage } from './conversation.ts';
import { type Noted, tell } from './notices.ts';
import { makeRemake, type RemakeNeeds } from './remake.ts';
import { threadFor } from './thread.ts';
import { withMessage } from './traffic.ts';
import type { ArrivedMail } from './use-cases.ts';

export interface PassOnNeeds extends RemakeNeeds, ChatMailNeeds {
  readonly conversations: Pick<Conversations, 'relay'>;
  readonly clock: Clock;
  readonly lifetime: Lifetime;
  /** Asked once it is stored; open windows that do not hear of it see it when they look again. */
  readonly showInChat?: ShowInChat | undefined;
  /** Hears of what kept it from being shown. */
  readonly onFault?: ((error: unknown) => void) | undefined;
}

/** A mail that may pass as far as its header says. */
export interface Admitted {
  readonly id: string;
  readonly arrived: ArrivedMail;
  readonly recipients: number;
  readonly conversation: Conversation;
  /** Of its thread, the newest first. */
  readonly messages: readonly ThreadMessage[];
  readonly writer: Correspondent;
  readonly reader: Correspondent;
  readonly headers: readonly HeaderField[];
  readonly opened: OpenedMail;
  readonly mail: InboundMail;
}

/**
 * Rebuilds a mail to see that it can be passed on, and stores that it is to leave, its place in the thread and in the chat, and what it
 * changes in the conversation, all or nothing. What leaves later is made anew from the raw mail; what the chat keeps is what this one says.
 */
export const makePassOn = (needs: PassOnNeeds) => {
  const remake = makeRemake(needs);
  const keepForChat = makeKeepForChat(needs);
  const show = makeShow(needs);
  return async (admitted: Admitted): Promise<'relayed' | 'there_already' | 'duplicate' | Refusal> => {
    const { writer, reader, mail } = admitted;
    const departure = departureOf(admitted, needs.relayDomain);
    const { message, conversationId } = departure;
    if (admitted.messages.some((other) => isSame(other, message))) return 'duplicate';
    const { alias, thread } = departure;
    const remade = await remake({ mail, writer, reader, alias, message, thread });
    if (!remade.ok) return remade.error;
    const { id } = message;
    const wrote = { subject: mail.subject, text: needs.pipeline.wordsOf(mail) };
    const content = await keepForChat({ conversationId, id, shown: remade.value.shown(), wrote, writer, reader });
    const at = needs.clock.now();
    let seq = 0;
    const stored = await needs.conversations.relay<Refusal>(
      departure,
      (newest) => decide(newest, admitted, needs),
      (chat, conversation) => {
        const written = inChat(chat, conversation, { id, at, content });
        seq = written.message.seq;
        return ok(written);
      },
    );
    if (!stored.ok) return stored.error;
    if (stored.value === 'relayed') await show(conversationId, seq);
    return stored.value;
  };
};

/** The mail is on its way whatever becomes of this. */
const makeShow =
  ({ showInChat, onFault }: PassOnNeeds) =>
  async (conversationId: string, seq: number): Promise<void> =>
    showInChat?.({ conversationId, seq }).catch((error: unknown) => {
      onFault?.(error);
    });

const departureOf = (
  { id, conversation, messages, headers, opened, arrived, recipients }: Admitted,
  relayDomain: string,
): MailDeparture => {
  const { alias, conversationId } = conversation.reader;
  const from = sideOf(conversation.writer.alias);
  const sentId = sentIdOf(headers);
  const message = { id, from, at: arrived.receivedAt, bodyDigest: opened.bodyDigest, ...(sentId === undefined ? {} : { sentId }) };
  const thread = threadFor(headers, { messages, id, writer: from, relayDomain });
  return { conversationId, message, alias, rawKey: arrived.rawKey, rawDigest: opened.rawDigest, thread, isOnly: recipients === 1 };
};

/**
 * Its writer's mail program sent it again within a day: the same id and the same words (RFC 5322, 3.6.4). An id alone is no proof, as some
 * make it badly; and after a day it is its writer who sends again what, perhaps, never left.
 */
const isSame = (one: ThreadMessage, other: ThreadMessage): boolean =>
  other.sentId !== undefined &&
  one.sentId === other.sentId &&
  one.from === other.from &&
  one.bodyDigest === other.bodyDigest &&
  Math.abs(other.at - one.at) < dayMs;

/** By the newest state: somebody may have ended it since, and others may be writing at the same time. */
const decide = (
  newest: Conversation | undefined,
  { id, opened, headers, writer }: Admitted,
  { clock, lifetime, relayDomain }: PassOnNeeds,
) => {
  const now = clock.now();
  if (newest === undefined || !mayPass(newest, now)) return err<Refusal>(over);
  const traffic = withMessage(newest.writer.traffic, { digest: opened.bodyDigest, at: now });
  if (!traffic.ok) return err<Refusal>(traffic.error.refused);
  const inUse = used(newest, now, lifetime);
  const noted: Noted = { next: { ...inUse, writer: { ...inUse.writer, traffic: traffic.value } }, outgoing: [] };
  const told = hasOutsiders(headers, { writer, relayDomain })
    ? tell(noted, { who: 'writer', reason: 'outsiders' }, { now, cause: id })
    : noted;
  return changed(told.next, undefined, told.outgoing);
};
