import { utcDay, type Instant } from '../kernel/instant.ts';
import type { MailKind, Member } from './member.ts';

/** So many mails of one kind may a member be sent a day (UTC), whoever asks for them. */
export const mailsADayMax = 3;

/**
 * Counts one more wish for a mail of this kind, and says whether it may still be sent today. Wishes beyond the limit are counted
 * too, so that a wish is as much work when it is granted as when it is not.
 */
export const askForMail = (member: Member, kind: MailKind, now: Instant): { readonly member: Member; readonly granted: boolean } => {
  const day = utcDay(now);
  const counts = member.mailed.day === day ? member.mailed.counts : {};
  const before = counts[kind] ?? 0;
  return { member: { ...member, mailed: { day, counts: { ...counts, [kind]: before + 1 } } }, granted: before < mailsADayMax };
};
