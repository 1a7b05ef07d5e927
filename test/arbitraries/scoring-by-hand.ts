import type { Answers } from '../../domain/introductions/answers.ts';
import type { Question, Survey } from '../../domain/introductions/survey.ts';

// The formulas of docs/survey.md once more, written with sets and without a thought for speed. Nothing is rounded here, so only the first
// eight digits are the same.

export const compatibilityByHand = (survey: Survey, members: readonly Answers[], [one, other]: readonly [number, number]): number => {
  const counting = survey.questions.filter(
    ({ matching }) => matching.weight > 0 && matching.rule !== 'ignore' && matching.rule !== 'must-differ',
  );
  if (counting.length === 0) return 0.5;
  const points = counting.map(
    (question) => question.matching.weight * (fitByHand(question, members, [members[one]!, members[other]!]) ?? 0.5),
  );
  return sum(points) / sum(counting.map(({ matching }) => matching.weight));
};

export const mayMeetByHand = ({ questions }: Survey, one: Answers, other: Answers): boolean =>
  questions.every(({ id, matching }) => {
    if (matching.rule !== 'must-overlap' && matching.rule !== 'must-differ') return true;
    const [mine, theirs] = [valuesOf(one, id), valuesOf(other, id)];
    if (mine.size === 0 || theirs.size === 0) return false;
    return mine.isDisjointFrom(theirs) === (matching.rule === 'must-differ');
  });

const fitByHand = (question: Question, members: readonly Answers[], [one, other]: readonly [Answers, Answers]): number | undefined => {
  const { id, kind, matching, min = 1, max = 5 } = question;
  const { rule, with: counterpart = '', within = 0 } = matching;
  const [mine, theirs] = [valuesOf(one, id), valuesOf(other, id)];
  if (mine.size === 0 || theirs.size === 0) return undefined;
  if (rule === 'complementary') {
    const [given, taken] = [valuesOf(one, counterpart), valuesOf(other, counterpart)];
    if (given.size === 0 || taken.size === 0) return undefined;
    return (mine.intersection(taken).size / mine.size + theirs.intersection(given).size / theirs.size) / 2;
  }
  if (kind === 'scale' || kind === 'timezone') {
    const steps = Math.abs(Number([...mine][0]) - Number([...theirs][0]));
    const far = kind === 'scale' ? steps : Math.min(...[-24, 0, 24].map((turn) => Math.abs(steps + turn)), Math.abs(steps - 48));
    if (rule === 'similar') return 1 - far / (kind === 'scale' ? max - min : 12);
    if (far <= within) return 1;
    return Math.max(0, 2 - far / within);
  }
  const worth = (value: unknown): number =>
    rule === 'similar' ? 1 : 1 / Math.sqrt(members.filter((answers) => valuesOf(answers, id).has(value)).length);
  return sum([...mine.intersection(theirs)].map(worth)) / sum([...mine.union(theirs)].map(worth));
};

/** What was chosen, the place on a scale, or the hours east of Greenwich. */
const valuesOf = (answers: Answers, id: string): Set<unknown> => {
  const answer = answers.get(id);
  if (answer?.kind === 'chosen') return new Set(answer.ids);
  if (answer?.kind === 'placed') return new Set([answer.on]);
  return answer?.kind === 'zone' ? new Set([answer.minutesEast / 60]) : new Set();
};

const sum = (numbers: readonly number[]): number => numbers.reduce((whole, each) => whole + each, 0);
