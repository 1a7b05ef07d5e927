import { createHash } from 'node:crypto';
import { raw } from 'hono/html';
import { histogram } from './report-histogram.ts';
import { type Markup, markup, personOf, shown } from './report-markup.ts';
import { reportStyles } from './report-styles.ts';
import * as figures from './round-figures.ts';
import type { Outcome, RoundFigures } from './round-figures.ts';
import { inUnits, type Listed, type PairView, type RoundView } from './round-view.ts';

/**
 * `report.html`, one file that needs nothing else, no script and no network. The same view gives the same bytes.
 * It names at most `pairsShownMax` pairs and `leftOutShownMax` members who stay out, and fewer where names and reasons are so long that
 * it would come to more than `reportBytesMax`; the CSV files have them all.
 */
export const roundReport = (view: RoundView): string => {
  const counts = figures.figuresOf(view);
  const listed = pairItems(view.pairs, counts);
  return markup`${head(view)}${opening(view, { ...counts, lowestIsListed: counts.lowest !== undefined && counts.lowest.place < listed.length })}${counts.scores.length === 0 ? undefined : evidence(view, counts)}${leftOut(view)}${pairs(view, listed)}</main>
<footer><p>This page names people and their addresses: treat it like the list of members it was made from.</p></footer>
</body>
</html>
`.toString();
};

export const pairsShownMax = 2_000;
export const leftOutShownMax = 2_000;
/** Every browser shows so much. */
export const reportBytesMax = 5_000_000;

// What else is on the page is always the same few kilobytes.
const pairsBytesMax = 3_600_000;
const leftOutBytesMax = 1_200_000;

/** Says of one item after the other whether there is room left for it. */
const roomOf = (bytesMax: number): ((item: Markup) => boolean) => {
  let left = bytesMax;
  return (item) => {
    left -= Buffer.byteLength(item.toString());
    return left >= 0;
  };
};

const pairItems = (pairs: Listed<PairView>, { lowest }: RoundFigures): readonly Markup[] => {
  const hasRoom = roomOf(pairsBytesMax);
  const items: Markup[] = [];
  for (const pair of pairs) {
    const item = items.length < pairsShownMax ? pairItem(pair, items.length === lowest?.place) : undefined;
    if (item === undefined || !hasRoom(item)) break;
    items.push(item);
  }
  return items;
};

const head = ({ week }: RoundView): Markup => markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${raw(stylesHash)}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex, nofollow">
<title>Round of ${week} – Loop</title>
<style>${raw(reportStyles)}</style>
</head>
`;

// The browser takes these styles and no others: a style attribute that slipped in would stay without effect.
const stylesHash = createHash('sha256').update(reportStyles).digest('base64');

const opening = (view: RoundView, counts: RoundFigures & { readonly lowestIsListed: boolean }): Markup => {
  const host = figures.hostInWords(counts);
  const lost = figures.lostToHistoryInWords(view);
  return markup`<body>
<a class="skip" href="#pairs">Skip to the pairs</a>
<header>
<p class="eyebrow">Loop <span aria-hidden="true">·</span> preview of a round</p>
<h1>Round of <span class="week">${view.week}</span></h1>
<p class="dates">${figures.datesOf(view.week)}</p>
<p class="lead">${figures.leadInWords(view)}</p>
${host === undefined ? undefined : markup`<p class="quiet">${host}</p>\n`}${lost === undefined ? undefined : markup`<p class="note">${lost}</p>\n`}</header>
<main>
<section aria-labelledby="figures"><h2 id="figures" class="unseen">Key figures</h2>
<dl class="key">
${keyFigure('Members', figures.grouped(view.memberCount))}
${keyFigure('Introduced', figures.grouped(counts.introduced))}
${keyFigure('Left out', figures.grouped(view.leftOut.length), view.leftOut.length === 0 ? undefined : markup`<a href="#left-out">who and why</a>`)}
${keyFigure('Mean score', meanOf(counts.best))}
${keyFigure('Lowest score', counts.lowest === undefined ? '–' : inUnits(counts.lowest.score), counts.lowestIsListed ? markup`<a href="#lowest">which pair</a>` : undefined)}
</dl></section>
`;
};

const keyFigure = (name: string, value: string, more?: Markup): Markup => markup`<div><dt>${name}</dt><dd>${value}${more}</dd></div>`;

const meanOf = ({ mean }: Outcome): string => (mean === undefined ? '–' : inUnits(mean));

const evidence = (view: RoundView, counts: RoundFigures): Markup => markup`<div class="columns">
<section class="card wide" aria-labelledby="scores"><h2 id="scores">How well they fit</h2>
${histogram(counts.scores)}
${counts.worstHundredth === undefined ? undefined : markup`<p class="quiet">The hundredth of the pairs that fits least has scores up to ${inUnits(counts.worstHundredth)}.</p>\n`}</section>
${comparison(view, counts)}${proof(view)}</div>
`;

const comparison = (view: RoundView, counts: RoundFigures): Markup => {
  const { best, greedy } = counts;
  const { scope } = view.round.certificate;
  const waited = best.waiting + greedy.waiting > 0;
  const row = (name: string, value: (outcome: Outcome) => string): Markup =>
    markup`<tr><th scope="row">${name}</th><td>${value(best)}</td><td>${value(greedy)}</td></tr>`;
  return markup`<section class="card" aria-labelledby="comparison"><h2 id="comparison">Against greedy pairing</h2>
<p>Greedy pairing joins the two who fit best, then the next two, until nobody is left who may meet${scope === 'all' ? '' : ', among the same candidates'}.</p>
${figures.comparisonInWords(counts).map((sentence) => markup`<p><strong>${sentence}</strong></p>\n`)}
<table class="figures"><thead><tr><td></td><th scope="col">This round</th><th scope="col">Greedy</th></tr></thead><tbody>
${row('Pairs', ({ pairs }) => figures.grouped(pairs))}
${row('Left out', (outcome) => figures.grouped(outcome.leftOut))}
${waited ? row('Waiting', ({ waiting }) => figures.grouped(waiting)) : undefined}
${row('Total', ({ total }) => inUnits(total))}
${row('Mean score', meanOf)}
</tbody></table>${waited ? markup`<p class="quiet">Waiting is added up over the members introduced: 1 for a newcomer, 2 for whoever was left out of the last round, 3 of the last two, and so on.</p>` : undefined}${counts.hostPair === undefined ? undefined : markup`<p class="quiet">Both without the standing host.</p>`}
</section>
`;
};

const proof = (view: RoundView): Markup => {
  const { total, upperBound, gap, scope } = view.round.certificate;
  const looked = scope === 'all' ? undefined : markup`<p>${candidatesInWords(view)}</p>\n`;
  const no = scope === 'all' ? 'No, and that is proven.' : 'Not among these, and that is proven.';
  return markup`<section class="card" aria-labelledby="proof"><h2 id="proof">Is there a better round?</h2>
${looked}<p>${gap === 0 ? markup`<strong>${no}</strong> ` : undefined}${figures.proofInWords(view)}</p>
<table class="figures"><tbody>
<tr><th scope="row">Scope</th><td>${figures.scopeInWords(view)}</td></tr>
<tr><th scope="row">Total of the scores</th><td>${inUnits(total)}</td></tr>
<tr><th scope="row">Proven upper bound</th><td>${inUnits(upperBound)}</td></tr>
<tr><th scope="row">Gap</th><td>${inUnits(gap)}</td></tr>
<tr><th scope="row">Seed</th><td>${String(view.round.seed)}</td></tr>
</tbody></table>
${figures.gapsInWords(view).map((sentence) => markup`<p class="quiet">${sentence}</p>\n`)}</section>
`;
};

const candidatesInWords = ({ round: { certificate } }: RoundView): string =>
  certificate.scope === 'all'
    ? ''
    : `There are too many pairs to look at each. The pairs are of members of whom at least one is among the ${String(certificate.perMember)} best for the other; by a sample, ${figures.percent(certificate.recall, 1)} of those best were found.`;

const leftOut = (view: RoundView): Markup => {
  const hasRoom = roomOf(leftOutBytesMax);
  let named = 0;
  const groups = figures.leftOutByReason(view, leftOutShownMax).map(({ reason, count, members }) => {
    const items = members.map(({ member, name }) => markup`<li>${personOf({ name, address: member })}`).filter(hasRoom);
    named += items.length;
    return markup`<h3>${shown(reason, reasonCharactersMax)} <span class="count">${figures.counted(count, 'member')}</span></h3>
<ul class="people" role="list">${items}</ul>
`;
  });
  return markup`<section class="card" aria-labelledby="left-out"><h2 id="left-out">Left out</h2>
${groups.length === 0 ? markup`<p class="empty">Nobody is left out of this round.</p>` : groups}
${restIn(view.leftOut.length - named, 'left-out.csv')}</section>
`;
};

const pairs = (
  view: RoundView,
  listed: readonly Markup[],
): Markup => markup`<section aria-labelledby="pairs"><h2 id="pairs" tabindex="-1">Pairs and why</h2>
${
  view.pairs.length === 0
    ? markup`<p class="card empty">${figures.leadInWords(view)}</p>`
    : markup`<ol class="pairs" role="list">
${listed}</ol>`
}
${restIn(view.pairs.length - listed.length, 'pairs.csv')}</section>
`;

// An end tag that HTML lets one leave out is left out here: there are up to 2,000 of these.
const pairItem = ({ a, nameA, b, nameB, score, reasons, host }: PairView, isLowest: boolean): Markup =>
  markup`<li${isLowest ? raw(' id="lowest"') : undefined}><div><p>${personOf({ name: nameA, address: a })}${host === a ? hostMark : undefined}<p>${personOf({ name: nameB, address: b })}${host === b ? hostMark : undefined}</div><p class="score">${inUnits(score)}<svg aria-hidden="true"><rect width="${score / 100}%" height="100%"/></svg><ul>${reasons.map((reason) => markup`<li>${shown(reason, reasonCharactersMax)}`)}</ul>
`;

const reasonCharactersMax = 600;

const hostMark = markup` <em>standing host</em>`;

const restIn = (more: number, file: string): Markup | undefined =>
  more > 0 ? markup`<p class="rest">${figures.grouped(more)} more are in <code>${file}</code>.</p>\n` : undefined;
