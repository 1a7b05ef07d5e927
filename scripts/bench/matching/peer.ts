// node peer.ts <graph> <package> <folder it is installed in>: solves the graph with a package from npm, and prints one line of JSON.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fromWords } from './lemon.ts';

type Match = (edges: readonly (readonly number[])[], maxCardinality: boolean) => ArrayLike<number | undefined>;

const [, , file = '', name = '', folder = ''] = process.argv;
const loaded = createRequire(join(folder, 'index.js'))(name) as Match & { readonly weight?: Match };
const match = loaded.weight ?? loaded;
const bytes = readFileSync(file);
const { u, v, score } = fromWords(new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4));
const edges = Array.from(u, (one, e) => [one, v[e]!, score[e]!]);
const cpuFrom = process.cpuUsage();
const wallFrom = performance.now();
const partner = match(edges, true);
const wallMs = performance.now() - wallFrom;
const { user, system } = process.cpuUsage(cpuFrom);
let weight = 0;
let pairs = 0;
for (const [one, other, points] of edges) {
  if (partner[one!] !== other) continue;
  weight += points!;
  pairs++;
}
const peakMb = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ weight, pairs, cpuMs: (user + system) / 1000, wallMs, peakMb }));
