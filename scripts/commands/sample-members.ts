import { membersCsv } from '../../adapters/files/round-csv.ts';
import { readSurvey } from '../../adapters/files/survey-file.ts';
import { inventedMembers } from '../../adapters/local/sample-members.ts';
import type { Survey } from '../../domain/introductions/survey.ts';
import { type ExitCode, exitCode, interruptible, printAll, refuse } from './terminal.ts';

export const sampleCountMax = 1_000_000;

/** `loop sample members`: a CSV of invented people on standard output. */
export const printSampleMembers = async ({
  count,
  seed,
  survey: file,
}: {
  readonly count: number;
  readonly seed: number;
  readonly survey: string;
}): Promise<ExitCode> => {
  const survey = await interruptible.bySystem(() => readSurvey(file));
  if (!survey.ok) return refuse(survey.error, { json: false });
  const ids = survey.value.questions.map(({ id }) => id);
  await printAll(membersCsv(['email', 'name', ...ids], rowsOf(survey.value, { count, seed })));
  return exitCode.done;
};

function* rowsOf(survey: Survey, given: { readonly count: number; readonly seed: number }): Iterable<readonly string[]> {
  for (const { email, name, answers } of inventedMembers(survey, given))
    yield [email, name, ...survey.questions.map(({ id }) => answers.get(id) ?? '')];
}
