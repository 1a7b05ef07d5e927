import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Stand-ins for tools that are not everywhere: each call is written down, and answered by its first words. */
export interface FakeTools {
  readonly run: (
    script: string,
    ...args: readonly string[]
  ) => { readonly code: number | null; readonly stdout: string; readonly stderr: string };
  /** What was called, a line each. */
  readonly calls: () => readonly string[];
  readonly remove: () => void;
}

export interface FakeAnswer {
  readonly out?: string;
  readonly code?: number;
}

/** `answers` by the beginning of a call, `pulumi version`; the longest that fits counts, and what none fits is done silently. */
export const fakeTools = (tools: readonly string[], answers: Readonly<Record<string, FakeAnswer>>): FakeTools => {
  const folder = mkdtempSync(join(tmpdir(), 'loop-tools-'));
  const log = join(folder, 'calls');
  writeFileSync(log, '');
  for (const tool of tools) {
    const path = join(folder, tool);
    writeFileSync(
      path,
      `#!/usr/bin/env node
const { appendFileSync } = require('node:fs');
const call = ['${tool}', ...process.argv.slice(2)].join(' ');
appendFileSync(${JSON.stringify(log)}, call + '\\n');
const answers = ${JSON.stringify(answers)};
const [fits] = Object.keys(answers).filter((key) => call.startsWith(key)).sort((a, b) => b.length - a.length);
process.stdout.write(answers[fits]?.out ?? '');
process.exitCode = answers[fits]?.code ?? 0;
`,
    );
    chmodSync(path, 0o755);
  }
  return {
    run: (script, ...args) => {
      const env = { PATH: `${folder}${delimiter}/usr/bin${delimiter}/bin` };
      const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { env, encoding: 'utf8' });
      return { code: status, stdout, stderr };
    },
    calls: () =>
      readFileSync(log, 'utf8')
        .split('\n')
        .filter((line) => line !== ''),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
