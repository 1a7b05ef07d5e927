import { csvChunks } from './csv-writing.ts';
import { inUnits, type RoundView } from './round-view.ts';

/** `pairs.csv`. */
export const pairsCsv = ({ week, pairs }: RoundView): Iterable<string> =>
  csvChunks(
    pairsHeader,
    pairs.map(({ a, nameA, b, nameB, score, reasons }) => [week, a, nameA, b, nameB, inUnits(score), reasons.join('; ')]),
  );

/** `left-out.csv`. */
export const leftOutCsv = ({ week, leftOut }: RoundView): Iterable<string> =>
  csvChunks(
    leftOutHeader,
    leftOut.map(({ member, name, code, reason }) => [week, member, name, code, reason]),
  );

/** `scores.csv`: admissible pairs, each taken from `pairs` only when its line is written. */
export const scoresCsv = (pairs: Iterable<ScoredPair>): Iterable<string> => csvChunks(scoresHeader, scoreRows(pairs));

/** Two addresses as they were written, and their score in units of 1/10,000. */
export interface ScoredPair {
  readonly a: string;
  readonly b: string;
  readonly score: number;
}

/** `members.csv`: `email`, `name` and question ids above the members' cells. */
export const membersCsv = (header: readonly string[], rows: Iterable<readonly string[]>): Iterable<string> => csvChunks(header, rows);

const pairsHeader = ['week', 'a', 'name_a', 'b', 'name_b', 'score', 'reasons'];
const leftOutHeader = ['week', 'member', 'name', 'code', 'reason'];
const scoresHeader = ['a', 'b', 'score'];

function* scoreRows(pairs: Iterable<ScoredPair>): Iterable<readonly string[]> {
  for (const { a, b, score } of pairs) yield [a, b, inUnits(score)];
}
