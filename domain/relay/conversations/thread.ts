import type { AliasSide } from '../../kernel/alias-name.ts';
import type { HeaderField } from '../message.ts';
import { type KnownMessage, type Thread, threadOf } from '../threading.ts';
import type { ThreadMessage } from './conversation.ts';

/**
 * The thread that a message stands in, in the ids that its reader knows (relay rules, 3), with one more of our own at its end: a mail
 * service may put another Message-ID in place of ours, and what both mailboxes share is then this one.
 */
export const threadFor = (
  headers: readonly HeaderField[],
  {
    messages,
    id,
    writer,
    relayDomain,
  }: { readonly messages: readonly ThreadMessage[]; readonly id: string; readonly writer: AliasSide; readonly relayDomain: string },
): Thread => {
  const known = messages.flatMap((message) => knownBetween(message, writer, relayDomain));
  return threadOf(headers, known, plantedId(id, relayDomain));
};

/** Every pair of ids that one message has with the writer of the new mail and with its reader. */
const knownBetween = (message: ThreadMessage, writer: AliasSide, relayDomain: string): readonly KnownMessage[] => {
  const ofTheirs = idsWith(message, message.from === writer, relayDomain);
  const ofReaders = idsWith(message, message.from !== writer, relayDomain);
  return ofTheirs.flatMap((theirs) => ofReaders.map((ours) => ({ theirs, ours })));
};

/** What a mailbox knows a message by: its own id where it wrote it, else ours, the planted one and the mail service's. */
const idsWith = ({ id, sentId, wireId }: ThreadMessage, isWriter: boolean, relayDomain: string): readonly string[] =>
  isWriter ? [sentId ?? plantedId(id, relayDomain)] : [plantedId(id, relayDomain), wireId ?? messageIdOf(id, relayDomain)];

/**
 * The thread of a message that was no mail, and so answers none: it goes on from the newest of what is known, in the ids that its reader
 * knows. Several are named, as its reader's mailbox need not have the newest: that may have been written in the chat, too.
 */
export const threadGoingOn = (given: Parameters<typeof threadFor>[1]): Thread => {
  const { messages, writer, relayDomain } = given;
  const newest = messages.slice(0, namedMax).map((message) => idsWith(message, message.from === writer, relayDomain)[0] ?? '');
  const field = (name: string, ids: readonly string[]): HeaderField => ({ name, value: ids.map((id) => `<${id}>`).join(' ') });
  return threadFor([field('references', newest.toReversed()), field('in-reply-to', newest.slice(0, 1))], given);
};

const namedMax = 10;

export const messageIdOf = (id: string, relayDomain: string): string => `${id}@${relayDomain}`;

const plantedId = (id: string, relayDomain: string): string => `${id}.t@${relayDomain}`;
