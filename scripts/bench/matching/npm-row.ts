import { writeFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Bench, Graph, Row } from './bench.ts';
import { runScript, type Solved } from './processes.ts';
import { figureOf, inTurns } from './solver-row.ts';
import { atLeast, memory, time, times } from './targets.ts';

/** Installed in a temporary folder only: one is under the AGPL. */
const packages = [
  { name: 'edmonds-blossom', version: '1.0.0' },
  { name: 'edmonds-blossom-fixed', version: '1.0.1' },
  { name: '@graph-algorithm/maximum-matching', version: '3.0.0' },
] as const;

const giveUpMs = 10 * 60_000;

/** The solver beside the packages of npm that solve the same problem; each of those runs once. */
export const npmRow = ({ name, ...wanted }: Graph & { readonly name: string }): Row => ({
  name,
  onlyFull: true,
  measure: async (bench) => {
    const graph = await bench.graph(wanted);
    bench.note('npm install');
    await install(bench.room);
    const { ours } = await inTurns({ ...bench, lemon: async () => Promise.resolve(undefined) }, { graph, runs: 5 });
    const peers: Peer[] = [];
    for (const { name: peer } of packages) peers.push(await solvedBy(peer, { bench, graph, optimum: ours[0]! }));
    const ownMs = figureOf(ours, 'cpuMs');
    const fastest = peers.flatMap(({ solved }) => solved ?? []).sort((one, other) => one.cpuMs - other.cpuMs)[0];
    const ratio = fastest === undefined ? undefined : fastest.cpuMs / ownMs;
    const wall = fastest === undefined ? '' : `; by the wall clock ${times(fastest.wallMs / figureOf(ours, 'wallMs'))}`;
    return {
      targets: [
        {
          what: 'CPU time of the fastest, of ours',
          measured: ratio === undefined ? 'none solved it' : times(ratio),
          goal: atLeast(ratio, 250, times),
        },
      ],
      details: [`ours ${time(ownMs)}${wall}`, ...peers.map(({ text }) => text)],
    };
  },
});

interface Peer {
  readonly text: string;
  /** Of those that found the optimum. */
  readonly solved?: Solved;
}

const install = async (room: string): Promise<void> => {
  await writeFile(`${room}/package.json`, '{ "private": true }');
  const named = packages.map(({ name, version }) => `${name}@${version}`);
  await promisify(execFile)('npm', ['install', '--silent', '--ignore-scripts', ...named], { cwd: room });
};

const solvedBy = async (
  peer: string,
  { bench, graph, optimum }: { readonly bench: Bench; readonly graph: string; readonly optimum: Solved },
): Promise<Peer> => {
  bench.note(`npm ${peer}`);
  try {
    const solved = await runScript<Solved>('peer.ts', [graph, peer, bench.room], { timeoutMs: giveUpMs });
    const { cpuMs, wallMs, peakMb, weight, pairs } = solved;
    if (weight !== optimum.weight || pairs !== optimum.pairs) return { text: `npm ${peer}: dropped, it misses the optimum` };
    return { text: `npm ${peer}: ${time(cpuMs)} (by the wall clock ${time(wallMs)}), ${memory(peakMb)}`, solved };
  } catch (error) {
    return { text: `npm ${peer}: dropped, ${error instanceof Error ? error.message : 'it fails'}` };
  }
};
