import type { Brand } from '../kernel/brand.ts';

/** The questions of one community, each with how it counts. The only way to one is `checkSurvey`. */
export type Survey = Brand<SurveyDraft, 'survey'>;

/** A survey as its author wrote it: of the right shape, its rules not yet checked against each other. */
export interface SurveyDraft {
  readonly version: number;
  readonly questions: readonly Question[];
}

export interface Question {
  readonly id: string;
  readonly kind: QuestionKind;
  readonly label: string;
  readonly help?: string | undefined;
  /** The vocabulary. `tags` without options are free words; `languages` without are all of ISO 639-1; `timezone` without all of IANA's. */
  readonly options?: readonly Option[] | undefined;
  /** `scale`: the ends of the scale. `multi`, `tags`, `languages`: how many may be chosen. `text`: characters. */
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly required: boolean;
  /** False: the answer counts, but is never quoted to anyone. */
  readonly quote: boolean;
  /** How a reason puts a shared answer into words; `{answers}` stands for it. */
  readonly phrase?: Phrase | undefined;
  readonly matching: Matching;
}

export interface Option {
  readonly id: string;
  readonly label: string;
}

/** "speaks {answers}" of one person by name, "speak {answers}" of you or of both. */
export interface Phrase {
  readonly they: string;
  readonly you: string;
}

export interface Matching {
  readonly rule: MatchingRule;
  /** How much the part counts, from 0 (not at all). `must-differ` and `ignore` have no part, whatever their weight. */
  readonly weight: number;
  /** `complementary`: the id of the question that this one is held against. */
  readonly with?: string | undefined;
  /** `within`: steps of a scale, or hours between time zones. */
  readonly within?: number | undefined;
}

export const questionKinds = ['single', 'multi', 'scale', 'tags', 'text', 'languages', 'timezone'] as const;
export type QuestionKind = (typeof questionKinds)[number];

export const matchingRules = ['similar', 'complementary', 'overlap', 'must-overlap', 'must-differ', 'within', 'ignore'] as const;
export type MatchingRule = (typeof matchingRules)[number];

export const questionsMax = 100;
export const optionsMax = 1_000;
export const weightMax = 1_000;

/** Whether a kind's answer is a set of ids out of a vocabulary. */
export const isChoice = (kind: QuestionKind): boolean => kind === 'single' || kind === 'multi' || kind === 'tags' || kind === 'languages';

/** Whether a rule is a wall: a pair that breaks it never meets. */
export const isWall = (rule: MatchingRule): boolean => rule === 'must-overlap' || rule === 'must-differ';

/** Whether a rule grades a pair, so that its question makes a part of the compatibility. */
export const isGraded = (rule: MatchingRule): boolean => rule !== 'must-differ' && rule !== 'ignore';

/** Questions in the order in which everything is added up: by id, so that the author's order changes no figure. */
export const inCanonicalOrder = (questions: readonly Question[]): Question[] =>
  [...questions].sort((one, other) => (one.id < other.id ? -1 : one.id > other.id ? 1 : 0));
