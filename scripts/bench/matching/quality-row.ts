import type { Row } from './bench.ts';
import { runScript } from './processes.ts';
import type { Quality } from './quality.ts';
import { atLeast, count, must, percent } from './targets.ts';

/** How good the rounds of some weeks are, the worst of each figure. Where nobody is left out but for an odd number, no round leaves out fewer. */
export const qualityRow = ({ name, members, weeks }: { readonly name: string; readonly members: number; readonly weeks: number }): Row => ({
  name,
  measure: async ({ note }) => {
    note(`${String(weeks)} rounds of ${String(members)} members`);
    const quality = await runScript<Quality>('quality.ts', [String(members), String(weeks)]);
    const { repeats, leftOutBeyond, overGreedy, overGreedyOfBest, greedyLeftOut, worstPercent, least, mean } = quality;
    const none = (measured: number) => ({ measured: count(measured), goal: must('0', measured === 0) });
    return {
      targets: [
        { what: 'repeats within the gap', ...none(repeats) },
        { what: 'left out, more than must be', ...none(leftOutBeyond) },
        {
          what: 'total, more than greedy of 30 best',
          measured: percent(overGreedyOfBest),
          goal: atLeast(overGreedyOfBest, 0.03, percent),
        },
        { what: 'total, more than greedy of all', measured: percent(overGreedy) },
        { what: 'score of the worst 1 % of members', measured: worstPercent.toFixed(4), goal: must('> 0', worstPercent > 0.0001) },
      ],
      details: [
        `${String(weeks)} weeks, the worst of each; mean score ${mean.toFixed(4)}, least ${least.toFixed(4)}; greedy of the 30 best leaves out ${count(greedyLeftOut)}`,
      ],
    };
  },
});
