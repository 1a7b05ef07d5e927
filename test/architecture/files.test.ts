import { matchesGlob } from 'node:path';
import { expect, it } from 'vitest';
import configuration from '../../vitest.config.ts';
import { root } from './cruise.ts';
import { filesUnder } from './files.ts';

const files = ['domain', 'adapters', 'infra', 'web', 'scripts', 'test'].flatMap((room) => filesUnder(root, room));

it('every file of code is named in kebab-case', () => {
  const code = files.filter((file) => /\.(tsx?|mjs)$/.test(file));
  expect(code.filter((file) => !/^([a-z0-9]+(-[a-z0-9]+)*\/)*[a-z0-9]+([.-][a-z0-9]+)*$/.test(file))).toEqual([]);
});

it('every test belongs to a project, so that none is forgotten', () => {
  const projects = (configuration.test?.projects ?? []) as readonly { readonly test: { readonly include: readonly string[] } }[];
  const globs = projects.flatMap(({ test }) => test.include);
  const tests = files.filter((file) => /[.](test|spec)[.]/.test(file));
  expect(tests.length).toBeGreaterThan(0);
  expect(tests.filter((file) => !globs.some((glob) => matchesGlob(file, glob)))).toEqual([]);
});
