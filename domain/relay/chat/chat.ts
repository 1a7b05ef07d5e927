import type { AliasName, AliasSide } from '../../kernel/alias-name.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { MemberId } from '../../kernel/member-id.ts';

/**
 * A conversation as both of its members see it: one order, whichever way a message travelled. The order is that of `seq`, which is given
 * where a message is stored; no clock but ours has a say in it.
 */
export interface Chat {
  readonly conversationId: string;
  /** Of the newest message; 0 before the first. */
  readonly lastSeq: number;
  readonly a: ChatSide;
  readonly b: ChatSide;
}

/** What the chat remembers of one of the two. `…UpTo` are places of the other one's messages, and only ever go up. */
export interface ChatSide {
  readonly member: MemberId;
  /** The alias that routed to them when the chat was last written to; `conversationInUse` leads on from one that was replaced. */
  readonly alias: AliasName;
  /** Reached an open page of theirs. */
  readonly deliveredUpTo: number;
  readonly readUpTo: number;
  /** Read since the conversation is over, where that is more: nobody but they hear of it. */
  readonly readSinceOver?: number | undefined;
  /** Went out to them as a mail, because no page of theirs was open. */
  readonly mailedUpTo: number;
  /** The other one wrote and nothing shows yet that it reached them: at `dueAt` it is decided whether it goes out as a mail. */
  readonly missed?: Missed | undefined;
  /** What they have written in the chat lately. */
  readonly pace?: ChatPace | undefined;
}

export interface Missed {
  readonly fromSeq: number;
  readonly dueAt: Instant;
}

/** Windows begin with the first message in them. */
export interface ChatPace {
  readonly minuteFrom: Instant;
  readonly inMinute: number;
  readonly dayFrom: Instant;
  readonly inDay: number;
}

export interface ChatMessage {
  /** From 1, without gaps. */
  readonly seq: number;
  /** Of its writer's making for what is written in the chat, of ours for a mail: once it is stored, the same one is not stored again. */
  readonly id: string;
  readonly from: AliasSide;
  readonly at: Instant;
  readonly content: ChatContent;
}

/**
 * What the other one may see of it: addresses that are to stay private are taken out before it is stored. `asWritten` is there where that
 * changed something, and for its writer alone: what was taken out of their words would tell them that they guessed an address.
 */
export type ChatContent =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly asWritten?: string | undefined;
      /** An address of the writer's own was taken out. */
      readonly hidesOwn?: true | undefined;
    }
  | { readonly kind: 'voice'; readonly file: ChatFile; readonly durationMs: number }
  | {
      readonly kind: 'mail';
      readonly subject: string;
      readonly text: string;
      /** It said more than the chat keeps; all of it is in its reader's mailbox. */
      readonly isCut: boolean;
      /** How it was laid out, as a document of its own; for those who want to see it. */
      readonly html?: ChatFile | undefined;
      readonly files: readonly ChatFile[];
      readonly asWritten?: { readonly subject: string; readonly text: string; readonly isCut: boolean } | undefined;
    };

/** A file that only we write. */
export interface ChatFile {
  readonly key: string;
  readonly mediaType: string;
  readonly bytes: number;
  /** Safe as a file name; what its sender called it, without addresses. */
  readonly name: string;
}

export const emptySide = (member: MemberId, alias: AliasName): ChatSide => ({
  member,
  alias,
  deliveredUpTo: 0,
  readUpTo: 0,
  mailedUpTo: 0,
});

/** As they themselves know it. */
export const hasReadUpTo = ({ readUpTo, readSinceOver = 0 }: ChatSide): number => Math.max(readUpTo, readSinceOver);

export const otherSide = (side: AliasSide): AliasSide => (side === 'a' ? 'b' : 'a');

/** Which of the two a member is; `undefined` for anybody else. */
export const sideOfMember = (chat: Chat, member: MemberId): AliasSide | undefined =>
  chat.a.member === member ? 'a' : chat.b.member === member ? 'b' : undefined;
