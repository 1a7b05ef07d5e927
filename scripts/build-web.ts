import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/**
 * `node scripts/build-web.ts [--if-needed]`: the pages that live, into `dist/web`; fails where a first visit would load more than it may.
 * With `--if-needed` nothing is done where what lies there was made of the same files.
 */
const root = join(fileURLToPath(import.meta.url), '..', '..');
const into = join(root, 'dist', 'web');
const stamp = join(root, 'dist', 'web.stamp');
/** Script and style that a first visit loads, compressed. */
const firstLoadBytesMax = 100_000;
const firstLoad = ['chat.js', 'chat.css'];

/** Of what the pages are made: their own files, the contract, and which version of each package. */
const madeOf = (): string => {
  const hash = createHash('sha256');
  const own = readdirSync(join(root, 'web'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  for (const file of [...own, join(root, 'adapters/http/contract.ts'), join(root, 'package-lock.json'), fileURLToPath(import.meta.url)])
    hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
};

const isThere = (): boolean =>
  existsSync(stamp) && readFileSync(stamp, 'utf8') === madeOf() && firstLoad.every((name) => existsSync(join(into, name)));

const build = async (): Promise<void> => {
  // Whoever starts this may run tests; what React brings for those weighs twice as much.
  process.env['NODE_ENV'] = 'production';
  const vite = await import('vite');
  await vite.build({ configFile: join(root, 'web', 'vite.config.ts') });
  const built = readdirSync(into, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(into.length + 1))
    .map((name) => ({ name, bytes: gzipSync(readFileSync(join(into, name)), { level: 9 }).length }));
  for (const { name, bytes } of built) process.stdout.write(`${kilobytes(bytes).padStart(9)} compressed  ${name}\n`);
  const bytes = built.filter(({ name }) => firstLoad.includes(name)).reduce((sum, each) => sum + each.bytes, 0);
  process.stdout.write(`${kilobytes(bytes).padStart(9)} of ${kilobytes(firstLoadBytesMax)} for a first visit\n`);
  if (bytes > firstLoadBytesMax) {
    process.stderr.write('The page is larger than it may be: load what a first visit does not need when it is needed.\n');
    process.exitCode = 1;
    return;
  }
  writeFileSync(stamp, madeOf());
};

const kilobytes = (bytes: number): string => `${(bytes / 1_000).toFixed(1)} KB`;

if (!(process.argv.includes('--if-needed') && isThere())) await build();
