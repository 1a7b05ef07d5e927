import { defineConfig } from 'vitest/config';
import { closingLine } from './test/support/closing-line-reporter.ts';

// A project is a list of folders under test/. A test file outside all of them would never run: test/architecture/files.test.ts looks for those.
// Files share the modules of their worker (a third of the time went into importing them again), so a test puts back whatever it changes
// outside itself.
const project = (name: string, folders: readonly string[], limits: { readonly testTimeout?: number; readonly isolate?: boolean } = {}) => ({
  extends: true as const,
  test: { name, include: folders.map((folder) => `test/${folder}/**/*.test.ts`), exclude: slow, isolate: false, ...limits },
});

// They build what is deployed and run it, run a whole program many times, live through weeks or through any order of
// events, ask one contract of several stores, or wait for processes and threads to end: part of `npm test`, and not of `npm run check`.
const slow = [
  'test/adapters/bundles/**/*.test.ts',
  'test/adapters/email/relay/pdf.test.ts',
  'test/adapters/local/{chatting,restarted-chat}.test.ts',
  'test/adapters/local/{planning,sample-community}.test.ts',
  'test/adapters/scripts/{match,relay-preview}.test.ts',
  'test/contracts/**/*.test.ts',
  'test/crash/journal*.test.ts',
  'test/domain/introductions/matching/mutation.test.ts',
  'test/domain/introductions/near/{nearest,walls}.test.ts',
  'test/domain/introductions/planning/large-round.test.ts',
  'test/infra/engine.test.ts',
  'test/infra/program/**/*.test.ts',
  'test/races/**/*.test.ts',
  'test/simulation/**/*.test.ts',
];

export default defineConfig({
  test: {
    reporters: ['default', closingLine()],
    coverage: { provider: 'v8', include: ['domain/**', 'adapters/**', 'scripts/**', 'web/**'], reporter: ['text', 'html'] },
    projects: [
      project('domain', ['domain', 'support'], { testTimeout: 15_000 }),
      project('adapters', ['adapters', 'contracts', 'crash', 'scripts'], { testTimeout: 15_000 }),
      // What the pages that live decide, without a browser.
      project('web', ['web'], { testTimeout: 15_000 }),
      // The program that provisions Loop, run under mocks.
      project('infra', ['infra'], { testTimeout: 60_000 }),
      project('architecture', ['architecture'], { testTimeout: 30_000 }),
      { extends: true, test: { name: 'slow', include: slow, testTimeout: 60_000 } },
      // Needs the real parts of scripts/real-parts.ts, so only `npm run test:real` runs it.
      project('real', ['real'], { testTimeout: 60_000, isolate: true }),
    ],
  },
});
