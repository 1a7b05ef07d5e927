import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { buildLemon } from './matching/lemon.ts';

interface Instance {
  readonly family: 'topk' | 'rand' | 'dense';
  readonly members: number;
  readonly partners: number;
  readonly runs: number;
  /** How long we may take, as a share of LEMON's time: what we want, and what we must. */
  readonly goal?: number;
  readonly floor?: number;
  readonly onlyFull?: true;
}

const instances: readonly Instance[] = [
  { family: 'topk', members: 1_000, partners: 30, runs: 5 },
  { family: 'dense', members: 500, partners: 0, runs: 5 },
  { family: 'topk', members: 10_000, partners: 30, runs: 5, goal: 1, floor: 1.5 },
  { family: 'rand', members: 10_000, partners: 30, runs: 5, goal: 1, floor: 1.5 },
  { family: 'dense', members: 2_000, partners: 0, runs: 5, goal: 0.1, floor: 0.15 },
  { family: 'topk', members: 100_000, partners: 30, runs: 3, goal: 0.15, floor: 0.25 },
  { family: 'rand', members: 100_000, partners: 30, runs: 3, onlyFull: true },
  { family: 'topk', members: 1_000_000, partners: 30, runs: 1, floor: 0.35, onlyFull: true },
];

const peers = ['edmonds-blossom', 'edmonds-blossom-fixed', '@graph-algorithm/maximum-matching'];
const peersSolve = 10_000;

/** What one process measured of itself. */
interface Run {
  readonly weight: number;
  readonly pairs: number;
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly checkMs?: number;
  readonly peakMb: number;
}

/** Ours and LEMON take turns, each time in a new process. A line comes out as soon as it is known. */
export const measureMatching = async ({ full }: { readonly full: boolean }, say: (line: string) => void): Promise<void> => {
  const room = await mkdtemp(join(tmpdir(), 'loop-bench-'));
  try {
    const lemon = await buildLemon(room);
    say(heading);
    for (const instance of instances) {
      if (instance.onlyFull === true && !full) continue;
      const graph = join(room, 'graph');
      await script('generate.ts', [instance.family, String(instance.members), String(instance.partners), graph]);
      say(lineOf(instance, await inTurns(instance, { lemon, graph })));
      if (full && instance.members === peersSolve) await measurePeers({ room, graph }, say);
    }
  } finally {
    await rm(room, { recursive: true, force: true });
  }
};

interface Runs {
  readonly ours: readonly Run[];
  readonly theirs: readonly Run[];
}

const inTurns = async ({ runs }: Instance, { lemon, graph }: { readonly lemon: string; readonly graph: string }): Promise<Runs> => {
  const ours: Run[] = [];
  const theirs: Run[] = [];
  for (let run = 0; run < runs; run++) {
    theirs.push(await program(lemon, [graph, 'cardinality']));
    ours.push(await script('ours.ts', [graph]));
    const [one, other] = [ours.at(-1)!, theirs.at(-1)!];
    if (one.weight !== other.weight || one.pairs !== other.pairs) throw new Error('LEMON and ours do not agree');
  }
  return { ours, theirs };
};

const measurePeers = async (
  { room, graph }: { readonly room: string; readonly graph: string },
  say: (line: string) => void,
): Promise<void> => {
  await writeFile(join(room, 'package.json'), '{ "private": true }');
  await promisify(execFile)('npm', ['install', '--silent', '--ignore-scripts', ...peers], { cwd: room });
  for (const peer of peers) {
    const { wallMs, weight, peakMb } = await script('peer.ts', [graph, peer, room]);
    say(`  npm ${peer}: ${(wallMs / 1000).toFixed(1)} s, ${peakMb.toFixed(0)} MB, weight ${String(weight)}`);
  }
};

const script = async (name: string, args: readonly string[]): Promise<Run> => {
  const path = fileURLToPath(new URL(`matching/${name}`, import.meta.url));
  return program(process.execPath, ['--max-old-space-size=8000', path, ...args]);
};

const program = async (path: string, args: readonly string[]): Promise<Run> => {
  const { stdout } = await promisify(execFile)(path, args);
  return JSON.parse(stdout === '' ? '{}' : stdout) as Run;
};

const heading = [
  'graph'.padEnd(16),
  ...['ours ms', 'LEMON ms', 'ratio', 'goal', 'floor', 'wall ratio', 'check ms', 'ours MB', 'LEMON MB'].map((name) => name.padStart(11)),
].join('');

const lineOf = ({ family, members, goal, floor }: Instance, { ours, theirs }: Runs): string => {
  const [own, other] = [middle(ours, 'cpuMs'), middle(theirs, 'cpuMs')];
  const wall = middle(ours, 'wallMs') / middle(theirs, 'wallMs');
  const figures = [
    own.toFixed(0),
    other.toFixed(0),
    (own / other).toFixed(3),
    goal?.toFixed(2) ?? '',
    floor?.toFixed(2) ?? '',
    wall.toFixed(3),
    middle(ours, 'checkMs').toFixed(0),
    middle(ours, 'peakMb').toFixed(0),
    middle(theirs, 'peakMb').toFixed(0),
  ];
  return `${`${family} ${String(members)}`.padEnd(16)}${figures.map((figure) => figure.padStart(11)).join('')}`;
};

const middle = (runs: readonly Run[], of: keyof Run): number =>
  runs.map((run) => run[of] ?? 0).toSorted((one, other) => one - other)[Math.floor(runs.length / 2)]!;
