import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMembers } from '../../../adapters/files/members-file.ts';
import { problemsKeptMax } from '../../../adapters/files/problem.ts';
import { aQuestion, aSurvey, optionsOf } from '../../arbitraries/community.ts';

const survey = aSurvey(
  aQuestion({
    id: 'colour',
    options: [
      { id: 'red', label: 'Deep Red' },
      { id: 'blue', label: 'Sky' },
    ],
    required: true,
  }),
  aQuestion({ id: 'days', kind: 'multi', options: optionsOf('mon', 'tue', 'wed'), max: 2 }),
  aQuestion({ id: 'plan', kind: 'scale' }),
);

const read = (text: string, membersMax = 50) => {
  const members = readMembers(text, { file: 'members.csv', survey, membersMax });
  return {
    ...members,
    emails: members.members.map(({ email }) => email).sort(),
    said: members.problems.kept.map(({ line, column, code }) => [line, column, code]),
  };
};
const withRows = (...rows: readonly string[]): ReturnType<typeof read> => read(`email,name,colour,days,plan\n${rows.join('\n')}\n`);

describe('a members file', () => {
  it('takes ids and labels in any case, several of them between semicolons', () => {
    const { members, said } = withRows('Ana@Example.com, Ana  Lima ,deep RED,TUE; mon ;mon,3');
    expect(said).toEqual([]);
    expect(members).toEqual([
      {
        id: 'ana@example.com',
        email: 'Ana@Example.com',
        name: 'Ana Lima',
        answers: new Map<string, unknown>([
          ['colour', { kind: 'chosen', ids: ['red'] }],
          ['days', { kind: 'chosen', ids: ['mon', 'tue'] }],
          ['plan', { kind: 'placed', on: 3 }],
        ]),
      },
    ]);
  });

  it('counts a missing column and a short row as unanswered, unless an answer is required', () => {
    expect(read('colour,email\nred,a@example.com\n').members[0]?.answers.size).toBe(1);
    expect(withRows('a@example.com,A,red').members[0]?.answers.size).toBe(1);
    expect(read('email,name\na@example.com,A\n').said).toEqual([[2, 'colour', 'answer.required']]);
    expect(withRows('a@example.com').said).toEqual([[2, 'colour', 'answer.required']]);
  });

  it('ignores columns that the survey does not know, and counts them', () => {
    expect(read('email,colour,shoe size,Name,x\na@example.com,red,44\n')).toMatchObject({ unknownColumns: 2, emails: ['a@example.com'] });
  });

  it('lists everything wrong with every row, and goes on with the others', () => {
    const { said, badRows, emails } = withRows(
      'a@example.com,A,red',
      'nobody,B,purple,mon;tue;wed,9',
      ',C,red',
      'd@example.com,D,red,"sun",x',
      'e@example.com,E,red,,,,',
    );
    expect(said).toEqual([
      [3, 'email', 'address.malformed'],
      [3, 'colour', 'answer.not_an_option'],
      [3, 'days', 'answer.too_many'],
      [3, 'plan', 'answer.not_on_the_scale'],
      [4, 'email', 'address.missing'],
      [5, 'days', 'answer.not_an_option'],
      [5, 'plan', 'answer.not_on_the_scale'],
      [6, null, 'csv.row_too_long'],
    ]);
    expect([badRows, emails]).toEqual([4, ['a@example.com']]);
  });

  it.each(['=1+1@example.com', '+a@example.com', '-a@example.com', '@example.com', '   =a@example.com', '"\t@a@example.com"'])(
    'refuses %j, which a spreadsheet would run',
    (address) => {
      expect(withRows(`${address},A,red`).said).toEqual([[2, 'email', 'address.like_a_formula']]);
    },
  );

  it('keeps the first thousand problems in order of lines, and counts the others', () => {
    const rows = Array.from({ length: 9_000 }, (_, at) =>
      at % 3 === 0 ? 'nobody,B,red' : at % 3 === 1 ? `a@example.com,${String(at)},red` : 'c@example.com,C,purple',
    );
    const { problems } = withRows(...rows);
    expect(problems.count).toBe(9_000);
    expect(problems.kept.map(({ line }) => line)).toEqual(Array.from({ length: problemsKeptMax }, (_, at) => at + 2));
  });

  it('refuses more people than may be paired, but not more rows of fewer people', () => {
    const people = (count: number): string[] => Array.from({ length: count }, (_, at) => `a${String(at)}@example.com,A,red`);
    expect(withRows(...people(50), ...people(50)).said).toEqual([]);
    expect(withRows(...people(51))).toMatchObject({ said: [[null, null, 'members.too_many']], refused: true, members: [] });
  });

  it('names nobody in a header alone', () => {
    expect(read('email,name')).toMatchObject({ members: [], refused: false, said: [] });
  });
});

describe('one person in several rows', () => {
  const spellings = ['j.doe@gmail.com', 'JDoe+loop@GMAIL.com', 'jdoe@googlemail.com', 'j.d.o.e+x+y@googlemail.com'];

  it('is one member however spelled, called the same whatever the order of the rows', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(spellings, { minLength: 4 }), (shuffled) => {
        const { emails, repeatedRows, said } = withRows(...shuffled.map((address) => `${address},J,red,mon;tue`));
        expect([emails, repeatedRows, said]).toEqual([['JDoe+loop@GMAIL.com'], 3, []]);
      }),
    );
  });

  it('stays several people where letters outside ASCII or dots elsewhere tell them apart', () => {
    expect(
      withRows('j.doe@example.com,J,red', 'jdoe@example.com,J,red', 'j.doe+1@EXAMPLE.com,J,red', 'jdoе@example.com,J,red').emails,
    ).toHaveLength(3);
  });

  it('agrees when the same is said in other words', () => {
    expect(withRows('a@example.com,Ana  Lima,red,mon;tue,3', 'A+1@example.com,Ana Lima,Deep Red,TUE;mon;mon,3')).toMatchObject({
      said: [],
      repeatedRows: 1,
    });
  });

  it.each([
    ['name', 'a@example.com,Bob,red,mon,3'],
    ['colour', 'a@example.com,A,blue,mon,3'],
    ['days', 'a@example.com,A,red,mon;tue,3'],
    ['plan', 'a@example.com,A,red,mon,'],
  ])('is bad in every row where they disagree about %s', (column, row) => {
    const { said, badRows, emails } = withRows('A+1@example.com,A,red,mon,3', 'b@example.com,B,red', row, 'a+2@Example.com,A,red,mon,3');
    expect(said).toEqual([2, 4, 5].map((line) => [line, column, 'members.rows_disagree']));
    expect([badRows, emails]).toEqual([3, ['b@example.com']]);
  });

  it('is bad in every row where one of them is, and no row is called different from its twin', () => {
    expect(withRows('a@example.com,A,purple', 'a@example.com,A,purple')).toMatchObject({
      said: [2, 3].map((line) => [line, 'colour', 'answer.not_an_option']),
      badRows: 2,
    });
    expect(withRows('a@example.com,A,red', 'a@example.com,A,purple').said).toEqual([
      [2, 'colour', 'members.rows_disagree'],
      [3, 'colour', 'answer.not_an_option'],
      [3, 'colour', 'members.rows_disagree'],
    ]);
  });

  it('may fill a file', () => {
    const text = `email,name,colour\n${'a@example.com,A,red\n'.repeat(200_000)}`;
    expect(read(text)).toMatchObject({ repeatedRows: 199_999, said: [] });
    const { problems } = read(`${text}a@example.com,B,red\n`);
    expect(problems.count).toBe(200_001);
    expect(problems.kept[0]?.message).toContain('lines 2, 3, 4, 5, 6 and 199996 more');
  });
});

describe('what is said of a bad file', () => {
  it('never repeats an address or an answer', () => {
    const secret = fc.constantFrom(
      'zq7@secret.org',
      'zq7',
      '=zq7',
      'zq7;zq7',
      'zq7@',
      '@zq7',
      '"zq7',
      'zq7"',
      'zq7\n',
      '+zq7@secret.org',
      ' zq7 ',
      'zq7,zq7',
      'zq7\tzq7',
    );
    const cell = fc.oneof(
      secret,
      fc.constantFrom('a@example.com', 'red', 'mon', '', '3'),
      fc.string({ unit: 'binary' }).map((text) => `zq7${text}`),
    );
    const rows = fc.array(fc.array(cell, { maxLength: 7 }), { maxLength: 8 });
    const headers = fc.oneof(
      fc.constantFrom('email,name,colour,days,plan', 'email,colour', 'colour'),
      fc.array(secret).map((cells) => cells.join(',')),
    );
    fc.assert(
      fc.property(headers, rows, fc.boolean(), (header, drawn, quoted) => {
        const text = [header, ...drawn.map((row) => row.map((one) => (quoted ? `"${one.replaceAll('"', '""')}"` : one)).join(','))].join(
          '\n',
        );
        const { problems } = read(text);
        const said = problems.kept
          .map(({ message, code, column }) => `${message} ${code} ${header.includes('email') ? '' : (column ?? '')}`)
          .join('\n');
        expect(said).not.toMatch(/zq7|\S@\S/);
      }),
      { numRuns: 500 },
    );
  });
});
