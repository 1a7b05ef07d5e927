import type { EdgesFile } from '../../adapters/files/edges-list.ts';
import { readEdges } from '../../adapters/files/edges-file.ts';
import { settledEdges } from '../../adapters/files/edges-settled.ts';
import type { Problems } from '../../adapters/files/problem.ts';
import type { WeightedGraph } from '../../domain/introductions/matching/arcs.ts';
import type { Result } from '../../domain/kernel/result.ts';

/** Reads a file of edges at a stretch. */
export const edgesRead = (file: string): Result<EdgesFile, Problems> => {
  const reading = readEdges(file);
  for (;;) {
    const step = reading.next();
    if (step.done === true) return step.value;
  }
};

/** What is said of a file: every problem of its rows and of its edges together, as line, column and code. */
export const edgeProblemsSaid = (file: string, heaviest = Infinity): readonly (readonly [number | null, string | null, string])[] => {
  const read = edgesRead(file);
  const problems = read.ok ? [read.value.problems, settledEdges(read.value.edges, { heaviest }).problems] : [read.error];
  return problems.flatMap(({ kept }) => kept).map(({ line, column, code }) => [line, column, code]);
};

/** A file without problems as a graph. */
export const graphRead = (file: string): EdgesFile & { readonly graph: WeightedGraph; readonly repeats: number } => {
  const read = edgesRead(file);
  if (!read.ok || read.value.problems.count > 0) throw new Error('the file is refused');
  const { graph, repeats, problems } = settledEdges(read.value.edges, { heaviest: Infinity });
  if (problems.count > 0) throw new Error('its edges are refused');
  return { ...read.value, graph, repeats };
};

/** The edges of a graph by the names of their ends. */
export const edgesByName = ({ graph, names }: ReturnType<typeof graphRead>): readonly (readonly [string, string, number])[] =>
  [...graph.u].map((u, e) => {
    const v = graph.v[e]!;
    return [names?.[u] ?? String(u), names?.[v] ?? String(v), graph.weight[e]!];
  });

/** `graph.bin`: n, m, and the triples. */
export const binaryOf = (size: number, edges: readonly (readonly [number, number, number])[]): Buffer => {
  const bytes = Buffer.alloc(8 + 12 * edges.length);
  for (const [at, value] of [size, edges.length, ...edges.flat()].entries()) bytes.writeInt32LE(value, 4 * at);
  return bytes;
};
