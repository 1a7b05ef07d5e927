import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './build/bundle.ts';
import { entries } from './build/entries.ts';
import { largestPackages, sizeTable } from './build/sizes.ts';

/** `npm run build [folder]`: one bundle per entry point into `dist`, or into the folder; fails where one is larger than it may be. */
const root = join(fileURLToPath(import.meta.url), '..', '..');
const into = process.argv[2] ?? join(root, 'dist');

const built = await Promise.all(entries.map(async (entry) => bundle(entry, { root, into })));
process.stdout.write(sizeTable(built));
const tooLarge = built.filter(({ bytes, entry }) => bytes > entry.bytesMax);
for (const each of tooLarge)
  process.stderr.write(`\n${each.entry.name} is larger than it may be. What weighs most in it:\n${largestPackages(each)}`);
if (tooLarge.length > 0) process.exitCode = 1;
