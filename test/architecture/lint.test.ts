import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
import { root } from './cruise.ts';

const inDomain = 'domain/planted.ts';
const inAdapter = 'adapters/planted.ts';
const inEntryPoint = 'adapters/lambda/planted.ts';
const inTest = 'test/planted.test.ts';
const inPage = 'web/chat/planted.tsx';
const inPageEntry = 'web/chat/browser.ts';
const syntax = 'no-restricted-syntax';
const lines = (count: number): string => 'export {};\n'.repeat(count);
const longFunction = `export const planted = (): void => {\n${'  void 0;\n'.repeat(70)}};`;

const planted: readonly (readonly [rule: string, text: string, file?: string])[] = [
  ['max-lines', lines(301)],
  ['max-lines', lines(301), inTest],
  ['max-lines-per-function', longFunction],
  ['max-params', 'export const planted = (a: number, b: number, c: number, d: number): number => a + b + c + d;'],
  ['eqeqeq', 'export const planted = (a: number): boolean => a == 1;'],
  [syntax, 'export default 1;'],
  [syntax, 'const planted = 1;\nexport { planted as default };'],
  [syntax, "export * from './other.ts';"],
  [syntax, "export { other } from './other.ts';"],
  [syntax, "export type { Other } from './other.ts';"],
  [syntax, 'const seal = (_: unknown, __: unknown): void => undefined;\n@seal\nexport class Planted {}'],
  [syntax, "import { z } from 'zod';\nexport const planted: unknown = z;", inAdapter],
  [syntax, "import z from 'zod';\nexport const planted: unknown = z;", inAdapter],
  [syntax, 'export const planted = new Date();'],
  [syntax, 'export const planted = Date();'],
  [syntax, 'export const planted = (run: () => void): void => {\n  try {\n    run();\n  } finally {\n    run();\n  }\n};'],
  ['no-restricted-properties', 'export const planted = Date.now();'],
  ['no-restricted-properties', 'export const planted = (): number => {\n  const { now } = Date;\n  return now();\n};'],
  ['no-restricted-properties', 'export const planted = Math.random();'],
  ['no-restricted-properties', 'export const planted: unknown = process.env;', inAdapter],
  ['no-restricted-imports', "import { env } from 'node:process';\nexport const planted: unknown = env;", inAdapter],
  ['no-restricted-properties', 'export const planted = Date.now();', inPage],
  ['no-restricted-properties', 'export const planted = Math.random();', inPage],
  [syntax, 'export default 1;', inPage],
  [syntax, "export * from './other.ts';", inPage],
  [syntax, 'export const planted = (html: string): unknown => <p dangerouslySetInnerHTML={{ __html: html }} />;', inPage],
  [syntax, "import React from 'react';\nexport const planted: unknown = React;", inPage],
  ['@typescript-eslint/method-signature-style', 'export interface Planted {\n  find(id: string): string;\n}'],
  ['@typescript-eslint/no-floating-promises', 'const later = async (): Promise<void> => Promise.resolve();\nlater();'],
  ['@typescript-eslint/no-misused-promises', 'export const planted = (all: string[]): void => all.forEach(async () => Promise.resolve());'],
  [
    '@typescript-eslint/switch-exhaustiveness-check',
    "export const planted = (a: 'x' | 'y'): void => {\n  switch (a) {\n    case 'x':\n      return;\n  }\n};",
  ],
  ['@typescript-eslint/no-explicit-any', 'export const planted = (a: any): unknown => a;'],
  ['@typescript-eslint/no-unsafe-return', "export const planted = (): string => JSON.parse('1');"],
  ['@typescript-eslint/ban-ts-comment', '// @ts-ignore\nexport const planted = 1;'],
  ['@typescript-eslint/no-unused-vars', 'const planted = 1;\nexport {};'],
];

const allowed: readonly { readonly what: string; readonly text: string; readonly file?: string }[] = [
  { what: 'a date of a given moment', text: 'export const fine = (at: number): Date => new Date(at);' },
  { what: 'an element of a typed array', text: 'export const fine = (a: Int32Array, i: number): number => a[i]!;' },
  { what: 'the environment in an entry point', text: 'export const fine = process.env;', file: inEntryPoint },
  { what: 'the clock where a page meets its browser', text: 'export const fine = Date.now();', file: inPageEntry },
  { what: 'zod as a namespace', text: "import * as z from 'zod';\nexport const fine: unknown = z;", file: inAdapter },
  { what: 'a describe callback as long as its list of tests', text: longFunction, file: inTest },
];

describe('lint', async () => {
  const eslint = new ESLint({ cwd: root, overrideConfig: plantedFilesHaveTypes });
  const messages = async (text: string, file = inDomain) => (await eslint.lintText(text, { filePath: file }))[0]?.messages ?? [];
  const found = await Promise.all(
    planted.map(async ([rule, text, file]) => ({ rule, shown: text.replaceAll('\n', ' '), messages: await messages(text, file) })),
  );

  it.each(found)('finds $rule in `$shown`', ({ rule, messages: reported }) => {
    expect(reported.map(({ ruleId, message }) => ruleId ?? message)).toEqual([rule]);
  });

  it.each(allowed)('lets $what pass', async ({ text, file }) => {
    expect(await messages(text, file)).toEqual([]);
  });

  it.each([inDomain, inPage])('has a planted violation for every restricted syntax of %s', async (file) => {
    const configuration = (await eslint.calculateConfigForFile(file)) as {
      rules: Record<string, [severity: number, ...{ message: string }[]]>;
    };
    const [, ...restrictions] = configuration.rules[syntax] ?? [0];
    const fired = found.flatMap(({ messages: reported }) => reported.map(({ message }) => message));
    expect(restrictions.map(({ message }) => message).filter((message) => !fired.includes(message))).toEqual([]);
    expect(restrictions.length).toBeGreaterThan(0);
  });

  it('cannot be silenced from inside a file', async () => {
    const silenced = await messages('/* eslint-disable */\nexport const planted = Date.now();');
    expect(silenced.map(({ ruleId }) => ruleId)).toEqual(expect.arrayContaining([null, 'no-restricted-properties']));
  });
});

/** Planted files are on no disk and in no tsconfig, so they get a project of their own; all else is the configuration as it is. */
const plantedFilesHaveTypes = {
  files: ['**/*.{ts,tsx}'],
  languageOptions: {
    parserOptions: {
      project: false,
      projectService: { allowDefaultProject: [inDomain, inAdapter, inEntryPoint, inTest, inPage], defaultProject: 'tsconfig.node.json' },
    },
  },
};
