import type { ScoringRun } from '../scoring/run.ts';
import type { Row } from './bench.ts';
import { runScript } from './processes.ts';
import { runsText } from './solver-row.ts';
import { atLeast, count, middle, type Target } from './targets.ts';

/** How many pairs a core scores in a second with the survey that Loop is shipped with: people with tastes, and people of whom hardly two are alike. */
export const scoreRow = ({ name, members, runs }: { readonly name: string; readonly members: number; readonly runs: number }): Row => ({
  name,
  measure: async ({ note }) => {
    const targets: Target[] = [];
    for (const people of ['sample', 'various']) {
      const speeds: number[] = [];
      for (let run = 1; run <= runs; run++) {
        note(`scoring, ${people}, ${String(run)} of ${String(runs)}`);
        speeds.push((await runScript<ScoringRun>('../scoring/run.ts', [people, String(members)])).rows);
      }
      const speed = middle(speeds);
      targets.push({ what: `pairs a second and core, ${people}`, measured: millions(speed), goal: atLeast(speed, 20, millions) });
    }
    return { targets, details: [`${count(members)} members; ${runsText(runs)}; more figures: npm run bench scoring`] };
  },
});

const millions = (value: number): string => `${value.toFixed(1)} M`;
