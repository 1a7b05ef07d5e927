import { invariant } from '../../kernel/invariant.ts';
import type { Community } from '../community.ts';
import { inCanonicalOrder, isGraded, isWall, type Question, type Survey } from '../survey.ts';
import { answeredBoth, membersByOption, placesAsSets, placeSide, type SetSide, setSide, sizeOf } from './sides.ts';
import { sharedArray } from './shared-arrays.ts';
import type { Distance, Exchange, Likeness, Term } from './terms.ts';
import { forbidden, inDoubleUnits, inUnits } from './units.ts';

export interface SurveyTerms {
  readonly terms: readonly Term[];
  /** The questions that count, in order of id, each with the place of the term that its fit comes from. */
  readonly graded: readonly GradedQuestion[];
  readonly wholeWeight: number;
}

export interface GradedQuestion {
  readonly question: Question;
  readonly term: number;
}

/** Weights are rounded to multiples of 2⁻³¹; one that becomes 0 counts nothing. */
export const termsOf = (survey: Survey, community: Community): SurveyTerms => {
  const terms: Term[] = [];
  const graded: GradedQuestion[] = [];
  const placeOf = new Map<string, number>();
  let wholeWeight = 0;
  for (const question of inCanonicalOrder(survey.questions)) {
    const { rule } = question.matching;
    const weight = isGraded(rule) ? weightOf(question) : 0;
    if (weight === 0 && !isWall(rule)) continue;
    if (!placeOf.has(question.id)) {
      const counterpart = survey.questions.find(({ id }) => id === question.matching.with);
      placeOf.set(question.id, terms.length);
      // The way back of the exchange is where the fit of the counterpart comes from.
      if (counterpart !== undefined) placeOf.set(counterpart.id, terms.length + 1);
      terms.push(...newTerms(question, { counterpart, community }));
    }
    if (weight === 0) continue;
    graded.push({ question, term: placeOf.get(question.id)! });
    wholeWeight += weight;
  }
  return { terms, graded, wholeWeight };
};

const weightOf = ({ matching }: Question): number => inDoubleUnits(matching.weight);

const newTerms = (
  question: Question,
  { counterpart, community }: { readonly counterpart: Question | undefined; readonly community: Community },
): readonly Term[] => {
  const { rule } = question.matching;
  const onPlaces = question.kind === 'scale' || question.kind === 'timezone';
  switch (rule) {
    case 'overlap':
    case 'must-overlap':
      return [likeness(question, setSide(community, question.id))];
    case 'similar':
      return [onPlaces ? distance(question, community) : likeness(question, setSide(community, question.id))];
    case 'must-differ':
      return [likeness(question, onPlaces ? placesAsSets(placeSide(community, question.id)) : setSide(community, question.id))];
    case 'within':
      return [distance(question, community)];
    case 'complementary':
      invariant(counterpart !== undefined, 'a complementary question has its counterpart in the survey');
      return exchanges([question, counterpart], community);
    case 'ignore':
      return [];
  }
};

const likeness = (question: Question, side: SetSide): Likeness => {
  const { rule } = question.matching;
  const weight = rule === 'must-differ' ? 0 : weightOf(question);
  const worth = rule === 'overlap' || rule === 'must-overlap' ? rarity(side) : alike(side);
  return {
    kind: 'likeness',
    mine: side,
    theirs: side,
    weight,
    worth,
    worthOfSet: worthOfSets(side, worth),
    apart: rule === 'must-overlap' ? forbidden : 0,
    together: rule === 'must-differ' ? forbidden : 0,
    unanswered: isWall(rule) ? forbidden : weight / 2,
  };
};

const alike = ({ options }: SetSide): Float64Array => sharedArray.float64(options).fill(1);

/** 1 ÷ √(how many members chose the option): what few share says more about two who do. */
const rarity = (side: SetSide): Float64Array => {
  const worth = sharedArray.float64(side.options);
  membersByOption(side).forEach((members, option) => (worth[option] = members === 0 ? 0 : inUnits(1 / Math.sqrt(members))));
  return worth;
};

const worthOfSets = ({ codes, first, option }: SetSide, worth: Float64Array): Float64Array => {
  const sums = sharedArray.float64(codes);
  for (let set = 1; set < codes; set++) {
    for (let at = first[set]!; at < first[set + 1]!; at++) sums[set]! += worth[option[at]!]!;
  }
  return sums;
};

const distance = (question: Question, community: Community): Distance => {
  const { kind, min = 1, max = 5, matching } = question;
  const side = placeSide(community, question.id);
  const weight = weightOf(question);
  return {
    kind: 'distance',
    mine: side,
    theirs: side,
    weight,
    unanswered: weight / 2,
    onClocks: kind === 'timezone',
    reach: matching.rule === 'within' ? { kind: 'within', within: matching.within ?? 0 } : { kind: 'similar', farthest: max - min },
  };
};

const exchanges = ([one, other]: readonly [Question, Question], community: Community): readonly Exchange[] => {
  const numbers = new Map<string, number>();
  const [first, second] = answeredBoth(setSide(community, one.id, numbers), setSide(community, other.id, numbers));
  const [halfOfFirst, halfOfSecond] = [weightOf(one) / 2, weightOf(other) / 2];
  return [exchange([first, halfOfFirst], [second, halfOfSecond]), exchange([second, halfOfSecond], [first, halfOfFirst])];
};

const exchange = ([mine, halfOfMine]: readonly [SetSide, number], [theirs, halfOfTheirs]: readonly [SetSide, number]): Exchange => ({
  kind: 'exchange',
  mine,
  theirs,
  weight: halfOfMine + halfOfTheirs,
  worth: alike(theirs),
  eachOfMine: dividedBySize(halfOfMine, mine),
  eachOfTheirs: dividedBySize(halfOfTheirs, theirs),
  unanswered: halfOfMine,
});

const dividedBySize = (value: number, side: SetSide): Float64Array => {
  const shares = sharedArray.float64(side.codes);
  for (let set = 1; set < side.codes; set++) shares[set] = value / Math.max(1, sizeOf(side, set));
  return shares;
};
