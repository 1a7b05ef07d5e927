import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

// Only what the compiler and dependency-cruiser cannot see is checked here. Each entry has a planted violation in test/architecture/lint.test.ts.

const defaultExports = [
  ['ExportDefaultDeclaration', 'Export a name: a default export is called differently in each file.'],
  ["ExportSpecifier[exported.name='default']", 'Export a name: an export called default is a default export.'],
];

const everywhere = [
  ['ExportAllDeclaration', 'Import from the file itself: a file that passes exports on hides cycles.'],
  ['ExportNamedDeclaration[source]', 'Import from the file itself: passing an export on hides cycles.'],
  ['Decorator', 'Wire with makeX(needs): decorators need a build step, and we have none.'],
  ["ImportDeclaration[source.value='zod'] > ImportSpecifier", "Write import * as z from 'zod': a named import quintuples the bundle."],
  [
    "ImportDeclaration[source.value='zod'] > ImportDefaultSpecifier",
    "Write import * as z from 'zod': the default import quintuples the bundle.",
  ],
];

const domain = [
  ["NewExpression[callee.name='Date'][arguments.length=0]", 'Take the moment as an argument: new Date() reads the clock.'],
  ["CallExpression[callee.name='Date']", 'Take the moment as an argument: Date() reads the clock.'],
  ['TryStatement', 'Return a Result for what the caller decides on, and let the rest be thrown.'],
];

// A later block of a flat configuration replaces a rule's options, so each block names the whole list.
const restricted = (...lists) => ['error', ...lists.flat().map(([selector, message]) => ({ selector, message }))];

const ambient = [
  { object: 'Date', property: 'now', message: 'Take the moment as an argument, or a Clock.' },
  { object: 'Math', property: 'random', message: 'Take a Random.' },
];
const environment = [{ object: 'process', property: 'env', message: 'Only entry points read the environment; take a configuration.' }];
const environmentImport = {
  name: 'node:process',
  importNames: ['env', 'default'],
  message: 'Only entry points read the environment; take a configuration.',
};

const page = [
  [
    "JSXAttribute[name.name='dangerouslySetInnerHTML']",
    'Show words as words: a page holds sessions, and what others wrote must not become a part of it.',
  ],
  ["ImportDeclaration[source.value='react'] > ImportDefaultSpecifier", 'Import what you use of it by name.'],
];

const entryPoints = ['adapters/{lambda,worker,local}/**'];
const tests = ['test/**/*.test.ts', 'test/contracts/**'];
const configuration = ['*.config.{ts,mjs}', 'web/vite.config.ts', '.dependency-cruiser.mjs'];
// Where a page meets its browser; all else of it takes the clock and chance as the domain does.
const pageEntries = ['web/*/main.tsx', 'web/*/browser.ts'];

export default defineConfig(
  { ignores: ['**/node_modules/', 'coverage/', 'dist/', 'test-results/', '.loop/', 'test/architecture/fixtures/'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx,mjs}'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.domain.json', 'tsconfig.node.json', 'tsconfig.infra.json', 'web/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: false, skipComments: false, IIFEs: true }],
      'max-params': ['error', 3],
      eqeqeq: 'error',
      'no-restricted-syntax': restricted(defaultExports, everywhere),
      '@typescript-eslint/method-signature-style': ['error', 'property'],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },
  {
    files: ['{domain,adapters}/**/*.ts'],
    ignores: entryPoints,
    rules: {
      'no-restricted-properties': ['error', ...environment],
      'no-restricted-imports': ['error', environmentImport],
    },
  },
  {
    files: ['domain/**/*.ts'],
    rules: {
      'no-restricted-syntax': restricted(defaultExports, everywhere, domain),
      'no-restricted-properties': ['error', ...environment, ...ambient],
    },
  },
  {
    files: ['web/**/*.{ts,tsx}'],
    rules: { 'no-restricted-syntax': restricted(defaultExports, everywhere, page) },
  },
  {
    files: ['web/**/*.{ts,tsx}'],
    ignores: pageEntries,
    rules: { 'no-restricted-properties': ['error', ...ambient] },
  },
  // A describe callback is as long as its list of tests; the file's limit still holds.
  { files: tests, rules: { 'max-lines-per-function': 'off' } },
  // The tools that read these ask for a default export.
  { files: configuration, rules: { 'no-restricted-syntax': restricted(everywhere) } },
  // Plain JavaScript is what runs before TypeScript does: configuration and the check of the Node version.
  { files: ['**/*.mjs'], extends: [tseslint.configs.disableTypeChecked] },
);
