import type { Clock } from '../kernel/clock.ts';
import { changed } from '../kernel/decision.ts';
import { dayMs, later, type Instant } from '../kernel/instant.ts';
import type { MemberId } from '../kernel/member-id.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Secrets } from '../kernel/secrets.ts';
import { linkMs, withLink } from './links.ts';
import { wants } from './mail-wishes.ts';
import type { Member } from './member.ts';
import type { Calendar, Members } from './ports.ts';
import type { MemberDecision } from './present.ts';
import { mintToken, type Minted } from './tokens.ts';

/** Who asked to join and has not handed the survey in hears of it twice more, so long after they signed up. */
export const firstReminderAfterMs = 3 * dayMs;
export const secondReminderAfterMs = 10 * dayMs;
/** Nobody is reminded who asked for a link, was reminded or signed in so short a time ago. */
export const quietBeforeReminderMs = firstReminderAfterMs;
const remindersAfterMs = [firstReminderAfterMs, secondReminderAfterMs] as const;

/** One run reminds so many at most; the next goes on with the others. */
export const remindersARunMax = 2_000;

/**
 * Reminds everyone whose reminder is due, each with a new link to the survey. To be called once a day, at the sending hour; called at
 * another, its mails wait for that hour. Called again, or interrupted and called again, it reminds nobody a second time.
 * It reads every member once, two hundred at a time, and for each who is reminded reads and writes that one member.
 */
export type RemindInvited = (command?: { readonly now?: Instant | undefined }) => Promise<Result<Reminding, never>>;

export interface Reminding {
  readonly reminded: number;
  /** False where more are due than one run reminds. */
  readonly isComplete: boolean;
}

export interface RemindNeeds {
  readonly members: Members;
  readonly calendar: Pick<Calendar, 'sendingTime'>;
  readonly secrets: Secrets;
  readonly clock: Clock;
}

export const makeRemindInvited =
  ({ members, calendar, secrets, clock }: RemindNeeds): RemindInvited =>
  async ({ now = clock.now() } = {}) => {
    const sendAt = calendar.sendingTime(now);
    let reminded = 0;
    let at: MemberId | undefined;
    for (let pages = 0; pages < pagesMax; pages++) {
      const page = await members.page(at, pageSize);
      for (const { id } of page.filter((member) => dueReminder(member, now) !== undefined)) {
        if (reminded >= remindersARunMax) return ok({ reminded, isComplete: false });
        const token = mintToken(secrets, id);
        const done = await members.change(id, (member) => remind(member, { token, now, sendAt }));
        if (done.ok && done.value === 'reminded') reminded += 1;
      }
      if (page.length < pageSize) break;
      at = page.at(-1)?.id;
    }
    return ok({ reminded, isComplete: true });
  };

const pageSize = 200;
// 200,000 members, ten times what a round takes.
const pagesMax = 1_000;

/** Sends the reminder that is due of a member, if one is. */
export const remind = (
  member: Member | undefined,
  { token, now, sendAt }: { readonly token: Minted; readonly now: Instant; readonly sendAt: Instant },
): MemberDecision<'reminded' | 'not_due', never> => {
  const number = member === undefined ? undefined : dueReminder(member, now);
  if (member === undefined || number === undefined) return changed(member, 'not_due');
  const { id, signedUpAt } = member;
  const linked = withLink(member, { purpose: 'survey', hash: token.hash, expiresAt: later(sendAt, linkMs.survey) });
  const mail = {
    // Who was erased and signs up anew is a new person under the same id, so the key says which of them.
    key: `survey-reminder:${id}:${String(signedUpAt)}:${String(number)}`,
    dueAt: sendAt,
    message: { template: 'survey-reminder', to: id, token: token.text, isLast: number === remindersAfterMs.length },
  } as const;
  return changed({ ...linked, reminded: { count: number, at: sendAt } }, 'reminded', [mail]);
};

/** Which reminder a member is to be sent now, 1 or 2. Nobody is reminded who never asked: an operator whom the file names is a member unasked. */
export const dueReminder = (member: Member, now: Instant): number | undefined => {
  if (!wants(member, 'survey-reminder')) return undefined;
  const count = member.reminded?.count ?? 0;
  const afterMs = remindersAfterMs[count];
  const lastHeardAt = lastHeard(member);
  if (afterMs === undefined || lastHeardAt === undefined) return undefined;
  const isDue = now >= later(member.signedUpAt, afterMs) && now >= later(lastHeardAt, quietBeforeReminderMs);
  return isDue ? count + 1 : undefined;
};

/** When we last heard of them, or they of us. */
const lastHeard = ({ links, sessions, reminded }: Member): Instant | undefined => {
  const linkedAt = links.map(({ purpose, expiresAt }) => later(expiresAt, -linkMs[purpose]));
  const heard = [...linkedAt, ...sessions.map(({ signedInAt }) => signedInAt), ...(reminded === undefined ? [] : [reminded.at])];
  return heard.length === 0 ? undefined : (Math.max(...heard) as Instant);
};
