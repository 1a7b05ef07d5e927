import { changed, type Decision } from '../../kernel/decision.ts';
import { dayMs, type Instant, later } from '../../kernel/instant.ts';
import { err } from '../../kernel/result.ts';
import { expiryWarningDays } from '../limits.ts';
import type { Conversations, Correspondents } from '../ports.ts';
import { type Conversation, isOpenAt } from './conversation.ts';
import type { RelayMail } from './mails.ts';
import type { WarnOfExpiry } from './use-cases.ts';

interface Needs {
  readonly conversations: Pick<Conversations, 'of' | 'expiring' | 'change'>;
  readonly correspondents: Pick<Correspondents, 'find' | 'areApart'>;
}

export const makeWarnOfExpiry = ({ conversations, correspondents }: Needs): WarnOfExpiry => {
  const isWanted = async (conversation: Conversation | undefined): Promise<boolean> => {
    if (conversation === undefined) return false;
    const members = [conversation.reader.member, conversation.writer.member] as const;
    const [reader, writer] = await Promise.all(members.map(async (member) => correspondents.find(member)));
    return reader?.state === 'open' && writer?.state === 'open' && !(await correspondents.areApart(...members));
  };

  return async ({ now, isEnough = () => false }) => {
    let warned = 0;
    for (;;) {
      const due = await conversations.expiring(later(now, expiryWarningDays * dayMs), pageMax);
      let settled = 0;
      for (const { alias } of due) {
        if (isEnough()) return { warned, isComplete: false };
        const wanted = await isWanted(await conversations.of(alias));
        const done = await conversations.change(alias, (conversation) => warn(conversation, { now, isWanted: wanted }));
        if (!done.ok) continue;
        if (done.value !== 'known_already') settled += 1;
        if (done.value === 'warned') warned += 1;
      }
      // A list that lags shows again what was dealt with.
      if (due.length < pageMax || settled === 0) return { warned, isComplete: true };
    }
  };
};

const pageMax = 100;

type Outcome = 'warned' | 'passed_over' | 'known_already';

/** Who is not to be told is passed over for good: the alias leaves the list, and closes in its time. */
const warn = (
  conversation: Conversation | undefined,
  { now, isWanted }: { readonly now: Instant; readonly isWanted: boolean },
): Decision<Conversation, Outcome, undefined, RelayMail> => {
  if (conversation === undefined) return err(undefined);
  const { reader, writer } = conversation;
  if (reader.warnedAt !== undefined || reader.expiresAt > later(now, expiryWarningDays * dayMs))
    return changed(conversation, 'known_already');
  const next = { ...conversation, reader: { ...reader, warnedAt: now } };
  if (!isWanted || !isOpenAt(reader, now) || !isOpenAt(writer, now) || reader.mutedAt !== undefined) return changed(next, 'passed_over');
  return changed(next, 'warned', [
    {
      key: `relay-expiring:${reader.alias}:${String(reader.expiresAt)}`,
      dueAt: now,
      message: { template: 'relay-expiring', to: reader.member, partner: writer.member, closesAt: reader.expiresAt, alias: writer.alias },
    },
  ]);
};
