import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type CommunityFile, readCommunity } from '../../adapters/files/community-file.ts';
import { type BytesRead, csvBytesMax } from '../../adapters/files/csv-file.ts';
import { type HistoryFile, type PairsFile, readApart, readHistory } from '../../adapters/files/history-file.ts';
import type { PlannedFrom } from '../../adapters/files/planned-view.ts';
import { type FileProblem, problemsOf, type Problems, together } from '../../adapters/files/problem.ts';
import { readSurvey } from '../../adapters/files/survey-file.ts';
import { mayBlock, whyNotOpened } from '../../adapters/files/text-file.ts';
import { numberingOf } from '../../domain/introductions/community.ts';
import { packHistory, repeatGapWeeksDefault } from '../../domain/introductions/history.ts';
import type { Survey } from '../../domain/introductions/survey.ts';
import type { CanonicalAddress } from '../../domain/kernel/email-address.ts';
import type { Week } from '../../domain/kernel/iso-week.ts';
import { err, ok, type Result } from '../../domain/kernel/result.ts';
import { type OnStage, withProgress } from './planning.ts';
import { counted, interruptible, say } from './terminal.ts';

/** The survey that Loop is shipped with. */
export const shippedSurvey = fileURLToPath(new URL('../../community/survey.json', import.meta.url));

/** How many members a command takes, and what it says of a file that names more. */
export interface MembersLimit {
  readonly membersMax: number;
  readonly tooMany: string;
}

export const previewLimit: MembersLimit = {
  membersMax: 1_000_000,
  tooMany: 'the most that a preview pairs; split the community into groups that are introduced among themselves',
};

/** Twenty thousand members have two hundred million pairs: so many lines are as much as other tools still read. */
export const scoresLimit: MembersLimit = {
  membersMax: 20_000,
  tooMany: 'the most whose scores are written, as each pair has a line; take a part of the community',
};

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

export interface RoundInputs extends PlannedFrom {
  /** Bad rows that were left out on request. */
  readonly skipped: number;
}

/** Every file that a run reads, so that none is replaced. */
export const inputFiles = (members: string, options: RoundOptions): readonly string[] => [options.survey, ...csvFiles(members, options)];

/** Reads everything and says on standard error what was left aside; or every problem of every file at once. */
export const readRoundInputs = async (
  membersFile: string,
  options: RoundOptions & MembersLimit & { readonly week: Week },
): Promise<Result<RoundInputs, Problems>> => {
  const survey = await interruptible.bySystem(() => readSurvey(options.survey));
  const unopened = csvFiles(membersFile, options).flatMap((file) => (mayBlock(file) ? [] : (whyNotOpened(file, csvBytesMax) ?? [])));
  if (!survey.ok) return err(together([survey.error, problemsOf(...unopened)]));
  if (unopened.length > 0) return err(problemsOf(...unopened));
  const read = await withProgress('reading', (onStage) => readFiles(survey.value, { membersFile, options, onStage }));
  return read.ok ? settled(read.value, { membersFile, options, survey: survey.value }) : read;
};

const csvFiles = (membersFile: string, { history, apart }: RoundOptions): readonly string[] => [
  membersFile,
  ...history,
  ...(apart === undefined ? [] : [apart]),
];

interface FilesOfRound {
  readonly members: CommunityFile;
  readonly memberNamed: (id: string) => string | undefined;
  readonly histories: readonly HistoryFile[];
  readonly aparts: readonly PairsFile[];
}

interface Reading {
  readonly membersFile: string;
  readonly options: RoundOptions & MembersLimit & { readonly week: Week };
  readonly onStage: OnStage;
}

/** Reads one file after the other, the members first; those that are no text are told all at once. */
const readFiles = async (survey: Survey, { membersFile, options, onStage }: Reading): Promise<Result<FilesOfRound, Problems>> => {
  const { membersMax, tooMany, week } = options;
  const blocking = interruptible.bySystem;
  const onRead = sumOf(csvFiles(membersFile, options), onStage);
  const members = await readCommunity({ file: membersFile, survey, membersMax, tooMany, blocking, onRead });
  const memberNamed = membership(members.ok ? members.value.community.ids : []);
  const known = { memberNamed, blocking, onRead };
  const histories: Result<HistoryFile, FileProblem>[] = [];
  for (const file of options.history) histories.push(await readHistory({ ...known, file, week }));
  const aparts = options.apart === undefined ? [] : [await readApart({ ...known, file: options.apart })];
  const noText = [members, ...histories, ...aparts].flatMap((read) => (read.ok ? [] : [read.error]));
  if (!members.ok || noText.length > 0) return err(problemsOf(...noText));
  const valueOf = <T>(read: Result<T, FileProblem>): readonly T[] => (read.ok ? [read.value] : []);
  return ok({ members: members.value, memberNamed, histories: histories.flatMap(valueOf), aparts: aparts.flatMap(valueOf) });
};

const membership = (ids: readonly string[]): ((id: string) => string | undefined) => {
  const known = new Map(ids.map((id) => [id, id]));
  return (id) => known.get(id);
};

/** Adds up what is read of several files; how much there is in all is not known where one of them is a pipe. */
const sumOf = (files: readonly string[], onStage: OnStage): ((progress: BytesRead) => void) => {
  const read = new Map<string, number>();
  const of = files.some(mayBlock) ? undefined : files.reduce((sum, file) => sum + statSync(file).size, 0);
  return (progress) => {
    read.set(progress.file, progress.read);
    onStage({ stage: 'reading', done: [...read.values()].reduce((sum, bytes) => sum + bytes, 0), of });
  };
};

const settled = (
  { members, memberNamed, histories, aparts }: FilesOfRound,
  { membersFile, options, survey }: Omit<Reading, 'onStage'> & { readonly survey: Survey },
): Result<RoundInputs, Problems> => {
  const files = [members, ...histories, ...aparts];
  const problems = together(files.map((read) => read.problems));
  if (files.some((read) => read.refused) || (problems.count > 0 && options.skipBad !== true)) return err(problems);
  if (options.host !== undefined && memberNamed(options.host) === undefined)
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
  sayWhatWasLeftAside(members, { histories, aparts, skipped });
  const history = { met: histories.flatMap((one) => one.history.met), leftOut: histories.flatMap((one) => one.history.leftOut) };
  return ok({
    input: {
      week: options.week,
      survey,
      community: members.community,
      history: packHistory(history, numberingOf(members.community)),
      apart: aparts.flatMap(({ pairs }) => pairs),
      host: options.host,
      repeatGapWeeks: repeatGapWeeksDefault,
    },
    emails: members.emails,
    skipped,
  });
};

const sayWhatWasLeftAside = (
  { unknownColumns, repeatedRows }: CommunityFile,
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
