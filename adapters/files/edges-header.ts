import { err, ok, type Result } from '../../domain/kernel/result.ts';
import type { ColumnProblem } from './csv-reading.ts';
import type { EdgesFile } from './edges-list.ts';

/** What the first line of a CSV file of edges says. */
export interface EdgesHeader {
  readonly unit: EdgesFile['unit'];
  /** Columns that mean nothing here. */
  readonly otherColumns: number;
}

export const requiredColumns = ['a', 'b'] as const;

/** What columns say among which are the required ones. */
export const edgesHeader = (columns: readonly string[]): Result<EdgesHeader, ColumnProblem> => {
  const [hasWeight, hasScore] = [columns.includes('weight'), columns.includes('score')];
  if (hasWeight && hasScore)
    return err({
      column: 'score',
      says: ['edges.weight_and_score', 'the first line names both “weight” and “score”; leave one of them out'],
    });
  if (!hasWeight && !hasScore)
    return err({
      column: 'weight',
      says: ['csv.column_missing', 'the first line names neither “weight” nor “score”; it begins like a,b,weight'],
    });
  return ok({ unit: hasWeight ? 'weight' : 'score', otherColumns: columns.length - requiredColumns.length - 1 });
};
