import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { root } from './cruise.ts';
import { filesUnder } from './files.ts';

const unknownToTheDomain = [
  'export const a = process.env;',
  "export const b = fetch('https://example.com');",
  "console.log('hello');",
  'setTimeout(() => undefined, 1);',
  'setInterval(() => undefined, 1);',
  'queueMicrotask(() => undefined);',
  'export const c = crypto.randomUUID();',
  'export const d = performance.now();',
  "export const e = new URL('https://example.com');",
  'export const f = structuredClone({});',
  "export const g = Buffer.from('hello');",
  'export const h = new TextEncoder();',
  'export const i = globalThis.process;',
  "export const j = require('node:fs');",
  "export const k = import('node:fs');",
  'export const l = document.title;',
  'export enum M { A }',
  'export const n: string = [""][0];',
];

describe('the compiler', () => {
  it('knows nothing in the domain that time, chance, network or process could come from', () => {
    expect(linesWithErrors(unknownToTheDomain.join('\n'))).toEqual(unknownToTheDomain.map((text, line) => [line + 1, text]));
  });

  it('knows the language there', () => {
    expect(linesWithErrors('export const a = new Date(0).toISOString() + Math.imul(1, 2) + [1].toSorted().join();')).toEqual([]);
  });

  it('sees every file of the domain, and only those', () => {
    const seen = domain.fileNames.map((file) => file.slice(root.length + 1));
    expect(seen.toSorted()).toEqual(filesUnder(root, 'domain').toSorted());
  });
});

const readProject = (): ts.ParsedCommandLine => {
  const read: unknown = ts.readConfigFile(join(root, 'tsconfig.domain.json'), (path) => ts.sys.readFile(path)).config;
  return ts.parseJsonConfigFileContent(read, ts.sys, root);
};

const domain = readProject();

/** Compiles `text` as one more file of the domain, and gives each line that has an error once for each of its errors. */
const linesWithErrors = (text: string): (readonly [number, string])[] => {
  const planted = join(root, 'domain', 'kernel', 'planted.ts');
  const options = { ...domain.options, incremental: false };
  const host = ts.createCompilerHost(options);
  const readFile = host.getSourceFile.bind(host);
  host.getSourceFile = (path, settings) => (path === planted ? ts.createSourceFile(path, text, settings) : readFile(path, settings));
  const program = ts.createProgram([planted], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, start }) => {
    const line = file?.getLineAndCharacterOfPosition(start ?? 0).line ?? -1;
    return [line + 1, text.split('\n')[line] ?? ''] as const;
  });
};
