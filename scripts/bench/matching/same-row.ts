import type { Row } from './bench.ts';
import { runScript } from './processes.ts';
import type { Same } from './same.ts';
import { count, must } from './targets.ts';

export interface SameRow {
  readonly name: string;
  /** So many are planned over all pairs, and so many over candidates. */
  readonly all: number;
  readonly candidates: number;
}

/** The same members give the same round, in whatever order they come and however many threads there are. */
export const sameRow = ({ name, all, candidates }: SameRow): Row => ({
  name,
  measure: async ({ note }) => {
    note('one round in several ways');
    const overAll = await runScript<Same>('same.ts', [String(all), 'all']);
    note('one round over candidates in several ways');
    const overCandidates = await runScript<Same>('same.ts', [String(candidates), 'candidates']);
    const different = overAll.different + overCandidates.different;
    return {
      targets: [{ what: 'rounds that differ', measured: count(different), goal: must('0', different === 0) }],
      details: [
        `with 1, 2 and 3 threads, and with the members in another order: ${count(all)} over all pairs, ${count(candidates)} over candidates`,
      ],
    };
  },
});
