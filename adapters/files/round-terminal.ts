import { cut, fitted, printable, widthOf, wrapped } from './printable.ts';
import * as figures from './round-figures.ts';
import { firstOf, inUnits, type PairView, type RoundView } from './round-view.ts';

/**
 * A round for the eyes of whoever typed the command: the pairs, who is left out, the figures last, where the cursor stays.
 * Takes `columns`, but at least `columnsMin`. With `colour` it contains escape sequences of its own; nobody's text ever brings one.
 */
export const roundForTerminal = (view: RoundView, { columns, colour, pairs = true }: Terminal): string => {
  const page: Page = {
    columns: Math.min(columnsMax, Math.max(columnsMin, Math.floor(columns))),
    ink: colour ? coloured : plain,
    label: labels(view),
  };
  const blocks = [titleBlock(view, page), pairs ? pairsBlock(view, page) : [], leftOutBlock(view, page), figuresBlock(view, page)];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => `${line.trimEnd()}\n`).join(''))
    .join('\n');
};

export interface Terminal {
  readonly columns: number;
  readonly colour: boolean;
  /** False: the pairs are in files already, so that only the rest is told. */
  readonly pairs?: boolean;
}

export const columnsMin = 60;
export const pairsListedMax = 40;
export const leftOutListedMax = 40;
const columnsMax = 160;

interface Page {
  readonly columns: number;
  readonly ink: Ink;
  readonly label: (name: string, address: string) => string;
}

interface Ink {
  readonly strong: (text: string) => string;
  readonly quiet: (text: string) => string;
}
const plain: Ink = { strong: (text) => text, quiet: (text) => text };
const coloured: Ink = { strong: (text) => `\u001b[1m${text}\u001b[22m`, quiet: (text) => `\u001b[2m${text}\u001b[22m` };

/** A member by name, or by address where the name is empty or more than one member has it. Answers for those who can be listed. */
const labels = (view: RoundView): Page['label'] => {
  const { pairs, leftOut } = view;
  const owners = new Map<string, number>();
  const enter = (name: string): unknown => owners.set(printable(name), 0);
  for (const { nameA, nameB } of firstOf(pairs, pairsListedMax)) [nameA, nameB].forEach(enter);
  for (const { members } of figures.leftOutByReason(view, leftOutListedMax)) for (const { name } of members) enter(name);
  const count = (name: string): void => {
    const before = owners.get(printable(name));
    if (before !== undefined) owners.set(printable(name), before + 1);
  };
  for (const { nameA, nameB } of pairs) [nameA, nameB].forEach(count);
  for (const { name } of leftOut) count(name);
  return (name, address) => {
    const shown = printable(name);
    return shown === '' || (owners.get(shown) ?? 0) > 1 ? printable(address) : shown;
  };
};

const titleBlock = (view: RoundView, { columns, ink }: Page): readonly string[] => {
  const dates = figures.datesOf(view.week);
  const title = `${ink.strong(`Round of ${printable(view.week)}`)}${dates === undefined ? '' : ink.quiet(` · ${dates}`)}`;
  return [title, ...wrapped(figures.leadInWords(view), columns)];
};

const pairsBlock = ({ pairs }: RoundView, page: Page): readonly string[] => {
  if (pairs.length === 0) return [];
  const listed = firstOf(pairs, pairsListedMax).map((pair) => ({
    a: memberOf(pair, page, 'a'),
    b: memberOf(pair, page, 'b'),
    score: inUnits(pair.score),
    reason: printable(pair.reasons[0] ?? ''),
  }));
  const most = Math.floor((page.columns - scoreColumns - 2 * gutter) / 2);
  const columnOf = (side: 'a' | 'b'): number => Math.min(most, Math.max(...listed.map((row) => widthOf(row[side]))));
  const [wideA, wideB] = [columnOf('a'), columnOf('b')];
  const reasonColumns = page.columns - wideA - wideB - scoreColumns - 3 * gutter;
  const beside = reasonColumns >= reasonColumnsMin || listed.every(({ reason }) => widthOf(reason) <= reasonColumns);
  const row = ({ a, b, score, reason }: (typeof listed)[number]): readonly string[] => {
    const cells = [fitted(a, wideA), fitted(b, wideB), score].join(gap);
    if (beside) return [`${fitted(cells, page.columns - reasonColumns - gutter)}${gap}${cut(reason, reasonColumns)}`];
    return reason === '' ? [cells] : [cells, page.ink.quiet(gap + cut(reason, page.columns - gutter))];
  };
  const rest = pairs.length - listed.length;
  return [
    ...row({ a: 'A', b: 'B', score: 'Score', reason: beside ? 'Why' : '' }).map(page.ink.quiet),
    ...listed.flatMap(row),
    ...(rest > 0 ? [page.ink.quiet(`… and ${figures.grouped(rest)} more (use --out DIR or --json)`)] : []),
  ];
};

const scoreColumns = 6;
const gutter = 2;
const gap = ' '.repeat(gutter);
// Where there is less room than this beside the names and not every reason fits, each gets a line of its own.
const reasonColumnsMin = 64;

const memberOf = (pair: PairView, { label }: Page, side: 'a' | 'b'): string => {
  const text = side === 'a' ? label(pair.nameA, pair.a) : label(pair.nameB, pair.b);
  return pair.host === pair[side] ? `* ${text}` : text;
};

const leftOutBlock = (view: RoundView, { columns, ink, label }: Page): readonly string[] => {
  if (view.leftOut.length === 0) return [];
  const groups = figures.leftOutByReason(view, leftOutListedMax).flatMap(({ reason, count, members }) => {
    const unnamed = count - members.length;
    const names = [
      ...members.map(({ member, name }) => label(name, member)),
      ...(unnamed > 0 ? [`… and ${figures.grouped(unnamed)} more`] : []),
    ];
    return [...indented(printable(reason), { columns, by: 2 }).map(ink.quiet), ...indented(names.join(', '), { columns, by: 4 })];
  });
  return [ink.strong(`Left out (${figures.grouped(view.leftOut.length)})`), ...groups];
};

const figuresBlock = (view: RoundView, { columns, ink }: Page): readonly string[] => {
  const counts = figures.figuresOf(view);
  const { best, lowest, worstHundredth } = counts;
  const { certificate } = view.round;
  const worst = worstHundredth === undefined ? '' : `worst 1% up to ${inUnits(worstHundredth)}, `;
  const none = certificate.scope === 'all' ? 'no round is better' : 'no round of the candidates is better';
  if (view.pairs.length === 0) return [];
  const fact = (name: string, text: string): readonly string[] =>
    indented(text, { columns, by: factColumns }).map((line, at) =>
      at === 0 ? `  ${ink.quiet(fitted(name, factColumns - 2))}${line.trimStart()}` : line,
    );
  const host = figures.hostInWords(counts);
  const lost = figures.lostToHistoryInWords(view);
  return [
    ink.strong('Figures'),
    ...(best.mean === undefined || lowest === undefined
      ? []
      : [
          ...fact('Scores', `mean ${inUnits(best.mean)}, lowest ${inUnits(lowest.score)}, ${worst}total ${inUnits(best.total)}`),
          ...fact(
            'Proof',
            `upper bound ${inUnits(certificate.upperBound)}, gap ${inUnits(certificate.gap)}${certificate.gap === 0 ? `: ${none}` : ''}`,
          ),
          ...fact('Scope', figures.scopeInWords(view)),
          ...fact('Greedy', figures.comparisonInWords(counts).join(' ')),
        ]),
    ...fact('History', [...figures.gapsInWords(view), ...(lost === undefined ? [] : [lost])].join(' ')),
    ...(host === undefined ? [] : fact(counts.hostPair === undefined ? 'Host' : '* Host', host)),
    ...fact('Seed', String(view.round.seed)),
  ];
};

const factColumns = 12;

const indented = (text: string, { columns, by }: { readonly columns: number; readonly by: number }): readonly string[] =>
  wrapped(text, columns - by).map((line) => ' '.repeat(by) + line);
