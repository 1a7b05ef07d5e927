import type { Clock } from '../../domain/kernel/clock.ts';
import { type Answer, type Answers, answerReaders } from '../../domain/introductions/answers.ts';
import type { RoundMember } from '../../domain/introductions/round-input.ts';
import type { Participants } from '../../domain/introductions/ports.ts';
import type { Survey } from '../../domain/introductions/survey.ts';
import type { GivenAnswers } from '../../domain/membership/member.ts';
import type { Blocks, Members, SurveyDesk } from '../../domain/membership/ports.ts';
import { isPresent } from '../../domain/membership/present.ts';
import { takesPart } from '../../domain/membership/taking-part.ts';

interface ParticipantsNeeds {
  readonly members: Pick<Members, 'find' | 'account' | 'page'>;
  readonly blocks: Pick<Blocks, 'all' | 'between'>;
  readonly survey: Survey;
  readonly clock: Clock;
}

/** The members of the community as introductions see them. */
export const createParticipants = ({ members, blocks, survey, clock }: ParticipantsNeeds): Participants => {
  const read = answersReader(survey);
  return {
    ofWeek: async (week, limit) => {
      const now = clock.now();
      const taking: RoundMember[] = [];
      for (let page = await members.page(undefined, pageSize); page.length > 0; page = await members.page(page.at(-1)?.id, pageSize)) {
        for (const member of page) {
          const answers = takesPart(member, week, now) && member.answers !== undefined ? read(member.answers.texts) : undefined;
          if (answers !== undefined) taking.push({ id: member.id, name: member.name, answers });
        }
        if (page.length < pageSize || taking.length >= limit) break;
      }
      return taking.slice(0, limit);
    },
    apart: async () => (await blocks.all()).map(({ by, whom }) => [by, whom] as const),
    areApart: async (one, other) => blocks.between(one, other),
    find: async (week, id) => {
      const member = await members.find(id);
      return isPresent(member) ? { name: member.name, takesPart: takesPart(member, week, clock.now()) } : undefined;
    },
    nameOf: async (id) => {
      const member = await members.account(id);
      return isPresent(member) ? member.name : undefined;
    },
  };
};

const pageSize = 200;

/**
 * Reads answers by the survey of today, whatever survey asked for them. What it no longer takes counts as unanswered; where it
 * insists on an answer there are none at all, and the member's page says what is missing.
 */
const answersReader = (survey: Survey): ((texts: GivenAnswers['texts']) => Answers | undefined) => {
  const readers = answerReaders(survey);
  return (texts) => {
    const answers = new Map<string, Answer>();
    for (const { id, required } of survey.questions) {
      const answer = readers.get(id)?.(textsOf(texts, id));
      if (answer?.ok && answer.value !== undefined) answers.set(id, answer.value);
      if (required && !answers.has(id)) return undefined;
    }
    return answers;
  };
};

/** What membership asks of the survey: what keeps answers from being taken, in the order of the survey. */
export const createSurveyDesk = (survey: Survey): SurveyDesk => {
  const readers = answerReaders(survey);
  return {
    version: () => survey.version,
    check: (texts) =>
      survey.questions.flatMap(({ id }) => {
        const answer = readers.get(id)?.(textsOf(texts, id));
        return answer === undefined || answer.ok ? [] : [{ question: id, code: answer.error.code, help: answer.error.help }];
      }),
  };
};

// A question may be called anything, `constructor` too.
const textsOf = (texts: GivenAnswers['texts'], question: string): readonly string[] =>
  Object.hasOwn(texts, question) ? (texts[question] ?? []) : [];
