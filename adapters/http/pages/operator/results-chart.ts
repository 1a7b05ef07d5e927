import { formatWeek, type Week } from '../../../../domain/kernel/iso-week.ts';
import { type Markup, markup } from '../../../files/report-markup.ts';
import { counted, grouped } from '../../../files/round-figures.ts';

/** One round as a column of the chart. */
export interface Column {
  readonly week: Week;
  readonly introduced: number;
  /** Of the introduced, how many said that they met. */
  readonly met: number;
  readonly leftOut: number;
}

/**
 * Introduced, met and left out over the weeks, oldest first. Lengths across are percentages and lengths down are pixels, so that the
 * columns grow with the page and the letters keep their size. What is drawn stands in words in its description and in the table below it.
 */
export const resultsChart = (columns: readonly Column[]): Markup => {
  const { top, step } = scaleFor(Math.max(1, ...columns.map(({ introduced, leftOut }) => introduced + leftOut)));
  const yOf = (count: number): number => plotBottom - (count / top) * plotHeight;
  const lines = Array.from({ length: top / step + 1 }, (_, line) => line * step);
  const width = 100 / columns.length;
  return markup`<figure class="chart"><ul class="legend" role="list" aria-hidden="true"><li class="met">Said that they met</li><li class="introduced">Introduced</li><li class="left">Left out</li></ul>
<svg width="100%" height="${plotBottom + 30}" role="img" aria-labelledby="chart-title chart-words">
<title id="chart-title">Members introduced and left out in each round</title>
<desc id="chart-words">${inWords(columns)}</desc>
<g class="grid">${lines.map((count) => markup`<line x1="0" x2="100%" y1="${px(yOf(count))}" y2="${px(yOf(count))}"/><text x="-8" y="${px(yOf(count))}" dy="4" text-anchor="end">${grouped(count)}</text>`)}</g>
${columns.map((column, at) => drawn(column, { x: at * width, width, yOf, labelled: isLabelled(at, columns.length) }))}
</svg></figure>
`;
};

const plotTop = 10;
const plotHeight = 190;
const plotBottom = plotTop + plotHeight;

interface Place {
  /** In percent. */
  readonly x: number;
  readonly width: number;
  readonly yOf: (count: number) => number;
  readonly labelled: boolean;
}

const drawn = ({ week, introduced, met, leftOut }: Column, { x, width, yOf, labelled }: Place): Markup => {
  const barWidth = Math.min(width * 0.72, widestPercent);
  const left = x + (width - barWidth) / 2;
  const label = formatWeek(week);
  const part = (name: string, from: number, to: number): Markup | undefined => {
    if (to <= from) return undefined;
    // One person among hundreds would be too thin to see.
    const height = Math.max(thinnest, yOf(from) - yOf(to));
    return markup`<rect class="${name}" x="${left.toFixed(2)}%" width="${barWidth.toFixed(2)}%" y="${px(yOf(from) - height)}" height="${px(height)}"/>`;
  };
  return markup`<g><title>${label}: ${counted(introduced, 'member')} introduced, ${grouped(met)} met, ${grouped(leftOut)} left out</title>${part('met', 0, met)}${part('introduced', met, introduced)}${part('left', introduced, introduced + leftOut)}${labelled ? markup`<text x="${(x + width / 2).toFixed(2)}%" y="${plotBottom + 20}" text-anchor="middle">${label.slice(5)}</text>` : undefined}</g>
`;
};

const widestPercent = 9;
const thinnest = 2.5;

const px = (length: number): string => length.toFixed(1);

/** As many labels as fit on a phone; the newest always has one. */
const isLabelled = (at: number, count: number): boolean => (count - 1 - at) % Math.ceil(count / labelsMax) === 0;
const labelsMax = 7;

const inWords = (columns: readonly Column[]): string => {
  const [first, last] = [columns[0], columns.at(-1)];
  if (first === undefined || last === undefined) return 'No round was held yet.';
  const sum = (of: (column: Column) => number): string => grouped(columns.reduce((total, column) => total + of(column), 0));
  return `${counted(columns.length, 'round')} from ${formatWeek(first.week)} to ${formatWeek(last.week)}: ${sum(({ introduced }) => introduced)} introduced, ${sum(({ met }) => met)} of them met, ${sum(({ leftOut }) => leftOut)} left out. In the latest, ${grouped(last.introduced)} introduced and ${grouped(last.leftOut)} left out.`;
};

/** Lines at whole, round counts, four of them at most above 0. */
const scaleFor = (most: number): { readonly top: number; readonly step: number } => {
  const step = [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1_000].find((each) => most / each <= 4) ?? Math.ceil(most / 4);
  return { top: Math.ceil(most / step) * step, step };
};
