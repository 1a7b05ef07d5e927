import { refusalCodes } from '../../../../domain/relay/refusals.ts';
import type { RelayEvent } from '../../../../domain/relay/ports.ts';
import { type Markup, markup } from '../../../files/report-markup.ts';
import { grouped } from '../../../files/round-figures.ts';
import { notice, textField } from '../form.ts';
import { type AliasFacts, aliasCard } from './alias-card.ts';
import { badge, type Desk, opening, type OperatorPage } from './frame.ts';
import { refusalNames } from './relay-words.ts';

export type RelaySums = Readonly<Partial<Record<RelayEvent, number>>>;

export interface RelayFacts {
  /** Of the last 7 and 30 days. */
  readonly week: RelaySums;
  readonly month: RelaySums;
  /** What somebody asked about one alias, and what came of it. */
  readonly looked?: { readonly typed: string; readonly found?: AliasFacts | undefined; readonly problem?: string | undefined } | undefined;
}

export const relayPage = (desk: Desk, { week, month, looked }: RelayFacts): OperatorPage => ({
  title: 'Relay',
  section: 'relay',
  content: markup`${looked !== undefined && looked.found === undefined && looked.problem === undefined ? notice('refused', unknownAlias) : undefined}${opening({ heading: 'What members write to each other', lead: 'How much was passed on, and what was not. Nobody here sees a message.' })}
${looked?.found === undefined ? undefined : aliasCard(desk, looked.found)}<section class="card" aria-labelledby="passed"><h2 id="passed">Passed on</h2>
${table([
  row('Messages passed on', week.relayed, month.relayed),
  row('Handed to the mail service', week.sent, month.sent),
  rateRow('Came back', 'bounced', { week, month }),
  rateRow('Marked as unwanted', 'complained', { week, month }),
  row(markup`<a href="/operator/reports">Reported</a>`, week.reported, month.reported),
])}<p class="quiet">Above ${inPercent(limits.bounced)} of mails that come back, or ${inPercent(limits.complained)} that are marked as unwanted, mailboxes begin to refuse everything of ours, and the mail service may stop us.</p></section>
<section class="card" aria-labelledby="refused"><h2 id="refused">Not passed on</h2>
${refusals(week, month)}</section>
${lookUp(desk, looked)}`,
});

const unknownAlias = markup`<p><strong>We do not know that address.</strong></p><p>It was never given out, or has been closed for so long that nothing is kept of it.</p>`;

/** Shares of what was handed over; the mail service looks at an account that has more (relay rules, 4.4). */
const limits = { bounced: 0.02, complained: 0.0005 } as const;

const inPercent = (share: number): string => `${String(Math.round(share * 10_000) / 100)}%`;

const table = (
  rows: readonly Markup[],
): Markup => markup`<table class="figures"><thead><tr><th scope="col"><span class="unseen">What</span></th><th scope="col">7 days</th><th scope="col">30 days</th></tr></thead><tbody>
${rows}</tbody></table>
`;

const row = (
  name: string | Markup,
  week: number | undefined,
  month: number | undefined,
): Markup => markup`<tr><th scope="row">${name}</th><td>${grouped(week ?? 0)}</td><td>${grouped(month ?? 0)}</td></tr>
`;

const rateRow = (name: string, what: keyof typeof limits, { week, month }: Pick<RelayFacts, 'week' | 'month'>): Markup =>
  markup`<tr><th scope="row">${name}</th><td>${rate(week, what)}</td><td>${rate(month, what)}</td></tr>
`;

/** "3 0.42%", and a warning from the limit on. */
const rate = (sums: RelaySums, what: keyof typeof limits): Markup => {
  const count = sums[what] ?? 0;
  const sent = sums.sent ?? 0;
  if (sent === 0) return markup`${grouped(count)}`;
  const share = count / sent;
  return markup`${grouped(count)} <small>${share > 0 && share < 0.0001 ? 'under 0.01%' : `${(100 * share).toFixed(2)}%`}</small>${share >= limits[what] ? markup` ${badge('warm', 'too many')}` : undefined}`;
};

const refusals = (week: RelaySums, month: RelaySums): Markup => {
  const codes = refusalCodes.filter((code) => (week[code] ?? 0) + (month[code] ?? 0) > 0);
  return codes.length === 0
    ? markup`<p class="empty">Nothing was refused.</p>`
    : table(codes.map((code) => row(markup`${refusalNames[code]} <small><code>${code}</code></small>`, week[code], month[code])));
};

const lookUp = (
  { formField }: Desk,
  looked: RelayFacts['looked'],
): Markup => markup`<section class="card" aria-labelledby="look-up"><h2 id="look-up">Look up a private address</h2>
<form method="post" action="/operator/relay/alias" class="search" novalidate>${formField}${textField({ id: 'alias', name: 'alias', label: 'Private address', value: looked?.typed, autocomplete: 'off', charactersMax: 320, help: 'As it stands in a mail that somebody complains of. That you looked is written down.', problem: looked?.problem })}<button type="submit" class="quiet-button">Look it up</button></form></section>
`;
