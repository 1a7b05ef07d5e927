import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cruise, root, rules } from './cruise.ts';
import { filesUnder } from './files.ts';

const rooms = ['domain', 'adapters', 'infra', 'web', 'scripts', 'test'];
const fixtures = join(import.meta.dirname, 'fixtures');

describe('the dependency rule', () => {
  it('holds in every file of the tree', async () => {
    const { summary } = await cruise(root, [...rooms, 'vitest.config.ts']);
    expect(summary.violations.map(({ rule, from, to }) => `${from} → ${to}: ${commentOf(rule.name)}`)).toEqual([]);
  });

  it('saw every file of the domain, of the adapters and of the pages', async () => {
    const { modules } = await cruise(root, ['domain', 'adapters', 'web']);
    const seen = modules.map(({ source }) => source).filter((source) => /^(domain|adapters|web)\/.*\.tsx?$/.test(source));
    const onDisk = ['domain', 'adapters', 'web'].flatMap((room) => filesUnder(root, room)).filter((file) => /\.tsx?$/.test(file));
    expect(onDisk.length).toBeGreaterThan(0);
    expect(seen.toSorted()).toEqual(onDisk.toSorted());
  });
});

describe('a planted violation', async () => {
  const { modules } = await cruise(fixtures, rooms);
  const planted = modules.map(({ source }) => source).filter((source) => rules.some(({ name }) => name === ruleNamedBy(source)));
  // Read off the modules: the summary names a circle once, not once for each of its files.
  const brokenBy = (file: string): string[] => {
    const dependencies = modules.find(({ source }) => source === file)?.dependencies ?? [];
    return [...new Set(dependencies.flatMap(({ rules: broken }) => broken ?? []).map(({ name }) => name))];
  };

  it.each(planted)('in %s trips the rule it is named after and no other', (file) => {
    expect(brokenBy(file)).toEqual([ruleNamedBy(file)]);
  });

  it('exists for every rule', () => {
    expect([...new Set(planted.map(ruleNamedBy))].toSorted()).toEqual(rules.map(({ name }) => name ?? 'nameless').toSorted());
  });

  it('is the only thing that is found: what is allowed trips nothing', () => {
    const innocent = modules.map(({ source }) => source).filter((source) => !planted.includes(source));
    expect(innocent.filter((file) => brokenBy(file).length > 0)).toEqual([]);
    expect(innocent).toEqual(expect.arrayContaining(['adapters/composition/container.ts', 'adapters/sqs/queue.ts', 'web/call.ts']));
  });
});

const ruleNamedBy = (file: string): string => basename(file).split('.')[0] ?? '';

const commentOf = (name: string): string => `${name} (${rules.find((rule) => rule.name === name)?.comment ?? ''})`;
