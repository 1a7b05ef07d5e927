import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { argv } from 'node:process';

/** A program that the tests in test/real need for real; nothing stands in for it, and no test is skipped for want of it. */
interface RealPart {
  /** A path in this variable is taken instead of the usual places. */
  readonly variable: string;
  readonly places: readonly string[];
  readonly version: readonly string[];
  readonly debianPackages: readonly string[];
}

const parts = {
  chromium: {
    variable: 'LOOP_CHROMIUM',
    places: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'],
    version: ['--version'],
    debianPackages: ['chromium', 'fonts-liberation'],
  },
} as const satisfies Record<string, RealPart>;

export type RealPartName = keyof typeof parts;

/** Where the part lies; throws a sentence on how to get it where it is missing. */
export const locate = (name: RealPartName): string => {
  const part: RealPart = parts[name];
  const path = find(part);
  if (path === undefined) throw new MissingPart(`${name} is missing: ${howToGet(name, part)}`);
  return path;
};

export class MissingPart extends Error {
  override readonly name = 'MissingPart';
}

const find = ({ variable, places }: RealPart): string | undefined => {
  const given = process.env[variable];
  return (given === undefined ? places : [given]).find((place) => existsSync(place));
};

const howToGet = (name: string, { debianPackages, variable }: RealPart): string =>
  `install it ("apt-get install ${debianPackages.join(' ')}" on Debian), or put the path of a ${name} into ${variable}, and run it again.`;

const install = (name: string, part: RealPart): void => {
  if (find(part) !== undefined || process.env[part.variable] !== undefined) return;
  console.error(`Installing ${name} (${part.debianPackages.join(', ')}) …`);
  asRoot('apt-get', ['update', '-qq']);
  asRoot('apt-get', ['install', '--yes', '-qq', '-o', 'Dpkg::Use-Pty=0', '--no-install-recommends', ...part.debianPackages]);
};

const installMsMax = 10 * 60_000;

/** Failures show in the program's own words; whether the part is there then is looked at afterwards. */
const asRoot = (command: string, args: readonly string[]): void => {
  const isRoot = process.getuid?.() === 0;
  const sudo = process.stdin.isTTY ? ['sudo'] : ['sudo', '--non-interactive'];
  const [program, ...rest] = [...(isRoot ? [] : sudo), 'env', 'DEBIAN_FRONTEND=noninteractive', command, ...args];
  // Standard output carries the answers of this script only, so the installer's goes to standard error.
  spawnSync(program ?? command, rest, { stdio: ['inherit', 2, 2], timeout: installMsMax });
};

const ready = (name: RealPartName): string => {
  const part: RealPart = parts[name];
  install(name, part);
  const path = locate(name);
  const { status, stdout } = spawnSync(path, part.version, { encoding: 'utf8', timeout: 60_000 });
  if (status !== 0) throw new MissingPart(`${path} does not run: ${howToGet(name, part)}`);
  return `${stdout.trim()} (${path})`;
};

/** `node scripts/real-parts.ts [part…]` installs what is missing, all parts when none is named. */
const main = (names: readonly string[]): void => {
  const known = Object.keys(parts) as RealPartName[];
  const unknown = names.filter((name) => !known.some((each) => each === name));
  if (unknown.length > 0) throw new MissingPart(`no real part is called ${unknown.join(', ')}; there are: ${known.join(', ')}.`);
  for (const name of known) if (names.length === 0 || names.includes(name)) console.log(ready(name));
};

if (import.meta.main) {
  try {
    main(argv.slice(2));
  } catch (error) {
    if (!(error instanceof MissingPart)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
