import * as z from 'zod';
import { isGraded, matchingRules, questionKinds, type Question, type Survey } from '../../domain/introductions/survey.ts';
import { checkSurvey } from '../../domain/introductions/survey-check.ts';
import { err, ok, type Result } from '../../domain/kernel/result.ts';
import { lineOfJsonFault } from './json-fault.ts';
import { type FileProblem, problemsOf, type Problems } from './problem.ts';
import { readTextFile } from './text-file.ts';

/** Reads and checks a survey file: the survey, or every problem at once, its `column` being the question's id. */
export const readSurvey = (file: string): Result<Survey, Problems> => {
  const text = readTextFile(file);
  if (!text.ok) return err(problemsOf(text.error));
  const json = parsedJson(text.value, file);
  return json.ok ? surveyOf(json.value, file) : err(problemsOf(json.error));
};

/** The survey in a parsed JSON document. */
export const surveyOf = (json: unknown, file: string): Result<Survey, Problems> => {
  const whole = wholeShape.safeParse(json);
  const listed = z.object({ questions: z.array(z.unknown()) }).safeParse(json);
  const wholeProblems = whole.success ? [] : shapeProblems(whole.error, { file, question: null });
  if (!listed.success) return err(problemsOf(...wholeProblems));
  const read = listed.data.questions.map((question, at) => ({ named: nameOf(question, at), shape: questionShape.safeParse(question) }));
  const misshapen = [
    ...wholeProblems,
    ...read.flatMap(({ named, shape }) => (shape.success ? [] : shapeProblems(shape.error, { file, question: named }))),
  ];
  const questions = read.flatMap(({ shape }) => (shape.success ? [questionOf(shape.data)] : []));
  const checked = checkSurvey({ version: whole.success ? whole.data.version : 1, questions });
  if (checked.ok && misshapen.length === 0) return ok(checked.value);
  // What a misshapen question may have said is not held against the others.
  const unread = new Set(read.flatMap(({ named, shape }) => (shape.success ? [] : [named])));
  const counterpart = (id: string | undefined): string => questions.find((question) => question.id === id)?.matching.with ?? '';
  const unsound = (checked.ok ? [] : checked.error)
    .filter(({ code, question }) => !(code === 'survey.counterpart_missing' && unread.has(counterpart(question))))
    .filter(({ code }) => !(code === 'survey.no_questions' && unread.size > 0))
    .map(({ code, question, message }): FileProblem => ({ file, line: null, column: question ?? null, code, message }));
  return err(problemsOf(...misshapen, ...unsound));
};

const optionShape = z.strictObject({ id: z.string(), label: z.string() });
const questionShape = z.strictObject({
  id: z.string(),
  kind: z.enum(questionKinds),
  label: z.string(),
  help: z.string().optional(),
  options: z.array(optionShape).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  required: z.boolean().default(false),
  quote: z.boolean().default(true),
  phrase: z.strictObject({ they: z.string(), you: z.string() }).optional(),
  matching: z.strictObject({
    rule: z.enum(matchingRules),
    weight: z.number().optional(),
    with: z.string().optional(),
    within: z.number().optional(),
  }),
});
const wholeShape = z.object({ version: z.int().min(1), questions: z.array(z.unknown()) });

// A wall may go without a weight and then only stands; what grades a pair must say how much it counts.
const questionOf = ({ matching, ...question }: z.infer<typeof questionShape>): Question => {
  const { rule, weight = isGraded(rule) && rule !== 'must-overlap' ? NaN : 0 } = matching;
  return { ...question, matching: { ...matching, weight } };
};

const nameOf = (question: unknown, at: number): string => {
  const named = z.object({ id: z.string() }).safeParse(question);
  return named.success ? named.data.id : `question ${String(at + 1)}`;
};

const shapeProblems = (
  error: z.ZodError,
  { file, question }: { readonly file: string; readonly question: string | null },
): readonly FileProblem[] =>
  error.issues.map(({ path, message }) => {
    const where = path.map(String).join('.');
    return { file, line: null, column: question, code: 'survey.shape', message: where === '' ? message : `${where}: ${message}` };
  });

const parsedJson = (text: string, file: string): Result<unknown, FileProblem> => {
  try {
    return ok(JSON.parse(text) as unknown);
  } catch {
    const line = lineOfJsonFault(text) ?? null;
    return err({
      file,
      line,
      column: null,
      code: 'survey.not_json',
      message: 'this is not JSON; look for a missing comma, quote or bracket there or just before',
    });
  }
};
