import type { Instant } from '../../domain/kernel/instant.ts';
import type { MemberId } from '../../domain/kernel/member-id.ts';
import type { Key } from './table.ts';

/**
 * Where everything lies. One table, one index.
 *
 * By key each thing has a partition of its own, named after a hashed or random id, so reads and writes spread by themselves. In the
 * index one list is one partition: it takes 1,000 writes a second on DynamoDB, and no list here grows by more than a few a second
 * (members sign up, mails leave at the mailer's pace). A list that gets busier is to be split by a hash into `<list>#<n>`.
 */
export const memberKey = (id: MemberId): Key => ({ pk: `member#${id}`, sk: 'member' });

/** A member's answers and draft: several times as long as the rest, and seldom changed. */
export const surveyKey = (id: MemberId): Key => ({ pk: `survey#${id}`, sk: 'survey' });

/** Blocks lie with the one who blocked, by whom they blocked. */
export const blockKey = (by: MemberId, whom: MemberId): Key => ({ pk: blocksBy(by), sk: whom });
export const blocksBy = (by: MemberId): string => `block#${by}`;

export const banKey = (member: MemberId): Key => ({ pk: `ban#${member}`, sk: 'ban' });

export const reportKey = (id: string): Key => ({ pk: `report#${keyPart(id)}`, sk: 'report' });

/** From a member to each report they made or that is about them. */
export const reportOfKey = (member: MemberId, reportId: string): Key => ({ pk: reportsOf(member), sk: keyPart(reportId) });
export const reportsOf = (member: MemberId): string => `reports-of#${member}`;

export const allowanceKey = (key: string): Key => ({ pk: `allowance#${keyPart(key)}`, sk: 'allowance' });

export const outboxKey = (key: string): Key => ({ pk: `outbox#${keyPart(key)}`, sk: 'outbox' });

/** How fast all processes together may do something. */
export const paceKey = (name: string): Key => ({ pk: `pace#${keyPart(name)}`, sk: 'pace' });

/** Who may do a thing that one process at a time does. */
export const leaseKey = (name: string): Key => ({ pk: `lease#${keyPart(name)}`, sk: 'lease' });

/** The partitions of the index. */
export const lists = {
  members: 'members',
  surveys: 'surveys',
  blocks: 'blocks',
  reports: 'reports',
  outboxDue: 'outbox#due',
  outboxFailed: 'outbox#failed',
} as const;

/** A place in a list that is in order of time. */
export const inTime = (at: Instant, key: string): string => `${instantPart(at)}#${keyPart(key)}`;

/** Not before this in a list that is in order of time: `from` or `to` that includes everything at the instant. */
export const upTo = (at: Instant): string => `${instantPart(at)}#~`;

/** Any text as a part of a key: printable ASCII, and different texts stay different. */
export const keyPart = (text: string): string => encodeURIComponent(text).replaceAll('~', '%7E');

/** Instants before 1970 and after the year 33658 are none that Loop meets. */
const instantPart = (at: Instant): string => String(Math.min(Math.max(at, 0), 1e15 - 1)).padStart(15, '0');
