import { type Answer, answerReaders, type Answers } from '../../domain/introductions/answers.ts';
import type { Survey } from '../../domain/introductions/survey.ts';
import { type CanonicalAddress, canonicalAddress, parseEmailAddress } from '../../domain/kernel/email-address.ts';
import { type CellCodes, cellCodes } from './cell-codes.ts';
import { type CsvRow, type CsvWanted, readCsv } from './csv-reading.ts';
import { addressAdvice, againstJoining, disagreement, tooManyMembers } from './members-problems.ts';
import { type People, peopleNamed } from './people.ts';
import { type FileProblem, problemList, type Problems } from './problem.ts';

/** Who a members file names: one entry a person, in whatever order. */
export interface MembersFile extends MembersRead {
  readonly members: readonly MemberRow[];
}

/** What is to be said of a members file beside its members. */
export interface MembersRead {
  /** Bad rows, one problem for each thing wrong. */
  readonly problems: Problems;
  /** The file as a whole could not be read, or names more people than asked for: no row of it counts. */
  readonly refused: boolean;
  readonly badRows: number;
  /** Rows that repeat a person without disagreeing. */
  readonly repeatedRows: number;
  readonly unknownColumns: number;
}

/** `email` and `name` as written, trimmed. */
export interface MemberRow {
  readonly id: CanonicalAddress;
  readonly email: string;
  readonly name: string;
  readonly answers: ReadonlyMap<string, Answer>;
}

/** What is wanted of a members file; one that names more than `membersMax` people is refused. */
export interface MembersWanted {
  readonly file: string;
  readonly survey: Survey;
  readonly membersMax: number;
  /** What else to say where there are more: who takes no more than that, and what to do. */
  readonly tooMany?: string | undefined;
  /**
   * These people are to become members: each needs a name that a member may have, and answers that fit a draft. What the survey
   * insists on may be missing, as each is asked for it.
   */
  readonly joining?: boolean | undefined;
}

/** Reads a community's answers: columns `email,name` and question ids; a missing column is unanswered. */
export const readMembers = (text: string, wanted: MembersWanted): MembersFile => {
  const reading = membersReading(wanted, { texts: true });
  const read = reading.settled(readCsv(text, reading.csv));
  const { people, cells } = reading;
  const members = [...people.ids.keys()].filter((person) => !read.refused && people.isGood(person));
  const answersOf = (person: number): Answers =>
    new Map(
      wanted.survey.questions.flatMap(({ id }, place) => {
        const answer = cells[place]!.values[people.codes[place]!.at(person) - 1];
        return answer === undefined ? [] : [[id, answer] as const];
      }),
    );
  return {
    ...read,
    members: members.map((person) => ({
      id: people.ids[person]!,
      email: people.emails[person]!,
      name: people.names[person]!,
      answers: answersOf(person),
    })),
  };
};

/** The reading of one members file: what to ask of the CSV, and what came of it. */
export interface MembersReading {
  readonly csv: CsvWanted;
  readonly people: People;
  /** By place of the question in the survey. */
  readonly cells: readonly CellCodes[];
  /** To be asked once, after the last row, with the columns that were read. */
  readonly settled: (columns: readonly string[] | undefined) => MembersRead;
}

/** `texts`: free words are kept, not only looked at. */
export const membersReading = (wanted: MembersWanted, { texts }: { readonly texts: boolean }): MembersReading => {
  const { file, survey, membersMax } = wanted;
  const people = peopleNamed(survey.questions.map(({ id }) => id));
  const cells = cellsOf(wanted, texts);
  const problems = problemList();
  let strangers = 0;
  const noteStranger = (problem: FileProblem): void => {
    problems.note(problem);
    strangers += 1;
  };
  const onRow = rowReader(wanted, { people, cells, note: problems.note, onStranger: () => (strangers += 1) });
  return {
    people,
    cells,
    csv: {
      file,
      required: ['email'],
      onProblem: noteStranger,
      onRow: (row) => {
        onRow(row);
        return people.ids.length > membersMax ? 'stop' : undefined;
      },
    },
    settled: (columns) => {
      const tooMany = people.ids.length > membersMax;
      if (tooMany) problems.note(tooManyMembers(wanted));
      for (const { lines, column } of people.differing()) {
        const message = disagreement(lines);
        for (const line of lines) problems.note({ file, line, column, code: 'members.rows_disagree', message });
      }
      return {
        ...rowCounts(people, strangers),
        problems: problems.all(),
        refused: columns === undefined || tooMany,
        unknownColumns: (columns ?? []).filter(
          (column) => column !== 'email' && column !== 'name' && survey.questions.every(({ id }) => id !== column),
        ).length,
      };
    },
  };
};

const cellsOf = ({ survey, joining = false }: MembersWanted, texts: boolean): readonly CellCodes[] => {
  const questions = joining ? survey.questions.map((question) => ({ ...question, required: false })) : survey.questions;
  const readers = answerReaders({ ...survey, questions });
  return questions.map((question) => cellCodes(question, { readAnswer: readers.get(question.id)!, texts }));
};

const rowCounts = (people: People, strangers: number): Pick<MembersRead, 'badRows' | 'repeatedRows'> => {
  let badRows = strangers;
  let repeatedRows = 0;
  for (const person of people.ids.keys()) {
    if (people.isGood(person)) repeatedRows += people.rowsOf(person) - 1;
    else badRows += people.rowsOf(person);
  }
  return { badRows, repeatedRows };
};

interface RowsOf {
  readonly people: People;
  readonly cells: readonly CellCodes[];
  readonly note: (problem: FileProblem) => void;
  /** Hears of a row that names nobody. */
  readonly onStranger: () => void;
}

const rowReader = ({ file, survey, joining = false }: MembersWanted, { people, cells, note, onStranger }: RowsOf) => {
  const codes = new Uint32Array(survey.questions.length);
  return ({ line, cell }: CsvRow): void => {
    let bad = false;
    const noteBad = (column: string | null, code: string, message: string): void => {
      note({ file, line, column, code, message });
      bad = true;
    };
    const address = parseEmailAddress(cell('email'));
    if (!address.ok) noteBad('email', address.error.code, addressAdvice[address.error.code]);
    const answers = joining ? new Map<string, Answer>() : undefined;
    for (const [place, { id }] of survey.questions.entries()) {
      const { code, answer, refused } = cells[place]!.read(cell(id));
      codes[place] = code;
      if (refused !== undefined) noteBad(id, refused.code, refused.help);
      if (answer !== undefined) answers?.set(id, answer);
    }
    if (answers !== undefined)
      for (const { column, code, message } of againstJoining(cell('name'), answers)) noteBad(column, code, message);
    if (!address.ok) onStranger();
    else
      people.add({ line, id: canonicalAddress(address.value), email: address.value, name: cell('name').replace(/\s+/g, ' '), codes, bad });
  };
};
