import { appendFile, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../../real-parts/installers.ts';
import type { Outcome } from './targets.ts';

/** Rows that were measured before on such a machine, of the same sources. Whoever stops a run of hours goes on from here. */
export interface Kept {
  readonly outcomeOf: (row: string) => Outcome | undefined;
  readonly keep: (row: string, outcome: Outcome) => Promise<void>;
}

interface Line {
  readonly key: string;
  readonly row: string;
  readonly outcome: Outcome;
}

export const keptFile = (): string => join(cacheFolder(), 'bench', 'matching.jsonl');

/** With `again`, nothing of before counts. */
export const openKept = async (key: string, { again }: { readonly again: boolean }): Promise<Kept> => {
  const file = keptFile();
  await mkdir(join(file, '..'), { recursive: true });
  if (again) await rm(file, { force: true });
  const kept = new Map((await linesOf(file)).filter((line) => line.key === key).map(({ row, outcome }) => [row, outcome]));
  return {
    outcomeOf: (row) => kept.get(row),
    keep: async (row, outcome) => appendFile(file, `${JSON.stringify({ key, row, outcome } satisfies Line)}\n`),
  };
};

const linesOf = async (file: string): Promise<readonly Line[]> => {
  const text = await readFile(file, 'utf8').catch(() => '');
  // The last line may have been cut off with the run that wrote it.
  return text.split('\n').flatMap((line) => (line.endsWith('}') ? [JSON.parse(line) as Line] : []));
};
