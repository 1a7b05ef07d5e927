import { parseAliasName } from '../../kernel/alias-name.ts';
import { changed, type Decision } from '../../kernel/decision.ts';
import { dayMs, type Instant, later, utcDay } from '../../kernel/instant.ts';
import { err, ok } from '../../kernel/result.ts';
import { softBouncesMax } from '../limits.ts';
import type { Conversations, Correspondents, RelayFigures } from '../ports.ts';
import { senderOf } from '../sender.ts';
import { closed } from './changes.ts';
import type { Conversation } from './conversation.ts';
import { conversationInUse } from './in-use.ts';
import type { RelayMail } from './mails.ts';
import { tell } from './notices.ts';
import type { RecordRelayTrouble, RelayTrouble } from './use-cases.ts';

interface Needs {
  readonly conversations: Pick<Conversations, 'of' | 'change'>;
  readonly correspondents: Pick<Correspondents, 'find'>;
  readonly figures: Pick<RelayFigures, 'count'>;
}

/**
 * What comes of mails that did not arrive (relay rules, 4.4). For good: the other one hears that they do not at present, and membership
 * closes both directions until the member is back. For a while: its writer hears of that one, and several times a day make a
 * day of rest. Unwanted: the introduction ends.
 */
export const makeRecordRelayTrouble =
  ({ conversations, correspondents, figures }: Needs): RecordRelayTrouble =>
  async (trouble) => {
    const alias = parseAliasName(trouble.alias);
    const conversation = alias === undefined ? undefined : await conversationInUse(conversations, alias);
    if (conversation === undefined) return ok('unknown');
    const member = await correspondents.find(conversation.reader.member);
    // An address that is theirs no more says nothing of the one that is.
    if (member === undefined || senderOf(trouble.address, { email: member.email, otherEmails: [] }) === undefined) return ok('unknown');
    const recorded = await conversations.change(conversation.reader.alias, (newest) => record(newest, trouble));
    if (!recorded.ok || recorded.value === 'known_already') return ok('unknown');
    if (trouble.kind !== 'bounced_softly') await figures.count(trouble.kind, trouble.at);
    return ok('recorded');
  };

const record = (
  conversation: Conversation | undefined,
  { kind, at }: RelayTrouble,
): Decision<Conversation, 'recorded' | 'known_already', undefined, RelayMail> => {
  if (conversation === undefined) return err(undefined);
  const { reader, writer } = conversation;
  if (kind === 'complained') return changed(closed(conversation, 'complained', at), 'recorded');
  const bounces = reader.bounces ?? { softly: [] };
  if (kind === 'bounced') {
    const isToldToday = bounces.lastAt !== undefined && utcDay(bounces.lastAt) === utcDay(at);
    const next = { ...conversation, reader: { ...reader, bounces: { ...bounces, lastAt: at } } };
    return isToldToday
      ? changed(conversation, 'known_already')
      : changed(next, 'recorded', [
          {
            key: `relay-unreachable:${reader.alias}:${utcDay(at)}`,
            dueAt: at,
            message: { template: 'relay-unreachable', to: writer.member, conversation: writer.alias },
          },
        ]);
  }
  if (bounces.softly.includes(at)) return changed(conversation, 'known_already');
  const softly = [...bounces.softly, at].filter((each) => at < later(each, dayMs)).slice(-softBouncesMax);
  const restsUntil: Instant | undefined = softly.length >= softBouncesMax ? later(at, dayMs) : bounces.restsUntil;
  const next = {
    ...conversation,
    reader: { ...reader, bounces: { ...bounces, softly, ...(restsUntil === undefined ? {} : { restsUntil }) } },
  };
  // The mail service tried for hours, and gave up: its writer believes that it arrived.
  const cause = `${reader.alias}:${String(at)}`;
  const told = tell({ next, outgoing: [] }, { who: 'writer', reason: 'undelivered' }, { now: at, cause });
  return changed(told.next, 'recorded', told.outgoing);
};
