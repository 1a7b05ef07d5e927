import type { RoundResult } from '../../../../domain/introductions/round-results.ts';
import type { StoredRound } from '../../../../domain/introductions/stored-round.ts';
import type { Instant } from '../../../../domain/kernel/instant.ts';
import { formatWeek, type Week } from '../../../../domain/kernel/iso-week.ts';
import { type Markup, markup, shown } from '../../../files/report-markup.ts';
import { counted, datesOf, grouped } from '../../../files/round-figures.ts';
import { badge, type Desk, keyFigure, opening, type OperatorPage } from './frame.ts';
import { resultHead, resultRow } from './round-parts.ts';
import { momentOf, roundStateNames } from './words.ts';

/** What is known of one week's round, held or to come. */
export interface WeekFacts {
  readonly week: Week;
  readonly dueAt: Instant;
  readonly sendingAt: Instant;
  readonly holiday: boolean;
  readonly round: StoredRound | undefined;
}

export interface MemberCounts {
  readonly total: number;
  readonly invited: number;
  readonly active: number;
  readonly paused: number;
  readonly left: number;
  readonly suspended: number;
  readonly banned: number;
  /** Whose mails came back, or who complained of one. */
  readonly troubled: number;
  /** Whom this version of Loop cannot read; none of the other figures counts them. */
  readonly unreadable: number;
  /** There are more members than were counted. */
  readonly atLeast: boolean;
}

export interface OverviewFacts {
  readonly present: WeekFacts;
  /** The first week after the present one that has a round. */
  readonly next: WeekFacts;
  /** Undefined where too many cannot be read. */
  readonly counts: MemberCounts | undefined;
  readonly mails: { readonly waiting: number; readonly failed: number };
  readonly openReports: number;
  readonly lastRounds: readonly RoundResult[];
  /** Whether whoever looks has a second factor set up. */
  readonly secondFactor: boolean;
}

export const overviewPage = (desk: Desk, { present, next, counts, mails, openReports, ...more }: OverviewFacts): OperatorPage => ({
  title: 'Overview',
  section: 'overview',
  content: markup`${opening({ eyebrow: desk.community.name, heading: 'This week', lead: markup`It is ${momentOf(desk.now, desk.community)}.` })}${attention({ mails, openReports, counts })}<div class="columns">
${weekCard(desk, present, 'This week’s round')}${weekCard(desk, next, 'The one after')}</div>
<section aria-labelledby="members"><h2 id="members">Members</h2>
${memberFigures(counts)}</section>
<div class="columns">
<section class="card" aria-labelledby="mails"><h2 id="mails">Mails</h2>
<p>${mails.waiting === 0 ? 'No mail waits in the outbox.' : `${counted(mails.waiting, 'mail')} ${mails.waiting === 1 ? 'waits' : 'wait'} in the outbox, for now or for a later day.`} ${mails.failed === 0 ? 'None was given up.' : markup`<a href="/operator/mails">${counted(mails.failed, 'mail')} given up</a>.`}</p></section>
<section class="card" aria-labelledby="reports"><h2 id="reports">Reports</h2>
<p>${openReports === 0 ? 'No report waits for you.' : markup`<a href="/operator/reports">${counted(openReports, 'report')}</a> ${openReports === 1 ? 'waits' : 'wait'} for somebody to look.`}</p></section>
</div>
${lastRoundsCard(more.lastRounds)}${secondFactorLine(more.secondFactor)}`,
});

const secondFactorLine = (isSetUp: boolean): Markup =>
  isSetUp
    ? markup`<p class="quiet">You sign in with a second factor. <a href="/operator/second-factor">Look at it</a></p>
`
    : markup`<p class="quiet">Whoever can read your mails can open these pages. <a href="/operator/second-factor">Set up a second factor</a></p>
`;

const attention = ({ mails, openReports, counts }: Pick<OverviewFacts, 'mails' | 'openReports' | 'counts'>): Markup | undefined => {
  const unreadable = unreadableInWords(counts);
  if (mails.failed === 0 && openReports === 0 && unreadable === undefined) return undefined;
  const items = [
    ...(unreadable === undefined
      ? []
      : [markup`<li>${unreadable}: another version of Loop stored them; deploy that one (<code>storage.unreadable</code>)</li>`]),
    ...(mails.failed === 0 ? [] : [markup`<li><a href="/operator/mails">${counted(mails.failed, 'mail')} could not be delivered</a></li>`]),
    ...(openReports === 0 ? [] : [markup`<li><a href="/operator/reports">${counted(openReports, 'report')} to look at</a></li>`]),
  ];
  return markup`<div class="note"><p><strong>For you to look at</strong></p><ul>${items}</ul></div>
`;
};

const unreadableInWords = (counts: MemberCounts | undefined): string | undefined => {
  if (counts === undefined) return 'Members cannot be counted';
  return counts.unreadable === 0 ? undefined : `${counted(counts.unreadable, 'member')} cannot be read`;
};

const weekCard = ({ community, now }: Desk, facts: WeekFacts, heading: string): Markup => {
  const week = formatWeek(facts.week);
  const state = facts.round?.state;
  const mark =
    state === undefined
      ? undefined
      : badge(state.name === 'sent' ? 'good' : state.name === 'discarded' ? 'warm' : 'calm', roundStateNames[state.name]);
  const id = `week-${week}`;
  return markup`<section class="card" aria-labelledby="${id}"><p class="eyebrow">${heading}</p><h2 id="${id}"><span class="week">${week}</span> ${mark}</h2>
<p class="dates">${datesOf(week)}</p>
${weekInWords(facts, (at) => momentOf(at, community), now)}
<p class="buttons">${state?.name === 'sending' || state?.name === 'sent' ? markup`<a class="button quiet-button" href="/operator/round/progress?week=${week}">Watch the mails leave</a> ` : undefined}${facts.holiday && facts.round === undefined ? undefined : markup`<a class="button${state === undefined || state.name === 'ready' || state.name === 'discarded' ? '' : ' quiet-button'}" href="/operator/round?week=${week}">${state === undefined || state.name === 'discarded' ? 'Preview the round' : 'Look at the round'}</a>`}</p></section>
`;
};

const weekInWords = ({ round, holiday, dueAt, sendingAt }: WeekFacts, moment: (at: Instant) => string, now: Instant): Markup => {
  if (round === undefined) {
    if (holiday) return markup`<p>A holiday: there is no round this week.</p>`;
    if (dueAt > now)
      return markup`<p>The round is run on <strong>${moment(dueAt)}</strong>; introductions leave on <strong>${moment(sendingAt)}</strong>.</p>`;
    return markup`<p>The round is <strong>due since ${moment(dueAt)}</strong> and is run within minutes by itself.</p>`;
  }
  const { state } = round;
  const size = `${counted(round.pairCount, 'pair')}, ${grouped(round.leftOutCount)} left out.`;
  switch (state.name) {
    case 'planned':
      return markup`<p>${size} It is being written.</p>`;
    case 'ready':
      return markup`<p>${size} Introductions leave ${sendingAt > now ? 'on ' : 'within minutes; they are due since '}<strong>${moment(sendingAt)}</strong>.</p>`;
    case 'sending':
      return markup`<p>${size} Introductions are leaving since ${moment(state.since)}.</p>`;
    case 'sent':
      return markup`<p>${size} Introductions left on ${moment(state.at)}.</p>`;
    case 'discarded':
      return markup`<p>Discarded on ${moment(state.at)}: “${shown(state.because, 500)}” It waits for you to run it again.</p>`;
  }
};

const memberFigures = (counts: MemberCounts | undefined): Markup => {
  if (counts === undefined)
    return markup`<p class="empty">Most of them were stored by another version of Loop.</p>
`;
  const { total, invited, active, paused, left, suspended, banned, troubled, atLeast } = counts;
  const count = (number: number): string => `${grouped(number)}${atLeast ? '+' : ''}`;
  return markup`<dl class="key">
${keyFigure('All', count(total), markup`<a href="/operator/members">search</a>`)}${keyFigure('Active', count(active))}${keyFigure('Invited', count(invited))}${keyFigure('Paused', count(paused))}${keyFigure('Left', count(left))}${keyFigure('Suspended', count(suspended))}${keyFigure('Banned', count(banned))}${keyFigure('Mails came back', count(troubled), troubled === 0 ? undefined : markup`<a href="/operator/members?mails=trouble">who</a>`)}</dl>
`;
};

const lastRoundsCard = (
  results: readonly RoundResult[],
): Markup => markup`<section class="card" aria-labelledby="last"><h2 id="last">The last rounds</h2>
${
  results.length === 0
    ? markup`<p class="empty">No round was held yet.</p>`
    : markup`<div class="scroll" role="region" aria-labelledby="last" tabindex="0"><table class="figures">${resultHead}<tbody>
${results.map(resultRow)}</tbody></table></div>
<p><a href="/operator/results">All results</a></p>`
}</section>
`;
