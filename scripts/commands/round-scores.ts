import { checkOutputs, writeLargeOutputs } from '../../adapters/files/output-files.ts';
import { problemsOf } from '../../adapters/files/problem.ts';
import { scoresCsv } from '../../adapters/files/round-csv.ts';
import type { PackedRoundInput } from '../../domain/introductions/round-input.ts';
import { type ScoredRow, scoredRowsOf } from '../../domain/introductions/scored-pairs.ts';
import { formatWeek } from '../../domain/kernel/iso-week.ts';
import { weekIn } from './options.ts';
import { withProgress } from './planning.ts';
import { inputFiles, readRoundInputs, type RoundOptions, scoresLimit } from './round-inputs.ts';
import { counted, type ExitCode, exitCode, print, refuse, say } from './terminal.ts';

/** `loop round scores`: every admissible pair with the integer that the solver adds up. */
export const writeScores = async (
  members: string,
  options: RoundOptions & { readonly out: string; readonly json?: boolean },
): Promise<ExitCode> => {
  const { out, json = false } = options;
  const writable = checkOutputs([out], inputFiles(members, options));
  if (!writable.ok) return refuse(problemsOf(writable.error), { json });
  const week = options.week ?? weekIn(options.zone, new Date());
  const inputs = await readRoundInputs(members, { ...options, ...scoresLimit, week });
  if (!inputs.ok) return refuse(inputs.error, { json });
  const { input, emails, skipped } = inputs.value;
  let pairs = 0;
  const written = await withProgress('scoring', (onStage) => {
    const rows = watched(input, ({ member, other }) => {
      pairs += other.length;
      onStage({ stage: 'scoring', done: pairsUpTo(member, emails.length), of: pairsUpTo(emails.length, emails.length) });
    });
    return writeLargeOutputs([{ path: out, content: scoresCsv(emails, rows) }]);
  });
  if (!written.ok) return refuse(problemsOf(written.error), { json });
  say(`${counted(pairs, ['admissible pair', 'admissible pairs'])} written to ${out}`);
  if (json) print(`${JSON.stringify({ week: formatWeek(week), pairs, skipped })}\n`);
  return exitCode.done;
};

function* watched(input: PackedRoundInput, onRow: (row: ScoredRow) => void): Iterable<ScoredRow> {
  for (const row of scoredRowsOf(input)) {
    onRow(row);
    yield row;
  }
}

/** How many pairs of so many members have one of a lower number than `member`. */
const pairsUpTo = (member: number, size: number): number => member * size - (member * (member + 1)) / 2;
