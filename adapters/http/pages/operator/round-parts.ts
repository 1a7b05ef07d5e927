import type { RoundResult } from '../../../../domain/introductions/round-results.ts';
import { formatWeek } from '../../../../domain/kernel/iso-week.ts';
import { histogram } from '../../../files/report-histogram.ts';
import { type Markup, markup, nameOf, shown } from '../../../files/report-markup.ts';
import * as figures from '../../../files/round-figures.ts';
import { inUnits, type Listed } from '../../../files/round-view.ts';
import { badge, keyFigure, pageIn, pager } from './frame.ts';
import type { ShownPair, ShownRound } from './round-view.ts';
import { matchStateInWords } from './words.ts';

export const pairsAPage = 50;
export const leftOutShownMax = 100;

export const keyFigures = ({ view }: ShownRound): Markup => {
  const counts = figures.figuresOf(view);
  const { mean } = counts.best;
  return markup`<section aria-labelledby="figures"><h2 id="figures" class="unseen">Key figures</h2>
<dl class="key">
${keyFigure('Members', figures.grouped(view.memberCount))}${keyFigure('Introduced', figures.grouped(counts.introduced))}${keyFigure('Left out', figures.grouped(view.leftOut.length), view.leftOut.length === 0 ? undefined : markup`<a href="#left-out">who and why</a>`)}${keyFigure('Mean score', mean === undefined ? '–' : inUnits(mean))}${keyFigure('Lowest score', counts.lowest === undefined ? '–' : inUnits(counts.lowest.score))}</dl></section>
`;
};

/** How well the pairs fit, against the rounds before, and the proof. */
export const evidence = (round: ShownRound, lastRounds: readonly RoundResult[]): Markup | undefined => {
  const { scores } = figures.figuresOf(round.view);
  if (scores.length === 0 && lastRounds.length === 0) return undefined;
  return markup`<div class="columns">
${scores.length === 0 ? undefined : fit(scores)}${comparison(round, lastRounds)}${scores.length === 0 ? undefined : proof(round)}</div>
`;
};

const fit = (
  scores: Listed<number>,
): Markup => markup`<section class="card wide" aria-labelledby="scores"><h2 id="scores">How well they fit</h2>
${histogram(scores)}
</section>
`;

const comparison = ({ view }: ShownRound, lastRounds: readonly RoundResult[]): Markup => {
  const { best, introduced } = figures.figuresOf(view);
  const mean = best.mean === undefined ? '–' : meanInWords(best.mean);
  return markup`<section class="card" aria-labelledby="comparison"><h2 id="comparison">Compared with the last rounds</h2>
${
  lastRounds.length === 0
    ? markup`<p class="empty">This is the first round, so there is nothing to compare it with yet.</p>`
    : markup`<div class="scroll" role="region" aria-labelledby="comparison" tabindex="0"><table class="figures">${resultHead}<tbody>
<tr class="this"><th scope="row">${view.week}</th><td>${figures.grouped(introduced)}</td><td>${figures.grouped(view.leftOut.length)}</td><td>${mean}</td><td><span class="unseen">not known yet</span><span aria-hidden="true">–</span></td></tr>
${lastRounds.map(resultRow)}</tbody></table></div>
<p class="quiet">Met: how many of the introduced said that they met.</p>`
}
</section>
`;
};

// The soft hyphen lets five columns fit on a phone.
export const resultHead = markup`<thead><tr><th scope="col">Round</th><th scope="col">Intro&shy;duced</th><th scope="col">Left out</th><th scope="col">Mean</th><th scope="col">Met</th></tr></thead>`;

export const resultRow = (result: RoundResult): Markup => {
  const week = formatWeek(result.round.week);
  return markup`<tr><th scope="row"><a href="/operator/round?week=${week}">${week}</a></th><td>${figures.grouped(result.introduced)}</td><td>${figures.grouped(result.leftOut)}</td><td>${result.meanScore === undefined ? '–' : meanInWords(result.meanScore)}</td><td>${metRate(result)}</td></tr>
`;
};

export const meanInWords = (mean: number): string => (mean / 10_000).toFixed(2);

/** "41%", of everybody introduced, whether or not they answered. */
export const metRate = ({ introduced, met }: RoundResult): string =>
  introduced === 0 ? '–' : `${String(Math.round((100 * met.yes) / introduced))}%`;

const proof = ({ view }: ShownRound): Markup => {
  const { total, upperBound, gap, scope } = view.round.certificate;
  const counts = figures.figuresOf(view);
  const no = scope === 'all' ? 'No, and that is proven.' : 'Not among each member’s best partners, and that is proven.';
  return markup`<section class="card" aria-labelledby="proof"><h2 id="proof">Is there a better round?</h2>
<p>${gap === 0 ? markup`<strong>${no}</strong> ` : undefined}${figures.proofInWords(view)}</p>
<details><summary>The proof in figures, and greedy pairing</summary>
<table class="figures"><tbody>
<tr><th scope="row">Proven among</th><td>${figures.scopeInWords(view)}</td></tr>
<tr><th scope="row">Total of the scores</th><td>${inUnits(total)}</td></tr>
<tr><th scope="row">Proven upper bound</th><td>${inUnits(upperBound)}</td></tr>
<tr><th scope="row">Gap</th><td>${inUnits(gap)}</td></tr>
<tr><th scope="row">Greedy pairing’s total</th><td>${inUnits(view.round.greedy.total)}</td></tr>
<tr><th scope="row">Greedy pairing’s pairs</th><td>${figures.grouped(view.round.greedy.pairs)}</td></tr>
<tr><th scope="row">Seed</th><td>${String(view.round.seed)}</td></tr>
</tbody></table>
${figures.comparisonInWords(counts).map((sentence) => markup`<p>${sentence}</p>\n`)}</details>
<h3>How long two who met stay apart</h3>
${gaps(figures.gapsInWords(view))}</section>
`;
};

const gaps = (sentences: readonly string[]): Markup | readonly Markup[] =>
  sentences.length === 0
    ? markup`<p class="quiet">No two members may meet, so there is no gap.</p>`
    : sentences.map((sentence) => markup`<p class="quiet">${sentence}</p>\n`);

export const leftOutSection = ({ view }: ShownRound): Markup => {
  const groups = figures.leftOutByReason(view, leftOutShownMax).map(
    ({ reason, count, members }) => markup`<h3>${reason} <span class="count">${figures.counted(count, 'member')}</span></h3>
<ul class="people" role="list">${members.map(({ member, name }) => markup`<li>${memberLink(member, name)}`)}</ul>
`,
  );
  const more = view.leftOut.length - leftOutShownMax;
  return markup`<section class="card" aria-labelledby="left-out"><h2 id="left-out" tabindex="-1">Left out</h2>
${groups.length === 0 ? markup`<p class="empty">Nobody is left out of this round.</p>` : groups}
${more > 0 ? markup`<p class="rest">and ${figures.grouped(more)} more.</p>\n` : undefined}</section>
`;
};

/** What of a list stands on a page that is asked for, as text of an address. */
export const onPage = <Item>(items: readonly Item[], wanted: string | undefined) => {
  const pages = Math.ceil(items.length / pairsAPage);
  const page = pageIn(wanted, pages);
  const first = (page - 1) * pairsAPage;
  return { pages, page, first, items: items.slice(first, first + pairsAPage) };
};

/** One page of the pairs. */
export const pairsSection = (
  { pairs, view }: ShownRound,
  { page: wanted, hrefOf }: { readonly page: string | undefined; readonly hrefOf: (page: number) => string },
): Markup => {
  const { pages, page, first, items } = onPage(pairs, wanted);
  const links = pager({ page, pages, hrefOf: (to) => `${hrefOf(to)}#pairs` });
  return markup`<section aria-labelledby="pairs"><h2 id="pairs" tabindex="-1">Pairs and why ${pairs.length === 0 ? undefined : markup`<span class="count">${figures.counted(pairs.length, 'pair')}</span>`}</h2>
${
  pairs.length === 0
    ? markup`<p class="card empty">${figures.leadInWords(view)}</p>`
    : markup`<ol class="pairs" role="list" start="${first + 1}">
${items.map(pairItem)}</ol>`
}
${links}</section>
`;
};

const pairItem = ({ a, nameA, b, nameB, score, reasons, host, reader, state }: ShownPair): Markup =>
  markup`<li><div><p>${memberLink(a, nameA)}${host === a ? hostMark : undefined}<p>${memberLink(b, nameB)}${host === b ? hostMark : undefined}${state?.name === 'cancelled' ? markup`<p>${badge('warm', matchStateInWords({ state }))}` : undefined}</div><p class="score">${inUnits(score)}<svg aria-hidden="true"><rect width="${score / 100}%" height="100%"/></svg><div class="why">${reader === undefined || reasons.length === 0 ? undefined : markup`<p class="quiet">What ${nameOf({ name: reader, address: '' })} reads</p>`}<ul>${reasons.map((reason) => markup`<li>${shown(reason, reasonCharactersMax)}`)}</ul></div>
`;

const reasonCharactersMax = 600;
const hostMark = markup` <em>standing host</em>`;

/** A name that leads to its member's page; a former member has none any more. */
export const memberLink = (member: string, name: string): Markup =>
  member.startsWith('m_')
    ? markup`<a class="person" href="/operator/members/${member}">${nameOf({ name, address: member })}</a>`
    : nameOf({ name, address: member });
