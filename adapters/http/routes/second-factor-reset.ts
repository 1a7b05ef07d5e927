import { confirmResetPage, verifyFirstPage } from '../pages/operator/second-factor-pages.ts';
import type { App, LoopContext } from '../session.ts';
import { deskOf, forOperatorsForm, hidden, type OperatorWeb, show } from './operator-desk.ts';
import { memberIn } from './operator-members.ts';

/** Taking away another operator's second factor, when phone and recovery codes are lost: for one who gave a code of their own. */
export const secondFactorResetRoutes = (app: App, desk: OperatorWeb): void => {
  const { web, needs } = desk;
  const path = '/operator/members/:member/second-factor';

  app.get(path, async (context) => {
    const member = await memberIn(context, desk);
    if (member?.secondFactor?.active === undefined || isSelf(context, member.id)) return hidden(context, web);
    if (!isVerified(context)) return show(context, web, { page: verifyFirstPage(member), status: 403 });
    return show(context, web, { page: confirmResetPage(deskOf(context, web), member) });
  });

  app.post(
    path,
    forOperatorsForm(web, async (context) => {
      const member = await memberIn(context, desk);
      if (member === undefined || isSelf(context, member.id)) return hidden(context, web);
      if (!isVerified(context)) return show(context, web, { page: verifyFirstPage(member), status: 403 });
      const reset = await needs.resetSecondFactor({ member: member.id });
      if (!reset.ok) return hidden(context, web);
      needs.wake();
      return context.redirect(`/operator/members/${member.id}?done=second-factor`, 303);
    }),
  );
};

const isVerified = (context: LoopContext): boolean => context.get('visitor')?.verified === true;
const isSelf = (context: LoopContext, member: string): boolean => context.get('visitor')?.member.id === member;
