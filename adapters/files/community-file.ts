import type { AnswerColumn, Community } from '../../domain/introductions/community.ts';
import type { Survey } from '../../domain/introductions/survey.ts';
import { ok, type Result } from '../../domain/kernel/result.ts';
import type { CellCodes } from './cell-codes.ts';
import { readCsvFile, type ReadingOptions } from './csv-file.ts';
import { membersReading, type MembersRead, type MembersWanted } from './members-file.ts';
import type { CodeColumn, People } from './people.ts';
import type { FileProblem } from './problem.ts';

/** The people of a members file as a round needs them, a million of them if need be. */
export interface CommunityFile extends MembersRead {
  readonly community: Community;
  /** The members' addresses as they were written, by number. */
  readonly emails: readonly string[];
}

/** Reads a members file as `readMembers` does, piece by piece; or says why it is no text. */
export const readCommunity = async (wanted: MembersWanted & ReadingOptions): Promise<Result<CommunityFile, FileProblem>> => {
  const reading = membersReading(wanted, { texts: false });
  const columns = await readCsvFile({ ...wanted, ...reading.csv });
  if (!columns.ok) return columns;
  const read = reading.settled(columns.value);
  return ok({ ...read, ...(read.refused ? nobody : communityIn(wanted.survey, reading)) });
};

const nobody: Pick<CommunityFile, 'community' | 'emails'> = { community: { ids: [], names: [], columns: new Map() }, emails: [] };

/** The good ones in order of id. */
const communityIn = (
  { questions }: Survey,
  { people, cells }: { readonly people: People; readonly cells: readonly CellCodes[] },
): Pick<CommunityFile, 'community' | 'emails'> => {
  const { ids, names, emails } = people;
  const order = Uint32Array.from(ids.keys())
    .filter(people.isGood)
    .sort((one, other) => (ids[one]! < ids[other]! ? -1 : 1));
  const inOrder = (strings: readonly string[]): readonly string[] => Array.from(order, (person) => strings[person]!);
  const columns = questions.flatMap(({ id, kind }, place) => {
    const column = kind === 'text' ? noAnswers : columnIn(order, people.codes[place]!, cells[place]!);
    return column.values.length === 0 ? [] : [[id, column] as const];
  });
  return { community: { ids: inOrder(ids), names: inOrder(names), columns: new Map(columns) }, emails: inOrder(emails) };
};

/** Answers in the order in which members give them first, so that the order of the rows makes no difference. */
const columnIn = (order: Uint32Array, codes: CodeColumn, cells: CellCodes): AnswerColumn => {
  const values: AnswerColumn['values'][number][] = [];
  const codeOf = new Uint32Array(cells.values.length + 1);
  const code = order.map((person) => {
    const said = codes.at(person);
    if (said !== 0 && codeOf[said] === 0) codeOf[said] = values.push(cells.values[said - 1]!);
    return codeOf[said]!;
  });
  return { values, code };
};

const noAnswers: AnswerColumn = { values: [], code: new Uint32Array(0) };
