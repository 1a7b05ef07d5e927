import { readSurvey } from '../../adapters/files/survey-file.ts';
import { isWall } from '../../domain/introductions/survey.ts';
import { type ExitCode, exitCode, print, refuse } from './terminal.ts';

/** `loop survey check`: every problem of a survey at once, or what it asks. */
export const checkSurveyFile = (file: string, { json = false }: { readonly json?: boolean }): ExitCode => {
  const survey = readSurvey(file);
  if (!survey.ok) return refuse(survey.error, { json });
  const { version, questions } = survey.value;
  const required = questions.filter((question) => question.required).length;
  const walls = questions.filter(({ matching }) => isWall(matching.rule)).length;
  if (json) print(`${JSON.stringify({ problems: [], count: 0, version, questions: questions.length, required, walls })}\n`);
  else
    print(
      `${file} is a good survey: version ${String(version)}, ${String(questions.length)} questions, ${String(required)} of them required, ${String(walls)} that keep people apart\n`,
    );
  return exitCode.done;
};
