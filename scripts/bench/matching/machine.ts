import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Whatever of the checkout a figure may hang on. */
const measured = ['domain', 'adapters', 'scripts', 'community', 'package-lock.json'];

/** More waiting than this, and times are those of a busy machine. */
const quietLoad = 0.5;

/** What the figures were measured on, and of what, in words. */
export const machineText = (): string => {
  const load = loadavg();
  const lines = [
    `${String(availableParallelism())} cores, ${modelOfCpu()}, ${(totalmem() / 2 ** 30).toFixed(0)} GB; ${process.platform} ${release()}, Node ${process.version}`,
    `commit ${commit()}; load ${load.map((value) => value.toFixed(2)).join(' ')}`,
  ];
  if (load[0]! > quietLoad) lines.push('Something else is running: believe the ratios, not the times.');
  return lines.join('\n');
};

/** The same where a figure of then is still one of now: the same kind of machine and the same sources. */
export const measuredKey = (): string => {
  const hash = createHash('sha256');
  hash.update(`${String(availableParallelism())} ${modelOfCpu()} ${String(totalmem())} ${process.platform} ${process.version}`);
  for (const file of measured.flatMap((place) => filesUnder(join(root, place)))) hash.update(file).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
};

const filesUnder = (place: string): readonly string[] =>
  statSync(place).isFile()
    ? [place]
    : readdirSync(place, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort();

const modelOfCpu = (): string => cpus()[0]?.model.trim() ?? 'unknown processor';

const commit = (): string => {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty=, changed since', '--exclude=*'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
};
