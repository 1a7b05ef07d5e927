import type { Answer, Answers } from './answers.ts';
import type { Part } from './scoring/part.ts';
import type { Question, Survey } from './survey.ts';
import { hoursBetweenClocks } from './time-zones.ts';
import { labelOf } from './vocabulary.ts';

/** Something true of a pair that may be told to both. `one` and `other` are the two members in the order they were asked about. */
export type Reason =
  | { readonly kind: 'both-chose'; readonly question: Question; readonly labels: readonly string[] }
  | {
      readonly kind: 'gives-what-is-sought';
      readonly giver: Side;
      readonly gives: Question;
      readonly seeks: Question;
      readonly labels: readonly string[];
    }
  | { readonly kind: 'near-on-a-scale'; readonly question: Question; readonly places: readonly [number, number] }
  | { readonly kind: 'near-in-time'; readonly hours: number }
  | { readonly kind: 'same-round' };

export type Side = 'one' | 'other';

export interface Couple {
  readonly one: Answers;
  readonly other: Answers;
}

/** So many reasons are given at most, and so many things named in each. */
export const reasonsMax = 4;
export const labelsMax = 3;

/**
 * Why these two: the parts of their compatibility that speak for them, largest first, at most `reasonsMax` and at least one.
 * A question with `quote: false`, and every text, stays unmentioned.
 */
export const explain = (survey: Survey, parts: readonly Part[], couple: Couple): readonly Reason[] => {
  const worth = ({ question, fit }: Part): number => question.matching.weight * (fit ?? 0);
  const largestFirst = [...parts].sort((a, b) => worth(b) - worth(a));
  const told = new Set<string>();
  const reasons: Reason[] = [];
  for (const reason of largestFirst.flatMap((part) => reasonsOf(part, survey, couple))) {
    const fact = factOf(reason);
    if (!told.has(fact)) reasons.push(reason);
    told.add(fact);
  }
  return reasons.length === 0 ? [{ kind: 'same-round' }] : reasons.slice(0, reasonsMax);
};

const reasonsOf = ({ question, fit }: Part, survey: Survey, couple: Couple): readonly Reason[] => {
  if (!question.quote || fit === undefined || fit === 0) return [];
  if (question.matching.rule === 'complementary') return givenAndSought(question, survey, couple);
  const mine = couple.one.get(question.id);
  const theirs = couple.other.get(question.id);
  if (mine?.kind === 'placed' && theirs?.kind === 'placed')
    return fit >= nearFit
      ? [{ kind: 'near-on-a-scale', question, places: [Math.min(mine.on, theirs.on), Math.max(mine.on, theirs.on)] }]
      : [];
  if (mine?.kind === 'zone' && theirs?.kind === 'zone')
    return fit >= nearFit ? [{ kind: 'near-in-time', hours: hoursBetweenClocks(mine.minutesEast / 60, theirs.minutesEast / 60) }] : [];
  const labels = sharedLabels(question, mine, theirs);
  return labels.length === 0 ? [] : [{ kind: 'both-chose', question, labels }];
};

/** From here on two places on a scale, or two clocks, are worth a word. */
const nearFit = 3 / 4;

const givenAndSought = (seeks: Question, survey: Survey, { one, other }: Couple): readonly Reason[] => {
  const gives = survey.questions.find(({ id }) => id === seeks.matching.with);
  if (!gives?.quote) return [];
  const toOne = sharedLabels(seeks, one.get(seeks.id), other.get(gives.id));
  const toOther = sharedLabels(seeks, other.get(seeks.id), one.get(gives.id));
  return [
    ...(toOther.length === 0 ? [] : [{ kind: 'gives-what-is-sought', giver: 'one', gives, seeks, labels: toOther } as const]),
    ...(toOne.length === 0 ? [] : [{ kind: 'gives-what-is-sought', giver: 'other', gives, seeks, labels: toOne } as const]),
  ];
};

const sharedLabels = (question: Question, mine: Answer | undefined, theirs: Answer | undefined): readonly string[] => {
  if (mine?.kind !== 'chosen' || theirs?.kind !== 'chosen') return [];
  return mine.ids.filter((id) => theirs.ids.includes(id)).map((id) => labelOf(question, id));
};

// Both questions of a complementary couple tell the same facts, each from its side.
const factOf = (reason: Reason): string => {
  switch (reason.kind) {
    case 'both-chose':
    case 'near-on-a-scale':
      return `${reason.kind}/${reason.question.id}`;
    case 'gives-what-is-sought': {
      const [first = '', second = ''] = [reason.gives.id, reason.seeks.id].sort();
      const firstSide = first === reason.gives.id ? reason.giver : otherSide(reason.giver);
      return `${first}/${second}/${firstSide}`;
    }
    case 'near-in-time':
    case 'same-round':
      return reason.kind;
  }
};

export const otherSide = (side: Side): Side => (side === 'one' ? 'other' : 'one');

/** How a text speaks of the two: by name to a third person, or to one of them as "you". */
export interface Wording {
  readonly names: Readonly<Record<Side, string>>;
  readonly reader?: Side;
}

/** A reason as one sentence without a full stop. */
export const inWords = (reason: Reason, wording: Wording): string => {
  const both = wording.reader === undefined ? 'Both' : 'You both';
  switch (reason.kind) {
    case 'both-chose': {
      const answers = enumerated(reason.labels);
      const { phrase, label } = reason.question;
      return phrase === undefined ? `${both} answered “${answers}” to “${label}”` : `${both} ${filled(phrase.you, answers)}`;
    }
    case 'gives-what-is-sought':
      return giving(reason, wording);
    case 'near-on-a-scale': {
      const [low, high] = reason.places;
      const { label, min = 1, max = 5 } = reason.question;
      const places =
        low === high ? `the same answer to “${label}”: ${String(low)}` : `close answers to “${label}”: ${String(low)} and ${String(high)}`;
      return `${both} gave ${places}, on a scale from ${String(min)} to ${String(max)}`;
    }
    case 'near-in-time': {
      const whose = wording.reader === undefined ? 'Their' : 'Your';
      if (reason.hours === 0) return `${whose} clocks show the same time`;
      return `${whose} clocks are ${hoursInWords(reason.hours)} apart`;
    }
    case 'same-round':
      return `${both} take part in this week’s round`;
  }
};

const giving = ({ giver, gives, seeks, labels }: Extract<Reason, { kind: 'gives-what-is-sought' }>, wording: Wording): string => {
  const answers = enumerated(labels);
  const giving = says(gives, giver, wording);
  const seeking = says(seeks, otherSide(giver), wording);
  const start =
    giving.words === undefined
      ? `${giving.subject} answered “${answers}” to “${gives.label}”`
      : `${giving.subject} ${filled(giving.words, answers)}`;
  return capitalised(`${start}, ${sought({ ...seeking, label: seeks.label, answers, alike: giving.words === undefined })}`);
};

/** The second half of the sentence; `alike` says that the first quoted an answer to a question, too. */
const sought = ({
  subject,
  words,
  label,
  answers,
  alike,
}: {
  subject: string;
  words: string | undefined;
  label: string;
  answers: string;
  alike: boolean;
}): string => {
  if (words === undefined) return alike ? `and so did ${subject} to “${label}”` : `and ${subject} answered “${answers}” to “${label}”`;
  return words.endsWith(' {answers}')
    ? `which ${subject} ${words.slice(0, -' {answers}'.length)}`
    : `and ${subject} ${filled(words, answers)}`;
};

const says = ({ phrase }: Question, side: Side, { names, reader }: Wording): { subject: string; words: string | undefined } =>
  reader === side ? { subject: 'you', words: phrase?.you } : { subject: names[side], words: phrase?.they };

const filled = (phrase: string, answers: string): string => phrase.replace('{answers}', () => answers);

/** "a", "a and b", "a, b and c", "a, b, c and 2 more". */
const enumerated = (labels: readonly string[]): string => {
  const named = labels.slice(0, labelsMax);
  const rest = labels.length - named.length;
  const all = rest > 0 ? [...named, `${String(rest)} more`] : named;
  return all.length === 1 ? (all[0] ?? '') : `${all.slice(0, -1).join(', ')} and ${all.at(-1) ?? ''}`;
};

const hoursInWords = (hours: number): string => {
  const whole = Math.floor(hours);
  const minutes = Math.round((hours - whole) * 60);
  const words = [
    ...(whole === 0 ? [] : [`${String(whole)} hour${whole === 1 ? '' : 's'}`]),
    ...(minutes === 0 ? [] : [`${String(minutes)} minutes`]),
  ];
  return words.join(' and ');
};

const capitalised = (text: string): string => (text.startsWith('you ') ? `Y${text.slice(1)}` : text);
