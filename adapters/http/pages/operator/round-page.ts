import { reasonCharactersMax } from '../../../../domain/introductions/discard-round.ts';
import type { RoundResult } from '../../../../domain/introductions/round-results.ts';
import type { StoredRound } from '../../../../domain/introductions/stored-round.ts';
import type { Instant } from '../../../../domain/kernel/instant.ts';
import { type Markup, markup, type Piece, shown } from '../../../files/report-markup.ts';
import * as figures from '../../../files/round-figures.ts';
import { badge, type Desk, opening, type OperatorPage } from './frame.ts';
import { notice } from '../form.ts';
import { evidence, keyFigures, leftOutSection, pairsSection } from './round-parts.ts';
import type { ShownRound } from './round-view.ts';
import { momentOf, roundStateNames } from './words.ts';

export interface RoundPageFacts {
  /** `2026-W47`. */
  readonly week: string;
  readonly dueAt: Instant;
  readonly sendingAt: Instant;
  readonly lastRounds: readonly RoundResult[];
  /** What was just done or refused. */
  readonly said?: Markup | undefined;
  readonly pairsPage: string | undefined;
}

/** The round as it would be, with what it takes to decide. */
export const previewPage = (
  desk: Desk,
  round: ShownRound,
  facts: RoundPageFacts & { readonly discarded: StoredRound | undefined },
): OperatorPage => {
  const { week, said, lastRounds, pairsPage } = facts;
  const { view } = round;
  const here = `/operator/round?week=${week}&seed=${String(view.round.seed)}`;
  return {
    title: `Round of ${week}: preview`,
    section: 'round',
    content: markup`${said}${opening({
      eyebrow: 'Preview – nothing is stored, nobody is told',
      heading: markup`Round of <span class="week">${week}</span>`,
      lead: figures.leadInWords(view),
    })}${notes(round)}${discardedNote(desk, facts.discarded)}${runCard(desk, round, facts)}${keyFigures(round)}${evidence(round, lastRounds)}${leftOutSection(round)}${pairsSection(round, { page: pairsPage, hrefOf: (page) => `${here}&page=${String(page)}` })}`,
  };
};

const notes = ({ view }: ShownRound): Markup => {
  const host = figures.hostInWords(figures.figuresOf(view));
  const lost = figures.lostToHistoryInWords(view);
  return markup`<p class="dates">${figures.datesOf(view.week)}</p>
${host === undefined ? undefined : markup`<p class="quiet">${host}</p>\n`}${lost === undefined ? undefined : markup`<p class="note">${lost}</p>\n`}`;
};

const discardedNote = ({ community }: Desk, discarded: StoredRound | undefined): Markup | undefined => {
  if (discarded?.state.name !== 'discarded') return undefined;
  const { at, because } = discarded.state;
  return markup`<div class="note"><p><strong>An earlier round of this week was discarded</strong> on ${momentOf(at, community)}: “${shown(because, reasonCharactersMax)}”</p><p>It is not run again by itself: that is for you to decide.</p></div>
`;
};

const runCard = (
  { community, now, formField }: Desk,
  { view }: ShownRound,
  { week, dueAt, sendingAt, discarded }: RoundPageFacts & { readonly discarded: StoredRound | undefined },
): Markup => {
  if (view.memberCount === 0)
    return markup`<section class="card act" aria-labelledby="act"><h2 id="act">There is nobody to introduce</h2>
<p>A member takes part once they have answered the survey, and while they are neither paused nor suspended. <a href="/operator/members">Look at the members</a> to see what keeps them.</p></section>
`;
  const byItself = dueAt > now ? `By itself it is run on ${momentOf(dueAt, community)}` : 'By itself it is run within minutes';
  return markup`<section class="card act" aria-labelledby="act"><h2 id="act">Run this round?</h2>
<p>It is stored exactly as you see it, unless somebody joins, leaves or changes their answers first. Nobody is told until it is sent${sendingAt > now ? `, on ${momentOf(sendingAt, community)} or when you send it` : ''}; until then you can discard it.${discarded === undefined ? ` ${byItself}, perhaps with another choice among rounds that are equally good.` : ''}</p>
${view.pairs.length === 0 ? markup`<p class="note">It would introduce nobody. Running it only tells those who take part that there is nobody for them this week. Below stands why; you may want to wait for more members instead.</p>\n` : undefined}<form method="post" action="/operator/round/run" class="buttons">${formField}<input type="hidden" name="week" value="${week}"><input type="hidden" name="seed" value="${String(view.round.seed)}">
<button type="submit">Run this round</button> <a class="button quiet-button" href="/operator/round?week=${week}">Draw anew</a></form></section>
`;
};

/** A round that was run. */
export const storedPage = (desk: Desk, round: ShownRound, facts: RoundPageFacts & { readonly stored: StoredRound }): OperatorPage => {
  const { week, said, stored, lastRounds, pairsPage } = facts;
  return {
    title: `Round of ${week}`,
    section: 'round',
    content: markup`${said}${opening({
      eyebrow: markup`${badge(stored.state.name === 'sent' ? 'good' : 'calm', roundStateNames[stored.state.name])}`,
      heading: markup`Round of <span class="week">${week}</span>`,
      lead: figures.leadInWords(round.view),
    })}${notes(round)}<p class="quiet">Run on ${momentOf(stored.plannedAt, desk.community)}${stored.run > 1 ? `, as run ${String(stored.run)} of this week` : ''}.</p>
${actions(desk, facts)}${keyFigures(round)}${evidence(round, lastRounds)}${leftOutSection(round)}${pairsSection(round, { page: pairsPage, hrefOf: (page) => `/operator/round?week=${week}&page=${String(page)}` })}`,
  };
};

const actions = (desk: Desk, facts: RoundPageFacts & { readonly stored: StoredRound }): Markup => {
  const { stored, week } = facts;
  switch (stored.state.name) {
    case 'planned':
      return card(
        'It is still being written',
        markup`<p>That takes moments. Should it have been interrupted, whoever presses this button goes on where it stopped.</p>
${form(desk, { action: '/operator/round/run', week }, markup`<button type="submit">Finish writing it</button>`)}${discardForm(desk, facts)}`,
      );
    case 'ready':
      return card(
        'Send it?',
        markup`<p>${readyInWords(desk, facts)} Before each introduction both members are looked at once more: who has left, paused or blocked the other since is not introduced.</p>
${form(desk, { action: '/operator/round/send', week, plan: stored.planId }, markup`<button type="submit">Send the introductions now</button>`)}${discardForm(desk, facts)}`,
      );
    case 'sending':
    case 'sent':
      return card(
        stored.state.name === 'sent' ? 'It is sent' : 'It is being sent',
        markup`<p>Every introduction is claimed once and mailed once, also when the sending is interrupted. From here on the round cannot be discarded.</p>
<p class="buttons"><a class="button" href="/operator/round/progress?week=${week}">Watch the mails leave</a></p>`,
      );
    case 'discarded':
      return markup``;
  }
};

const card = (
  heading: string,
  content: Markup,
): Markup => markup`<section class="card act" aria-labelledby="act"><h2 id="act">${heading}</h2>
${content}</section>
`;

const readyInWords = ({ community, now }: Desk, { sendingAt }: RoundPageFacts): string =>
  sendingAt > now
    ? `The introductions leave by themselves on ${momentOf(sendingAt, community)}; you can also send them now.`
    : 'The introductions are due and leave by themselves within minutes.';

const form = (
  { formField }: Desk,
  { action, week, plan }: { readonly action: string; readonly week: string; readonly plan?: string },
  content: Piece,
): Markup => markup`<form method="post" action="${action}" class="buttons">${formField}<input type="hidden" name="week" value="${week}">${plan === undefined ? undefined : markup`<input type="hidden" name="plan" value="${plan}">`}${content}</form>
`;

const discardForm = (
  desk: Desk,
  { week, stored }: { readonly week: string; readonly stored: StoredRound },
): Markup => markup`<details class="regret"><summary>Discard it instead</summary>
<form method="post" action="/operator/round/discard" class="stack">${desk.formField}<input type="hidden" name="week" value="${week}"><input type="hidden" name="plan" value="${stored.planId}">
<label for="because">Why? <span class="quiet">It is kept with the round; members never see it.</span></label>
<textarea id="because" name="because" rows="3" required maxlength="${reasonCharactersMax}"></textarea>
<p class="buttons"><button type="submit" class="danger">Discard this round</button></p></form></details>
`;

/** A week whose round cannot be planned: what stands in the way, and what to do. */
export const refusedPage = (week: string, why: Markup): OperatorPage => ({
  title: `Round of ${week}`,
  section: 'round',
  content: markup`${opening({ heading: markup`Round of <span class="week">${week}</span>`, lead: 'This round cannot be planned now.' })}<p class="dates">${figures.datesOf(week)}</p>
${why}`,
});

/** What an address of ours says was done a moment ago. */
export const doneOnRound = (code: string | undefined): Markup | undefined => {
  const words = doneInWords.get(code ?? '');
  return words === undefined ? undefined : notice('done', markup`<p>${words}</p>`);
};

const doneInWords: ReadonlyMap<string, string> = new Map([
  ['run', 'The round is run and stored. Nobody was told yet.'],
  ['run-other', 'This round had been run already, by another operator or by itself. What you see is that round; yours was not stored.'],
  ['discarded', 'The round is discarded, as if it had not been. Below is what a new one would look like.'],
]);
