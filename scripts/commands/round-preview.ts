import { join } from 'node:path';
import { checkOutputs, type OutputFile, writeLargeOutputs } from '../../adapters/files/output-files.ts';
import { plannedView } from '../../adapters/files/planned-view.ts';
import { type Problems, problemsOf } from '../../adapters/files/problem.ts';
import { leftOutCsv, pairsCsv } from '../../adapters/files/round-csv.ts';
import { roundJson } from '../../adapters/files/round-json.ts';
import { roundReport } from '../../adapters/files/round-report.ts';
import { roundForTerminal } from '../../adapters/files/round-terminal.ts';
import type { RoundView } from '../../adapters/files/round-view.ts';
import { PlanningEnded } from '../../adapters/local/planning-threads.ts';
import { err, type Result } from '../../domain/kernel/result.ts';
import { type OnStage, planPackedWithProgress, withProgress } from './planning.ts';
import { inputFiles, previewLimit, readRoundInputs, type RoundOptions } from './round-inputs.ts';
import { weekIn } from './options.ts';
import { type ExitCode, exitCode, print, printAll, refuse, refuseAt, say } from './terminal.ts';

export interface PreviewOptions extends RoundOptions {
  readonly seed: number;
  readonly out?: string;
  readonly json?: boolean;
}

/** `loop round preview`: the best round of a members file, its reasons and its proof. */
export const previewRound = async (members: string, options: PreviewOptions): Promise<ExitCode> => {
  const { json = false, out, seed } = options;
  const writable = writableReport(out, inputFiles(members, options));
  if (!writable.ok) return refuse(writable.error, { json });
  const week = options.week ?? weekIn(options.zone, new Date());
  const inputs = await readRoundInputs(members, { ...options, ...previewLimit, week });
  if (!inputs.ok) return refuse(inputs.error, { json });
  const { skipped, ...from } = inputs.value;
  try {
    const planned = await planPackedWithProgress(from.input, seed);
    return await showRound(plannedView(planned, from), { out, json, skipped });
  } catch (error) {
    if (error instanceof PlanningEnded) return refuseAt(members, error, { json });
    throw error;
  }
};

/** Whether a report can be written, if one is wanted; asked before the work is done. */
export const writableReport = (out: string | undefined, inputs: readonly string[]): Result<void, Problems> => {
  const writable = checkOutputs(out === undefined ? [] : reportFiles(out), inputs);
  return writable.ok ? writable : err(problemsOf(writable.error));
};

export interface ShowOptions {
  readonly out?: string | undefined;
  readonly json?: boolean | undefined;
  readonly skipped: number;
}

/** Writes a round's report where one is wanted, and prints the round. */
export const showRound = async (view: RoundView, { out, json = false, skipped }: ShowOptions): Promise<ExitCode> => {
  if (out !== undefined) {
    const written = await withProgress('writing', (onStage) => writeLargeOutputs(contents(out, view, onStage)));
    if (!written.ok) return refuse(problemsOf(written.error), { json });
  }
  if (json) await printAll(roundJson(view, skipped));
  else
    print(
      roundForTerminal(view, {
        columns: process.stdout.columns ?? 100,
        colour: process.stdout.isTTY && !('NO_COLOR' in process.env),
        pairs: out === undefined,
      }),
    );
  if (out !== undefined) say(`Written: ${reportFiles(out).join(', ')}`);
  return exitCode.done;
};

const reportFiles = (out: string): readonly string[] => ['pairs.csv', 'left-out.csv', 'report.html'].map((name) => join(out, name));

const contents = (out: string, view: RoundView, onStage: OnStage): readonly OutputFile[] => {
  const [pairs = '', leftOut = '', report = ''] = reportFiles(out);
  return [
    { path: pairs, content: pairsCsv({ ...view, pairs: counting(view.pairs, onStage) }) },
    { path: leftOut, content: leftOutCsv(view) },
    { path: report, content: lazily(() => roundReport(view)) },
  ];
};

function* lazily(text: () => string): Iterable<string> {
  yield text();
}

/** The same pairs, of which it is told how many were taken. */
const counting = (pairs: RoundView['pairs'], onStage: OnStage): RoundView['pairs'] => ({
  length: pairs.length,
  *[Symbol.iterator]() {
    let done = 0;
    for (const pair of pairs) {
      onStage({ stage: 'writing', done, of: pairs.length });
      done += 1;
      yield pair;
    }
  },
});
