import type { Reporter, TestModule } from 'vitest/node';

/** Closes a run with `N passed, N failed, N skipped`, alone on its line and without colour, so that scripts can add runs up. */
export const closingLine = (): Reporter => ({
  onTestRunEnd: (modules, unhandledErrors, reason) => {
    const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
    const count = (...wanted: readonly string[]): number => states.filter((state) => wanted.includes(state)).length;
    const failed = count('failed') + brokenGroups(modules) + unhandledErrors.length;
    const counts = [
      `${String(count('passed'))} passed`,
      `${String(reason === 'passed' ? failed : Math.max(failed, 1))} failed`,
      `${String(count('skipped', 'pending'))} skipped`,
    ];
    console.log(`\n${counts.join(', ')}`);
  },
});

/** A file that does not load, or a hook that throws, fails without a test of its own that failed. */
const brokenGroups = (modules: readonly TestModule[]): number =>
  modules.flatMap((module) => [module, ...module.children.allSuites()]).filter((group) => group.errors().length > 0).length;
