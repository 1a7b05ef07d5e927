import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { join } from 'node:path';
import { MissingPart } from '../../real-parts.ts';

/** Builds the driver of LEMON, and says where it is. Throws `MissingPart` where LEMON or a compiler is missing. */
export const buildLemon = async (folder: string): Promise<string> => {
  const source = fileURLToPath(new URL('lemon.cpp', import.meta.url));
  const program = join(folder, 'lemon');
  try {
    await promisify(execFile)('g++', ['-O3', '-march=native', source, '-o', program]);
  } catch (error) {
    throw new MissingPart(`LEMON is not here or does not build (${whyNot(error)}). Get it with: apt-get install liblemon-dev g++`);
  }
  return program;
};

const whyNot = (error: unknown): string => {
  const { code, stderr = '' } = error as { readonly code?: unknown; readonly stderr?: string };
  if (code === 'ENOENT') return 'there is no g++';
  return /error: (.*)/.exec(stderr)?.[1] ?? String(error);
};

interface Scored {
  readonly size: number;
  readonly u: Int32Array;
  readonly v: Int32Array;
  readonly score: Int32Array;
}

/** A graph as the driver reads it: the number of members, of edges, and each edge with its score. */
export const wordsOf = ({ size, u, v, score }: Scored): Int32Array => {
  const words = new Int32Array(2 + 3 * u.length);
  words[0] = size;
  words[1] = u.length;
  for (let e = 0; e < u.length; e++) {
    words[2 + 3 * e] = u[e]!;
    words[3 + 3 * e] = v[e]!;
    words[4 + 3 * e] = score[e]!;
  }
  return words;
};

export const fromWords = (words: Int32Array): Scored => {
  const count = words[1]!;
  const column = (which: number): Int32Array => {
    const values = new Int32Array(count);
    for (let e = 0; e < count; e++) values[e] = words[2 + 3 * e + which]!;
    return values;
  };
  return { size: words[0]!, u: column(0), v: column(1), score: column(2) };
};
