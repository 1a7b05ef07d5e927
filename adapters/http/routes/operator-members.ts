import { parseMemberId, type MemberId } from '../../../domain/kernel/member-id.ts';
import type { Member } from '../../../domain/membership/member.ts';
import { isOperator } from '../../../domain/membership/operators.ts';
import { confirmStandingPage, doneOnMember, isStandingWish, memberPage, type StandingWish } from '../pages/operator/member-page.ts';
import { membersHref, membersPage, searchCharactersMax } from '../pages/operator/members-page.ts';
import { refusal } from '../pages/operator/refusals.ts';
import type { Markup } from '../../files/report-markup.ts';
import type { App, LoopContext } from '../session.ts';
import { deskOf, forOperatorsForm, hidden, type OperatorWeb, show } from './operator-desk.ts';
import { listedMember, namesOf, roundsOf, waitingOf } from './operator-facts.ts';

const membersAPage = 25;

/** Members: search, each one's page, and the operators' word on them. */
export const membersRoutes = (app: App, desk: OperatorWeb): void => {
  const { web, needs } = desk;

  app.get('/operator/members', async (context) => {
    const text = (context.req.query('text') ?? '').trim().slice(0, searchCharactersMax);
    const after = parseMemberId(context.req.query('after') ?? '');
    const troubled = context.req.query('mails') === 'trouble';
    const found = await needs.searchMembers({ text, troubled, after, limit: membersAPage });
    if (!found.ok) return hidden(context, web);
    const members = await Promise.all(found.value.members.map(async (member) => listedMember(needs, member)));
    const { next } = found.value;
    const nextHref = next === undefined ? undefined : membersHref({ text, troubled, after: next });
    return show(context, web, {
      page: membersPage(deskOf(context, web), { text, troubled, members, nextHref, isFirst: after === undefined }),
    });
  });

  app.get('/operator/members/:member', async (context) => {
    const member = await memberIn(context, desk);
    return member === undefined
      ? hidden(context, web)
      : showMember(context, desk, { member, said: doneOnMember(context.req.query('done')) });
  });

  app.get('/operator/members/:member/standing', async (context) => {
    const member = await memberIn(context, desk);
    const to = context.req.query('to');
    if (member === undefined || !isStandingWish(to)) return hidden(context, web);
    return show(context, web, { page: confirmStandingPage(deskOf(context, web), { id: member.id, name: member.name, to }) });
  });

  app.post(
    '/operator/members/:member/standing',
    forOperatorsForm(web, async (context, form) => {
      const member = await memberIn(context, desk);
      const to = form.get('to') ?? '';
      if (member === undefined || !isStandingWish(to)) return hidden(context, web);
      const changed = await changeStanding(desk, member.id, to);
      if (!changed.ok) return showMember(context, desk, { member, said: refusal(changed.error), status: 409 });
      return context.redirect(`/operator/members/${member.id}?done=${to}`, 303);
    }),
  );
};

export const memberIn = async (context: LoopContext, { needs }: OperatorWeb): Promise<Member | undefined> => {
  const id = parseMemberId(context.req.param('member') ?? '');
  return id === undefined ? undefined : needs.members.find(id);
};

const changeStanding = async ({ needs }: OperatorWeb, member: MemberId, to: StandingWish) => {
  switch (to) {
    case 'good':
      return needs.reinstate({ member });
    case 'suspended':
      return needs.suspend({ member });
    case 'banned':
      return needs.ban({ member });
  }
};

const showMember = async (
  context: LoopContext,
  { web, needs }: OperatorWeb,
  { member, said, status = 200 }: { readonly member: Member; readonly said: Markup | undefined; readonly status?: 200 | 409 },
): Promise<Response> => {
  const rounds = await roundsOf(needs, member.id);
  const names = await namesOf(
    needs,
    rounds.matches.flatMap(({ a, b }) => [a.member, b.member]),
  );
  const who = { isOperator: isOperator(member, web.operators), isSelf: context.get('visitor')?.member.id === member.id };
  const facts = { member, ...rounds, ...waitingOf(member.id, rounds), names, ...who, said };
  return show(context, web, { page: memberPage(deskOf(context, web), facts), status });
};
