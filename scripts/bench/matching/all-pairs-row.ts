import { join } from 'node:path';
import { rm } from 'node:fs/promises';
import type { Row } from './bench.ts';
import { runScript, type Solved } from './processes.ts';
import { besideLemon, inTurns, ratioOf } from './solver-row.ts';
import { atLeast, count, times } from './targets.ts';

export interface AllPairsRow {
  readonly name: string;
  readonly members: number;
  readonly runs: number;
  /** How many times as fast as LEMON. */
  readonly goal?: number;
  readonly onlyFull?: true;
}

/**
 * The optimum over all pairs: ours scores them, solves a few and prices the others, all of which is in its time; LEMON gets every pair
 * with its score in a file, and only its solving counts.
 */
export const allPairsRow = ({ name, members, runs, goal, onlyFull }: AllPairsRow): Row => ({
  name,
  ...(onlyFull === true ? { onlyFull } : {}),
  measure: async (bench) => {
    const graph = join(bench.room, 'all-pairs');
    bench.note(`scoring all pairs of ${String(members)} members`);
    const { edges } = await runScript<{ readonly edges: number }>('all-pairs.ts', [String(members), graph]);
    const turns = await inTurns(bench, { graph, runs, ours: async () => runScript<Solved>('all-pairs.ts', [String(members)]) });
    await rm(graph);
    const share = ratioOf(turns, 'cpuMs');
    const faster = share === undefined ? undefined : 1 / share;
    return {
      targets: [
        {
          what: 'LEMON’s CPU time, of ours',
          measured: faster === undefined ? 'no LEMON' : times(faster),
          goal: goal === undefined ? undefined : atLeast(faster, goal, times),
        },
      ],
      details: [`${count(edges)} pairs may meet`, ...besideLemon(turns)],
      isPartial: share === undefined,
    };
  },
});
