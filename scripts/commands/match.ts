import { setImmediate as nextTurn } from 'node:timers/promises';
import { csvChunks } from '../../adapters/files/csv-writing.ts';
import { readEdges } from '../../adapters/files/edges-file.ts';
import type { EdgesFile, EdgesReading } from '../../adapters/files/edges-list.ts';
import { checkOutputs, writeLargeOutputs } from '../../adapters/files/output-files.ts';
import { type Problems, problemsOf, together } from '../../adapters/files/problem.ts';
import { inUnits } from '../../adapters/files/round-view.ts';
import { mayBlock } from '../../adapters/files/text-file.ts';
import { type Matched, matchBeside } from '../../adapters/local/matching.ts';
import { err, ok, type Result } from '../../domain/kernel/result.ts';
import { counted, type ExitCode, exitCode, interruptible, print, printAll, progress, refuse, say } from './terminal.ts';

export interface MatchOptions {
  readonly maxCardinality?: boolean;
  readonly json?: boolean;
  readonly out?: string;
}

/** `loop match`: the best matching of a file of edges, and its proof. */
export const matchEdges = async (file: string, options: MatchOptions): Promise<ExitCode> => {
  const { json = false, out } = options;
  const writable = checkOutputs(out === undefined ? [] : [out], [file]);
  if (!writable.ok) return refuse(problemsOf(writable.error), { json });
  const read = await showingTime('Reading the edges', readWhole(file));
  if (!read.ok) return refuse(read.error, { json });
  const matched = await matchedEdges(read.value, options);
  if (!matched.ok) return refuse(matched.error, { json });
  const { unit } = read.value;
  const pairs = (): Iterable<string> => csvChunks(['a', 'b', unit], pairRows(read.value, matched.value));
  if (out !== undefined) {
    const written = await writeLargeOutputs([{ path: out, content: pairs() }]);
    if (!written.ok) return refuse(problemsOf(written.error), { json });
    say(`${inWords(matched.value, unit)}; written: ${out}`);
  }
  if (json) print(asJson(matched.value));
  else if (out === undefined) await printAll(pairs());
  return exitCode.done;
};

const readWhole = async (file: string): Promise<Result<EdgesFile, Problems>> => {
  const reading = readEdges(file);
  if (mayBlock(file)) return interruptible.bySystem(() => atOnce(reading));
  for (;;) {
    const step = reading.next();
    if (step.done === true) return step.value;
    await nextTurn();
  }
};

const atOnce = (reading: EdgesReading): Result<EdgesFile, Problems> => {
  for (;;) {
    const step = reading.next();
    if (step.done === true) return step.value;
  }
};

const matchedEdges = async (
  { edges, problems, otherColumns }: EdgesFile,
  { maxCardinality = false }: MatchOptions,
): Promise<Result<Matched, Problems>> => {
  const task = { edges, aim: { maxCardinality }, isWanted: problems.count === 0 };
  const doing = `Matching ${counted(edges.size, ['vertex', 'vertices'])} over ${counted(edges.u.length, ['edge', 'edges'])}`;
  const answer = await showingTime(doing, matchBeside(task));
  if (answer.matched === undefined) return err(together([problems, answer.problems]));
  if (otherColumns > 0) say(counted(otherColumns, ['column was ignored', 'columns were ignored']));
  if (answer.repeats > 0)
    say(counted(answer.repeats, ['edge repeats a pair and was taken once', 'edges repeat a pair and were taken once']));
  return ok(answer.matched);
};

/** Shows on a terminal what is being done and for how long. */
const showingTime = <Answer>(doing: string, answer: Promise<Answer>): Promise<Answer> => {
  const begun = Date.now();
  const show = (): void => {
    progress(`${doing} … ${String(Math.round((Date.now() - begun) / 1000))} s`);
  };
  show();
  const ticking = setInterval(show, 1_000);
  return answer.finally(() => {
    clearInterval(ticking);
    progress('');
  });
};

/** Pairs in the order in which their first vertex appears in the file, that one first. */
function* pairRows({ names, appearance, unit }: EdgesFile, { partner, weightOf }: Matched): Iterable<readonly string[]> {
  const isWritten = new Uint8Array(partner.length);
  for (let at = 0; at < partner.length; at++) {
    const one = appearance?.[at] ?? at;
    const other = partner[one]!;
    if (other === -1 || isWritten[other] === 1) continue;
    isWritten[one] = 1;
    const weight = weightOf[one]!;
    yield [names?.[one] ?? String(one), names?.[other] ?? String(other), unit === 'score' ? inUnits(weight) : String(weight)];
  }
}

const inWords = ({ pairs, weight }: Matched, unit: EdgesFile['unit']): string => {
  const total = unit === 'weight' ? String(weight) : `${String(weight / 10_000n)}.${String(weight % 10_000n).padStart(4, '0')}`;
  return `${counted(pairs, ['pair', 'pairs'])}, ${unit} ${total} in all, proven to be the best`;
};

/** Sums are written as they are, digit by digit: they may be beyond what a number holds. */
const asJson = ({ partner, edges, pairs, weight, upperBound, solveMs, checkMs }: Matched): string => {
  const rssMB = process.resourceUsage().maxRSS / 1024;
  const members: readonly (readonly [name: string, value: number | bigint | boolean])[] = [
    ['n', partner.length],
    ['m', edges],
    ['pairs', pairs],
    ['weight', weight],
    ['upperBound', upperBound],
    ['gap', upperBound - weight],
    ['certified', true],
    ['solveMs', inTenths(solveMs)],
    ['checkMs', inTenths(checkMs)],
    ['rssMB', inTenths(rssMB)],
  ];
  return `{\n${members.map(([name, value]) => `  "${name}": ${String(value)}`).join(',\n')}\n}\n`;
};

const inTenths = (value: number): number => Math.round(10 * value) / 10;
