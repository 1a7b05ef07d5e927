import type { WebNeeds } from '../needs.ts';
import { checkYourMailPage, homePage, type HomeFacts } from '../pages/home-page.ts';
import { readForm, refused, seeOther, show } from '../respond.ts';
import type { App, LoopContext } from '../session.ts';

/** What this is, and how to join. */
export const addHome = (app: App, needs: WebNeeds): void => {
  app.get('/', (context) => showHome(context, needs, {}));
  app.get('/check-your-mail', (context) => show(context, needs, checkYourMailPage(needs.community.name)));
  app.post('/sign-up', async (context) => {
    const form = await readForm(context);
    if (form === undefined) return refused(context, needs, 'http.not_a_form');
    const typed = { email: form.get('email') ?? '', name: form.get('name') ?? '', consent: form.get('consent') === 'yes' };
    const signedUp = await needs.membership.signUp({ ...typed, ip: needs.callerOf(context) });
    if (signedUp.ok) return seeOther(context, '/check-your-mail');
    if (signedUp.error.code === 'membership.sign_up_refused') {
      return showHome(context, needs, { typed, problems: signedUp.error.problems });
    }
    return tooMany(context, needs, signedUp.error.until);
  });
};

/** `until` is the instant from which asking again may help. */
export const tooMany = (context: LoopContext, needs: WebNeeds, until: number): Response => {
  context.header('Retry-After', String(Math.max(1, Math.ceil((until - needs.clock.now()) / 1_000))));
  return refused(context, needs, 'membership.too_many_requests');
};

const showHome = (context: LoopContext, needs: WebNeeds, given: Pick<HomeFacts, 'typed' | 'problems'>): Response => {
  const { community, calendar, clock, survey } = needs;
  const { roundAt } = calendar.nextRound(clock.now());
  const page = homePage({
    community,
    roundAt,
    questions: survey.questions.length,
    isSignedIn: context.get('visitor') !== undefined,
    ...given,
  });
  return show(context, needs, { ...page, status: given.problems === undefined ? 200 : 422 });
};
