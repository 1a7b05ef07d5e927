import type { MiddlewareHandler } from 'hono';
import { isSetUp } from '../../../domain/membership/second-factor.ts';
import { codeRefusal, type CodeProblem } from '../pages/operator/second-factor-refusals.ts';
import { askPage, beginPage, codesPage, confirmPage, type FactorPage, setUpPage } from '../pages/operator/second-factor-pages.ts';
import { readForm, refused, seeOther, show as showPage, type Status } from '../respond.ts';
import { isOurForm, keepSession, type LoopContext, type LoopEnv, type App, type Visitor } from '../session.ts';
import { mailSignInAgain } from './sign-in.ts';
import { deskOf, hidden, type OperatorWeb } from './operator-desk.ts';

const here = '/operator/second-factor';

/**
 * Asks for the second factor before any other page of the operators, whether it is looked at or sent to: a code, of whoever has one set
 * up; to set one up, where every operator must have one.
 */
export const secondFactorGiven =
  ({ web }: OperatorWeb): MiddlewareHandler<LoopEnv> =>
  async (context, next) => {
    const visitor = context.get('visitor');
    if (visitor === undefined) return hidden(context, web);
    const isSafe = context.req.method === 'GET' || context.req.method === 'HEAD';
    if (isSetUp(visitor.member) ? visitor.verified : web.secondFactor !== 'required') return next();
    const { pathname, search } = new URL(context.req.url);
    if (isSafe) return context.redirect(`${here}?next=${encodeURIComponent(nextIn(`${pathname}${search}`) ?? '/operator')}`, 303);
    return isSetUp(visitor.member) ? ask(context, { web, visitor, status: 403 }) : refusedToBegin(context, { web, visitor });
  };

/** The pages on which the second factor is set up, given and removed; to be added before anything asks for it. */
export const secondFactorRoutes = (app: App, desk: OperatorWeb): void => {
  const { web, needs } = desk;

  app.get(here, (context) => shown(context, desk));

  app.post(
    `${here}/begin`,
    withForm(desk, async (context, { visitor }) => {
      const begun = await needs.beginSecondFactor(sessionOf(visitor));
      if (begun.ok) return seeOther(context, here);
      if (begun.error.code === 'membership.second_factor_needed') return ask(context, { web, visitor, status: 403 });
      return refusedToBegin(context, { web, visitor });
    }),
  );

  app.post(
    `${here}/confirm`,
    withForm(desk, async (context, { visitor, form }) => {
      const confirmed = await needs.confirmSecondFactor({ ...sessionOf(visitor), code: form.get('code') ?? '' });
      if (!confirmed.ok) return refusedCode(context, { desk, visitor, problem: confirmed.error });
      needs.wake();
      keepSession(context, web, confirmed.value.renewed);
      return page(context, {
        web,
        content: codesPage({ codes: confirmed.value.recoveryCodes, community: web.community.name }),
        status: 200,
      });
    }),
  );

  app.post(
    `${here}/verify`,
    withForm(desk, async (context, { visitor, form }) => {
      const next = nextIn(form.get('next')) ?? '/operator';
      // The button pressed twice: the first press took the code, and the second is as good.
      if (visitor.verified) return seeOther(context, next);
      const verified = await needs.verifySecondFactor({ ...sessionOf(visitor), code: form.get('code') ?? '' });
      if (!verified.ok) return refusedCode(context, { desk, visitor, problem: verified.error, next });
      needs.wake();
      keepSession(context, web, verified.value);
      return seeOther(context, next);
    }),
  );

  app.post(
    `${here}/remove`,
    withForm(desk, async (context, { visitor, form }) => {
      if (web.secondFactor === 'required') return hidden(context, web);
      const removed = await needs.removeSecondFactor({ ...sessionOf(visitor), code: form.get('code') ?? '' });
      if (!removed.ok) return refusedCode(context, { desk, visitor, problem: removed.error });
      needs.wake();
      return seeOther(context, '/operator');
    }),
  );

  app.post(
    `${here}/sign-in`,
    withForm(desk, async (context, { visitor }) => mailSignInAgain(context, web, { member: visitor.member, destination: here })),
  );
};

interface Sent {
  readonly visitor: Visitor;
  readonly form: URLSearchParams;
}

/** As `forOperatorsForm`, for whom no code was asked yet. */
const withForm =
  ({ web }: OperatorWeb, act: (context: LoopContext, sent: Sent) => Promise<Response>) =>
  async (context: LoopContext): Promise<Response> => {
    const visitor = context.get('visitor');
    const form = await readForm(context);
    if (form === undefined) return refused(context, web, 'http.not_a_form');
    if (visitor === undefined || !isOurForm(web.secrets, visitor, form.get('form'))) return refused(context, web, 'http.stale_form');
    return act(context, { visitor, form });
  };

const sessionOf = ({ member, session }: Visitor) => ({ member: member.id, session });

interface Shown {
  readonly visitor: Visitor;
  readonly problem?: CodeProblem | undefined;
  readonly next?: string | undefined;
  readonly status?: Status;
}

/** The page that fits: a code is asked for, is being set up, is set up, or there is none yet. */
const shown = async (context: LoopContext, desk: OperatorWeb, given: Omit<Shown, 'visitor'> = {}): Promise<Response> => {
  const { web, needs } = desk;
  const visitor = context.get('visitor');
  if (visitor === undefined) return hidden(context, web);
  const { problem, status = 200 } = given;
  if (isSetUp(visitor.member) && !visitor.verified)
    return ask(context, { web, visitor, problem, status, next: given.next ?? nextIn(context.req.query('next')) ?? here });
  const looked = await needs.lookAtSecondFactor({ ...sessionOf(visitor), issuer: web.community.name });
  if (!looked.ok) return hidden(context, web);
  const { active, pending } = looked.value;
  const facts = { desk: deskOf(context, web), problem };
  if (pending !== undefined) return page(context, { web, content: confirmPage({ ...facts, pending }), status });
  const isFresh = visitor.fresh;
  const isRequired = web.secondFactor === 'required';
  const content =
    active === undefined ? beginPage({ ...facts, isFresh, isRequired }) : setUpPage({ ...facts, active, isFresh, isRequired });
  return page(context, { web, content, status });
};

const ask = (
  context: LoopContext,
  { web, visitor, problem, next = '/operator', status = 200 }: Shown & Pick<OperatorWeb, 'web'>,
): Response => {
  const codesLeft = visitor.member.secondFactor?.active?.recovery.filter(({ usedAt }) => usedAt === undefined).length ?? 0;
  return page(context, { web, content: askPage({ desk: deskOf(context, web), problem, next, codesLeft }), status });
};

const refusedToBegin = (context: LoopContext, { web, visitor }: Pick<OperatorWeb, 'web'> & Pick<Shown, 'visitor'>): Response => {
  const facts = { desk: deskOf(context, web), problem: undefined, isFresh: visitor.fresh, isRequired: web.secondFactor === 'required' };
  return page(context, { web, content: beginPage(facts), status: 403 });
};

const refusedCode = async (
  context: LoopContext,
  { desk, problem, next }: Pick<Shown, 'visitor' | 'next'> & { readonly desk: OperatorWeb; readonly problem: CodeProblem },
): Promise<Response> => {
  const { web } = desk;
  if (problem.code === 'membership.signed_out' || problem.code === 'membership.no_member') return refused(context, web, problem.code);
  if (problem.code === 'membership.too_many_codes')
    context.header('Retry-After', String(Math.max(1, Math.ceil((problem.until - web.clock.now()) / 1_000))));
  return shown(context, desk, { problem, next, status: codeRefusal(problem, web).status });
};

const page = (
  context: LoopContext,
  { web, content: { title, content }, status }: { readonly web: OperatorWeb['web']; readonly content: FactorPage; readonly status: Status },
): Response => showPage(context, web, { title, content, status, here: '/operator' });

/** Where somebody was headed when a code was asked for: a page of the operators, or the erasure of their own data. */
const nextIn = (path: string | null | undefined): `/${string}` | undefined =>
  path !== null && path !== undefined && path.length <= nextCharactersMax && /^\/(?:operator(?:[/?][\w/?=&%.~-]*)?|me\/erase)$/.test(path)
    ? (path as `/${string}`)
    : undefined;

const nextCharactersMax = 500;
