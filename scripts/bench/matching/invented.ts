import { fileURLToPath } from 'node:url';
import { readSurvey } from '../../../adapters/files/survey-file.ts';
import { answersOf, type Community, communityBuilder, numberingOf } from '../../../domain/introductions/community.ts';
import { noHistory, packHistory, repeatGapWeeksDefault } from '../../../domain/introductions/history.ts';
import type { PackedRoundInput } from '../../../domain/introductions/round-input.ts';
import type { Survey } from '../../../domain/introductions/survey.ts';
import { parseWeek, type Week } from '../../../domain/kernel/iso-week.ts';
import { seededRandom, shuffled } from '../../../domain/kernel/random.ts';
import { sampleCommunity, variousCommunity } from '../scoring/people.ts';

export interface Inventing {
  /** With tastes, or hardly two alike. */
  readonly people?: 'sample' | 'various';
  /** The same people came one after the other in another order. */
  readonly inOtherOrder?: boolean;
}

/** The first round of so many invented members, by the shipped survey. */
export const inventedRound = (count: number, { people = 'sample', inOtherOrder = false }: Inventing = {}): PackedRoundInput => {
  const survey = theSurvey();
  const invented = (people === 'sample' ? sampleCommunity : variousCommunity)(survey, count);
  const community = inOtherOrder ? addedAnew(invented) : invented;
  return {
    week: theWeek('2026-W47'),
    survey,
    community,
    history: packHistory(noHistory, numberingOf(community)),
    apart: [],
    repeatGapWeeks: repeatGapWeeksDefault,
  };
};

const theSurvey = (): Survey => {
  const survey = readSurvey(fileURLToPath(new URL('../../../community/survey.json', import.meta.url)));
  if (!survey.ok) throw new Error(survey.error.kept.map(({ message }) => message).join('; '));
  return survey.value;
};

const theWeek = (text: string): Week => {
  const week = parseWeek(text);
  if (!week.ok) throw new Error(`${text} is no week`);
  return week.value;
};

const addedAnew = (community: Community): Community => {
  const { ids, names } = community;
  const builder = communityBuilder();
  for (const member of shuffled([...ids.keys()], seededRandom(1))) builder.add(ids[member]!, names[member]!, answersOf(community, member));
  return builder.build();
};
