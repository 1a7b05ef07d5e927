import type { Answers } from '../../domain/introductions/answers.ts';
import { checkLength } from '../../domain/membership/given-answers.ts';
import { nameCharactersMax, type NameRefused, parseName } from '../../domain/membership/name.ts';
import { asTyped } from './answers-as-typed.ts';
import type { FileProblem } from './problem.ts';

/** What keeps somebody from becoming a member, beside their address and what their answers say. */
export const againstJoining = (text: string, answers: Answers): readonly Pick<FileProblem, 'column' | 'code' | 'message'>[] => {
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

/** Nothing shows which of a person's rows is right, so every row is at fault. */
export const disagreement = (lines: readonly number[]): string => {
  const named = lines.slice(0, linesNamedMax).map(String).join(', ');
  const more = lines.length > linesNamedMax ? ` and ${String(lines.length - linesNamedMax)} more` : '';
  return `the same person stands on lines ${named}${more} and the rows disagree; keep the right one`;
};

const linesNamedMax = 5;

interface TooMany {
  readonly file: string;
  readonly membersMax: number;
  readonly joining?: boolean | undefined;
  readonly tooMany?: string | undefined;
}

export const tooManyMembers = ({
  file,
  membersMax,
  joining,
  tooMany = 'the most that are taken at once; split it',
}: TooMany): FileProblem => ({
  file,
  line: null,
  column: null,
  code: 'members.too_many',
  message: `the file names more than ${String(membersMax)} ${joining === true ? 'people' : 'members'}, ${tooMany}`,
});

/** Without an at-sign between letters: no message looks as if it repeated an address. */
export const addressAdvice = {
  'address.missing': 'every row needs an address',
  'address.like_a_formula': 'an address that begins with =, +, - or @ is refused: a spreadsheet would run it',
  'address.malformed': 'this is no mail address; one has a name, an at-sign and a domain with a dot in it',
} as const;
