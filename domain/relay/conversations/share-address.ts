import type { Clock } from '../../kernel/clock.ts';
import { changed, type Decision } from '../../kernel/decision.ts';
import type { Instant } from '../../kernel/instant.ts';
import { err } from '../../kernel/result.ts';
import type { Conversations } from '../ports.ts';
import { type Conversation, isOpenAt } from './conversation.ts';
import { conversationInUse } from './in-use.ts';
import type { RelayMail } from './mails.ts';
import type { ShareAddress } from './use-cases.ts';

interface Needs {
  readonly conversations: Pick<Conversations, 'of' | 'change'>;
  readonly clock: Clock;
}

export const makeShareAddress =
  ({ conversations, clock }: Needs): ShareAddress =>
  async ({ alias }) => {
    const now = clock.now();
    const conversation = await conversationInUse(conversations, alias);
    if (conversation === undefined) return err({ code: 'relay.alias_unknown' });
    return conversations.change(conversation.reader.alias, (newest) => share(newest, now));
  };

type Refused = { readonly code: 'relay.alias_unknown' | 'relay.closed' };

/** Mailed once: what somebody was told they know. */
const share = (conversation: Conversation | undefined, now: Instant): Decision<Conversation, 'shared', Refused, RelayMail> => {
  if (conversation === undefined) return err({ code: 'relay.alias_unknown' });
  const { reader, writer } = conversation;
  if (reader.sharedAt !== undefined) return changed(conversation, 'shared');
  if (!isOpenAt(reader, now) || !isOpenAt(writer, now)) return err({ code: 'relay.closed' });
  return changed({ ...conversation, reader: { ...reader, sharedAt: now } }, 'shared', [
    {
      key: `relay-shared:${reader.alias}`,
      dueAt: now,
      message: { template: 'relay-shared', to: writer.member, partner: reader.member },
    },
  ]);
};
