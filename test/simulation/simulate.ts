import { parseArgs } from 'node:util';
import { profileOf } from './product/profile.ts';
import { keep } from './product/regressions.ts';
import { search, textOf } from './product/search.ts';

/**
 * `npm run simulate [-- --seed 1] [--runs 500] [--minutes 10]`: lives of the whole product, each seed with troubles of its own. What breaks
 * is made as short as it can be, is told with the line that leads to it again, and is kept under `test/simulation/regressions`. With
 * `--profile`, `--path` and `--replay-path` of such a line it is that one history alone.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    runs: { type: 'string', default: '500' },
    minutes: { type: 'string' },
    profile: { type: 'string' },
    path: { type: 'string' },
    'replay-path': { type: 'string' },
  },
});

const runsOfAProfile = 50;
const first = Number(values.seed);
const until = values.minutes === undefined ? Infinity : Date.now() + Number(values.minutes) * 60_000;
const runsMax = values.minutes === undefined ? Number(values.runs) : Infinity;
const isReplay = values.path !== undefined;

let lived = 0;
let broken = 0;
for (let seed = first; lived < runsMax && Date.now() < until; seed++) {
  const profile = values.profile === undefined ? seed : Number(values.profile);
  const runs = isReplay ? 1 : Math.min(runsOfAProfile, runsMax - lived);
  process.stdout.write(`seed ${String(seed)}: ${profileOf(profile).name}\n`);
  const found = await search({ profile, seed, runs, path: values.path, replayPath: values['replay-path'] });
  lived += runs;
  if (found !== undefined) {
    broken += 1;
    process.stdout.write(`${textOf(found)}\n${isReplay ? '' : `kept as ${keep(found)}\n`}`);
  }
  if (isReplay) break;
}
process.stdout.write(`${String(lived)} histories, ${String(broken)} of which broke something\n`);
process.exitCode = broken === 0 ? 0 : 1;
