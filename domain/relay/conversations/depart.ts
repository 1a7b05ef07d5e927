import type { AliasName } from '../../kernel/alias-name.ts';
import type { Clock } from '../../kernel/clock.ts';
import { changed } from '../../kernel/decision.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { makeWriteMissed } from '../chat/missed-mail.ts';
import type { Chats } from '../chat/ports.ts';
import { rawBytesMax } from '../limits.ts';
import type { InboundMail } from '../message.ts';
import type { Conversations, Correspondents, MailDeparture, RawMails, RelayFigures } from '../ports.ts';
import { mayPass } from './against.ts';
import type { NoticeReason } from './conversation.ts';
import { makeLookUp } from './correspondence.ts';
import { conversationInUse } from './in-use.ts';
import { tell } from './notices.ts';
import { makeRemake, type RemakeNeeds } from './remake.ts';
import type { DepartureRefused, PrepareDeparture, RecordDeparture, TellUndelivered } from './use-cases.ts';

export interface DepartNeeds extends RemakeNeeds {
  readonly conversations: Pick<Conversations, 'of' | 'change'>;
  readonly correspondents: Correspondents;
  readonly rawMails: Pick<RawMails, 'read'>;
  readonly chats: Pick<Chats, 'messages'>;
  /** Where a member goes on in the chat of a conversation. */
  readonly chatPageOf: (conversationId: string) => string;
  readonly clock: Clock;
}

/** Looks at everything once more: between a message that was taken and the mail that leaves, either may have ended it, muted it or left. */
export const makePrepareDeparture = (needs: DepartNeeds): PrepareDeparture => {
  const { conversations, clock } = needs;
  const remake = makeRemake(needs);
  const lookUp = makeLookUp(needs);
  const tellWriter = makeTellWriter(needs);
  const readRaw = makeReadRaw(needs);
  const writeMissed = makeWriteMissed(needs);

  return async (departure) => {
    const { alias, message, thread, conversationId } = departure;
    const conversation = await conversationInUse(conversations, alias);
    if (conversation === undefined) return refused('relay.over');
    const { writer, reader, closed, mayBeMailed } = await lookUp(conversation);
    const isOfChat = departure.chat !== undefined;
    if (writer === undefined) return refused('relay.over');
    if (!(isOfChat ? mayBeMailed : closed === undefined) || !mayPass(conversation, clock.now())) {
      // It was taken, and its writer believes that it arrived.
      await tellWriter(conversation.reader.alias, { cause: message.id, reason: 'relay.closed' });
      return refused('relay.over');
    }
    const mail = isOfChat ? await writeMissed(departure, writer) : await readRaw(departure);
    if (!mail.ok) return mail;
    const remade = await remake({
      mail: mail.value,
      writer,
      reader,
      alias: conversation.reader.alias,
      message,
      thread,
      ...(isOfChat ? { chatPage: needs.chatPageOf(conversationId) } : {}),
    });
    if (!remade.ok) return refused('relay.not_rebuilt');
    return ok({ raw: remade.value.raw, to: reader.email, from: writer.alias, tag: conversation.reader.alias });
  };
};

const makeReadRaw =
  ({ rawMails, pipeline }: Pick<DepartNeeds, 'rawMails' | 'pipeline'>) =>
  async ({ rawKey, rawDigest }: MailDeparture): Promise<Result<InboundMail, DepartureRefused>> => {
    const raw = await rawMails.read(rawKey, rawBytesMax);
    if (typeof raw === 'string') return refused('relay.raw_missing');
    const opened = await pipeline.open(raw);
    if (opened.rawDigest !== rawDigest) return refused('relay.raw_changed');
    return opened.mail.ok ? opened.mail : refused('relay.not_rebuilt');
  };

interface TellNeeds {
  readonly conversations: Pick<Conversations, 'of' | 'change'>;
  readonly clock: Clock;
}

export const makeTellUndelivered = (needs: TellNeeds): TellUndelivered => {
  const tellWriter = makeTellWriter(needs);
  return async ({ alias, message }) => {
    const conversation = await conversationInUse(needs.conversations, alias);
    if (conversation !== undefined) await tellWriter(conversation.reader.alias, { cause: message.id, reason: 'undelivered' });
  };
};

const makeTellWriter =
  ({ conversations, clock }: TellNeeds) =>
  async (alias: AliasName, { cause, reason }: { readonly cause: string; readonly reason: NoticeReason }): Promise<void> => {
    const now = clock.now();
    await conversations.change(alias, (newest) => {
      if (newest === undefined) return err(undefined);
      const { next, outgoing } = tell({ next: newest, outgoing: [] }, { who: 'writer', reason }, { now, cause });
      return changed(next, undefined, outgoing);
    });
  };

const refused = (code: DepartureRefused['code']) => err<DepartureRefused>({ code });

interface RecordNeeds {
  readonly conversations: Pick<Conversations, 'named'>;
  readonly figures: Pick<RelayFigures, 'count'>;
  readonly clock: Clock;
}

export const makeRecordDeparture =
  ({ conversations, figures, clock }: RecordNeeds): RecordDeparture =>
  async ({ conversationId, message: { at, id } }, wireId) => {
    if (wireId !== undefined) await conversations.named({ conversationId, at, id }, wireId);
    await figures.count('sent', clock.now());
  };
