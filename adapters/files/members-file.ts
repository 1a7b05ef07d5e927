import { type Answer, type AnswerRefused, answerReaders, type Answers } from '../../domain/introductions/answers.ts';
import { isChoice, type Survey } from '../../domain/introductions/survey.ts';
import { type CanonicalAddress, canonicalAddress, type EmailAddress, parseEmailAddress } from '../../domain/kernel/email-address.ts';
import { err } from '../../domain/kernel/result.ts';
import { checkLength } from '../../domain/membership/given-answers.ts';
import { nameCharactersMax, type NameRefused, parseName } from '../../domain/membership/name.ts';
import { asTyped } from './answers-as-typed.ts';
import { type CsvRow, readCsv } from './csv-reading.ts';
import { type FileProblem, problemList, type Problems } from './problem.ts';

/** Who a members file names: one entry a person, in whatever order. */
export interface MembersFile {
  readonly members: readonly MemberRow[];
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
  /**
   * These people are to become members: each needs a name that a member may have, and answers that fit a draft. What the survey
   * insists on may be missing, as each is asked for it.
   */
  readonly joining?: boolean | undefined;
}

/** Reads a community's answers: columns `email,name` and question ids; a missing column is unanswered. */
export const readMembers = (text: string, wanted: MembersWanted): MembersFile => {
  const { file, survey, membersMax, joining = false } = wanted;
  const read = rowReader(wanted);
  const people = new Map<CanonicalAddress, Person>();
  const problems = problemList();
  let strangers = 0;
  const columns = readCsv(text, {
    file,
    required: ['email'],
    onProblem: (problem) => {
      problems.note(problem);
      strangers += 1;
    },
    onRow: (cells) => {
      const row = read(cells);
      row.problems.forEach(problems.note);
      if (row.address === undefined) {
        strangers += 1;
        return undefined;
      }
      const id = canonicalAddress(row.address);
      people.set(id, joined(people.get(id), row, row.address));
      return people.size > membersMax ? 'stop' : undefined;
    },
  });
  const tooMany = people.size > membersMax;
  if (tooMany) problems.note(tooManyMembers(file, { membersMax, joining }));
  for (const { lines, differing } of people.values()) {
    if (differing === undefined) continue;
    const message = disagreement(lines);
    for (const line of lines) problems.note({ file, line, column: differing, code: 'members.rows_disagree', message });
  }
  const good = [...people].filter(([, { bad, differing }]) => !bad && differing === undefined);
  const refused = columns === undefined || tooMany;
  return {
    members: refused ? [] : good.map(([id, { email, first }]) => ({ id, email, name: first.name, answers: first.answers })),
    problems: problems.all(),
    refused,
    badRows:
      [...people.values()].reduce((sum, { lines }) => sum + lines.length, strangers) -
      good.reduce((sum, [, { lines }]) => sum + lines.length, 0),
    repeatedRows: good.reduce((sum, [, { lines }]) => sum + lines.length - 1, 0),
    unknownColumns: (columns ?? []).filter(
      (column) => column !== 'email' && column !== 'name' && survey.questions.every(({ id }) => id !== column),
    ).length,
  };
};

interface Row {
  readonly line: number;
  readonly address: EmailAddress | undefined;
  readonly name: string;
  readonly answers: ReadonlyMap<string, Answer>;
  /** Cells that are no answer, by column. */
  readonly refused: ReadonlyMap<string, string>;
  readonly problems: readonly FileProblem[];
}

const rowReader = ({ file, survey, joining = false }: MembersWanted): ((row: CsvRow) => Row) => {
  const questions = joining ? survey.questions.map((question) => ({ ...question, required: false })) : survey.questions;
  const readers = answerReaders({ ...survey, questions });
  return ({ line, cell }) => {
    const problems: FileProblem[] = [];
    const address = parseEmailAddress(cell('email'));
    if (!address.ok) problems.push({ file, line, column: 'email', code: address.error.code, message: addressAdvice[address.error.code] });
    const answers = new Map<string, Answer>();
    const refused = new Map<string, string>();
    for (const { id, kind } of survey.questions) {
      const text = cell(id);
      const answer = text.length > cellCharsMax ? err(cellTooLong) : readers.get(id)?.(isChoice(kind) ? text.split(';') : [text]);
      if (answer?.ok === true && answer.value !== undefined) answers.set(id, answer.value);
      if (answer?.ok !== false) continue;
      refused.set(id, text);
      problems.push({ file, line, column: id, code: answer.error.code, message: answer.error.help });
    }
    if (joining) problems.push(...againstJoining(cell('name'), answers).map((problem) => ({ file, line, ...problem })));
    return { line, address: address.ok ? address.value : undefined, name: cell('name').replace(/\s+/g, ' '), answers, refused, problems };
  };
};

/** What keeps somebody from becoming a member, beside their address and what their answers say. */
const againstJoining = (text: string, answers: Answers): readonly Pick<FileProblem, 'column' | 'code' | 'message'>[] => {
  const name = parseName(text);
  const fits = checkLength(asTyped(answers));
  return [
    ...(name.ok ? [] : [{ column: 'name', code: name.error.code, message: nameAdvice[name.error.code] }]),
    ...(fits.ok
      ? []
      : [
          {
            column: null,
            code: fits.error.code,
            message: `all answers together are longer than ${String(fits.error.charactersMax)} characters`,
          },
        ]),
  ];
};

const nameAdvice: Readonly<Record<NameRefused['code'], string>> = {
  'membership.name_missing': 'everybody needs a name, as mails call them by it',
  'membership.name_too_long': `a name has at most ${String(nameCharactersMax)} characters`,
  'membership.name_characters': 'a name has no invisible characters and no angle brackets',
  'membership.name_link': 'a name must not look like an address of the web or of mail',
};

/** More than any answer needs, few enough to be taken apart at `;`. */
const cellCharsMax = 50_000;
const cellTooLong: AnswerRefused = { code: 'answer.too_long', help: `a cell has at most ${String(cellCharsMax)} characters` };

/** The rows of one person: the first as a whole, of the others only what is needed, so that a million of them fit. */
interface Person {
  readonly first: Row;
  /** Of all spellings the first in order of characters, so that the order of the rows makes no difference. */
  readonly email: EmailAddress;
  readonly lines: number[];
  readonly bad: boolean;
  /** A column in which two rows differ. */
  readonly differing: string | undefined;
}

const joined = (person: Person | undefined, row: Row, address: EmailAddress): Person => {
  const bad = row.problems.length > 0;
  if (person === undefined) return { first: row, email: address, lines: [row.line], bad, differing: undefined };
  person.lines.push(row.line);
  return {
    first: person.first,
    email: address < person.email ? address : person.email,
    lines: person.lines,
    bad: person.bad || bad,
    differing: person.differing ?? differingColumn(person.first, row),
  };
};

/** Nothing shows which of a person's rows is right, so every row is at fault. */
const disagreement = (lines: readonly number[]): string => {
  const named = lines.slice(0, linesNamedMax).map(String).join(', ');
  const more = lines.length > linesNamedMax ? ` and ${String(lines.length - linesNamedMax)} more` : '';
  return `the same person stands on lines ${named}${more} and the rows disagree; keep the right one`;
};

const linesNamedMax = 5;

const differingColumn = (one: Row, other: Row): string | undefined => {
  if (one.name !== other.name) return 'name';
  const ids = new Set([one, other].flatMap(({ answers, refused }) => [...answers.keys(), ...refused.keys()]));
  const differs = (id: string): boolean =>
    one.refused.get(id) !== other.refused.get(id) || JSON.stringify(one.answers.get(id)) !== JSON.stringify(other.answers.get(id));
  return [...ids].sort().find(differs);
};

const tooManyMembers = (
  file: string,
  { membersMax, joining }: { readonly membersMax: number; readonly joining: boolean },
): FileProblem => ({
  file,
  line: null,
  column: null,
  code: 'members.too_many',
  message: joining
    ? `the file names more than ${String(membersMax)} people, the most that are taken at once; split it`
    : `the file names more than ${String(membersMax)} members, the most that a preview pairs; split the community into groups that are introduced among themselves`,
});

/** Without an at-sign between letters: no message looks as if it repeated an address. */
export const addressAdvice = {
  'address.missing': 'every row needs an address',
  'address.like_a_formula': 'an address that begins with =, +, - or @ is refused: a spreadsheet would run it',
  'address.malformed': 'this is no mail address; one has a name, an at-sign and a domain with a dot in it',
} as const;
