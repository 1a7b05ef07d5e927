import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkOutputs, writeLargeOutputs, writeOutputs } from '../../../adapters/files/output-files.ts';

describe('the files that a run writes', () => {
  let folder: string;
  const at = (...names: readonly string[]): string => join(folder, ...names);
  const codeOf = (result: { readonly ok: boolean; readonly error?: { readonly code: string } }): string | undefined => result.error?.code;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'loop-out-'));
    writeFileSync(at('members.csv'), 'email\n');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('stand in folders that are made if absent, and replace what stood there', () => {
    expect(
      writeOutputs([
        { path: at('a', 'b', 'one.csv'), content: ['o', 'ne'] },
        { path: at('a', 'two.csv'), content: [] },
      ]).ok,
    ).toBe(true);
    expect(writeOutputs([{ path: at('a', 'b', 'one.csv'), content: ['new'] }]).ok).toBe(true);
    expect([readFileSync(at('a', 'b', 'one.csv'), 'utf8'), readdirSync(at('a')), readdirSync(at('a', 'b'))]).toEqual([
      'new',
      ['b', 'two.csv'],
      ['one.csv'],
    ]);
  });

  it('never replace an input, by its own name, another path, a symbolic or a hard link', () => {
    symlinkSync(at('members.csv'), at('symbolic.csv'));
    linkSync(at('members.csv'), at('hard.csv'));
    mkdirSync(at('real'));
    symlinkSync(folder, at('real', 'back'));
    const paths = [
      at('members.csv'),
      at('real', '..', 'members.csv'),
      at('symbolic.csv'),
      at('hard.csv'),
      at('real', 'back', 'members.csv'),
    ];
    expect(paths.map((path) => codeOf(checkOutputs([path], [at('members.csv')])))).toEqual(paths.map(() => 'out.is_an_input'));
    expect(codeOf(checkOutputs([at('members.csv')], [at('symbolic.csv')]))).toBe('out.is_an_input');
  });

  it('go through a link to where it leads, whether something stands there or not, and the link stays', () => {
    mkdirSync(at('far'));
    symlinkSync('far', at('near'));
    symlinkSync('../members.csv', at('far', 'pairs.csv'));
    symlinkSync('new/deep.csv', at('far', 'left-out.csv'));
    const paths = [at('near', 'pairs.csv'), at('near', 'left-out.csv')];
    expect(checkOutputs(paths, []).ok).toBe(true);
    expect(writeOutputs(paths.map((path) => ({ path, content: ['new'] }))).ok).toBe(true);
    expect(paths.map((path) => lstatSync(path).isSymbolicLink())).toEqual([true, true]);
    expect([readFileSync(at('members.csv'), 'utf8'), readFileSync(at('far', 'new', 'deep.csv'), 'utf8')]).toEqual(['new', 'new']);
    expect(readdirSync(folder)).toEqual(['far', 'members.csv', 'near']);
  });

  it('are refused where two of them would be one', () => {
    symlinkSync('both.csv', at('one.csv'));
    symlinkSync(at('both.csv'), at('two.csv'));
    expect(codeOf(checkOutputs([at('one.csv'), at('two.csv')], []))).toBe('out.twice');
  });

  it('are refused behind links that lead nowhere', () => {
    symlinkSync(at('two'), at('one'));
    symlinkSync(at('one'), at('two'));
    for (const path of [at('one'), at('one', 'pairs.csv'), at('missing', '..', 'two')])
      expect([path, codeOf(checkOutputs([path], []))]).toEqual([path, 'out.not_writable']);
    expect(codeOf(writeOutputs([{ path: at('one'), content: ['new'] }]))).toBe('out.not_writable');
    expect(readdirSync(folder)).toEqual(['members.csv', 'one', 'two']);
  });

  it.runIf(existsSync('/proc'))('are refused among what the system shows as files, by whatever name', () => {
    const descriptor = openSync(at('open.csv'), 'w');
    symlinkSync(`/proc/self/fd/${String(descriptor)}`, at('pairs.csv'));
    symlinkSync('/dev', at('devices'));
    const paths = [at('pairs.csv'), at('devices', 'stdout'), '/dev/stdout', '/dev/loop-pairs.csv', '/proc/loop/pairs.csv', '/dev/null'];
    expect(paths.map((path) => codeOf(checkOutputs([path], [])))).toEqual(paths.map(() => 'out.not_a_file'));
    closeSync(descriptor);
  });

  it('are refused in place of a pipe', () => {
    execFileSync('mkfifo', [at('pipe')]);
    symlinkSync('pipe', at('pairs.csv'));
    expect([at('pipe'), at('pairs.csv')].map((path) => codeOf(checkOutputs([path], [])))).toEqual(['out.not_a_file', 'out.not_a_file']);
  });

  it('are refused where a folder is named, though there is none', () => {
    const paths = ['new/', 'new//', 'new/.', 'new/..', 'members.csv/'].map((name) => `${folder}/${name}`);
    expect(paths.map((path) => codeOf(checkOutputs([path], [])))).toEqual(paths.map(() => 'out.not_a_file'));
  });

  it('are open to whom the file was that they replace, or to whom any new file is', () => {
    const modeOf = (name: string): number => statSync(at(name)).mode & 0o777;
    for (const [name, mode] of [
      ['mine.csv', 0o600],
      ['ours.csv', 0o664],
      ['read.csv', 0o444],
    ] as const) {
      writeFileSync(at(name), 'old');
      chmodSync(at(name), mode);
    }
    symlinkSync('mine.csv', at('link.csv'));
    const before = process.umask(0o027);
    const names = ['link.csv', 'ours.csv', 'read.csv', 'new.csv'];
    const written = writeOutputs(names.map((name) => ({ path: at(name), content: ['new'] })));
    expect([written.ok, process.umask(before)]).toEqual([true, 0o027]);
    expect(['mine.csv', ...names.slice(1)].map(modeOf)).toEqual([0o600, 0o664, 0o444, 0o640]);
  });

  it('are open to nobody else while they are written', () => {
    const modes: number[] = [];
    const looking = function* (): Iterable<string> {
      yield 'half';
      for (const name of readdirSync(folder)) if (name.endsWith('.part')) modes.push(statSync(at(name)).mode & 0o777);
    };
    expect(writeOutputs([{ path: at('one.csv'), content: looking() }]).ok).toBe(true);
    expect(modes).toEqual([0o600]);
  });

  it('are refused below a file, in place of a folder or of a device', () => {
    mkdirSync(at('pairs.csv'));
    const paths = [at('members.csv', 'pairs.csv'), at('members.csv', 'deep', 'pairs.csv'), at('pairs.csv'), '/dev/null'];
    expect(paths.map((path) => codeOf(checkOutputs([path], [])))).toEqual([
      'out.not_a_folder',
      'out.not_a_folder',
      'out.not_a_file',
      'out.not_a_file',
    ]);
  });

  it.runIf(existsSync('/proc'))('are refused where the system takes no folder', () => {
    expect(codeOf(writeOutputs([{ path: '/proc/loop/pairs.csv', content: ['x'] }]))).toBe('out.not_writable');
  });

  it('are all as they were when one cannot be written', () => {
    writeFileSync(at('one.csv'), 'old');
    const result = writeOutputs([
      { path: at('one.csv'), content: ['new'] },
      { path: at('x'.repeat(300), 'two.csv'), content: ['new'] },
    ]);
    expect([codeOf(result), readFileSync(at('one.csv'), 'utf8'), readdirSync(folder)]).toEqual([
      'out.not_writable',
      'old',
      ['members.csv', 'one.csv'],
    ]);
  });

  it('are all as they were when making the content fails', () => {
    const broken = function* (): Iterable<string> {
      yield 'half';
      throw new Error('a bug');
    };
    expect(() =>
      writeOutputs([
        { path: at('one.csv'), content: ['new'] },
        { path: at('two.csv'), content: broken() },
      ]),
    ).toThrow('a bug');
    expect(readdirSync(folder)).toEqual(['members.csv']);
  });

  it('let others have their turn between two chunks where they take long', async () => {
    let turns = 0;
    let waiting = true;
    const wait = (): void => {
      turns += 1;
      if (waiting) setImmediate(wait);
    };
    setImmediate(wait);
    const content = Array.from({ length: 200 }, (_, line) => `${String(line)}\n`);
    expect((await writeLargeOutputs([{ path: at('one.csv'), content }])).ok).toBe(true);
    waiting = false;
    expect(turns).toBeGreaterThan(150);
    expect(readFileSync(at('one.csv'), 'utf8')).toBe(content.join(''));
    expect(codeOf(await writeLargeOutputs([{ path: at('x'.repeat(300), 'two.csv'), content: ['new'] }]))).toBe('out.not_writable');
  });

  it('leave no draft where the process ends while they are written', async () => {
    const before = new Set(process.listeners('exit'));
    const writing = writeLargeOutputs([{ path: at('one.csv'), content: endless() }]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(readdirSync(folder)).toHaveLength(2);
    for (const atExit of process.listeners('exit')) if (!before.has(atExit)) atExit.call(process, 0);
    await writing;
    expect(readdirSync(folder)).toEqual(['members.csv']);
    expect(process.listeners('exit')).toHaveLength(before.size);
  });
});

function* endless(): Iterable<string> {
  for (;;) yield 'more\n';
}
