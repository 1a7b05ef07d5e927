import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { err, ok, type Result } from '../../domain/kernel/result.ts';
import { edgeProblem, type EdgesFile, edgesMax, type EdgesReading, tooManyVertices, verticesMax } from './edges-list.ts';
import { type FileProblem, problemList, type Problems, problemsOf } from './problem.ts';
import { isSystemError } from './text-file.ts';

/** Reads edges from 32-bit whole numbers, the low byte first: the number of vertices, that of edges, then u, v and weight of each edge. */
export function* readEdgesBin(file: string): EdgesReading {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    const stat = fstatSync(descriptor);
    const records = edgeRecords(file, stat.isFile() ? stat.size : undefined);
    const room = Buffer.allocUnsafe(chunkBytes);
    for (let kept = 0; ;) {
      const read = readSync(descriptor, room, kept, room.length - kept, null);
      if (read === 0) return records.end(kept);
      const taken = records.take(room.subarray(0, kept + read));
      if (typeof taken !== 'number') return err(problemsOf(taken));
      room.copyWithin(0, taken, kept + read);
      kept += read - taken;
      yield;
    }
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return err(problemsOf(unreadable(file, error.code)));
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

const chunkBytes = 1024 * 1024;
const headerBytes = 8;
const recordBytes = 12;

interface EdgeRecords {
  /** Takes what is whole of these bytes and says how many those are; or the problem that ends the reading. The others come again. */
  readonly take: (bytes: Buffer) => number | FileProblem;
  /** Ends the reading, with so many bytes left over. */
  readonly end: (left: number) => Result<EdgesFile, Problems>;
}

interface Arrays {
  readonly size: number;
  readonly u: Int32Array;
  readonly v: Int32Array;
  readonly weight: Int32Array;
}

const edgeRecords = (file: string, bytesInFile: number | undefined): EdgeRecords => {
  const problems = problemList();
  const whole = wholeProblems(file);
  let arrays: Arrays | undefined;
  let count = 0;
  const begin = (bytes: Buffer): Arrays | FileProblem => {
    const [size, edges] = [bytes.readInt32LE(0), bytes.readInt32LE(4)];
    const wrong = whole.header(size, edges) ?? (bytesInFile === undefined ? undefined : whole.length(edges, bytesInFile));
    return wrong ?? { size, u: new Int32Array(edges), v: new Int32Array(edges), weight: new Int32Array(edges) };
  };
  const read = ({ size, u, v, weight }: Arrays, bytes: Buffer, from = 0): number => {
    let at = from;
    for (; count < u.length && at + recordBytes <= bytes.length; at += recordBytes) {
      const one = bytes.readInt32LE(at);
      const other = bytes.readInt32LE(at + 4);
      const heavy = bytes.readInt32LE(at + 8);
      const fault = faultOf(size, [one, other], heavy);
      // The ends of a record that is refused stay the same.
      if (fault === undefined) {
        u[count] = one;
        v[count] = other;
      } else problems.note(edgeProblem({ file, line: count + 1, isRecord: true }, fault));
      weight[count++] = heavy;
    }
    return at;
  };
  return {
    take: (bytes) => {
      if (arrays !== undefined) return count === arrays.u.length ? whole.tooLong(count) : read(arrays, bytes);
      if (bytes.length < headerBytes) return 0;
      const begun = begin(bytes);
      if ('code' in begun) return begun;
      arrays = begun;
      return read(begun, bytes, headerBytes);
    },
    end: (left) => {
      if (arrays === undefined || count < arrays.u.length) return err(problemsOf(whole.tooShort(arrays?.u.length)));
      if (left > 0) return err(problemsOf(whole.tooLong(count)));
      return ok({ edges: { file, ...arrays }, unit: 'weight', problems: problems.all(), otherColumns: 0 });
    },
  };
};

type Says = readonly [code: string, message: string];

const faultOf = (size: number, [u, v]: readonly [number, number], weight: number): Says | undefined => {
  if (u < 0 || v < 0 || u >= size || v >= size) return ['edges.vertex_unknown', 'its vertices are numbered from 0 to n − 1'];
  if (u === v) return ['edges.self_pair', 'nothing is paired with itself'];
  return weight < 1 ? ['edges.weight_not_positive', 'a weight is a whole number from 1'] : undefined;
};

const wholeProblems = (file: string) => {
  const refused = (code: string, message: string): FileProblem => ({ file, line: null, column: null, code, message });
  const bytesFor = (edges: number): string => `${String(edges)} edges take ${String(headerBytes + recordBytes * edges)} bytes`;
  const tooLong = (edges: number): FileProblem => refused('edges.file_too_long', `${bytesFor(edges)}, and more follow`);
  const tooShort = (edges?: number): FileProblem =>
    refused(
      'edges.file_too_short',
      edges === undefined ? 'a file begins with n and m, 4 bytes each' : `${bytesFor(edges)}, and there are fewer`,
    );
  return {
    tooLong,
    tooShort,
    header: (size: number, edges: number): FileProblem | undefined => {
      if (size < 0 || edges < 0) return refused('edges.header_malformed', 'a file begins with n and m, neither of them below 0');
      if (size > verticesMax) return refused(...tooManyVertices);
      return edges > edgesMax ? refused('edges.too_many', `more than ${String(edgesMax)} edges are not read`) : undefined;
    },
    length: (edges: number, bytes: number): FileProblem | undefined => {
      const missing = headerBytes + recordBytes * edges - bytes;
      if (missing === 0) return undefined;
      return missing > 0 ? tooShort(edges) : tooLong(edges);
    },
  };
};

const unreadable = (file: string, code: string): FileProblem => {
  const refused = (dotted: string, message: string): FileProblem => ({ file, line: null, column: null, code: dotted, message });
  if (code === 'ENOENT') return refused('file.missing', 'there is no such file');
  if (code === 'EISDIR') return refused('file.not_a_file', 'this is a folder; name a file in it');
  return refused('file.not_readable', `it cannot be read (${code})`);
};
