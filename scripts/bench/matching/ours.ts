// node ours.ts <graph>: solves the graph of a file as a round in which nobody has waited, proves it, and prints one line of JSON.
import { readFileSync } from 'node:fs';
import { verify } from '../../../domain/introductions/matching/certificate.ts';
import { exactSolver } from '../../../domain/introductions/matching/solve.ts';
import { fromWords } from './lemon.ts';

const problemIn = (file: string): Parameters<typeof exactSolver>[0] => {
  const bytes = readFileSync(file);
  const graph = fromWords(new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4));
  return { ...graph, height: new Uint8Array(graph.size).fill(1) };
};

const problem = problemIn(process.argv[2]!);
const cpuFrom = process.cpuUsage();
const wallFrom = performance.now();
const proven = exactSolver(problem);
const wallMs = performance.now() - wallFrom;
const { user, system } = process.cpuUsage(cpuFrom);
const checkFrom = performance.now();
const { pairs, total } = verify(problem, proven);
const checkMs = performance.now() - checkFrom;
const peakMb = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ weight: total, pairs, cpuMs: (user + system) / 1000, wallMs, checkMs, peakMb }));
