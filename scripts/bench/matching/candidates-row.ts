import type { Row } from './bench.ts';
import type { CandidatesRun } from './candidates.ts';
import { runScript } from './processes.ts';
import { atLeast, count, percent, type Target } from './targets.ts';

/** How good the search for each member's best partners is, at a size at which all pairs can be looked at, too. */
export const candidatesRow = ({ name, members }: { readonly name: string; readonly members: number }): Row => ({
  name,
  measure: async ({ note }) => {
    const targets: Target[] = [];
    const details: string[] = [];
    for (const people of ['sample', 'various']) {
      note(`best partners of ${String(members)} members, ${people}`);
      const run = await runScript<CandidatesRun>('candidates.ts', [String(members), people]);
      const share = run.total / run.trueTotal;
      targets.push(
        {
          what: `recall of the best 30, ${people}`,
          measured: run.recall.toFixed(3),
          goal: atLeast(run.recall, 0.9, (value) => value.toFixed(1)),
        },
        { what: `total, of the true candidates’`, measured: percent(share), goal: atLeast(share, 0.99, percent) },
      );
      details.push(
        `${people}: recall by the round’s own sample ${run.sampled.toFixed(3)}; left out ${count(run.leftOut)}, by true candidates ${count(run.trueLeftOut)}`,
      );
    }
    return { targets, details };
  },
});
