import { scoreMax } from '../../domain/introductions/matching/problem.ts';
import type { ScoredRow } from '../../domain/introductions/scored-pairs.ts';
import { chunkChars, csvCell, csvChunks, csvLine } from './csv-writing.ts';
import { inUnits, type LeftOutView, type PairView, type RoundView } from './round-view.ts';

/** `pairs.csv`. */
export const pairsCsv = ({ week, pairs }: RoundView): Iterable<string> =>
  csvChunks(
    pairsHeader,
    rowsOf(pairs, ({ a, nameA, b, nameB, score, reasons }: PairView) => [week, a, nameA, b, nameB, inUnits(score), reasons.join('; ')]),
  );

/** `left-out.csv`. */
export const leftOutCsv = ({ week, leftOut }: RoundView): Iterable<string> =>
  csvChunks(
    leftOutHeader,
    rowsOf(leftOut, ({ member, name, code, reason }: LeftOutView) => [week, member, name, code, reason]),
  );

/**
 * `scores.csv`: every pair that may meet. `emails` are the members' addresses by number; each stands in very many lines, so it is made
 * ready once, and so is each score.
 */
export function* scoresCsv(emails: readonly string[], rows: Iterable<ScoredRow>): Iterable<string> {
  const cells = emails.map(csvCell);
  const ends = Array.from({ length: scoreMax + 1 }, (_, score) => `,${inUnits(score)}\n`);
  let chunk = csvLine(scoresHeader);
  for (const { member, other, score } of rows) {
    const start = `${cells[member]!},`;
    for (let at = 0; at < other.length; at++) {
      chunk += start + cells[other[at]!]! + ends[score[at]!]!;
      if (chunk.length < chunkChars) continue;
      yield chunk;
      chunk = '';
    }
  }
  if (chunk !== '') yield chunk;
}

/** `members.csv`: `email`, `name` and question ids above the members' cells. */
export const membersCsv = (header: readonly string[], rows: Iterable<readonly string[]>): Iterable<string> => csvChunks(header, rows);

const pairsHeader = ['week', 'a', 'name_a', 'b', 'name_b', 'score', 'reasons'];
const leftOutHeader = ['week', 'member', 'name', 'code', 'reason'];
const scoresHeader = ['a', 'b', 'score'];

function* rowsOf<Item>(items: Iterable<Item>, rowOf: (item: Item) => readonly string[]): Iterable<readonly string[]> {
  for (const item of items) yield rowOf(item);
}
