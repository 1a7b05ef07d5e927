import { checkOutputs, writeOutputs } from '../../adapters/files/output-files.ts';
import { problemsOf } from '../../adapters/files/problem.ts';
import { scoresCsv, type ScoredPair } from '../../adapters/files/round-csv.ts';
import type { ScoredPairs } from '../../adapters/local/planning.ts';
import { formatWeek } from '../../domain/kernel/iso-week.ts';
import { weekIn } from './options.ts';
import { scoreWithProgress } from './planning.ts';
import { inputFiles, readRoundInputs, type RoundOptions } from './round-inputs.ts';
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
  const inputs = readRoundInputs(members, { ...options, week });
  if (!inputs.ok) return refuse(inputs.error, { json });
  const { input, people, skipped } = inputs.value;
  const scored = await scoreWithProgress(input);
  const emails = scored.ids.map((id) => people.get(id)?.email ?? '');
  const written = writeOutputs([{ path: out, content: scoresCsv(inRows(scored, emails)) }]);
  if (!written.ok) return refuse(problemsOf(written.error), { json });
  say(`${counted(scored.score.length, ['admissible pair', 'admissible pairs'])} written to ${out}`);
  if (json) print(`${JSON.stringify({ week: formatWeek(week), pairs: scored.score.length, skipped })}\n`);
  return exitCode.done;
};

function* inRows({ one, other, score }: ScoredPairs, emails: readonly string[]): Iterable<ScoredPair> {
  for (let p = 0; p < score.length; p++) yield { a: emails[one[p]!] ?? '', b: emails[other[p]!] ?? '', score: score[p]! };
}
