import type { Week } from '../kernel/iso-week.ts';
import type { MemberId } from '../kernel/member-id.ts';
import { err, type Result } from '../kernel/result.ts';
import { answerMet, type MatchUnknown, type MetAnswer } from './match.ts';
import type { Matches, Rounds } from './ports.ts';

/** A member says whether they met; they may change their mind, and the last answer counts. */
export type AnswerDidYouMeet = (command: {
  readonly week: Week;
  readonly member: MemberId;
  readonly answer: MetAnswer;
}) => Promise<Result<MetAnswer, MatchUnknown>>;

export const makeAnswerDidYouMeet =
  ({ rounds, matches }: { readonly rounds: Rounds; readonly matches: Matches }): AnswerDidYouMeet =>
  async ({ week, member, answer }) => {
    const round = await rounds.find(week);
    if (round === undefined) return err({ code: 'match.unknown' });
    return matches.change({ week, run: round.run, member }, (match) => answerMet(match, member, answer));
  };
