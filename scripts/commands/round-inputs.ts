import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type HistoryFile, type PairsFile, readApart, readHistory } from '../../adapters/files/history-file.ts';
import { type MembersFile, readMembers } from '../../adapters/files/members-file.ts';
import { problemsOf, type Problems, together } from '../../adapters/files/problem.ts';
import type { Person } from '../../adapters/files/round-view.ts';
import { readSurvey } from '../../adapters/files/survey-file.ts';
import { readTextFile } from '../../adapters/files/text-file.ts';
import type { RoundInput } from '../../domain/introductions/candidates.ts';
import { repeatGapWeeksDefault } from '../../domain/introductions/history.ts';
import type { Survey } from '../../domain/introductions/survey.ts';
import type { CanonicalAddress } from '../../domain/kernel/email-address.ts';
import type { Week } from '../../domain/kernel/iso-week.ts';
import { err, ok, type Result } from '../../domain/kernel/result.ts';
import { counted, interruptible, say } from './terminal.ts';

/** The survey that Loop is shipped with. */
export const shippedSurvey = fileURLToPath(new URL('../../community/survey.json', import.meta.url));

/** A preview pairs at most so many members; the time that the exact solver takes for them is in docs/decisions/0002-a-round-from-a-file.md. */
export const membersMax = 2_000;

/** The inputs that `round preview` and `round scores` share. */
export interface RoundOptions {
  readonly survey: string;
  readonly history: readonly string[];
  readonly apart?: string;
  readonly host?: CanonicalAddress;
  readonly week?: Week;
  readonly zone: string;
  readonly skipBad?: boolean;
}

export interface RoundInputs {
  readonly input: RoundInput;
  readonly people: ReadonlyMap<string, Person>;
  /** Bad rows that were left out on request. */
  readonly skipped: number;
}

/** Every file that a run reads, so that none is replaced. */
export const inputFiles = (members: string, { survey, history, apart }: RoundOptions): readonly string[] => [
  members,
  survey,
  ...history,
  ...(apart === undefined ? [] : [apart]),
];

/** Reads everything and says on standard error what was left aside; or every problem of every file at once. */
export const readRoundInputs = (membersFile: string, options: RoundOptions & { readonly week: Week }): Result<RoundInputs, Problems> => {
  const read = readFiles(membersFile, options);
  if (!read.ok) return read;
  const { survey, members, history, apart } = read.value;
  const file = readMembers(members.text, { file: membersFile, survey, membersMax });
  const isMember = membership(file.members.map(({ id }) => id));
  const histories = history.map((one) => readHistory(one.text, { file: one.file, isMember, week: options.week }));
  const aparts = apart.map((one) => readApart(one.text, { file: one.file, isMember }));
  const files = [file, ...histories, ...aparts];
  const problems = together(files.map((read) => read.problems));
  if (files.some((read) => read.refused) || (problems.count > 0 && options.skipBad !== true)) return err(problems);
  if (options.host !== undefined && !isMember(options.host))
    return err(
      problemsOf({
        file: membersFile,
        line: null,
        column: 'email',
        code: 'host.not_a_member',
        message: 'the standing host has no row of their own here; add one, with answers',
      }),
    );
  const skipped = files.reduce((sum, { badRows }) => sum + badRows, 0);
  sayWhatWasLeftAside(file, { histories, aparts, skipped });
  return ok({
    input: {
      week: options.week,
      survey,
      members: file.members.map(({ id, name, answers }) => ({ id, name, answers })),
      history: { met: histories.flatMap((one) => one.history.met), leftOut: histories.flatMap((one) => one.history.leftOut) },
      apart: aparts.flatMap(({ pairs }) => pairs),
      host: options.host,
      repeatGapWeeks: repeatGapWeeksDefault,
    },
    people: new Map(file.members.map(({ id, email, name }) => [id, { email, name }])),
    skipped,
  });
};

const membership = (ids: readonly CanonicalAddress[]): ((address: CanonicalAddress) => boolean) => {
  const known = new Set(ids);
  return (address) => known.has(address);
};

interface ReadFile {
  readonly file: string;
  readonly text: string;
}
interface FilesOfRound {
  readonly survey: Survey;
  readonly members: ReadFile;
  readonly history: readonly ReadFile[];
  readonly apart: readonly ReadFile[];
}

const readFiles = (membersFile: string, options: RoundOptions): Result<FilesOfRound, Problems> => {
  const files = [membersFile, ...options.history, ...(options.apart === undefined ? [] : [options.apart])];
  const read = (): readonly [ReturnType<typeof readSurvey>, ...ReturnType<typeof readTextFile>[]] => [
    readSurvey(options.survey),
    ...files.map(readTextFile),
  ];
  const [survey, ...texts] = [options.survey, ...files].some(mayBlock) ? interruptible.bySystem(read) : read();
  const unread = texts.flatMap((text) => (text.ok ? [] : [text.error]));
  if (!survey.ok) return err(together([survey.error, problemsOf(...unread)]));
  if (unread.length > 0) return err(problemsOf(...unread));
  const all = texts.map((text, at) => ({ file: files[at] ?? '', text: text.ok ? text.value : '' }));
  const [members = { file: membersFile, text: '' }, ...past] = all;
  return ok({ survey: survey.value, members, history: past.slice(0, options.history.length), apart: past.slice(options.history.length) });
};

const mayBlock = (file: string): boolean => statSync(file, { throwIfNoEntry: false })?.isFile() === false;

const sayWhatWasLeftAside = (
  { unknownColumns, repeatedRows }: MembersFile,
  {
    histories,
    aparts,
    skipped,
  }: { readonly histories: readonly HistoryFile[]; readonly aparts: readonly PairsFile[]; readonly skipped: number },
): void => {
  const strangers = [...histories, ...aparts].reduce((sum, { unknownAddresses }) => sum + unknownAddresses, 0);
  const laterRows = histories.reduce((sum, file) => sum + file.laterRows, 0);
  const aside: readonly (readonly [count: number, words: readonly [string, string]])[] = [
    [unknownColumns, ['column is no question of the survey and was ignored', 'columns are no questions of the survey and were ignored']],
    [repeatedRows, ['row repeats a person and was taken once', 'rows repeat a person and were taken once']],
    [skipped, ['bad row was skipped', 'bad rows were skipped']],
    [laterRows, ['row of history is of this week or later and was ignored', 'rows of history are of this week or later and were ignored']],
    [
      strangers,
      [
        'address in --history or --apart belongs to no member and was ignored',
        'addresses in --history or --apart belong to no member and were ignored',
      ],
    ],
  ];
  for (const [count, words] of aside) if (count > 0) say(counted(count, words));
};
