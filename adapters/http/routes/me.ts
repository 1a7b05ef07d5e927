import { metAnswers } from '../../../domain/introductions/match.ts';
import type { MyMatch } from '../../../domain/introductions/my-matches.ts';
import { parseWeek } from '../../../domain/kernel/iso-week.ts';
import { type Markup, markup } from '../../files/report-markup.ts';
import { dayFrom, startOfDay } from '../calendar-words.ts';
import type { WebNeeds } from '../needs.ts';
import { notice } from '../pages/form.ts';
import { composeHref } from '../pages/embedded/compose-page.ts';
import { type MeFacts, myPage } from '../pages/me/my-page.ts';
import { type PartnerFacts, partnerPage } from '../pages/me/partner-page.ts';
import { forMembers, forMembersForm, inWords, refused, seeOther, show, type Status, statusOf } from '../respond.ts';
import type { App, LoopContext, Visitor } from '../session.ts';

/** A member's own page: the next round and who they were introduced to. */
export const addMe = (app: App, needs: WebNeeds): void => {
  const { membership, introductions } = needs;
  app.get(
    '/me',
    forMembers(async (context, visitor) => {
      if (visitor.member.stage.name === 'invited' && visitor.member.standing === 'good') return seeOther(context, '/survey');
      return showMe(context, needs, { visitor });
    }),
  );

  app.post(
    '/me/skip',
    forMembersForm(needs, async (context, { member }, form) => {
      const week = parseWeek(form.get('week') ?? '');
      if (!week.ok) return refused(context, needs, 'http.malformed');
      const skipped = await membership.skipWeek({ member: member.id, week: week.value, skip: form.get('skip') === 'yes' });
      return skipped.ok ? seeOther(context, `/me?done=${skipped.value}`) : refused(context, needs, skipped.error.code);
    }),
  );

  app.post(
    '/me/pause',
    forMembersForm(needs, async (context, visitor, form) => {
      const isOpen = form.get('open') === 'yes';
      const until = isOpen ? undefined : startOfDay(form.get('until') ?? '', needs.zone);
      if (!isOpen && until === undefined)
        return showMe(context, needs, { visitor, pauseProblem: 'Please choose the day on which you want to be back.', status: 422 });
      const paused = await membership.pause({ member: visitor.member.id, until });
      if (paused.ok) return seeOther(context, '/me?done=paused');
      if (paused.error.code !== 'membership.pause_over') return refused(context, needs, paused.error.code);
      return showMe(context, needs, { visitor, pauseProblem: inWords(paused.error.code), status: 422 });
    }),
  );

  app.post(
    '/me/resume',
    forMembersForm(needs, async (context, { member }) => {
      const resumed = await membership.resume({ member: member.id });
      return resumed.ok ? seeOther(context, '/me?done=resumed') : refused(context, needs, resumed.error.code);
    }),
  );

  app.post(
    '/me/met',
    forMembersForm(needs, async (context, { member }, form) => {
      const week = parseWeek(form.get('week') ?? '');
      const answer = metAnswers.find((each) => each === form.get('answer'));
      if (!week.ok || answer === undefined) return refused(context, needs, 'http.malformed');
      const answered = await introductions.answerDidYouMeet({ week: week.value, member: member.id, answer });
      return answered.ok ? seeOther(context, `/me?done=met#i-${form.get('week') ?? ''}`) : refused(context, needs, answered.error.code);
    }),
  );

  addPartner(app, needs);
};

const addPartner = (app: App, needs: WebNeeds): void => {
  const { membership, introductions } = needs;
  app.get(
    '/me/introductions/:week',
    forMembers(async (context, visitor) => {
      const match = await matchOf(context, needs, visitor);
      return match === undefined ? refused(context, needs, 'match.unknown') : showPartner(context, needs, { match, visitor });
    }),
  );

  app.post(
    '/me/introductions/:week/block',
    forMembersForm(needs, async (context, visitor) => {
      const match = await matchOf(context, needs, visitor);
      if (match === undefined) return refused(context, needs, 'match.unknown');
      const blocked = await block(match);
      return blocked.ok ? seeOther(context, '/me?done=blocked') : refused(context, needs, blocked.error.code);
    }),
  );

  app.post(
    '/me/introductions/:week/report',
    forMembersForm(needs, async (context, visitor, form) => {
      const match = await matchOf(context, needs, visitor);
      if (match === undefined) return refused(context, needs, 'match.unknown');
      const typed = { text: form.get('text') ?? '', block: form.get('block') === 'yes' };
      const about = match.partner;
      const reported = await membership.reportMember({
        member: visitor.member.id,
        about,
        context: 'introduction',
        text: typed.text.replaceAll('\r\n', '\n'),
      });
      if (!reported.ok) {
        const { code } = reported.error;
        return showPartner(context, needs, { match, visitor, typed, problem: inWords(code), status: statusOf(code) });
      }
      if (!typed.block) return seeOther(context, '/me?done=reported');
      const blocked = await block(match);
      return blocked.ok ? seeOther(context, '/me?done=reported') : refused(context, needs, blocked.error.code);
    }),
  );

  // The block is what counts, so it comes first; were we stopped in between, the same button does the rest.
  const block = async ({ partner, own }: OwnMatch) => {
    const blocked = await membership.blockMember({ member: own, whom: partner });
    if (blocked.ok) await introductions.endContact({ member: own, partner });
    return blocked;
  };
};

export interface OwnMatch extends MyMatch {
  readonly own: Visitor['member']['id'];
}

/** The introduction that an address names; nobody can block or report whom they have not been introduced to. */
export const matchOf = async (context: LoopContext, { introductions }: WebNeeds, { member }: Visitor): Promise<OwnMatch | undefined> => {
  const week = parseWeek(context.req.param('week') ?? '');
  if (!week.ok) return undefined;
  const match = (await introductions.myMatches({ member: member.id })).find((each) => each.week === week.value);
  return match?.partnerName === undefined ? undefined : { ...match, own: member.id };
};

const showPartner = (
  context: LoopContext,
  needs: WebNeeds,
  { status = 200, ...facts }: PartnerFacts & { readonly status?: Status },
): Response => show(context, needs, { ...partnerPage(facts), status });

interface MeShown {
  readonly visitor: Visitor;
  readonly pauseProblem?: string;
  readonly status?: Status;
}

const showMe = async (context: LoopContext, needs: WebNeeds, { visitor, pauseProblem, status = 200 }: MeShown): Promise<Response> => {
  const { community, calendar, clock, relayDomain, introductions, surveyDesk, zone } = needs;
  const now = clock.now();
  const { member } = visitor;
  const matches = await introductions.myMatches({ member: member.id });
  const needed = new Set(needs.survey.questions.filter(({ required }) => required).map(({ id }) => id));
  const facts: MeFacts = {
    community,
    visitor,
    now,
    next: calendar.nextRound(now),
    matches,
    conversations: await conversationsOf(needs, matches),
    relayDomain,
    hasChat: needs.chat !== undefined,
    isMissingAnswers: member.answers !== undefined && surveyDesk.check(member.answers.texts).some(({ question }) => needed.has(question)),
    tomorrow: dayFrom(now, 1, zone),
    said: doneNotice(context.req.query('done')),
    pauseProblem,
    writeHref: needs.embedded?.relay === undefined ? undefined : (to, subject) => composeHref({ from: member.email, to, subject }),
  };
  return show(context, needs, { ...myPage(facts), status });
};

/** How what they write to each other stands, by conversation; nothing of those that are forgotten. */
const conversationsOf = async ({ relay }: WebNeeds, matches: readonly MyMatch[]): Promise<MeFacts['conversations']> => {
  if (relay === undefined) return undefined;
  const views = await Promise.all(
    matches.map(async ({ conversationId, alias }) => [conversationId, await relay.lookAtConversation({ alias })] as const),
  );
  return new Map(views.flatMap(([id, view]) => (view === undefined ? [] : [[id, view] as const])));
};

const doneNotice = (done: string | undefined): Markup | undefined => {
  const words = Object.entries(doneWords).find(([what]) => what === done)?.[1];
  return words === undefined ? undefined : notice('done', markup`<p>${words}</p>`);
};

const doneWords = {
  answers: 'Your answers are changed. The next round uses them.',
  skipped: 'You skip the next round.',
  not_skipped: 'You take part in the next round.',
  paused: 'You are pausing.',
  resumed: 'Good to have you back. You take part from the next round on.',
  met: 'Thank you for telling us.',
  blocked: 'Blocked. You two are never introduced again.',
  reported: 'Thank you. The people who run this community will look at it.',
  muted: 'Muted. Nothing is passed on to you until you write yourself.',
  unmuted: 'Not muted any more. What is written to you is passed on again.',
  ended: 'Ended. Nothing more is passed on between the two of you.',
  shared: 'Done. They get your own address by mail, and what you write shows it where you write it.',
  renewed: 'You have a new private address here. The old one no longer works, and the other one is told.',
} as const;
