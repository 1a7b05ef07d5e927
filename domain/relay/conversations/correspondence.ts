import type { AliasName } from '../../kernel/alias-name.ts';
import type { MemberId } from '../../kernel/member-id.ts';
import type { Correspondent } from '../message.ts';
import type { Correspondents, KnownMember } from '../ports.ts';
import type { Conversation, Side } from './conversation.ts';

/** The two of a conversation as the rules of mails know them, and whether anything may pass between them at all. */
export interface Correspondence {
  /** `undefined` for somebody who is gone: nobody can be shown to be them. */
  readonly writer: Correspondent | undefined;
  readonly reader: Correspondent;
  /** Why nothing may pass, whatever is written; nothing of it is ever told to the other one. */
  readonly closed: 'gone' | 'apart' | 'unreachable' | undefined;
  /** What was written in the chat may go out to the reader: it is their mailbox that counts, and not whether the writer’s takes mails. */
  readonly mayBeMailed: boolean;
}

interface Needs {
  readonly correspondents: Correspondents;
  readonly relayDomain: string;
}

/** Looks both members up. Newest state, but for aliases of other conversations. */
export const makeLookUp =
  ({ correspondents, relayDomain }: Needs) =>
  async ({ reader, writer }: Conversation): Promise<Correspondence> => {
    const [ofReader, ofWriter, areApart] = await Promise.all([
      known(correspondents, reader.member),
      known(correspondents, writer.member),
      correspondents.areApart(reader.member, writer.member),
    ]);
    const closed = closedBetween(ofReader?.member, ofWriter?.member, areApart);
    const correspondent = (side: Side, { member, aliases }: Known): Correspondent => ({
      email: member.email,
      otherEmails: member.otherEmails,
      name: member.name,
      isShared: side.sharedAt !== undefined,
      alias: addressOf(side.alias, relayDomain),
      otherAliases: aliases.filter((alias) => alias !== side.alias).map((alias) => addressOf(alias, relayDomain)),
    });
    return {
      writer: ofWriter === undefined ? undefined : correspondent(writer, ofWriter),
      reader: ofReader === undefined ? nobody(addressOf(reader.alias, relayDomain)) : correspondent(reader, ofReader),
      closed,
      mayBeMailed: closed === undefined || (closed === 'unreachable' && ofReader?.member.state === 'open'),
    };
  };

export const addressOf = (alias: AliasName, relayDomain: string): string => `${alias}@${relayDomain}`;

interface Known {
  readonly member: KnownMember;
  readonly aliases: readonly AliasName[];
}

const known = async (correspondents: Correspondents, id: MemberId): Promise<Known | undefined> => {
  const member = await correspondents.find(id);
  return member === undefined ? undefined : { member, aliases: await correspondents.aliasesOf(id) };
};

const closedBetween = (reader: KnownMember | undefined, writer: KnownMember | undefined, areApart: boolean): Correspondence['closed'] => {
  if (reader === undefined || writer === undefined || reader.state === 'closed' || writer.state === 'closed') return 'gone';
  if (areApart) return 'apart';
  return reader.state === 'unreachable' || writer.state === 'unreachable' ? 'unreachable' : undefined;
};

/** Nothing is left of them but the alias. */
const nobody = (alias: string): Correspondent => ({ email: alias, otherEmails: [], name: '', alias });
