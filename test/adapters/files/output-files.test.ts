import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
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

  it('replace a link to something else, not what it leads to', () => {
    symlinkSync(at('members.csv'), at('pairs.csv'));
    expect(checkOutputs([at('pairs.csv')], []).ok).toBe(true);
    expect(writeOutputs([{ path: at('pairs.csv'), content: ['new'] }]).ok).toBe(true);
    expect([lstatSync(at('pairs.csv')).isSymbolicLink(), readFileSync(at('members.csv'), 'utf8')]).toEqual([false, 'email\n']);
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
