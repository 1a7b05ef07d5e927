import type { ConversationView } from '../../../domain/relay/conversations/use-cases.ts';
import type { Community } from '../../config/community.ts';
import { type Markup, markup } from '../../files/report-markup.ts';
import { counted } from '../../files/round-figures.ts';
import { dayInWords } from '../calendar-words.ts';

/** Whether anything can still be passed on. */
export const isOver = ({ state }: Pick<ConversationView, 'state'>): boolean => state === 'ended' || state === 'expired';

/** How a conversation stands for one of its two; never by whose doing. */
export const stateInWords = ({ state, expiresAt }: ConversationView, community: Community): Markup => {
  const day = markup`<strong>${dayInWords(expiresAt, community)}</strong>`;
  switch (state) {
    case 'open':
      return markup`Open until ${day}; each message keeps it open for longer.`;
    case 'muted':
      return markup`Muted: nothing is passed on to you until you write yourself. Open until ${day}.`;
    case 'ended':
      return markup`It is over: nothing is passed on any more, in either direction.`;
    case 'expired':
      return markup`Closed on ${day}, as nobody had written for a long time.`;
  }
};

/** "3 messages so far, the last on 23 November 2026." */
export const messagesInWords = ({ messages, lastMessageAt }: ConversationView, community: Community): string =>
  messages === 0 || lastMessageAt === undefined
    ? 'No messages yet.'
    : `${counted(messages, 'message')} so far, the last on ${dayInWords(lastMessageAt, community)}.`;

export const stateNames = {
  open: 'open',
  muted: 'muted',
  ended: 'over',
  expired: 'closed',
} as const satisfies Record<ConversationView['state'], string>;
