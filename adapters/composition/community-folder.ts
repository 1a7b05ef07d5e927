import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Survey } from '../../domain/introductions/survey.ts';
import { err, ok, type Result } from '../../domain/kernel/result.ts';
import { type Community, readCommunity } from '../config/community.ts';
import { type Problems, together } from '../files/problem.ts';
import { readSurvey } from '../files/survey-file.ts';

/** What a community edits, as it was put beside what runs. */
export interface CommunityFolder {
  readonly community: Community;
  readonly survey: Survey;
}

/** Reads both files of a folder: what they say, or every problem in either. */
export const readCommunityFolder = (folder: URL): Result<CommunityFolder, Problems> => {
  const path = fileURLToPath(folder);
  const [community, survey] = [readCommunity(join(path, 'community.json')), readSurvey(join(path, 'survey.json'))];
  if (community.ok && survey.ok) return ok({ community: community.value, survey: survey.value });
  return err(together([community, survey].flatMap((read) => (read.ok ? [] : [read.error]))));
};
