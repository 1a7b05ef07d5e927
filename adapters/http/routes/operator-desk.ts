import type { MiddlewareHandler } from 'hono';
import { parseWeek, type Week } from '../../../domain/kernel/iso-week.ts';
import type { WebNeeds } from '../needs.ts';
import { formField } from '../pages/form.ts';
import { type Desk, operatorFrame, type OperatorPage } from '../pages/operator/frame.ts';
import { readForm, refused, show as showPage, type Status } from '../respond.ts';
import { isOurForm, type LoopContext, type LoopEnv } from '../session.ts';
import type { OperatorNeeds } from './operator-needs.ts';

/** What the routes of the operators share. */
export interface OperatorWeb {
  readonly web: WebNeeds;
  readonly needs: OperatorNeeds;
}

/** To members and strangers every page of the operators is one that does not exist, whatever they send to it. */
export const operatorsOnly =
  (web: WebNeeds): MiddlewareHandler<LoopEnv> =>
  async (context, next) => {
    const visitor = context.get('visitor');
    if (visitor?.isOperator !== true) return hidden(context, web);
    return next();
  };

export const hidden = (context: LoopContext, web: WebNeeds): Response => refused(context, web, 'http.not_found');

/** A form of an operator's page, told by its token. */
export const forOperatorsForm =
  (web: WebNeeds, act: (context: LoopContext, form: URLSearchParams) => Promise<Response>) =>
  async (context: LoopContext): Promise<Response> => {
    const visitor = context.get('visitor');
    const form = await readForm(context);
    if (form === undefined) return refused(context, web, 'http.not_a_form');
    if (visitor === undefined || !isOurForm(web.secrets, visitor, form.get('form'))) return refused(context, web, 'http.stale_form');
    return act(context, form);
  };

export const deskOf = (context: LoopContext, { community, clock }: WebNeeds): Desk => ({
  community,
  now: clock.now(),
  formField: formField({ formToken: context.get('visitor')?.formToken ?? '' }),
});

export const show = (
  context: LoopContext,
  web: WebNeeds,
  { page: { title, section, content }, status = 200 }: { readonly page: OperatorPage; readonly status?: Status },
): Response => showPage(context, web, { title, status, here: '/operator', width: 'wide', content: operatorFrame({ section, content }) });

export const weekOf = (text: string | null | undefined): Week | undefined => {
  const week = parseWeek(text ?? '');
  return week.ok ? week.value : undefined;
};
