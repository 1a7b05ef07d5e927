import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aWorkshop, problemsIn, roundIn, smallSurvey, type Workshop } from '../support/run-loop.ts';

describe('bad input to the command line', () => {
  let shop: Workshop;
  beforeAll(() => {
    shop = aWorkshop();
    shop.write('small.json', smallSurvey);
  });
  afterAll(() => {
    shop.remove();
  });
  const preview = async (text: string | Uint8Array, ...words: readonly string[]) => {
    shop.write('members.csv', text);
    return shop.loop('round', 'preview', 'members.csv', '--survey', 'small.json', ...words);
  };

  const bad =
    'email,name,constructor\na@example.com,Ana,purple\n"b@example.com","Ben\nB",red\nnobody,C,red\n=d@example.com,D,red,red\ne@example.com,Eve,RED\n';

  it('is listed whole, on standard error for people and on standard output for programs', async () => {
    const { code, stdout, stderr } = await preview(bad);
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr.split('\n').map((line) => line.split(': ').slice(0, 2).join(': '))).toEqual([
      'members.csv, line 2, column constructor: answer.not_an_option',
      'members.csv, line 5, column email: address.malformed',
      'members.csv, line 6: csv.row_too_long',
      '',
    ]);
    const ran = await preview(bad, '--json');
    expect([ran.code, ran.stderr]).toEqual([3, stderr]);
    expect(problemsIn(ran).count).toBe(3);
    expect(problemsIn(ran).problems.map(({ line, column, code: problem }) => [line, column, problem])).toEqual([
      [2, 'constructor', 'answer.not_an_option'],
      [5, 'email', 'address.malformed'],
      [6, null, 'csv.row_too_long'],
    ]);
    expect(`${ran.stderr}${ran.stdout}`).not.toMatch(/\S@\S|purple|Ana|nobody/);
  });

  it('is left aside and counted with --skip-bad', async () => {
    const ran = await preview(bad, '--json', '--skip-bad');
    expect([ran.code, ran.stderr, roundIn(ran).skipped]).toEqual([0, '3 bad rows were skipped\n', 3]);
    expect(roundIn(ran).pairs).toMatchObject([{ a: 'b@example.com', b: 'e@example.com' }]);
  });

  it('is listed up to a thousand problems, then counted', async () => {
    const { code, stdout, stderr } = await preview(`email\n${'nobody\n'.repeat(1_234)}`, '--json');
    const { problems, count } = problemsIn({ code, stdout, stderr, signal: null });
    expect([code, problems.length, count, problems.at(-1)?.line]).toEqual([3, 1_000, 1_234, 1_001]);
    expect(stderr.trim().split('\n').at(-1)).toBe('… and 234 more problems');
  });

  it('is refused with --skip-bad too where the file as a whole means nothing', async () => {
    for (const text of [
      '',
      'a@example.com,Ana\n',
      'email,name,name\n',
      'email;name\n',
      'email\n"a@example.com\n',
      'email\na\0\n',
      Buffer.from('email\nZo\u00eb', 'latin1'),
    ])
      expect(await preview(text, '--skip-bad')).toMatchObject({ code: 3, stdout: '' });
  });

  it('warns once of columns that are no questions', async () => {
    const { code, stderr } = await preview('email,shoes,hat\na@example.com,1,2\nb@example.com,3,4\n', '--json');
    expect([code, stderr]).toEqual([0, '2 columns are no questions of the survey and were ignored\n']);
  });

  it('is told of every file at once', async () => {
    shop.write('past.csv', 'week,member\n2025-W53,a@example.com\n');
    shop.write('apart.csv', 'a,b\nx,y@example.com\n');
    const { problems } = problemsIn(await preview('email\nnobody\n', '--json', '--history', 'past.csv', '--apart', 'apart.csv'));
    expect(problems.map(({ code }) => code)).toEqual(['address.malformed', 'week.unknown', 'address.malformed']);
  });

  it('never ends in an internal error, and nothing of it is repeated on standard error', { timeout: 120_000 }, async () => {
    const piece = fc.constantFrom(
      'zq7',
      'zq7@secret.org',
      '=zq7',
      '"',
      '""',
      ',',
      '\n',
      '\r',
      '\0',
      ';',
      '\uFEFF',
      '\ud83d\ude00',
      '\u2028',
      ' ',
      '\t',
      'red',
      '3',
      '__proto__',
      '@',
      '\u001b[2J',
    );
    const body = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));
    const header = fc.constantFrom('email,name,constructor,tags,about\n', 'email\n', '', 'week,a,b\n', '\ufeffEMAIL,about\r\n');
    const file = fc
      .tuple(header, body, fc.constantFrom('utf8', 'utf16le', 'latin1'))
      .map(([head, text, encoding]) => Buffer.from(head + text, encoding));
    await fc.assert(
      fc.asyncProperty(file, file, fc.boolean(), async (members, past, skip) => {
        shop.write('hostile.csv', past);
        const words = ['--history', 'hostile.csv', '--apart', 'hostile.csv', ...(skip ? ['--skip-bad'] : ['--json'])];
        const { code, stdout, stderr } = await preview(members, ...words);
        expect([0, 3]).toContain(code);
        expect(stderr).not.toMatch(/zq7|\S@\S|\u001b|^ {4}at /m);
        if (code === 3) expect(stdout).not.toMatch(/zq7|\S@\S/);
      }),
      { numRuns: 30 },
    );
  });
});
