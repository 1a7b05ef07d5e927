import { roundAt, sendingAt } from '../../../domain/introductions/calendar.ts';
import { stands } from '../../../domain/introductions/stored-round.ts';
import { dayMs, later } from '../../../domain/kernel/instant.ts';
import { formatWeek, type Week, weeksAfter } from '../../../domain/kernel/iso-week.ts';
import type { Markup } from '../../files/report-markup.ts';
import { resentNotice } from '../pages/operator/mails-page.ts';
import { progressPage } from '../pages/operator/progress-page.ts';
import { type OperatorRefusal, refusal } from '../pages/operator/refusals.ts';
import { doneOnRound, previewPage, refusedPage, type RoundPageFacts, storedPage } from '../pages/operator/round-page.ts';
import { previewView, storedView } from '../pages/operator/round-view.ts';
import type { App, LoopContext } from '../session.ts';
import { deskOf, forOperatorsForm, hidden, type OperatorWeb, show, weekOf } from './operator-desk.ts';
import { storedRows, weekInHand } from './operator-facts.ts';
import { failedMails } from './operator-mails.ts';

/** The round of a week: preview, run, discard, send, and how far it is. */
export const roundRoutes = (app: App, desk: OperatorWeb): void => {
  const { web, needs } = desk;

  app.get('/operator/round', async (context) => {
    const text = context.req.query('week');
    const week = text === undefined ? await weekInHand(needs, web.clock.now()) : weekOf(text);
    if (week === undefined) return hidden(context, web);
    return roundPage(context, desk, { week, said: doneOnRound(context.req.query('done')) });
  });

  app.post(
    '/operator/round/run',
    forOperatorsForm(web, async (context, form) => {
      const week = weekOf(form.get('week') ?? '');
      if (week === undefined) return hidden(context, web);
      const seed = seedIn(form.get('seed') ?? '');
      const run = await needs.runRound({ week, seed });
      if (!run.ok) return refusedRound(context, desk, { week, failure: run.error });
      needs.wake();
      return context.redirect(roundPath(week, seed === undefined || run.value.seed === seed ? 'run' : 'run-other'), 303);
    }),
  );

  app.post(
    '/operator/round/discard',
    forOperatorsForm(web, async (context, form) => {
      const week = weekOf(form.get('week') ?? '');
      if (week === undefined) return hidden(context, web);
      if (await changedMeanwhile(desk, week, form.get('plan')))
        return refusedRound(context, desk, { week, failure: { code: 'round.changed_meanwhile' } });
      const discarded = await needs.discardRound({ week, because: form.get('because') ?? '' });
      if (!discarded.ok) return refusedRound(context, desk, { week, failure: discarded.error });
      return context.redirect(roundPath(week, 'discarded'), 303);
    }),
  );

  app.post(
    '/operator/round/send',
    forOperatorsForm(web, async (context, form) => {
      const week = weekOf(form.get('week') ?? '');
      if (week === undefined) return hidden(context, web);
      if (await changedMeanwhile(desk, week, form.get('plan')))
        return refusedRound(context, desk, { week, failure: { code: 'round.changed_meanwhile' } });
      const sent = await needs.sendIntroductions({ week });
      if (!sent.ok) return refusedRound(context, desk, { week, failure: sent.error });
      needs.wake();
      return context.redirect(`/operator/round/progress?week=${formatWeek(week)}`, 303);
    }),
  );

  app.get('/operator/round/progress', async (context) => {
    const week = weekOf(context.req.query('week'));
    return week === undefined ? hidden(context, web) : showProgress(context, desk, week);
  });
};

const roundPath = (week: Week, done: string): string => `/operator/round?week=${formatWeek(week)}&done=${done}`;

/** The seed of a preview; drawn seeds have 40 bits. */
const seedIn = (text: string | null | undefined): number | undefined => (/^\d{1,13}$/.test(text ?? '') ? Number(text) : undefined);

/** Whether the form was made for another planning than the one that stands now. */
const changedMeanwhile = async ({ needs }: OperatorWeb, week: Week, plan: string | null): Promise<boolean> => {
  const now = await needs.rounds.find(week);
  return stands(now) && now.planId !== plan;
};

interface Said {
  readonly week: Week;
  readonly said: Markup | undefined;
  readonly status?: 200 | 409;
}

const refusedRound = async (
  context: LoopContext,
  desk: OperatorWeb,
  { week, failure }: { readonly week: Week; readonly failure: OperatorRefusal },
): Promise<Response> => roundPage(context, desk, { week, said: refusal(failure), status: 409 });

const lastRoundsMax = 4;

const roundPage = async (context: LoopContext, { web, needs }: OperatorWeb, { week, said, status = 200 }: Said): Promise<Response> => {
  const { calendar } = needs.rules;
  const text = formatWeek(week);
  const desk = deskOf(context, web);
  const facts: RoundPageFacts = {
    week: text,
    dueAt: roundAt(calendar, week),
    sendingAt: sendingAt(calendar, week),
    lastRounds: await needs.roundResults({ until: weeksAfter(week, -1), limit: lastRoundsMax }),
    said,
    pairsPage: context.req.query('page'),
  };
  const stored = await needs.rounds.find(week);
  if (stands(stored)) {
    const round = storedView(stored, await storedRows(needs, stored, facts.pairsPage));
    return show(context, web, { page: storedPage(desk, round, { ...facts, stored }), status });
  }
  const preview = await needs.previewRound({ week, seed: seedIn(context.req.query('seed')) });
  if (!preview.ok) {
    // After a refused run the same words stand there already.
    return show(context, web, { page: refusedPage(text, said ?? refusal(preview.error)), status: status === 200 ? 200 : 409 });
  }
  const round = previewView(preview.value.round, preview.value.input);
  return show(context, web, { page: previewPage(desk, round, { ...facts, discarded: stored }), status });
};

const showProgress = async (context: LoopContext, { web, needs }: OperatorWeb, week: Week): Promise<Response> => {
  const text = formatWeek(week);
  const progress = await needs.sendingProgress({ week });
  if (!progress.ok) return refusedRound(context, { web, needs }, { week, failure: progress.error });
  const waiting = await introductionsWaiting({ web, needs }, text);
  const failed = await failedMails(needs, ({ key }) => key.startsWith(`introduction:${text}:`));
  const isDone = progress.value.state === 'sent' && waiting === 0;
  const refreshes =
    !isDone && (progress.value.state === 'sending' || progress.value.state === 'sent') && context.req.query('still') === undefined;
  if (refreshes) context.header('Refresh', `${String(refreshSeconds)}`);
  const said = resentNotice(context.req.query('resent'));
  return show(context, web, {
    page: progressPage(deskOf(context, web), { week: text, progress: progress.value, waiting, failed, refreshes, said }),
    status: 200,
  });
};

const refreshSeconds = 3;

/**
 * Introductions of a week among the mails that wait; those being sent or put off are among them. They are due before the questions whether
 * people met, so that the first rows of the outbox hold them, or so many of them that the exact number does not matter.
 */
const introductionsWaiting = async ({ web, needs }: OperatorWeb, week: string): Promise<number> => {
  const waiting = await needs.outbox.due(later(web.clock.now(), dayMs), waitingReadMax);
  const found = waiting.filter(({ key }) => key.startsWith(`introduction:${week}:`)).length;
  // Behind a full page there may be more, so it is not over yet.
  return waiting.length === waitingReadMax ? Math.max(1, found) : found;
};

const waitingReadMax = 500;
