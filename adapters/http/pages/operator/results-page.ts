import type { RoundResult } from '../../../../domain/introductions/round-results.ts';
import { formatWeek } from '../../../../domain/kernel/iso-week.ts';
import { type Markup, markup } from '../../../files/report-markup.ts';
import { counted, grouped } from '../../../files/round-figures.ts';
import { keyFigure, opening, type OperatorPage } from './frame.ts';
import { resultsChart } from './results-chart.ts';
import { meanInWords, metRate } from './round-parts.ts';
import { roundStateNames } from './words.ts';

/** What became of the rounds; newest first. */
export const resultsPage = (results: readonly RoundResult[], { older }: { readonly older: string | undefined }): OperatorPage => {
  const sum = (of: (result: RoundResult) => number): number => results.reduce((total, result) => total + of(result), 0);
  const introduced = sum((result) => result.introduced);
  const repeats = results.reduce<number | undefined>(
    (total, each) => (each.repeats === undefined ? total : (total ?? 0) + each.repeats),
    undefined,
  );
  const met = sum((result) => result.met.yes);
  return {
    title: 'Results',
    section: 'results',
    content: markup`${opening({ heading: 'Results', lead: results.length === 0 ? 'No round was held yet. Once one was, this page shows what became of it.' : leadInWords(results.length, introduced, met) })}
${
  results.length === 0
    ? undefined
    : markup`<dl class="key">
${keyFigure('Introductions', grouped(introduced))}${keyFigure('Met', grouped(met), introduced === 0 ? undefined : markup`<small>${String(Math.round((100 * met) / introduced))}% of the introduced</small>`)}${keyFigure('Left out', grouped(sum((result) => result.leftOut)))}${keyFigure('Repeats within the gap', countOrDash(repeats))}</dl>
${repeats === undefined || repeats === 0 ? undefined : markup`<p class="note">Two who had met lately were introduced again. That must not happen; please report it as a fault of Loop.</p>\n`}<section class="card" aria-labelledby="over-time"><h2 id="over-time">Over time</h2>
${resultsChart([...results].reverse().map(({ round, introduced, met, leftOut }) => ({ week: round.week, introduced, met: met.yes, leftOut })))}
</section>
${table(results)}${older === undefined ? undefined : markup`<nav class="pager" aria-label="Pages"><a rel="next" href="/operator/results?until=${older}">Earlier rounds</a></nav>\n`}`
}`,
  };
};

/** Repeats are not counted where rounds are very large. */
const countOrDash = (count: number | undefined): string => (count === undefined ? '–' : grouped(count));

const leadInWords = (rounds: number, introduced: number, met: number): string =>
  `${counted(rounds, 'round')}, ${counted(introduced, 'introduction')}. ${met === 0 ? 'Nobody said yet that they met.' : `${grouped(met)} said that they met.`}`;

const table = (
  results: readonly RoundResult[],
): Markup => markup`<section class="card" aria-labelledby="each"><h2 id="each">Round by round</h2>
<div class="scroll" role="region" aria-labelledby="each" tabindex="0"><table class="figures many"><thead><tr><th scope="col">Round</th><th scope="col">Introduced</th><th scope="col">Met</th><th scope="col">Plan to</th><th scope="col">Did not</th><th scope="col">Met rate</th><th scope="col">Left out</th><th scope="col">Cancelled pairs</th><th scope="col">Mean score</th><th scope="col">Repeats</th><th scope="col">State</th></tr></thead><tbody>
${results.map(row)}</tbody></table></div>
<p class="quiet">Members are asked four days after their introduction. The rest has not answered.</p></section>
`;

const row = (result: RoundResult): Markup => {
  const { round, introduced, met, leftOut, cancelled, meanScore, repeats } = result;
  const week = formatWeek(round.week);
  return markup`<tr><th scope="row"><a href="/operator/round?week=${week}">${week}</a></th><td>${grouped(introduced)}</td><td>${grouped(met.yes)}</td><td>${grouped(met.planned)}</td><td>${grouped(met.no)}</td><td>${metRate(result)}</td><td>${grouped(leftOut)}</td><td>${grouped(cancelled)}</td><td>${meanScore === undefined ? '–' : meanInWords(meanScore)}</td><td>${countOrDash(repeats)}</td><td>${roundStateNames[round.state.name]}</td></tr>
`;
};
