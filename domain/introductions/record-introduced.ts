import type { Instant } from '../kernel/instant.ts';
import type { Week } from '../kernel/iso-week.ts';
import type { MemberId } from '../kernel/member-id.ts';
import { err, type Result } from '../kernel/result.ts';
import { introduced, type MatchUnknown, withdrawn } from './match.ts';
import type { Matches, Rounds } from './ports.ts';

/**
 * Notes when the mailer took a member's introduction, or the word that it does not take place; the first time stays. Told by the
 * sender of mails, perhaps more than once.
 */
export type RecordIntroduced = (fact: {
  readonly week: Week;
  readonly member: MemberId;
  readonly at: Instant;
  readonly as?: 'introduced' | 'withdrawn';
}) => Promise<Result<'recorded', MatchUnknown>>;

export const makeRecordIntroduced =
  ({ rounds, matches }: { readonly rounds: Rounds; readonly matches: Matches }): RecordIntroduced =>
  async ({ week, member, at, as = 'introduced' }) => {
    const round = await rounds.find(week);
    if (round === undefined) return err({ code: 'match.unknown' });
    const record = as === 'introduced' ? introduced : withdrawn;
    return matches.change({ week, run: round.run, member }, (match) => record(match, member, at));
  };
