import { weekAt } from '../../../domain/introductions/calendar.ts';
import { weeksAfter } from '../../../domain/kernel/iso-week.ts';
import { overviewPage } from '../pages/operator/overview-page.ts';
import { reportsPage, reportsReadMax } from '../pages/operator/reports-page.ts';
import { resultsPage } from '../pages/operator/results-page.ts';
import type { WebNeeds } from '../needs.ts';
import { formatWeek } from '../../../domain/kernel/iso-week.ts';
import type { App } from '../session.ts';
import { deskOf, forOperatorsForm, type OperatorWeb, operatorsOnly, show, weekOf } from './operator-desk.ts';
import { countMembers, weekAfter, weekFacts } from './operator-facts.ts';
import { mailsRoutes } from './operator-mails.ts';
import { membersRoutes } from './operator-members.ts';
import { relayRoutes } from './operator-relay.ts';
import { roundRoutes } from './operator-round.ts';
import { secondFactorResetRoutes } from './second-factor-reset.ts';
import { secondFactorGiven, secondFactorRoutes } from './second-factor.ts';

/** Everything under `/operator`. To anybody who does not run the community there is no such page. */
export const addOperator = (app: App, web: WebNeeds): void => {
  const needs = web.operator;
  if (needs === undefined) return;
  const desk: OperatorWeb = { web, needs };
  app.use('/operator', operatorsOnly(web));
  app.use('/operator/*', operatorsOnly(web));
  // Where a code is given none can be asked for. Whatever is added below asks for it.
  secondFactorRoutes(app, desk);
  app.use('/operator', secondFactorGiven(desk));
  app.use('/operator/*', secondFactorGiven(desk));
  secondFactorResetRoutes(app, desk);
  overviewRoute(app, desk);
  roundRoutes(app, desk);
  resultsRoute(app, desk);
  membersRoutes(app, desk);
  reportsRoutes(app, desk);
  mailsRoutes(app, desk);
  relayRoutes(app, desk);
};

const overviewRoute = (app: App, { web, needs }: OperatorWeb): void => {
  app.get('/operator', async (context) => {
    const desk = deskOf(context, web);
    const present = weekAt(needs.rules.calendar.zone, desk.now);
    const reports = await needs.listReports({ limit: reportsReadMax });
    const page = overviewPage(desk, {
      present: await weekFacts(needs, present),
      next: await weekFacts(needs, weekAfter(needs, present)),
      counts: await countMembers({ membersTelling: needs.membersTelling, now: desk.now }),
      mails: await needs.outbox.pending(),
      openReports: reports.ok ? reports.value.filter(({ handledAt }) => handledAt === undefined).length : 0,
      lastRounds: await needs.roundResults({ until: present, limit: lastRoundsShown }),
      secondFactor: context.get('visitor')?.member.secondFactor?.active !== undefined,
    });
    return show(context, web, { page });
  });
};

const lastRoundsShown = 5;

const resultsRoute = (app: App, { web, needs }: OperatorWeb): void => {
  app.get('/operator/results', async (context) => {
    const newest = weeksAfter(weekAt(needs.rules.calendar.zone, web.clock.now()), 1);
    const until = weekOf(context.req.query('until')) ?? newest;
    const results = await needs.roundResults({ until, limit: resultsAPage });
    const oldest = results.at(-1)?.round;
    const [older] = oldest === undefined ? [] : await needs.rounds.latest(oldest.week, 1);
    const page = resultsPage(results, { older: older === undefined ? undefined : formatWeek(older.week) });
    return show(context, web, { page });
  });
};

const resultsAPage = 26;

const reportsRoutes = (app: App, { web, needs }: OperatorWeb): void => {
  app.get('/operator/reports', async (context) => {
    const reports = await needs.listReports({ limit: reportsReadMax });
    const wish = { page: context.req.query('page'), handled: context.req.query('done') === 'handled' };
    return show(context, web, { page: reportsPage(deskOf(context, web), reports.ok ? reports.value : [], wish) });
  });

  app.post(
    '/operator/reports/handle',
    forOperatorsForm(web, async (context, form) => {
      await needs.handleReport({ report: (form.get('report') ?? '').slice(0, reportIdCharactersMax) });
      return context.redirect('/operator/reports?done=handled', 303);
    }),
  );
};

const reportIdCharactersMax = 100;
