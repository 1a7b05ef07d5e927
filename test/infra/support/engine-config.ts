import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The repository, whose program is the one that is run. */
export const root = join(import.meta.dirname, '../../..');

/** The keys of a stack's file, which are texts on a line each. */
export const configOf = (stack: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...readFileSync(join(root, `Pulumi.${stack}.yaml`), 'utf8').matchAll(/^ {2}([\w:]+): '?(.*?)'?$/gm)].map(
      ([, key = '', value = '']) => [key, value],
    ),
  );
