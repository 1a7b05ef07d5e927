import { inUnits, type Listed } from './round-view.ts';
import { counted, grouped } from './round-figures.ts';
import { type Markup, markup } from './report-markup.ts';

/** How many scores fall into each of `binCount` equal parts of 0 … 1; a score on a border counts in the upper one, 1 in the last. */
export const binsOf = (scores: Iterable<number>): readonly number[] => {
  const bins = new Array<number>(binCount).fill(0);
  for (const score of scores) bins[Math.min(binCount - 1, Math.floor(score / binWidth))]! += 1;
  return bins;
};

export const binCount = 20;
const binWidth = 10_000 / binCount;

/** The scores as a drawing, described in words and as a table for those who do not see it. Needs at least one score. */
export const histogram = (scores: Listed<number>): Markup => {
  const bins = binsOf(scores);
  let [total, low, high] = [0, Infinity, -Infinity];
  for (const score of scores) {
    total += score;
    low = Math.min(low, score);
    high = Math.max(high, score);
  }
  return markup`<figure class="histogram">
${drawing({ bins, mean: total / scores.length, words: inWords(bins, { pairs: scores.length, low, high }) })}
<figcaption>Pairs by score, from 0 (nothing in common) to 1 (the best fit there is)</figcaption>
</figure>
<details><summary>The same as a table</summary>
<table class="figures"><thead><tr><th scope="col">Score</th><th scope="col">Pairs</th></tr></thead>
<tbody>${bins.map((count, bin) => (count === 0 ? undefined : markup`<tr><th scope="row">${rangeOf(bin)}</th><td>${grouped(count)}</td></tr>`))}</tbody></table>
</details>`;
};

const inWords = (
  bins: readonly number[],
  { pairs, low, high }: { readonly pairs: number; readonly low: number; readonly high: number },
): string => {
  const fullest = bins.indexOf(Math.max(...bins));
  return `${counted(pairs, 'pair')} with scores from ${inUnits(low)} to ${inUnits(high)}. The fullest of ${String(binCount)} bars is ${rangeOf(fullest)} with ${counted(bins[fullest]!, 'pair')}.`;
};

const rangeOf = (bin: number): string => `${(bin / binCount).toFixed(2)}–${((bin + 1) / binCount).toFixed(2)}`;

/**
 * Lengths across are percentages and lengths down are pixels: without a view box the bars grow with the page and the letters
 * keep their size, on a phone as on a wide screen.
 */
const drawing = ({ bins, mean, words }: { readonly bins: readonly number[]; readonly mean: number; readonly words: string }): Markup => {
  const { top, step } = scaleFor(Math.max(...bins));
  const yOf = (count: number): string => (plotBottom - (count / top) * plotHeight).toFixed(1);
  const lines = Array.from({ length: top / step + 1 }, (_, line) => line * step);
  return markup`<svg width="100%" height="${plotBottom + 28}" role="img" aria-labelledby="histogram-title histogram-words">
<title id="histogram-title">Histogram of the scores of all pairs</title>
<desc id="histogram-words">${words}</desc>
<g class="grid">${lines.map((count) => markup`<line x1="0" x2="100%" y1="${yOf(count)}" y2="${yOf(count)}"/><text x="-8" y="${yOf(count)}" dy="4" text-anchor="end">${grouped(count)}</text>`)}</g>
<g class="bars">${bins.map((count, bin) => (count === 0 ? undefined : bar({ bin, count, y: yOf(count) })))}</g>
<g class="axis">${[0, 0.25, 0.5, 0.75, 1].map((at) => markup`<text x="${at * 100}%" y="${plotBottom + 20}" text-anchor="${at === 0 ? 'start' : at === 1 ? 'end' : 'middle'}">${at}</text>`)}</g>
${meanLine(mean)}
</svg>`;
};

const plotTop = 30;
const plotHeight = 176;
const plotBottom = plotTop + plotHeight;

const bar = ({ bin, count, y }: { readonly bin: number; readonly count: number; readonly y: string }): Markup =>
  markup`<rect x="${(bin * 5 + 0.35).toFixed(2)}%" y="${y}" width="4.3%" height="${(plotBottom - Number(y)).toFixed(1)}" rx="2"><title>${rangeOf(bin)}: ${counted(count, 'pair')}</title></rect>`;

const meanLine = (mean: number): Markup => {
  const x = (mean / 100).toFixed(2);
  const anchor = mean < 2_000 ? 'start' : mean > 8_000 ? 'end' : 'middle';
  const line = markup`<line x1="${x}%" x2="${x}%" y1="${plotTop - 8}" y2="${plotBottom}"/>`;
  // The first line clears a path through the bars for the second, which is dashed.
  return markup`<g class="mean">${line}${line}<text x="${x}%" y="${plotTop - 14}" text-anchor="${anchor}">mean ${(mean / 10_000).toFixed(2)}</text></g>`;
};

/** Lines at whole, round counts, four of them at most above 0. */
const scaleFor = (most: number): { readonly top: number; readonly step: number } => {
  let step = 1;
  for (let power = 1; most / step > 4; power *= 10)
    step = [1, 2, 5, 10].map((one) => one * power).find((one) => most / one <= 4) ?? step * 10;
  return { top: Math.ceil(most / step) * step, step };
};
