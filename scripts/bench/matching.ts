import { performance } from 'node:perf_hooks';
import { counted } from '../commands/terminal.ts';
import { type Bench, type Row, type Terminal, withBench } from './matching/bench.ts';
import { keptFile, type Kept, openKept } from './matching/kept.ts';
import { machineText, measuredKey } from './matching/machine.ts';
import { rows } from './matching/rows.ts';
import { heading, linesOf, type Outcome, time, type Verdict, verdictOf } from './matching/targets.ts';

export interface MatchingWish {
  /** Everything, however long it takes; what an earlier run has measured of the same is taken from there. */
  readonly full: boolean;
  /** Forget what earlier runs have measured. */
  readonly again: boolean;
  /** These rows and no others; a name's beginning will do. */
  readonly only?: readonly string[] | undefined;
}

export const rowNames = (): readonly string[] => rows.map(({ name }) => name);

/** Whether each of them is a row's name or the beginning of one. */
export const rowsAre = (names: readonly string[]): boolean => names.every((wanted) => rows.some(isMeantBy(wanted)));

/** Measures row by row; a line comes out as soon as it is known. Answers whether every row could be measured. */
export const measureMatching = async (wish: MatchingWish, terminal: Terminal): Promise<boolean> => {
  const { say } = terminal;
  const started = performance.now();
  const chosen = chosenOf(wish);
  const ended: Ended[] = [];
  const state = { row: '' };
  const note = (doing: string): void => {
    terminal.note(`${time(performance.now() - started)}, ${state.row}: ${doing} …`);
  };
  say(`${machineText()}\n\n${heading()}`);
  const kept = await openKept(measuredKey(), wish);
  await withBench({ say, note }, async (bench) => {
    for (const row of chosen) {
      state.row = row.name;
      const one = await endOf(row, { bench, kept, wish });
      terminal.note('');
      ended.push(one);
      for (const line of textOf(one)) say(line);
    }
  });
  say(summaryOf(ended, performance.now() - started));
  return ended.every(({ failure }) => failure === undefined);
};

const chosenOf = ({ full, only }: MatchingWish): readonly Row[] =>
  only === undefined
    ? rows.filter((row) => full || row.onlyFull !== true)
    : rows.filter((row) => only.some((wanted) => isMeantBy(wanted)(row)));

const isMeantBy =
  (wanted: string) =>
  ({ name }: Row): boolean =>
    name === wanted || name.startsWith(`${wanted}-`);

/** How it went with a row. */
interface Ended {
  readonly name: string;
  readonly outcome?: Outcome;
  readonly isKept?: true;
  readonly failure?: string;
}

/** One row that cannot be measured does not keep the others from it. */
const endOf = async (
  { name, measure }: Row,
  { bench, kept, wish }: { readonly bench: Bench; readonly kept: Kept; readonly wish: MatchingWish },
): Promise<Ended> => {
  const before = wish.full ? kept.outcomeOf(name) : undefined;
  if (before !== undefined) return { name, outcome: before, isKept: true };
  try {
    const outcome = await measure(bench);
    // LEMON may be there the next time.
    if (outcome.isPartial !== true) await kept.keep(name, outcome);
    return { name, outcome };
  } catch (error) {
    return { name, failure: error instanceof Error ? error.message : String(error) };
  }
};

const textOf = ({ name, outcome, failure, isKept }: Ended): readonly string[] => [
  ...(outcome === undefined ? [] : linesOf(name, outcome)),
  ...(isKept === true ? ['  measured by an earlier run'] : []),
  ...(failure === undefined ? [] : [`${name.padEnd(15)}failed: ${failure}`]),
];

const summaryOf = (ended: readonly Ended[], ms: number): string => {
  const verdicts = ended.flatMap(({ name, outcome }) =>
    (outcome?.targets ?? []).map((target) => ({ verdict: verdictOf(target), name: `${name}: ${target.what}` })),
  );
  const of = (wanted: Verdict): readonly string[] => verdicts.filter(({ verdict }) => verdict === wanted).map(({ name }) => name);
  const failed = ended.filter(({ failure }) => failure !== undefined).map(({ name }) => name);
  const listed = (words: string, names: readonly string[]): readonly string[] =>
    names.length === 0 ? [] : [`${String(names.length)} ${words} (${names.join('; ')})`];
  const counts = [
    counted(of('goal met').length, ['goal met', 'goals met']),
    ...listed('at the floor', of('floor met')),
    ...listed('missed', of('missed')),
    ...listed('not judged', of('not judged')),
    ...listed('failed', failed),
  ];
  return `\n${counts.join(', ')}. ${counted(ended.length, ['row', 'rows'])} in ${time(ms)}; kept in ${keptFile()}.`;
};
