import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bench, Row } from './bench.ts';
import { type CommandRun, runLoop } from './processes.ts';
import { runsText } from './solver-row.ts';
import { atMost, count, memory, middle, must, type Target, time } from './targets.ts';

export interface RoundRow {
  readonly name: string;
  readonly members: number;
  readonly runs: number;
  readonly goalMs?: number;
  readonly memoryMb?: number;
  /** How much faster than the number of members its time may grow, from so many members on. */
  readonly growth?: { readonly from: number; readonly exponent: number };
  readonly onlyFull?: true;
}

/** Whole rounds, from a file of answers to a plan with reasons: processes of `loop round preview`. Their plans are all the same. */
export const roundRow = ({ name, members, runs, goalMs, memoryMb, growth, onlyFull }: RoundRow): Row => ({
  name,
  ...(onlyFull === true ? { onlyFull } : {}),
  measure: async (bench) => {
    const previews = await previewsOf(bench, { members, runs });
    const wallMs = figureOf(previews, 'wallMs');
    const peakMb = figureOf(previews, 'peakMb');
    const plans = new Set(previews.map(({ plan }) => plan)).size;
    return {
      targets: [
        { what: 'whole round, wall clock', measured: time(wallMs), goal: goalMs === undefined ? undefined : atMost(wallMs, goalMs, time) },
        { what: 'peak memory', measured: memory(peakMb), goal: memoryMb === undefined ? undefined : atMost(peakMb, memoryMb, memory) },
        { what: 'report.html', measured: memory(previews[0]!.reportMb), goal: atMost(previews[0]!.reportMb, reportMbMax, memory) },
        ...(growth === undefined ? [] : [await growthTarget(bench, { members, wallMs, ...growth })]),
        ...(runs === 1 ? [] : [{ what: 'different plans', measured: String(plans), goal: must('1', plans === 1) }]),
      ],
      details: [
        `${time(figureOf(previews, 'cpuMs'))} of all threads; ${count(previews[0]!.pairs)} pairs; ${previews[0]!.scope}; ${runsText(runs)}`,
      ],
    };
  },
});

const reportMbMax = 5;

interface Preview extends CommandRun {
  /** Told apart by what is in it. */
  readonly plan: string;
  readonly pairs: number;
  /** Of which pairs it is the best round, as the command says. */
  readonly scope: string;
  readonly reportMb: number;
}

const previewsOf = async (
  bench: Bench,
  { members, runs }: { readonly members: number; readonly runs: number },
): Promise<readonly Preview[]> => {
  const file = await bench.members(members);
  const out = join(bench.room, 'round');
  const summary = join(bench.room, 'summary');
  const previews: Preview[] = [];
  for (let run = 1; run <= runs; run++) {
    bench.note(`a round of ${String(members)} members, ${String(run)} of ${String(runs)}`);
    const used = await runLoop(['round', 'preview', file, '--week', '2026-W47', '--out', out], summary);
    previews.push({
      ...used,
      ...(await planIn(join(out, 'pairs.csv'))),
      scope: scopeIn(await readFile(summary, 'utf8')),
      reportMb: (await stat(join(out, 'report.html'))).size / 1e6,
    });
    await rm(out, { recursive: true });
  }
  return previews;
};

const scopeIn = (summary: string): string => /^ *Scope +(.*)$/m.exec(summary)?.[1] ?? 'of unknown scope';

const planIn = async (file: string): Promise<Pick<Preview, 'plan' | 'pairs'>> => {
  const hash = createHash('sha256');
  let lines = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lines++;
  }
  return { plan: hash.digest('hex'), pairs: lines - 1 };
};

const growthTarget = async (
  bench: Bench,
  {
    members,
    wallMs,
    from,
    exponent,
  }: { readonly members: number; readonly wallMs: number; readonly from: number; readonly exponent: number },
): Promise<Target> => {
  const small = figureOf(await previewsOf(bench, { members: from, runs: 3 }), 'wallMs');
  const growth = Math.log(wallMs / small) / Math.log(members / from);
  const shown = (value: number): string => value.toFixed(2);
  return { what: `growth exponent from ${count(from)}`, measured: shown(growth), goal: atMost(growth, exponent, shown) };
};

const figureOf = (previews: readonly CommandRun[], of: keyof CommandRun): number => middle(previews.map((run) => run[of]));
