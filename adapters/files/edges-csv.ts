import { err, ok } from '../../domain/kernel/result.ts';
import { type ColumnProblem, type CsvRow, csvReader } from './csv-reading.ts';
import { edgeColumns } from './edges-columns.ts';
import { edgesHeader, type EdgesHeader, requiredColumns } from './edges-header.ts';
import { edgeProblem, edgesMax, type EdgesReading, tooManyVertices, verticesMax } from './edges-list.ts';
import { numberedNames } from './edges-names.ts';
import { scoreIn, weightIn, type WeightFault } from './edges-weight.ts';
import { type FileProblem, problemList, problemsOf } from './problem.ts';
import { openText } from './text-file.ts';

/** Reads edges from CSV with the columns a, b and either weight or score. */
export function* readEdgesCsv(file: string): EdgesReading {
  const text = openText(file, Infinity);
  if (!text.ok) return err(problemsOf(text.error));
  const { next, close } = text.value;
  try {
    const rows = edgeRows(file);
    let piece = next();
    for (; piece.ok; piece = next()) {
      if (piece.value === undefined || !rows.take(piece.value)) return yield* rows.end();
      yield;
    }
    return err(problemsOf(piece.error));
  } finally {
    close();
  }
}

interface EdgeRows {
  readonly take: (piece: string) => boolean;
  readonly end: () => EdgesReading;
}

const edgeRows = (file: string): EdgeRows => {
  const problems = problemList();
  const places = new Map<string, number>();
  const columns = edgeColumns();
  let header: EdgesHeader = { unit: 'weight', otherColumns: 0 };
  let refused: FileProblem | undefined;
  const onColumns = (named: readonly string[]): ColumnProblem | undefined => {
    const read = edgesHeader(named);
    if (!read.ok) return read.error;
    header = read.value;
    return undefined;
  };
  const placeOf = (name: string): number => {
    const known = places.get(name);
    if (known === undefined) places.set(name, places.size);
    return known ?? places.size - 1;
  };
  const onRow = ({ cell, line }: CsvRow): void | 'stop' => {
    const { unit } = header;
    const [a, b] = [cell('a'), cell('b')];
    const value = unit === 'weight' ? weightIn(cell('weight')) : scoreIn(cell('score'));
    if (a === '' || b === '' || a === b || typeof value !== 'number') {
      for (const { column, says } of faultsOf([a, b], value)) problems.note(edgeProblem({ file, line }, says, column ?? unit));
      return;
    }
    columns.add([placeOf(a), placeOf(b)], value, line);
    if (places.size <= verticesMax) return;
    refused = edgeProblem({ file, line }, tooManyVertices);
    return 'stop';
  };
  const csv = csvReader({ file, required: requiredColumns, rowsMax: edgesMax, onColumns, onRow, onProblem: problems.note });
  const end = function* (): EdgesReading {
    if (csv.end() === undefined) return err(problems.all());
    if (refused !== undefined) return err(problemsOf(refused));
    const { u, v, weight, line } = columns.all();
    const { names, numbers } = yield* numberedNames([...places.keys()]);
    for (let e = 0; e < u.length; e++) {
      u[e] = numbers[u[e]!]!;
      v[e] = numbers[v[e]!]!;
    }
    const edges = { file, size: names.length, u, v, weight, line };
    return ok({ edges, ...header, problems: problems.all(), names, appearance: numbers });
  };
  return { take: csv.take, end };
};

interface RowFault {
  /** Without it, that of the value. */
  readonly column?: string;
  readonly says: readonly [code: string, message: string];
}

const faultsOf = ([a, b]: readonly [string, string], value: number | WeightFault): readonly RowFault[] => [
  ...(a === '' ? [{ column: 'a', says: nameMissing }] : []),
  ...(b === '' ? [{ column: 'b', says: nameMissing }] : []),
  ...(a !== '' && a === b ? [{ column: 'b', says: selfPair }] : []),
  ...(typeof value === 'number' ? [] : [{ says: value }]),
];

const nameMissing = ['edges.name_missing', 'both ends of an edge have a name'] as const;
const selfPair = ['edges.self_pair', 'nothing is paired with itself'] as const;
