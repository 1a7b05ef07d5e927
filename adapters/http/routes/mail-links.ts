import { roundDayInWords } from '../../email/dates.ts';
import { type MemberWeek, readMetAnswer, readMetToken, readSkipToken, readUnsubscribeToken } from '../links.ts';
import type { WebNeeds } from '../needs.ts';
import {
  endRemindersPage,
  metPage,
  metThanksPage,
  remindersEndedPage,
  skipPage,
  skippedPage,
  unsubscribedPage,
  unsubscribePage,
} from '../pages/mail-link-pages.ts';
import { readForm, refused, show } from '../respond.ts';
import type { App, LoopContext } from '../session.ts';

/** What the signed links of mails do. Opening one changes nothing; its button does, any number of times, signed in or not. */
export const addMailLinks = (app: App, needs: WebNeeds): void => {
  addUnsubscribe(app, needs);
  addSkip(app, needs);
  addMet(app, needs);
};

const addUnsubscribe = (app: App, needs: WebNeeds): void => {
  const { community, membership, secrets } = needs;
  app.get('/unsubscribe', (context) => {
    const wish = readUnsubscribeToken(secrets, tokenOf(context));
    if (wish === undefined) return refused(context, needs, 'membership.link_unknown');
    const page = wish.kind === undefined ? unsubscribePage : endRemindersPage;
    return show(context, needs, page(pathOf(context), community.name));
  });
  // Mail programs send this by themselves and follow no redirect (RFC 8058, 3.1), so the answer is a page.
  app.post('/unsubscribe', async (context) => {
    const wish = readUnsubscribeToken(secrets, tokenOf(context));
    if (wish === undefined) return refused(context, needs, 'membership.link_unknown');
    await membership.unsubscribe(wish);
    const page = wish.kind === undefined ? unsubscribedPage : remindersEndedPage;
    return show(context, needs, page(community.name));
  });
};

const addSkip = (app: App, needs: WebNeeds): void => {
  const { membership, secrets } = needs;
  app.get('/skip', (context) => {
    const about = readSkipToken(secrets, tokenOf(context));
    if (about === undefined) return refused(context, needs, 'membership.link_unknown');
    return show(context, needs, skipPage(pathOf(context), dayOf(about, needs)));
  });
  app.post('/skip', async (context) => {
    const about = readSkipToken(secrets, tokenOf(context));
    if (about === undefined) return refused(context, needs, 'membership.link_unknown');
    const form = await readForm(context);
    if (form === undefined) return refused(context, needs, 'http.not_a_form');
    const skip = form.get('skip') !== 'no';
    const skipped = await membership.skipWeek({ ...about, skip });
    if (!skipped.ok) return refused(context, needs, skipped.error.code);
    return show(context, needs, skippedPage(pathOf(context), { day: dayOf(about, needs), skip }));
  });
};

const addMet = (app: App, needs: WebNeeds): void => {
  const { introductions, secrets } = needs;
  app.get('/met', (context) => {
    const about = readMetToken(secrets, tokenOf(context));
    if (about === undefined) return refused(context, needs, 'membership.link_unknown');
    const proposed = readMetAnswer(context.req.query('answer'));
    return show(context, needs, metPage(pathOf(context), { day: dayOf(about, needs), proposed }));
  });
  app.post('/met', async (context) => {
    const about = readMetToken(secrets, tokenOf(context));
    if (about === undefined) return refused(context, needs, 'membership.link_unknown');
    const form = await readForm(context);
    const answer = readMetAnswer(form?.get('answer') ?? undefined);
    if (answer === undefined) return refused(context, needs, 'http.malformed');
    const answered = await introductions.answerDidYouMeet({ ...about, answer });
    return answered.ok ? show(context, needs, metThanksPage(answer)) : refused(context, needs, answered.error.code);
  });
};

const tokenOf = (context: LoopContext): string => context.req.query('token') ?? '';

/** The address of this page with its token and nothing else: what its form is sent to. */
const pathOf = (context: LoopContext): string => `${context.req.path}?token=${encodeURIComponent(tokenOf(context))}`;

const dayOf = ({ week }: MemberWeek, { community }: WebNeeds): string => roundDayInWords(week, community);
