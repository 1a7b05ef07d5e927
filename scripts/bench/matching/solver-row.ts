import type { Bench, Graph, Row } from './bench.ts';
import { runProgram, runScript, type Solved } from './processes.ts';
import { atMost, type Bound, count, memory, middle, type Outcome, time, times } from './targets.ts';

export interface SolverRow extends Graph {
  readonly name: string;
  readonly runs: number;
  /** How long we may take, as a share of LEMON's time: what we want, and what we must. */
  readonly goal?: number;
  readonly floor?: number;
  /** What we want instead, by itself. */
  readonly goalMs?: number;
  readonly memoryMb?: number;
  readonly onlyFull?: true;
}

/** The solver beside LEMON, in turns, each time in a new process. They agree on the optimum, or the row fails. */
export const solverRow = (wanted: SolverRow): Row => ({
  name: wanted.name,
  ...(wanted.onlyFull === true ? { onlyFull: true } : {}),
  measure: async (bench) => outcomeOf(wanted, await inTurns(bench, { graph: await bench.graph(wanted), runs: wanted.runs })),
});

/** Equally many of both; none of LEMON's where it is missing. */
export interface Turns {
  readonly ours: readonly Solved[];
  readonly theirs: readonly Solved[];
}

export const inTurns = async (
  bench: Bench,
  { graph, runs, ours = () => runScript<Solved>('ours.ts', [graph]) }: Instance,
): Promise<Turns> => {
  const { note } = bench;
  const lemon = await bench.lemon();
  const turns: { readonly ours: Solved[]; readonly theirs: Solved[] } = { ours: [], theirs: [] };
  for (let run = 1; run <= runs; run++) {
    note(`ours, ${String(run)} of ${String(runs)}`);
    const own = await ours();
    turns.ours.push(own);
    if (lemon === undefined) continue;
    note(`LEMON, ${String(run)} of ${String(runs)}`);
    const other = await runProgram<Solved>(lemon, [graph, 'cardinality']);
    turns.theirs.push(other);
    if (own.weight !== other.weight || own.pairs !== other.pairs)
      throw new Error(
        `LEMON finds ${count(other.weight)} in ${count(other.pairs)} pairs, ours ${count(own.weight)} in ${count(own.pairs)}`,
      );
  }
  return turns;
};

interface Instance {
  readonly graph: string;
  readonly runs: number;
  /** Solves it another way than from the graph's file. */
  readonly ours?: () => Promise<Solved>;
}

/** Ours beside LEMON's turn by turn, so that what slows the machine down slows both: the middle of those; `undefined` without LEMON. */
export const ratioOf = ({ ours, theirs }: Turns, of: 'cpuMs' | 'wallMs'): number | undefined =>
  theirs.length === 0 ? undefined : middle(theirs.map((other, run) => ours[run]![of] / other[of]));

export const figureOf = (runs: readonly Solved[], of: keyof Solved): number => middle(runs.map((run) => run[of] ?? 0));

const outcomeOf = ({ goal, floor, goalMs, memoryMb }: SolverRow, turns: Turns): Outcome => {
  const { ours } = turns;
  const ratio = ratioOf(turns, 'cpuMs');
  const ownMs = figureOf(ours, 'cpuMs');
  const peakMb = figureOf(ours, 'peakMb');
  const asShare = (limit: number | undefined): Bound | undefined => (limit === undefined ? undefined : atMost(ratio, limit, times));
  return {
    targets: [
      {
        what: goalMs === undefined ? 'CPU time, of LEMON’s' : 'CPU time; of LEMON’s',
        measured: goalMs === undefined ? shown(ratio) : `${time(ownMs)}; ${shown(ratio)}`,
        goal: goalMs === undefined ? asShare(goal) : atMost(ownMs, goalMs, time),
        floor: asShare(floor),
      },
      {
        what: 'peak memory',
        measured: memory(peakMb),
        goal: memoryMb === undefined ? undefined : atMost(peakMb, memoryMb, memory),
      },
    ],
    details: besideLemon(turns),
    isPartial: ratio === undefined,
  };
};

const shown = (ratio: number | undefined): string => (ratio === undefined ? 'no LEMON' : times(ratio));

/** Absolute figures of both, in words. */
export const besideLemon = (turns: Turns): readonly string[] => {
  const { ours, theirs } = turns;
  const wall = ratioOf(turns, 'wallMs');
  const lemon =
    wall === undefined
      ? ''
      : `; LEMON ${time(figureOf(theirs, 'cpuMs'))}, ${memory(figureOf(theirs, 'peakMb'))}; by the wall clock ${times(wall)}`;
  const { weight, pairs, checkMs } = ours[0]!;
  const certified = checkMs === undefined ? 'certified' : `certified in ${time(figureOf(ours, 'checkMs'))}`;
  return [
    `ours ${time(figureOf(ours, 'cpuMs'))} (by the wall clock ${time(figureOf(ours, 'wallMs'))})${lemon}`,
    `${certified}: ${count(weight)} in ${count(pairs)} pairs; ${runsText(ours.length)}`,
  ];
};

export const runsText = (runs: number): string => (runs === 1 ? 'one run' : `the middle of ${String(runs)} processes`);
