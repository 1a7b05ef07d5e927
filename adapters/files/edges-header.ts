import { err, ok, type Result } from '../../domain/kernel/result.ts';
import { csvReader } from './csv-reading.ts';
import type { EdgesFile } from './edges-list.ts';
import type { FileProblem } from './problem.ts';

/** What the first line of a CSV file of edges says. */
export interface EdgesHeader {
  readonly unit: EdgesFile['unit'];
  /** Columns that mean nothing here. */
  readonly otherColumns: number;
}

export const requiredColumns = ['a', 'b'] as const;

/** Looks at the beginning of a file, up to its first row; `undefined` where it is wrong in a way that the reading of it will find. */
export const edgesHeader = (file: string, beginning: string): Result<EdgesHeader, FileProblem> | undefined => {
  const reader = csvReader({ file, required: requiredColumns, onRow: () => 'stop', onProblem: () => undefined });
  reader.take(beginning);
  const columns = reader.end();
  if (columns === undefined) return undefined;
  const [hasWeight, hasScore] = [columns.includes('weight'), columns.includes('score')];
  const refused = (column: string, code: string, message: string): Result<never, FileProblem> =>
    err({ file, line: blankLines(beginning) + 1, column, code, message });
  if (hasWeight && hasScore)
    return refused('score', 'edges.weight_and_score', 'the first line names both “weight” and “score”; leave one of them out');
  if (!hasWeight && !hasScore)
    return refused('weight', 'csv.column_missing', 'the first line names neither “weight” nor “score”; it begins like a,b,weight');
  return ok({ unit: hasWeight ? 'weight' : 'score', otherColumns: columns.length - requiredColumns.length - 1 });
};

const blankLines = (text: string): number => /^\n*/.exec(text)?.[0].length ?? 0;
