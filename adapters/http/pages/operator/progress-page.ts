import type { Progress } from '../../../../domain/introductions/sending-progress.ts';
import { type Markup, markup } from '../../../files/report-markup.ts';
import { counted, grouped } from '../../../files/round-figures.ts';
import { badge, type Desk, keyFigure, opening, type OperatorPage } from './frame.ts';
import { type FailedMail, failedList } from './mails-page.ts';
import { roundStateNames } from './words.ts';

export interface ProgressFacts {
  readonly week: string;
  readonly progress: Progress;
  /** Introductions of this round that are still in the outbox. */
  readonly waiting: number;
  readonly failed: readonly FailedMail[];
  /** The page loads itself again. */
  readonly refreshes: boolean;
  readonly said: Markup | undefined;
}

/** How far the introductions of a round are. */
export const progressPage = (desk: Desk, { week, progress, waiting, failed, refreshes, said }: ProgressFacts): OperatorPage => {
  const { claimed, introduced, cancelled, leftOut, leftOutSettled } = progress;
  const wanted = 2 * claimed;
  const settled = progress.state === 'sent' && waiting === 0;
  return {
    title: `Round of ${week}: ${grouped(introduced)} of ${grouped(wanted)} introduced`,
    section: 'round',
    content: markup`${said}${opening({
      back: markup`<a href="/operator/round?week=${week}">Round of ${week}</a>`,
      eyebrow:
        settled && failed.length > 0
          ? badge('warm', 'Some failed')
          : badge(settled ? 'good' : 'calm', settled ? 'Done' : roundStateNames[progress.state]),
      heading: markup`Introductions of <span class="week">${week}</span>`,
      lead: leadInWords(progress, { waiting, failed: failed.length }),
    })}
<section class="card" aria-labelledby="far"><h2 id="far">How far it is</h2>
${bar('Introductions claimed', claimed + cancelled, claimed + cancelled + progress.planned)}${bar('Mails taken by the provider', introduced, wanted)}${bar('Left out, told', leftOutSettled, leftOut)}
${refreshes ? markup`<p class="quiet">This page loads itself again every few seconds. <a href="/operator/round/progress?week=${week}&still=1">Hold it still</a></p>` : settled ? undefined : markup`<p class="quiet">This page stands still. <a href="/operator/round/progress?week=${week}">Let it load itself again</a></p>`}</section>
<dl class="key">
${keyFigure('Introduced', grouped(introduced))}${keyFigure('Waiting', grouped(waiting))}${keyFigure('Given up', grouped(failed.length))}${keyFigure('Pairs cancelled', grouped(cancelled))}</dl>
${cancelled === 0 ? undefined : markup`<p class="quiet">A pair is cancelled when, right before its introduction, one of the two takes no part any more or blocked the other. Whoever is left of it was told kindly and comes first next time.</p>\n`}${unwanted(progress, { waiting, failed: failed.length })}${
      failed.length === 0
        ? undefined
        : markup`<section class="card" aria-labelledby="failed"><h2 id="failed">What failed</h2>
${failedList(desk, failed, `/operator/round/progress?week=${week}`)}</section>
`
    }`,
  };
};

interface InOutbox {
  readonly waiting: number;
  readonly failed: number;
}

const leadInWords = ({ state, claimed, introduced }: Progress, { waiting, failed }: InOutbox): string => {
  if (state === 'planned' || state === 'ready') return 'Nothing was sent yet.';
  if (state === 'sending') return 'The introductions are being claimed, one pair after the other.';
  if (claimed === 0) return 'This round introduced nobody.';
  if (waiting > 0) return `${counted(waiting, 'introduction')} ${waiting === 1 ? 'is' : 'are'} on the way to the provider.`;
  if (failed > 0) return `Every introduction left but ${grouped(failed)}, which ${failed === 1 ? 'was' : 'were'} given up.`;
  return introduced === 2 * claimed ? 'Everybody has their introduction.' : 'Every introduction that its reader still wants has left.';
};

const unwanted = ({ state, claimed, introduced }: Progress, { waiting, failed }: InOutbox): Markup | undefined => {
  const missing = 2 * claimed - introduced - waiting - failed;
  if (state !== 'sent' || waiting > 0 || missing <= 0) return undefined;
  return markup`<p class="quiet">${counted(missing, 'introduction')} did not leave because ${missing === 1 ? 'its reader' : 'their readers'} unsubscribed from such mails or ${missing === 1 ? 'was' : 'were'} erased; on their own page members see it all the same.</p>
`;
};

const bar = (label: string, done: number, of: number): Markup | undefined => {
  if (of === 0) return undefined;
  const id = label.toLowerCase().replaceAll(/[^a-z]+/g, '-');
  return markup`<div class="meter"><label for="${id}">${label}</label> <span class="count">${grouped(done)} of ${grouped(of)}</span><progress id="${id}" value="${done}" max="${of}">${grouped(done)} of ${grouped(of)}</progress></div>
`;
};
