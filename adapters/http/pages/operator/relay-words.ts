import type { NoticeReason } from '../../../../domain/relay/conversations/conversation.ts';
import type { RefusalCode } from '../../../../domain/relay/refusals.ts';
import { noticeWords } from '../../../email/relay-notice-words.ts';
import { shown } from '../../../files/report-markup.ts';

export const refusalNames: Readonly<Record<RefusalCode, string>> = {
  'relay.too_large': 'Too large',
  'relay.malformed': 'Nobody can say who it is from',
  'relay.automatic': 'Automatic: absence notices, reports, lists',
  'relay.unauthenticated': 'Not shown to come from its sender',
  'relay.alias_unknown': 'To an address that was never given out',
  'relay.sender_not_allowed': 'By somebody who may not write there',
  'relay.closed': 'The conversation is over',
  'relay.rate_limited': 'Too many at once',
  'relay.infected': 'Not found free of viruses',
  'relay.spam': 'Looks like spam',
  'relay.encrypted': 'Encrypted',
  'relay.empty': 'Nothing left to pass on',
  'relay.leak': 'Would have given an address away',
};

/** An event of an alias’s history; one that is new is shown by its code. */
export const eventInWords = (what: string): string => {
  const reason = what.startsWith(told) ? what.slice(told.length) : undefined;
  if (reason !== undefined && Object.hasOwn(noticeWords, reason)) return `they were told “${noticeWords[reason as NoticeReason].subject}”`;
  return eventNames[what] ?? shown(what, 60);
};

const told = 'told:';
const eventNames: Readonly<Record<string, string>> = {
  issued: 'given out',
  last_relayed: 'the last message was passed on',
  muted: 'muted by the member whom it leads to',
  shared: 'its member shared their own address',
  warned: 'told that it closes soon',
  closes: 'closes, unless it is used before',
  'closed:ended': 'closed: one of the two ended the conversation',
  'closed:reported': 'closed: one of the two reported the conversation',
  'closed:complained': 'closed: a message was marked as unwanted',
  'closed:replaced': 'closed: its member took a new one',
  'closed:over': 'closed: the introduction itself is over',
};
