import type { Clock } from '../kernel/clock.ts';
import { changed } from '../kernel/decision.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Week } from '../kernel/iso-week.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { checkLength, withDraft, type AnswersTooLong } from './given-answers.ts';
import { askForMail } from './mail-limit.ts';
import type { GivenAnswers, Member } from './member.ts';
import { introducedAgain } from './pause.ts';
import type { AnswerProblem, Calendar, Members, SurveyDesk } from './ports.ts';
import { ofPresent, type MemberDecision, type NoMember } from './present.ts';
import type { AnswersCommand } from './save-draft.ts';

/**
 * Hands a survey in. It makes an invited member an active one and welcomes them with the date of their first round; later it changes
 * the answers, and the next round reads what is there when it runs. What is refused stays as a draft, but for what is too long.
 */
export type HandInSurvey = (command: AnswersCommand) => Promise<Result<HandedIn, HandInFailure>>;

export type HandedIn = { readonly kind: 'welcomed'; readonly next: NextRound } | { readonly kind: 'changed'; readonly next: NextRound };
export interface NextRound {
  readonly week: Week;
  readonly roundAt: Instant;
}

export type HandInFailure =
  | AnswersTooLong
  | NoMember
  | { readonly code: 'membership.survey_changed'; readonly version: number }
  | { readonly code: 'membership.answers_refused'; readonly problems: readonly AnswerProblem[] }
  | { readonly code: 'membership.suspended' };

interface HandInNeeds {
  readonly members: Members;
  readonly surveyDesk: SurveyDesk;
  readonly calendar: Calendar;
  readonly clock: Clock;
}

export const makeHandInSurvey =
  ({ members, surveyDesk, calendar, clock }: HandInNeeds): HandInSurvey =>
  async ({ member: id, version, texts }) => {
    const now = clock.now();
    const fits = checkLength(texts);
    if (!fits.ok) return fits;
    const facts: HandInFacts = {
      given: { version, texts, at: now },
      refusal: refusalOf(surveyDesk, { version, texts }),
      next: calendar.nextRound(now),
    };
    const answer = await members.change(
      id,
      ofPresent((member) => handIn(member, facts)),
    );
    if (!answer.ok) return answer;
    return answer.value.kind === 'kept_as_draft' ? err(answer.value.because) : ok(answer.value);
  };

interface HandInFacts {
  readonly given: GivenAnswers;
  readonly refusal: HandInFailure | undefined;
  readonly next: NextRound;
}

export const handIn = (member: Member, { given, refusal, next }: HandInFacts): MemberDecision<HandedIn | KeptAsDraft, never> => {
  const because: HandInFailure | undefined = member.standing === 'good' ? refusal : { code: 'membership.suspended' };
  if (because !== undefined) return changed(withDraft(member, given, given.at), { kind: 'kept_as_draft', because });
  const answered: Member = { ...member, answers: given, draft: undefined };
  if (member.stage.name === 'active' || member.stage.name === 'paused') return changed(answered, { kind: 'changed', next });
  const asked = askForMail({ ...introducedAgain(answered, given.at), stage: { name: 'active' } }, 'welcome', given.at);
  const welcome = {
    key: `welcome:${member.id}:${String(given.at)}`,
    dueAt: given.at,
    message: { template: 'welcome', to: member.id, ...next },
  } as const;
  return changed(asked.member, { kind: 'welcomed', next }, asked.granted ? [welcome] : []);
};

/** A refusal that is stored with what was typed, so to the store it is no refusal. */
interface KeptAsDraft {
  readonly kind: 'kept_as_draft';
  readonly because: HandInFailure;
}

const refusalOf = (surveyDesk: SurveyDesk, { version, texts }: Pick<GivenAnswers, 'version' | 'texts'>): HandInFailure | undefined => {
  const current = surveyDesk.version();
  if (version !== current) return { code: 'membership.survey_changed', version: current };
  const problems = surveyDesk.check(texts);
  return problems.length > 0 ? { code: 'membership.answers_refused', problems } : undefined;
};
