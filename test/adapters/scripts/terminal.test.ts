import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withoutRefusedAddresses } from '../../../scripts/commands/terminal.ts';

const at = (path: string): string => new URL(`../../../${path}`, import.meta.url).href;

/** Runs a program in which `interruptible` is on, and says how it ended. */
const ended = (program: string) => {
  const begin = `import { interruptible } from '${at('scripts/commands/terminal.ts')}'; interruptible.on();\n`;
  const { status, signal, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', begin + program], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  return { code: status, signal, stdout };
};

const ends = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const;

describe('An interrupted command', () => {
  it.each(ends)('ends by a %s that came before a file is waited for', (signal, code) => {
    const ran = ended(`process.kill(process.pid, '${signal}'); await interruptible.bySystem(() => undefined); console.log('went on');`);
    expect(ran).toEqual({ code, signal: null, stdout: '' });
  });

  it.each(ends)('is ended by the system at a %s while a file is waited for', (signal) => {
    const ran = ended(`await interruptible.bySystem(() => process.kill(process.pid, '${signal}')); console.log('went on');`);
    expect(ran).toEqual({ code: null, signal, stdout: '' });
  });

  it.each(ends)('finishes its step at a %s', (signal, code) => {
    const ran = ended(`
      await interruptible.step(async () => {
        process.kill(process.pid, '${signal}');
        await new Promise((resolve) => setTimeout(resolve, 50));
        console.log('whole');
      });
      console.log('went on');`);
    expect(ran).toEqual({ code, signal: null, stdout: 'whole\n' });
  });

  it.each(ends)('leaves no draft at a %s', (signal, code) => {
    const folder = mkdtempSync(join(tmpdir(), 'loop-ended-'));
    const ran = ended(`
      import { readdirSync } from 'node:fs';
      import { writeLargeOutputs } from '${at('adapters/files/output-files.ts')}';
      function* endless() {
        for (let chunks = 0; ; chunks++) {
          if (chunks === 10) console.log(readdirSync('${folder}').length);
          if (chunks === 10) process.kill(process.pid, '${signal}');
          yield 'more';
        }
      }
      await writeLargeOutputs([{ path: '${join(folder, 'pairs.csv')}', content: endless() }]);`);
    const left = readdirSync(folder);
    rmSync(folder, { recursive: true });
    expect([ran, left]).toEqual([{ code, signal: null, stdout: '1\n' }, []]);
  });
});

describe('A refused value', () => {
  it.each([
    ["error: option '--host <email>' argument 'ann.smith @example.com' is invalid. This is no mail address."],
    ["error: option '--host <email>' argument 'ann' is invalid.smith @example.com' is invalid. This is no mail address."],
    ["error: command-argument value 'ann.smith @example.com' is invalid for argument 'member'. This is no mail address."],
  ])('is left out where it may be an address: %s', (text) => {
    expect(withoutRefusedAddresses(text)).not.toMatch(/smith|@/);
    expect(withoutRefusedAddresses(text)).toMatch(/(--host <email>|command).* is invalid.* This is no mail address\.$/);
  });

  it('is said otherwise', () => {
    const text = "error: option '--week <week>' argument '2026W5' is invalid. A week is written like 2026-W47.";
    expect(withoutRefusedAddresses(text)).toBe(text);
  });
});
