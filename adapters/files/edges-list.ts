import type { WeightedGraph } from '../../domain/introductions/matching/arcs.ts';
import type { Result } from '../../domain/kernel/result.ts';
import type { FileProblem, Problems } from './problem.ts';

/**
 * Edges as they stand in a file: in any order, either end first, a pair as often as it was written. An edge whose two ends are the same
 * stands for one that was refused. Plain arrays, to be handed to a thread.
 */
export interface EdgeList extends WeightedGraph {
  readonly file: string;
  /** The line of each edge; without it, edge `e` is record `e + 1` of a binary file. */
  readonly line?: Int32Array;
}

/** A file of edges as it was read. */
export interface EdgesFile {
  readonly edges: EdgeList;
  /** Scores are in units of 1/10,000. */
  readonly unit: 'weight' | 'score';
  /** What was wrong with rows; they are not among the edges. */
  readonly problems: Problems;
  /** What each vertex is called; without it, by its number. */
  readonly names?: readonly string[];
  /** The vertices in the order of their first appearance; without it, in the order of their numbers. */
  readonly appearance?: Int32Array;
  /** Columns that were ignored. */
  readonly otherColumns: number;
}

/**
 * A reading under way: it yields after each piece of the file, so that whoever reads may do something else meanwhile. A step may block for
 * good only where the file is a pipe.
 */
export type EdgesReading = Generator<void, Result<EdgesFile, Problems>>;

/** How an edge is found in its file. */
export const placeOf = ({ line }: EdgeList, edge: number): number => line?.[edge] ?? edge + 1;

/** A problem of one row of a text, or of one record of a binary file, which has no lines. */
export const edgeProblem = (
  { file, line, isRecord = false }: { readonly file: string; readonly line: number; readonly isRecord?: boolean },
  [code, message]: readonly [code: string, message: string],
  column: string | null = null,
): FileProblem => ({ file, line, column, code, message: isRecord ? `record ${String(line)}: ${message}` : message });

/** Beyond, a file is refused: the solver takes some 50 bytes an edge and 200 a vertex. */
export const edgesMax = 100_000_000;
export const verticesMax = 10_000_000;

export const tooManyVertices = ['edges.too_many_vertices', `more than ${String(verticesMax)} vertices are not matched`] as const;
