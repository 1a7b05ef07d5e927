import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Debian's own packages, installed for the whole machine. */
export interface FromDebian {
  readonly kind: 'debian';
  readonly packages: readonly string[];
}

/** The files of one package of the npm registry, without what it needs, outside the checkout: `package.json` does not know it. */
export interface FromNpm {
  readonly kind: 'npm';
  readonly name: string;
  readonly version: string;
  /** As in a lock file; npm refuses anything else. */
  readonly integrity: string;
}

/** Packages of the Python registry in an environment of their own, outside the checkout; `requirements` names each by its hash. */
export interface FromPypi {
  readonly kind: 'pypi';
  readonly name: string;
  readonly version: string;
  readonly requirements: string;
}

/** What is installed for tests and not for the machine: kept between runs where the folder is, and made anew where it is not. */
export const cacheFolder = (): string =>
  process.env['LOOP_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'loop');

/** Where a package of npm lies once it is installed. */
export const npmFolder = ({ name, version }: Pick<FromNpm, 'name' | 'version'>): string =>
  join(cacheFolder(), `${name}-${version}`, 'node_modules', name);

/** The Python of an environment once it is installed. It is what may be moved: the programs beside it name their first place. */
export const pythonIn = ({ name, version }: Pick<FromPypi, 'name' | 'version'>): string =>
  join(cacheFolder(), `${name}-${version}`, 'bin', 'python3');

/** Failures show in the program's own words; whether the part is there then is looked at afterwards. */
export const installDebian = ({ packages }: FromDebian): void => {
  asRoot('apt-get', ['update', '-qq']);
  asRoot('apt-get', ['install', '--yes', '-qq', '-o', 'Dpkg::Use-Pty=0', '--no-install-recommends', ...packages]);
};

/** Beside the place first, so that a folder that is there is whole. */
export const installNpm = (from: FromNpm): void => {
  const folder = join(cacheFolder(), `${from.name}-${from.version}`);
  const beside = `${folder}.${String(process.pid)}`;
  mkdirSync(beside, { recursive: true });
  const own = { name: 'loop-real-part', version: '0.0.0', private: true, dependencies: { [from.name]: from.version } };
  const { version, integrity } = from;
  const lock = { ...own, lockfileVersion: 3, packages: { '': own, [`node_modules/${from.name}`]: { version, integrity } } };
  writeFileSync(join(beside, 'package.json'), JSON.stringify(own));
  writeFileSync(join(beside, 'package-lock.json'), JSON.stringify(lock));
  const { status } = run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', beside]);
  // Somebody else may have been faster; theirs is the same.
  if (status === 0 && !existsSync(folder)) renameSync(beside, folder);
  rmSync(beside, { recursive: true, force: true });
};

/** As for npm, beside the place first. Debian's Python makes no environments before it gets a package of its own. */
export const installPypi = ({ name, version, requirements }: FromPypi): void => {
  const folder = join(cacheFolder(), `${name}-${version}`);
  const beside = `${folder}.${String(process.pid)}`;
  const make = ['-m', 'venv', '--clear', beside];
  if (run('python3', make).status !== 0) {
    installDebian({ kind: 'debian', packages: ['python3-venv'] });
    run('python3', make);
  }
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--require-hashes', '--only-binary', ':all:'];
  const { status } = run(join(beside, 'bin', 'python3'), [...pip, '--requirement', requirements]);
  if (status === 0 && !existsSync(folder)) renameSync(beside, folder);
  rmSync(beside, { recursive: true, force: true });
};

const installMsMax = 10 * 60_000;

const asRoot = (command: string, args: readonly string[]): void => {
  const isRoot = process.getuid?.() === 0;
  const sudo = process.stdin.isTTY ? ['sudo'] : ['sudo', '--non-interactive'];
  const [program = command, ...rest] = [...(isRoot ? [] : sudo), 'env', 'DEBIAN_FRONTEND=noninteractive', command, ...args];
  run(program, rest);
};

// Standard output carries the answers of the script only, so the installer's goes to standard error.
const run = (program: string, args: readonly string[]) => spawnSync(program, args, { stdio: ['inherit', 2, 2], timeout: installMsMax });
