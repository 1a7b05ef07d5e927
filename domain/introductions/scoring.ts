import type { Answers } from './answers.ts';
import { communityOf } from './community.ts';
import { packScoring } from './scoring/packed.ts';
import type { Part } from './scoring/part.ts';
import { scorerOf } from './scoring/scorer.ts';
import type { Survey } from './survey.ts';

/** A few members, scored by their place in the list; the order of the two makes no difference. */
export interface Scoring {
  /** Whether every `must-…` of the survey lets the two meet. */
  readonly mayMeet: (one: number, other: number) => boolean;
  /** The weighted mean of the parts' fits, from 0 to 1; −1 where the two may not meet. */
  readonly compatibility: (one: number, other: number) => number;
  /** The parts that make up the compatibility, in order of question id. */
  readonly parts: (one: number, other: number) => readonly Part[];
}

/** Prepares to score a list of people. docs/survey.md has each rule's formula. */
export const scoringOf = (survey: Survey, members: readonly Answers[]): Scoring => {
  const digits = String(members.length).length;
  const community = communityOf(members.map((answers, at) => ({ id: String(at).padStart(digits, '0'), name: '', answers })));
  const { mayMeet, pair, parts } = scorerOf(packScoring(survey, community));
  return { mayMeet, compatibility: pair, parts };
};
