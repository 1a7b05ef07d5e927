import type { LinkPurpose, Member } from '../../../domain/membership/member.ts';
import type { WebNeeds } from '../needs.ts';
import { landingPage, signInPage } from '../pages/sign-in-page.ts';
import { forMembersForm, inWords, readForm, refused, seeOther, show, statusOf } from '../respond.ts';
import {
  type App,
  type Destination,
  forgetSession,
  keepDestination,
  keepSession,
  type LoopContext,
  readSession,
  takeDestination,
} from '../session.ts';
import { tooMany } from './home.ts';

/** Getting in by mailed link, and out again. */
export const addSignIn = (app: App, needs: WebNeeds): void => {
  app.get('/sign-in', async (context) => {
    const token = context.req.query('token');
    return token === undefined ? show(context, needs, signInPage({})) : showLanding(context, needs, { purpose: 'sign-in', token });
  });
  app.post('/sign-in', async (context) => {
    const form = await readForm(context);
    if (form === undefined) return refused(context, needs, 'http.not_a_form');
    const email = form.get('email') ?? '';
    const asked = await needs.membership.requestSignIn({ email, ip: needs.callerOf(context) });
    if (asked.ok) return seeOther(context, '/check-your-mail');
    if (asked.error.code === 'membership.too_many_requests') return tooMany(context, needs, asked.error.until);
    return show(context, needs, { ...signInPage({ email, problem: inWords(asked.error.code) }), status: statusOf(asked.error.code) });
  });
  app.post('/sign-in/open', async (context) => {
    const opened = await openLink(context, needs, 'sign-in');
    return opened ?? seeOther(context, takeDestination(context, needs) ?? '/me');
  });
  app.post(
    '/survey/open',
    async (context) => (await openLink(context, needs, 'survey')) ?? seeOther(context, takeDestination(context, needs) ?? '/survey'),
  );
  app.post('/sign-out', async (context) => (context.get('visitor') === undefined ? seeOther(context, '/') : signOut(context)));

  const signOut = forMembersForm(needs, async (context) => {
    const cookie = readSession(context, needs);
    if (cookie !== undefined) await needs.membership.signOut({ cookie });
    forgetSession(context, needs);
    return seeOther(context, '/');
  });
};

/** Mails a link to somebody who is signed in and has to show once more that their mailbox is theirs; it leads back to where they were. */
export const mailSignInAgain = async (
  context: LoopContext,
  needs: WebNeeds,
  { member, destination }: { readonly member: Member; readonly destination: Destination },
): Promise<Response> => {
  const asked = await needs.membership.requestSignIn({ email: member.email, ip: needs.callerOf(context) });
  if (!asked.ok)
    return asked.error.code === 'membership.too_many_requests'
      ? tooMany(context, needs, asked.error.until)
      : refused(context, needs, asked.error.code);
  keepDestination(context, needs, destination);
  return seeOther(context, '/check-your-mail');
};

/** A link as it was opened: programs that scan mails open every link, so it takes a press of the button to spend it. */
export const showLanding = async (
  context: LoopContext,
  needs: WebNeeds,
  link: { readonly purpose: LinkPurpose; readonly token: string },
): Promise<Response> => {
  const seen = await needs.membership.lookAtLink(link);
  return seen.ok ? show(context, needs, landingPage(link, needs.community.name)) : refused(context, needs, seen.error.code);
};

/** Spends a link and keeps the session; what went wrong, or nothing. */
const openLink = async (context: LoopContext, needs: WebNeeds, purpose: LinkPurpose): Promise<Response | undefined> => {
  const form = await readForm(context);
  if (form === undefined) return refused(context, needs, 'http.not_a_form');
  const token = form.get('token') ?? '';
  const spent = await needs.membership.spendLink({ purpose, token });
  if (!spent.ok) return isSecondPress(context, token, spent.error.code) ? undefined : refused(context, needs, spent.error.code);
  // The session that this browser had before would live on in the list of sessions, where nobody knows it.
  const before = readSession(context, needs);
  if (before !== undefined) await needs.membership.signOut({ cookie: before });
  keepSession(context, needs, spent.value);
  return undefined;
};

/** The button pressed twice: the first press signed this browser in, and the second is as good as the first. */
const isSecondPress = (context: LoopContext, token: string, code: string): boolean => {
  const visitor = context.get('visitor');
  return code === 'membership.link_spent' && visitor?.fresh === true && token.startsWith(`${visitor.member.id}.`);
};
