import { join } from 'node:path';
import { checkOutputs, writeOutputs } from '../../adapters/files/output-files.ts';
import { type Problems, problemsOf } from '../../adapters/files/problem.ts';
import { leftOutCsv, pairsCsv } from '../../adapters/files/round-csv.ts';
import { roundReport } from '../../adapters/files/round-report.ts';
import { roundForTerminal } from '../../adapters/files/round-terminal.ts';
import { type RoundView, viewOf } from '../../adapters/files/round-view.ts';
import { err, type Result } from '../../domain/kernel/result.ts';
import { planWithProgress } from './planning.ts';
import { inputFiles, readRoundInputs, type RoundOptions } from './round-inputs.ts';
import { weekIn } from './options.ts';
import { type ExitCode, exitCode, print, refuse, say } from './terminal.ts';

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
  const inputs = readRoundInputs(members, { ...options, week });
  if (!inputs.ok) return refuse(inputs.error, { json });
  const { input, people, skipped } = inputs.value;
  return showRound(viewOf(await planWithProgress(input, seed), { week, people }), { out, json, skipped });
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
export const showRound = (view: RoundView, { out, json = false, skipped }: ShowOptions): ExitCode => {
  if (out !== undefined) {
    const written = writeOutputs(contents(out, view));
    if (!written.ok) return refuse(problemsOf(written.error), { json });
  }
  if (json) print(`${JSON.stringify(asJson(view, skipped), null, 2)}\n`);
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

const contents = (out: string, view: RoundView): Parameters<typeof writeOutputs>[0] => {
  const [pairs = '', leftOut = '', report = ''] = reportFiles(out);
  return [
    { path: pairs, content: pairsCsv(view) },
    { path: leftOut, content: leftOutCsv(view) },
    { path: report, content: [roundReport(view)] },
  ];
};

/** Scores and totals in units of compatibility, multiples of 0.0001. */
const asJson = ({ week, pairs, leftOut, round }: RoundView, skipped: number): unknown => {
  const { certificate, greedy } = round;
  return {
    week,
    pairs: pairs.map(({ a, b, score, reasons, host }) => ({
      a,
      b,
      score: score / 10_000,
      reasons,
      ...(host === undefined ? {} : { host: true }),
    })),
    leftOut: leftOut.map(({ member, code, reason }) => ({ member, code, reason })),
    certificate: {
      ...certificate,
      total: certificate.total / 10_000,
      upperBound: certificate.upperBound / 10_000,
      gap: certificate.gap / 10_000,
    },
    skipped,
    seed: round.seed,
    repeatGaps: round.gaps,
    pairsLostToHistory: round.pairsLostToHistory,
    greedy: { ...greedy, total: greedy.total / 10_000 },
  };
};
