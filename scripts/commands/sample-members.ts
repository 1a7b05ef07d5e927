import { membersCsv } from '../../adapters/files/round-csv.ts';
import { readSurvey } from '../../adapters/files/survey-file.ts';
import { sampleMembers } from '../../adapters/local/sample-members.ts';
import { type ExitCode, exitCode, print, refuse } from './terminal.ts';

export const sampleCountMax = 100_000;

/** `loop sample members`: a CSV of invented people on standard output. */
export const printSampleMembers = ({
  count,
  seed,
  survey: file,
}: {
  readonly count: number;
  readonly seed: number;
  readonly survey: string;
}): ExitCode => {
  const survey = readSurvey(file);
  if (!survey.ok) return refuse(survey.error, { json: false });
  const ids = survey.value.questions.map(({ id }) => id);
  const rows = sampleMembers(survey.value, { count, seed }).map(({ email, name, answers }) => [
    email,
    name,
    ...ids.map((id) => answers.get(id) ?? ''),
  ]);
  for (const chunk of membersCsv(['email', 'name', ...ids], rows)) print(chunk);
  return exitCode.done;
};
