import { type Scoring, scoringOf } from '../../domain/introductions/scoring.ts';
import type { Survey } from '../../domain/introductions/survey.ts';
import { answered, type Community } from '../arbitraries/community.ts';

export const scoringIn = ({ survey, members }: Community): Scoring =>
  scoringOf(
    survey,
    members.map(({ answers }) => answers),
  );

/** The compatibility of the first two of those who answered so. */
export const compatibility = (survey: Survey, ...cells: readonly Readonly<Record<string, string>>[]): number =>
  scoringOf(
    survey,
    cells.map((each) => answered(survey, each)),
  ).compatibility(0, 1);

export const couples = (size: number): (readonly [number, number])[] =>
  Array.from({ length: size }, (_, one) => one).flatMap((one) =>
    Array.from({ length: size - one - 1 }, (_, step) => [one, one + step + 1] as const),
  );

export const pairs = ({ members }: Community): (readonly [number, number])[] => couples(members.length);
