import type { Instant } from '../../domain/kernel/instant.ts';
import type { RecordIntroduced } from '../../domain/introductions/record-introduced.ts';
import type { LoopMail } from '../email/render.ts';

/** What the drain of the outbox is to do once the mailer has taken a mail: introductions, and those that do not take place, are noted with their match. */
export const recordAccepted =
  (recordIntroduced: RecordIntroduced) =>
  async (mail: LoopMail, at: Instant): Promise<void> => {
    if (mail.template === 'introduction') await recordIntroduced({ week: mail.week, member: mail.to, at });
    if (mail.template === 'cancelled') await recordIntroduced({ week: mail.week, member: mail.to, at, as: 'withdrawn' });
  };
