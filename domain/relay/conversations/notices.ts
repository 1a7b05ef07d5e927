import { dayMs, type Instant, later } from '../../kernel/instant.ts';
import type { Outgoing } from '../../kernel/decision.ts';
import { noticeEveryMs, strangersMax } from '../limits.ts';
import type { RefusalCode } from '../refusals.ts';
import { type Conversation, type NoticeReason, noticeReasons, type Side, type Tally } from './conversation.ts';
import type { RelayMail } from './mails.ts';

/** Who a mail says it is from, as far as that is one of the two; and whether it was shown to be. */
export interface Claim {
  readonly of: 'writer' | 'reader' | 'nobody';
  readonly isAuthentic: boolean;
}

/** Somebody who is told, and of what. */
export interface Told {
  readonly who: 'writer' | 'reader';
  readonly reason: NoticeReason;
}

/**
 * Who hears of a mail that was not passed on (relay rules, 1.1, Notices). Nobody hears anything because of a stranger, except the one
 * member who may be that stranger: they are asked to confirm the address, at the one that we know. An answer to a stranger would tell
 * that the alias is somebody's, and reach whoever's address was forged.
 */
export const whoIsTold = (code: RefusalCode, claim: Claim): Told | undefined => {
  if (code === 'relay.automatic' || code === 'relay.alias_unknown') return undefined;
  if (code === 'relay.unauthenticated') return claim.of === 'nobody' ? undefined : { who: claim.of, reason: 'spoofed' };
  if (!claim.isAuthentic) return undefined;
  if (claim.of === 'nobody') return code === 'relay.sender_not_allowed' ? { who: 'writer', reason: 'unlisted' } : undefined;
  if (claim.of === 'reader') return { who: 'reader', reason: 'own_alias' };
  return isNoticeReason(code) ? { who: 'writer', reason: code } : undefined;
};

const isNoticeReason = (code: RefusalCode): code is RefusalCode & NoticeReason => (noticeReasons as readonly string[]).includes(code);

/** A conversation, and what is mailed because of what is noted in it. */
export interface Noted {
  readonly next: Conversation;
  readonly outgoing: readonly Outgoing<RelayMail>[];
}

/** Tells a member, unless they were told the same within a day; `cause` names what it is about, for the key of the mail. */
export const tell = (noted: Noted, { who, reason }: Told, { now, cause }: { readonly now: Instant; readonly cause: string }): Noted => {
  const side = noted.next[who];
  const last = side.noticed?.[reason];
  if (last !== undefined && now < later(last, noticeEveryMs)) return noted;
  const told: Side = { ...side, noticed: { ...side.noticed, [reason]: now } };
  return {
    next: { ...noted.next, [who]: told },
    outgoing: [
      ...noted.outgoing,
      {
        key: `relay-notice:${cause}:${reason}`,
        dueAt: now,
        message: { template: 'relay-notice', to: side.member, reason, conversation: side.alias },
      },
    ],
  };
};

/** Counts a mail that was refused with the alias that it came to; from `strangersMax` strangers a day on, its member is offered a new one. */
export const withRefusal = (
  conversation: Conversation,
  {
    code,
    isStranger,
    now,
    cause,
  }: { readonly code: RefusalCode; readonly isStranger: boolean; readonly now: Instant; readonly cause: string },
): Noted => {
  const { reader } = conversation;
  const tally = reader.tally ?? nothingYet;
  const strangers = isStranger ? strangersWith(tally, now) : tally.strangers;
  const next: Tally = {
    ...tally,
    refused: { ...tally.refused, [code]: (tally.refused[code] ?? 0) + 1 },
    ...(strangers === undefined ? {} : { strangers }),
  };
  const noted: Noted = { next: { ...conversation, reader: { ...reader, tally: next } }, outgoing: [] };
  return isStranger && strangers !== undefined && strangers.count >= strangersMax
    ? tell(noted, { who: 'reader', reason: 'strangers' }, { now, cause })
    : noted;
};

export const nothingYet: Tally = { relayed: 0, refused: {} };

export const strangersAt = (tally: Tally | undefined, now: Instant): number =>
  tally?.strangers === undefined || now >= later(tally.strangers.since, dayMs) ? 0 : tally.strangers.count;

const strangersWith = ({ strangers }: Tally, now: Instant): NonNullable<Tally['strangers']> =>
  strangers === undefined || now >= later(strangers.since, dayMs) ? { since: now, count: 1 } : { ...strangers, count: strangers.count + 1 };
