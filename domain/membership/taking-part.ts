import type { Instant } from '../kernel/instant.ts';
import type { Week } from '../kernel/iso-week.ts';
import type { Member, Stage } from './member.ts';

/** Whether a member is introduced in the round of `week`, asked at `now`. */
export const takesPart = (member: Member, week: Week, now: Instant): boolean =>
  member.standing === 'good' && stageAt(member, now).name === 'active' && member.answers !== undefined && !member.skips.includes(week);

/** Where a member stands now: a pause whose date has come is over, although nobody was there to end it. */
export const stageAt = ({ stage }: Member, now: Instant): Stage =>
  stage.name === 'paused' && stage.until !== undefined && stage.until <= now ? { name: 'active' } : stage;
