import type { StoredRound } from '../../../../domain/introductions/stored-round.ts';
import type { Instant } from '../../../../domain/kernel/instant.ts';
import { formatWeek } from '../../../../domain/kernel/iso-week.ts';
import type { Community } from '../../../config/community.ts';
import { type Markup, markup } from '../../../files/report-markup.ts';
import { counted, grouped } from '../../../files/round-figures.ts';
import type { KeptMail } from '../../../memory/mailbox.ts';
import { opening } from '../operator/frame.ts';
import { notice } from '../form.ts';
import { momentOf } from '../operator/words.ts';
import type { EmbeddedPage } from './frame.ts';
import { mailItem } from './mailbox-page.ts';

export const clockMoves = ['hour', 'day', 'week', 'round', 'sending'] as const;
export type ClockMove = (typeof clockMoves)[number];
export const isClockMove = (text: unknown): text is ClockMove => clockMoves.some((move) => move === text);

export interface ClockFacts {
  readonly community: Community;
  readonly now: Instant;
  readonly targets: Readonly<Record<ClockMove, Instant>>;
  /** What happened since the clock was moved last. */
  readonly passage: Passage | undefined;
}

export interface Passage {
  readonly from: Instant;
  readonly planned: readonly StoredRound[];
  readonly sent: readonly StoredRound[];
  readonly mailCount: number;
  /** More mails left than were counted. */
  readonly atLeast: boolean;
  readonly latest: readonly KeptMail[];
}

export const clockPage = (facts: ClockFacts): EmbeddedPage => {
  const { community, now, targets, passage } = facts;
  return {
    title: 'Clock',
    content: markup`${passage === undefined ? undefined : notice('done', markup`<p>The clock was put forward from ${momentOf(passage.from, community)}.</p>`)}${opening({ eyebrow: 'The pretended time', heading: markup`<time datetime="${new Date(now).toISOString()}">${momentOf(now, community)}</time>`, lead: `On the clocks of ${community.name} (${community.timeZone}). Putting it forward lets everything happen that is due on the way. It never goes back.` })}
<form method="post" action="/clock" class="moves">${buttons.map(
      ({ move, label }) =>
        markup`<button type="submit" name="move" value="${move}"${move === 'round' || move === 'sending' ? undefined : markup` class="quiet-button"`}>${label}<small>${momentOf(targets[move], community)}</small></button>`,
    )}</form>
${passage === undefined ? undefined : passageSection(passage, community)}`,
  };
};

const buttons = [
  { move: 'round', label: 'To the next round' },
  { move: 'sending', label: 'To the sending hour' },
  { move: 'hour', label: '1 hour on' },
  { move: 'day', label: '1 day on' },
  { move: 'week', label: '1 week on' },
] as const;

const passageSection = ({ planned, sent, mailCount, atLeast, latest }: Passage, community: Community): Markup => {
  const nothing = planned.length + sent.length + mailCount === 0;
  return markup`<section class="card" aria-labelledby="happened"><h2 id="happened">What happened on the way</h2>
${
  nothing
    ? markup`<p class="empty">Nothing was due.</p>`
    : markup`<ul class="happenings" role="list">${planned.map((round) => markup`<li>${momentOf(round.plannedAt, community)}: <a href="/operator/round?week=${formatWeek(round.week)}">the round of ${formatWeek(round.week)}</a> was run, with ${counted(round.pairCount, 'pair')} and ${grouped(round.leftOutCount)} left out.</li>\n`)}${sent.map((round) => markup`<li>${round.state.name === 'sent' ? momentOf(round.state.at, community) : ''}: the introductions of ${formatWeek(round.week)} were sent.</li>\n`)}${mailCount === 0 ? markup`<li>No mail left.</li>` : markup`<li><a href="/mailbox">${counted(mailCount, 'mail')}${atLeast ? ' or more' : ''}</a> left.</li>`}</ul>`
}
${latest.length === 0 ? undefined : markup`<h3>The latest of them</h3><ul class="rows mails" role="list">${latest.map((mail) => mailItem(mail, community))}</ul>\n`}</section>
`;
};
