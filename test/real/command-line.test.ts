import { spawnSync } from 'node:child_process';
import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csvBytesMax } from '../../adapters/files/csv-file.ts';
import { aWorkshop, problemsIn, roundIn, smallSurvey, type Workshop } from '../support/run-loop.ts';

const commands = [
  [],
  ['round'],
  ['round', 'preview'],
  ['round', 'scores'],
  ['match'],
  ['survey'],
  ['survey', 'check'],
  ['sample'],
  ['sample', 'members'],
  ['round', 'run'],
  ['round', 'discard'],
  ['round', 'status'],
  ['members'],
  ['members', 'list'],
  ['members', 'import'],
  ['members', 'suspend'],
  ['members', 'reinstate'],
  ['members', 'erase'],
  ['introductions'],
  ['introductions', 'send'],
  ['introductions', 'status'],
  ['introductions', 'resend'],
  ['dead-letters'],
  ['dead-letters', 'list'],
  ['dead-letters', 'look'],
  ['dead-letters', 'redrive'],
  ['operators'],
  ['operators', 'reset-second-factor'],
  ['relay'],
  ['relay', 'preview'],
];

describe('the command line', () => {
  let shop: Workshop;
  beforeAll(async () => {
    shop = aWorkshop();
    shop.write('small.json', smallSurvey);
    shop.write('two.csv', 'email,name\na@example.com,Ana\nb@example.com,Ben\n');
    shop.write('many.csv', (await shop.loop('sample', 'members', '--count', '12000', '--seed', '5')).stdout);
  });
  afterAll(() => {
    shop.remove();
  });

  it('helps with every command on standard output', async () => {
    for (const command of commands) {
      const { code, stdout, stderr } = await shop.loop(...command, '--help');
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toContain(`Usage: loop ${command.join(' ')}`.trim());
    }
  });

  it('answers with help on standard error and 2 when no command is named', async () => {
    for (const command of [[], ['round'], ['survey'], ['sample'], ['members'], ['introductions'], ['operators']]) {
      const { code, stdout, stderr } = await shop.loop(...command);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain('Usage: loop');
    }
  });

  it.each([
    ['no members file', ['round', 'preview'], 'missing required argument'],
    ['an unknown command', ['round', 'previw'], 'Did you mean preview?'],
    ['an unknown option', ['round', 'preview', 'two.csv', '--sed', '3'], 'Did you mean --seed?'],
    ['an option of another command', ['sample', 'members', '--week', '2026-W01'], 'unknown option'],
    ['a word too many', ['round', 'preview', 'two.csv', 'three.csv'], 'too many arguments'],
    ['a week that does not exist', ['round', 'preview', 'two.csv', '--week', '2025-W53'], 'no such week'],
    ['a malformed week', ['round', 'preview', 'two.csv', '--week', '2026W5'], '2026-W47'],
    ['a zone that does not exist', ['round', 'preview', 'two.csv', '--zone', 'Mars/Phobos'], 'Europe/Berlin'],
    ['a seed below zero', ['round', 'preview', 'two.csv', '--seed', '-1'], 'whole number'],
    ['a host that is no address', ['round', 'preview', 'two.csv', '--host', 'nobody'], 'no mail address'],
    ['no file for the scores', ['round', 'scores', 'two.csv'], '--out'],
    ['an empty folder name', ['round', 'preview', 'two.csv', '--out', ''], '--out'],
  ])('ends with 2 and says why on standard error: %s', async (_, words, why) => {
    const { code, stdout, stderr } = await shop.loop(...words);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(why);
  });

  it.each([
    ['a members file that is missing', ['round', 'preview', 'none.csv'], 'file.missing'],
    ['a folder for a file', ['round', 'preview', '.'], 'file.not_a_file'],
    ['a survey that is missing', ['round', 'preview', 'two.csv', '--survey', 'none.json'], 'file.missing'],
    ['history that is missing', ['round', 'preview', 'two.csv', '--survey', 'small.json', '--history', 'none.csv'], 'file.missing'],
    ['a host who is no member', ['round', 'preview', 'two.csv', '--survey', 'small.json', '--host', 'c@example.com'], 'host.not_a_member'],
    ['a folder below a file', ['round', 'preview', 'two.csv', '--survey', 'small.json', '--out', 'two.csv/x'], 'out.not_a_folder'],
    ['scores in place of a folder', ['round', 'scores', 'two.csv', '--survey', 'small.json', '--out', '.'], 'out.not_a_file'],
    [
      'scores in place of a folder that is missing',
      ['round', 'scores', 'two.csv', '--survey', 'small.json', '--out', 'new/'],
      'out.not_a_file',
    ],
    ['members that no file can be called', ['round', 'preview', 'x'.repeat(300), '--survey', 'small.json'], 'file.not_readable'],
    ['scores over the members', ['round', 'scores', 'two.csv', '--survey', 'small.json', '--out', './two.csv'], 'out.is_an_input'],
  ])('ends with 3 and a dotted code, on standard output too with --json: %s', async (_, words, expected) => {
    const { code, stdout, stderr } = await shop.loop(...words);
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toContain(`${expected}: `);
    expect(problemsIn(await shop.loop(...words, '--json'))).toMatchObject({ count: 1, problems: [{ code: expected, line: null }] });
  });

  it('repeats no address that was mistyped', async () => {
    const { code, stderr } = await shop.loop('round', 'preview', 'two.csv', '--host', 'ann.smith @example.com');
    expect([code, stderr]).toEqual([2, expect.stringContaining("'--host <email>' argument is invalid. This is no mail address.")]);
    expect(stderr).not.toMatch(/ann|smith|@/);
  });

  it('tells every file that is missing at once', async () => {
    const { problems } = problemsIn(
      await shop.loop('round', 'preview', 'a.csv', '--history', 'b.csv', '--apart', 'c.csv', '--survey', 'd.json', '--json'),
    );
    expect(problems).toHaveLength(4);
  });

  it('ends with 130 when interrupted while it plans, and leaves nothing half written', async () => {
    const { code, signal, stdout } = await shop.interrupted(['round', 'preview', 'many.csv', '--out', 'half'], 2_000);
    expect([code, signal, stdout]).toEqual([130, null, '']);
    expect(shop.list().filter((name) => name.startsWith('half') || name.includes('.part'))).toEqual([]);
  });

  it('can be interrupted while it waits for a pipe that nobody writes to', async () => {
    const { code, signal } = await shop.shell('mkfifo pipe').then(() => shop.interrupted(['round', 'preview', 'pipe'], 1_500));
    expect([code ?? signal]).toEqual(['SIGINT']);
  });

  it('reads from a pipe, and is content when its reader has seen enough', async () => {
    expect(
      await shop.shell('loop round preview <(cat two.csv) --survey small.json --json | head -1; echo "${PIPESTATUS[@]}"'),
    ).toMatchObject({ stdout: '{\n0 0\n', stderr: '' });
    expect((await shop.shell('loop sample members --count 50000 | head -1 >/dev/null; echo "${PIPESTATUS[@]}"')).stdout).toBe('0 0\n');
  });

  it('says so when standard output is full', async () => {
    const { code, stderr } = await shop.shell('loop round preview two.csv --survey small.json >/dev/full');
    expect([code, stderr]).toEqual([3, 'standard output: out.not_writable: it cannot be written (ENOSPC)\n']);
  });

  it('writes no file in part when the disk is full', async () => {
    const { code, stderr } = await shop.shell('ulimit -f 2; loop round preview two.csv --survey small.json --out full');
    expect([code, shop.list('full')]).toEqual([3, []]);
    expect(stderr).toMatch(/out\.not_writable: it cannot be written \(\w+\)/);
  });

  it('refuses more members than it can write scores for, and shows no stack', async () => {
    await shop.shell('loop sample members --count 20001 >crowd.csv');
    const { code, stderr } = await shop.loop('round', 'scores', 'crowd.csv', '--skip-bad', '--out', 'crowd-scores.csv');
    expect([code, shop.list().includes('crowd-scores.csv')]).toEqual([3, false]);
    expect(stderr).toMatch(/^crowd\.csv: members\.too_many: the file names more than 20000 members, [^\n]+\n$/);
  });

  it('checks a survey, every problem at once', async () => {
    expect(await shop.loop('survey', 'check', 'small.json')).toMatchObject({ code: 0, stderr: '' });
    shop.write('bad.json', '{"version":1,"questions":[{"id":"Q","kind":"text","label":"","matching":{"rule":"similar","weight":1}}]}');
    const ran = await shop.loop('survey', 'check', 'bad.json', '--json');
    expect([ran.code, problemsIn(ran).problems.map(({ code }) => code)]).toEqual([
      3,
      ['survey.id_malformed', 'survey.label_empty', 'survey.rule_unfit'],
    ]);
    expect(ran.stderr.trim().split('\n')).toHaveLength(3);
  });

  it('invents the same members for the same count and seed, and takes them back', async () => {
    const [one, again, other] = await Promise.all(
      ['7', '7', '8'].map((seed) => shop.loop('sample', 'members', '--count', '40', '--seed', seed)),
    );
    expect(again?.stdout).toBe(one?.stdout);
    expect(other?.stdout).not.toBe(one?.stdout);
    expect(one?.stdout).toMatch(/^email,name,[a-z_,]+\n([a-z0-9-]+@example\.com,Sample [^,]+,.*\n){40}$/);
    shop.write('sample.csv', one?.stdout ?? '');
    const ran = await shop.loop('round', 'preview', 'sample.csv', '--json');
    expect([ran.stderr, roundIn(ran).certificate.pairs]).toEqual(['', 20]);
  });

  it('reads or refuses the largest files within 1 GB', async () => {
    shop.write('large.csv', 'email,name\n');
    truncateSync(join(shop.folder, 'large.csv'), csvBytesMax + 1);
    shop.write('below.csv', `email,name\n${'a@example.com,A\n'.repeat(3_500_000)}`);
    const peak = process.platform === 'linux' ? 'sleep 0.1; grep VmHWM /proc/$!/status' : '';
    for (const [file, ending] of [
      ['large.csv', 3],
      ['below.csv', 0],
    ] as const) {
      const { stdout } = await shop.shell(
        `execLoop round preview ${file} --survey small.json --json >/dev/null 2>&1 & while kill -0 $! 2>/dev/null; do ${peak}; done 2>/dev/null; wait $!; echo ended $?`,
      );
      expect(stdout).toContain(`ended ${String(ending)}\n`);
      const kilobytes = [...stdout.matchAll(/VmHWM:\s+(\d+)/g)].map(([, figure]) => Number(figure));
      expect(kilobytes.length > 0).toBe(process.platform === 'linux');
      expect(Math.max(0, ...kilobytes)).toBeLessThan(1024 * 1024);
    }
  });

  it('runs by its own name', () => {
    const { status, stdout } = spawnSync(new URL('../../scripts/loop.ts', import.meta.url).pathname, ['--version'], {
      encoding: 'utf8',
      env: { PATH: `${process.execPath.replace(/\/[^/]+$/, '')}:/usr/bin:/bin` },
    });
    expect([status, stdout]).toEqual([0, '0.1.0\n']);
  });
});
