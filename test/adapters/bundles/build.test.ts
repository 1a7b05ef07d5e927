import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Built, bundle } from '../../../scripts/build/bundle.ts';
import { entries } from '../../../scripts/build/entries.ts';
import { largestPackages, sizeTable } from '../../../scripts/build/sizes.ts';
import { type BuiltBundles, buildBundles } from '../../support/deployed-parts.ts';

const root = join(fileURLToPath(import.meta.url), '..', '..', '..', '..');
let once: BuiltBundles;
let built: readonly Built[];

beforeAll(async () => {
  once = await buildBundles();
  built = await Promise.all(entries.map(async (entry) => bundle(entry, { root, into: once.folder })));
}, 60_000);
afterAll(async () => once.remove());

const filesIn = async (folder: string): Promise<ReadonlyMap<string, string>> => {
  const entriesIn = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entriesIn.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return new Map(await Promise.all(files.sort().map(async (file) => [file.slice(folder.length), await readFile(file, 'utf8')] as const)));
};

describe('the bundles', () => {
  it.each(entries)('$name is no larger than it may be', ({ name }) => {
    const one = built.find(({ entry }) => entry.name === name);
    expect(one?.bytes).toBeGreaterThan(100_000);
    expect(one?.bytes).toBeLessThanOrEqual(one?.entry.bytesMax ?? 0);
  });

  it('say why one may be larger than the others', () => {
    for (const { name, bytesMax, because } of entries) if (bytesMax > 700_000) expect(because, name).toBeTruthy();
  });

  it('hold no test, and no path of the machine that built them', async () => {
    for (const [file, text] of await filesIn(once.folder)) {
      expect(text.includes(root), file).toBe(false);
      expect(text.includes(once.folder), file).toBe(false);
    }
    for (const { metafile } of built)
      expect(
        Object.keys(metafile.inputs).filter((path) => /^(test|scripts)\/|node_modules\/(vitest|fast-check|esbuild)\//.test(path)),
      ).toEqual([]);
  });

  it('come with maps that lead to files of the checkout', async () => {
    const map = JSON.parse(await readFile(join(once.folder, 'api', 'index.mjs.map'), 'utf8')) as { readonly sources: readonly string[] };
    expect(map.sources.some((source) => source.endsWith('adapters/lambda/api-handler.ts'))).toBe(true);
    expect(map.sources.filter((source) => source.startsWith('/'))).toEqual([]);
  });

  it('are the same bytes each time, wherever they are put', async () => {
    const again = await buildBundles('api', 'weekly-round');
    const [first, second] = await Promise.all([filesIn(once.folder), filesIn(again.folder)]);
    const code = [...second.keys()].filter((file) => file.endsWith('.mjs'));
    expect(code).toHaveLength(3);
    for (const file of code) expect(second.get(file) === first.get(file), file).toBe(true);
    await again.remove();
  });

  it('are listed by size, and what weighs most in each', () => {
    expect(sizeTable(built)).toMatch(/^bundle +KB +limit\napi +\d+ +1300 /);
    const api = built.find(({ entry }) => entry.name === 'api');
    expect(largestPackages(api as Built)).toMatch(/adapters\/http +\d+\n(.*\n)*.*@smithy\/core +\d+\n/);
  });
});
