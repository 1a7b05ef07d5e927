import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { differencesOf, snapshotOf } from '../support/snapshot-text.ts';
import { type VariantName, variantNames, wholeProgram } from '../support/whole-program.ts';

const fileOf = (name: string): string => join(import.meta.dirname, 'snapshots', `${name.replaceAll(' ', '-')}.txt`);

/** What they are shown beside: a whole stack is read once, of the others what is not the same. */
const besides: Readonly<Partial<Record<VariantName, VariantName>>> = Object.fromEntries(
  variantNames.filter((name) => /^(dev|prod) /.test(name)).map((name) => [name, name.startsWith('dev') ? 'dev' : 'prod']),
);

/** Whoever reviews a change reads the files in `snapshots`; `npx vitest run --project infra -u test/infra/program` writes them anew. */
describe('what is deployed', () => {
  it.each(['dev', 'prod'] as const)('as the stack %s is what was reviewed', async (name) => {
    const text = snapshotOf(await wholeProgram(name));
    expect(text.split('\n').length).toBeLessThan(3_000);
    await expect(text).toMatchFileSnapshot(fileOf(name));
  });

  it.each(Object.entries(besides))('as %s differs from %s as was reviewed', async (name, base) => {
    const text = differencesOf(await wholeProgram(base), await wholeProgram(name as VariantName));
    await expect(text).toMatchFileSnapshot(fileOf(name));
  });
});
