import type { Built } from './bundle.ts';

/** Name, size and limit of each bundle. */
export const sizeTable = (built: readonly Built[]): string =>
  [
    `${'bundle'.padEnd(nameWidth)}${'KB'.padStart(sizeWidth)}${'limit'.padStart(sizeWidth)}`,
    ...built.map(
      ({ entry, bytes }) =>
        `${entry.name.padEnd(nameWidth)}${inKb(bytes)}${inKb(entry.bytesMax)}${entry.because === undefined ? '' : `   ${entry.because}`}`,
    ),
    '',
  ].join('\n');

const largestShown = 15;

/** What each package adds to a bundle, the largest first; our own code by its room. */
export const largestPackages = ({ metafile }: Built): string => {
  const sums = new Map<string, number>();
  for (const output of Object.values(metafile.outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(output.inputs)) {
      const name = packageOf(path);
      sums.set(name, (sums.get(name) ?? 0) + bytesInOutput);
    }
  }
  const largest = [...sums].sort(([, one], [, other]) => other - one).slice(0, largestShown);
  return largest.map(([name, bytes]) => `${name.padEnd(packageWidth)}${inKb(bytes)}\n`).join('');
};

/** The innermost package that a file is of. */
const packageOf = (path: string): string => {
  const inside = path.split('node_modules/').at(-1) ?? path;
  if (inside === path) return path.split('/').slice(0, 2).join('/');
  return inside
    .split('/')
    .slice(0, inside.startsWith('@') ? 2 : 1)
    .join('/');
};

const [nameWidth, packageWidth, sizeWidth] = [16, 44, 8];
const inKb = (bytes: number): string => (bytes / 1_000).toFixed(0).padStart(sizeWidth);
