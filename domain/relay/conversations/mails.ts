import type { Instant } from '../../kernel/instant.ts';
import type { MemberId } from '../../kernel/member-id.ts';
import type { NoticeReason } from './conversation.ts';

/** What the relay says by mail itself. Nothing in a notice tells anything of the other side. */
export type RelayMail = RelayNotice | RelayDone | RelayExpiring | RelayUnreachable | RelayShared;

export interface RelayNotice {
  readonly template: 'relay-notice';
  readonly to: MemberId;
  readonly reason: NoticeReason;
  /** The reader's own alias, which names the conversation for links to its page. */
  readonly conversation: string;
}

/** What came of a word that was sent in place of a message. */
export interface RelayDone {
  readonly template: 'relay-done';
  readonly to: MemberId;
  readonly what: 'muted' | 'ended' | 'reported';
  /** The reader's own alias. */
  readonly conversation: string;
}

/** The aliases of an introduction close soon unless somebody writes. */
export interface RelayExpiring {
  readonly template: 'relay-expiring';
  readonly to: MemberId;
  readonly partner: MemberId;
  /** As the reader knows them; nothing where nobody looked it up. */
  readonly partnerName?: string | undefined;
  readonly closesAt: Instant;
  /** Where the reader writes to the partner. */
  readonly alias: string;
}

/** Mails to the partner do not arrive at present. */
export interface RelayUnreachable {
  readonly template: 'relay-unreachable';
  readonly to: MemberId;
  /** The reader's own alias. */
  readonly conversation: string;
}

/** The partner lets the reader know their own address. It is looked up when the mail leaves, and stored nowhere before. */
export interface RelayShared {
  readonly template: 'relay-shared';
  readonly to: MemberId;
  readonly partner: MemberId;
  readonly partnerName?: string | undefined;
  readonly partnerAddress?: string | undefined;
}
