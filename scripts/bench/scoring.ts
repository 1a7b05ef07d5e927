import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { ScoringRun } from './scoring/run.ts';

const communities = [
  { people: 'sample', members: 20_000 },
  { people: 'sample', members: 100_000 },
  { people: 'various', members: 20_000 },
  { people: 'various', members: 100_000 },
  { people: 'sample', members: 1_000_000, onlyFull: true },
  { people: 'various', members: 1_000_000, onlyFull: true },
] as const;

/** How fast pairs are scored by the survey in community/, each community in a new process. A line comes out as soon as it is known. */
export const measureScoring = async ({ full }: { readonly full: boolean }, say: (line: string) => void): Promise<void> => {
  say(heading);
  for (const { people, members, ...more } of communities) {
    if ('onlyFull' in more && !full) continue;
    const script = fileURLToPath(new URL('scoring/run.ts', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, ['--max-old-space-size=8000', script, people, String(members)]);
    say(lineOf(`${people} ${String(members)}`, JSON.parse(stdout) as ScoringRun));
  }
};

/** What the lines say; for below the table. */
export const scoringNotes = `
Millions of pairs a second of one processor, by its own time. Rows: one member with all others, and with 2,000 others at a time; pairs: any two.
Packing in seconds; memory in bytes for each member, beside that of the tables. Sample: people as "loop sample members" invents them. Various:
people who choose without any taste, so that hardly two are alike, and free tags out of thousands.`;

const heading = [
  'people'.padEnd(18),
  ...['rows', 'rows 2,000', 'pairs', 'packing s', 'B/member', 'tables MB'].map((name) => name.padStart(11)),
].join('');

const lineOf = (name: string, run: ScoringRun): string =>
  [
    name.padEnd(18),
    ...[
      run.rows.toFixed(0),
      run.rowsOfStretch.toFixed(0),
      run.pairs.toFixed(1),
      run.packingSeconds.toFixed(2),
      run.bytesPerMember.toFixed(0),
      run.tablesMb.toFixed(1),
    ].map((figure) => figure.padStart(11)),
  ].join('');
