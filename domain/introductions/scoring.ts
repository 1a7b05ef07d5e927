import type { Answer, Answers } from './answers.ts';
import { inCanonicalOrder, isGraded, type Question, type Survey } from './survey.ts';
import { halfDayInHours, hoursBetweenClocks } from './time-zones.ts';

/** One question's share in the compatibility of two members. */
export interface Part {
  readonly question: Question;
  /** From 0 to 1; `undefined` where one of the two has not answered, which counts as `neutralFit`. */
  readonly fit: number | undefined;
}

/**
 * What an unanswered part counts, for every pair alike: half of what it could. The best fit in its place never lowers
 * a score, the worst never raises it.
 */
export const neutralFit = 1 / 2;

/** Scores any two of the members it was made for, by their place in the list; the order of the two makes no difference. */
export interface Scoring {
  /** Whether every `must-…` of the survey lets the two meet. */
  readonly mayMeet: (one: number, other: number) => boolean;
  /** The weighted mean of the parts' fits, from 0 to 1. */
  readonly compatibility: (one: number, other: number) => number;
  /** The parts that make up the compatibility, in order of question id. */
  readonly parts: (one: number, other: number) => readonly Part[];
}

/**
 * Prepares to score a community. Only + − × ÷ √ are used, in one order (question id, then option id),
 * so that every machine finds the same figures. docs/survey.md has each rule's formula.
 */
export const scoringOf = (survey: Survey, members: readonly Answers[]): Scoring => {
  const questions = inCanonicalOrder(survey.questions);
  const community = { survey, members, codes: codesOf(members) };
  const columns = questions.map((question) => columnOf(question, community));
  const graded = columns.filter(({ question }) => isGraded(question.matching.rule) && question.matching.weight > 0);
  const weights = graded.map(({ question }) => question.matching.weight);
  const wholeWeight = weights.reduce((sum, weight) => sum + weight, 0);
  const walls = columns.flatMap(({ mayMeet }) => (mayMeet === undefined ? [] : [mayMeet]));
  return {
    mayMeet: (one, other) => {
      for (const passes of walls) if (!passes(one, other)) return false;
      return true;
    },
    compatibility: (one, other) => {
      if (wholeWeight === 0) return neutralFit;
      let sum = 0;
      for (let at = 0; at < graded.length; at++) sum += weights[at]! * (graded[at]!.fit(one, other) ?? neutralFit);
      return sum / wholeWeight;
    },
    parts: (one, other) => graded.map(({ question, fit }) => ({ question, fit: fit(one, other) })),
  };
};

/** One question over all members. */
interface Column {
  readonly question: Question;
  readonly fit: PairRule<number | undefined>;
  readonly mayMeet?: PairRule<boolean>;
}
type PairRule<T> = (one: number, other: number) => T;

/** Everyone's answers, with a number for each option that stands for it in comparisons: in order of id, so that sums have one order. */
interface Community {
  readonly survey: Survey;
  readonly members: readonly Answers[];
  readonly codes: ReadonlyMap<string, number>;
}

const codesOf = (members: readonly Answers[]): Community['codes'] => {
  const ids = new Set<string>();
  for (const answers of members)
    for (const answer of answers.values()) if (answer.kind === 'chosen') for (const id of answer.ids) ids.add(id);
  return new Map([...ids].sort().map((id, code) => [id, code]));
};

const columnOf = (question: Question, { survey, members, codes }: Community): Column => {
  const { rule, within = 0 } = question.matching;
  const chosenFor = (id: string): readonly Chosen[] => members.map((answers) => chosenIn(answers.get(id), codes));
  const chosen = chosenFor(question.id);
  const measures = members.map((answers) => measureOf(answers.get(question.id)));
  switch (rule) {
    case 'similar':
      return {
        question,
        fit:
          question.kind === 'scale' || question.kind === 'timezone'
            ? nearness(question, measures)
            : bothAnswered(
                chosen,
                jaccard(() => 1),
              ),
      };
    case 'overlap':
      return { question, fit: bothAnswered(chosen, jaccard(rarityIn(chosen))) };
    case 'must-overlap':
      return { question, fit: bothAnswered(chosen, jaccard(rarityIn(chosen))), mayMeet: shareOne(chosen) };
    case 'must-differ':
      return {
        question,
        fit: () => undefined,
        mayMeet: differ(measures.map((measure, at) => (measure === undefined ? chosen[at] : [measure]))),
      };
    case 'within':
      return { question, fit: closeness(question, { measures, within }) };
    case 'complementary': {
      const counterpart = survey.questions.find(({ id }) => id === question.matching.with);
      return { question, fit: mutualShare(chosen, chosenFor(counterpart?.id ?? '')) };
    }
    case 'ignore':
      return { question, fit: () => undefined };
  }
};

/** Codes in rising order, at least one. */
type Chosen = readonly number[] | undefined;
type SetFit = (one: readonly number[], other: readonly number[]) => number;

const bothAnswered =
  (chosen: readonly Chosen[], fit: SetFit): PairRule<number | undefined> =>
  (one, other) => {
    const first = chosen[one];
    const second = chosen[other];
    return first === undefined || second === undefined ? undefined : fit(first, second);
  };

/** Σ over what both chose ÷ Σ over what either chose, each option counted by `worth`. Codes are sorted, so the sums are the same both ways. */
const jaccard =
  (worth: (code: number) => number): SetFit =>
  (one, other) => {
    let shared = 0;
    let either = 0;
    let at = 0;
    let to = 0;
    while (at < one.length || to < other.length) {
      const mine = at < one.length ? one[at]! : Infinity;
      const theirs = to < other.length ? other[to]! : Infinity;
      const value = worth(mine < theirs ? mine : theirs);
      either += value;
      if (mine === theirs) shared += value;
      if (mine <= theirs) at++;
      if (theirs <= mine) to++;
    }
    return shared / either;
  };

/** 1 ÷ √(how many members chose the option): what few share says more about two who do. */
const rarityIn = (chosen: readonly Chosen[]): ((code: number) => number) => {
  const counts: number[] = [];
  for (const code of chosen.flatMap((codes) => codes ?? [])) counts[code] = (counts[code] ?? 0) + 1;
  const worth = Float64Array.from(counts, (count: number | undefined) => 1 / Math.sqrt(count ?? 1));
  return (code) => worth[code]!;
};

/** The mean of both directions: the share of what one chose here that the other chose in the counterpart. */
const mutualShare =
  (here: readonly Chosen[], there: readonly Chosen[]): PairRule<number | undefined> =>
  (one, other) => {
    const oneHere = here[one];
    const oneThere = there[one];
    const otherHere = here[other];
    const otherThere = there[other];
    if (oneHere === undefined || oneThere === undefined || otherHere === undefined || otherThere === undefined) return undefined;
    return (shareOf(oneHere, otherThere) + shareOf(otherHere, oneThere)) / 2;
  };

const shareOf: SetFit = (wanted, given) => {
  let met = 0;
  for (const code of wanted) if (given.includes(code)) met += 1;
  return met / wanted.length;
};

/** 1 − distance ÷ the greatest distance there can be. */
const nearness = (question: Question, measures: readonly (number | undefined)[]): PairRule<number | undefined> => {
  const distance = distanceOn(question, measures);
  const farthest = question.kind === 'timezone' ? halfDayInHours : (question.max ?? 5) - (question.min ?? 1);
  return (one, other) => {
    const apart = distance(one, other);
    return apart === undefined ? undefined : 1 - apart / farthest;
  };
};

/** 1 up to `within`, then falling in a straight line to 0 at twice that; with `within` 0 only the very same fits. */
const closeness = (
  question: Question,
  { measures, within }: { measures: readonly (number | undefined)[]; within: number },
): PairRule<number | undefined> => {
  const distance = distanceOn(question, measures);
  return (one, other) => {
    const apart = distance(one, other);
    if (apart === undefined) return undefined;
    if (apart <= within) return 1;
    return apart >= 2 * within ? 0 : 2 - apart / within;
  };
};

/** Steps on a scale; hours between the clocks of two time zones. */
const distanceOn = (question: Question, measures: readonly (number | undefined)[]): PairRule<number | undefined> => {
  const distance = question.kind === 'timezone' ? hoursBetweenClocks : (first: number, second: number) => Math.abs(first - second);
  return (one, other) => {
    const first = measures[one];
    const second = measures[other];
    return first === undefined || second === undefined ? undefined : distance(first, second);
  };
};

// Whoever has not answered passes no wall: nothing shows that the two may meet.
const shareOne = (values: readonly Chosen[]): PairRule<boolean> => bothGiven(values, sharesAny);
const differ = (values: readonly Chosen[]): PairRule<boolean> => bothGiven(values, (one, other) => !sharesAny(one, other));

const bothGiven =
  (values: readonly Chosen[], passes: (one: readonly number[], other: readonly number[]) => boolean): PairRule<boolean> =>
  (one, other) => {
    const mine = values[one];
    const theirs = values[other];
    return mine !== undefined && theirs !== undefined && passes(mine, theirs);
  };

const sharesAny = (one: readonly number[], other: readonly number[]): boolean => {
  for (const value of one) if (other.includes(value)) return true;
  return false;
};

const chosenIn = (answer: Answer | undefined, codes: Community['codes']): Chosen =>
  answer?.kind === 'chosen' && answer.ids.length > 0 ? answer.ids.map((id) => codes.get(id)!).sort((one, other) => one - other) : undefined;

const measureOf = (answer: Answer | undefined): number | undefined => {
  if (answer?.kind === 'placed') return answer.on;
  return answer?.kind === 'zone' ? answer.minutesEast / 60 : undefined;
};
