import type { AnswerProblem } from '../../../domain/membership/ports.ts';
import { momentInWords } from '../../email/dates.ts';
import { markup, nameOf } from '../../files/report-markup.ts';
import type { WebNeeds } from '../needs.ts';
import { notice } from '../pages/form.ts';
import { answersIn, type Texts, typedFields } from '../pages/survey/answers-in-form.ts';
import { type SurveyFacts, signedOutPage, surveyPage, thanksPage } from '../pages/survey/survey-page.ts';
import { forMembers, inWords, readForm, refused, seeOther, show, type Status, statusOf } from '../respond.ts';
import { type App, isOurForm, type LoopContext, type Visitor } from '../session.ts';
import { showLanding } from './sign-in.ts';

/** The community's questions: opened by mailed link, saved as one goes, handed in, and changed later. */
export const addSurvey = (app: App, needs: WebNeeds): void => {
  app.get('/survey', async (context) => {
    const token = context.req.query('token');
    if (token !== undefined) return showLanding(context, needs, { purpose: 'survey', token });
    return forMembers((_, visitor) => showSurvey(context, needs, { visitor, typed: {} }))(context);
  });
  app.get(
    '/survey/thanks',
    forMembers((context, { member }) => thank(context, needs, member.name)),
  );
  app.post('/survey', async (context) => takeForm(context, needs));
  app.post('/survey/draft', async (context) => saveQuietly(context, needs));
};

interface Shown {
  readonly visitor: Visitor;
  /** What the form had in it, which goes before what is stored. */
  readonly typed: Texts;
  readonly problems?: readonly AnswerProblem[];
  readonly said?: SurveyFacts['said'];
  readonly status?: Status;
}

const showSurvey = (context: LoopContext, needs: WebNeeds, { visitor, typed, problems = [], said, status = 200 }: Shown): Response => {
  const { answers, draft, stage } = visitor.member;
  const facts: SurveyFacts = {
    survey: needs.survey,
    community: needs.community,
    visitor,
    texts: { ...answers?.texts, ...draft?.texts, ...typed },
    isNew: stage.name === 'invited' || stage.name === 'left',
    isUntouched: answers === undefined && draft === undefined && Object.keys(typed).length === 0,
    isDraft: draft !== undefined,
    problems,
    said,
  };
  return show(context, needs, { ...surveyPage(facts), status });
};

const takeForm = async (context: LoopContext, needs: WebNeeds): Promise<Response> => {
  const form = await readForm(context);
  if (form === undefined) return refused(context, needs, 'http.not_a_form');
  const visitor = context.get('visitor');
  if (visitor === undefined) return show(context, needs, { ...signedOutPage(typedFields(form)), status: 401 });
  const answers = answersIn(form, needs.survey);
  if (!isOurForm(needs.secrets, visitor, form.get('form'))) {
    // The form is that of an earlier session. Nothing is stored, but nobody has to type it twice.
    const said = notice(
      'calm',
      markup`<p>You are signed in again, and this is what you had typed. Please look at it and save it once more.</p>`,
    );
    return showSurvey(context, needs, { visitor, typed: answers.texts, said, status: 409 });
  }
  const then = form.get('then') ?? '';
  return then === 'send' ? handIn(context, needs, { visitor, ...answers }) : save(context, needs, { visitor, ...answers, then });
};

interface Given {
  readonly visitor: Visitor;
  readonly version: number;
  readonly texts: Texts;
}

const handIn = async (context: LoopContext, needs: WebNeeds, { visitor, version, texts }: Given): Promise<Response> => {
  const handedIn = await needs.membership.handInSurvey({ member: visitor.member.id, version, texts });
  if (handedIn.ok) return seeOther(context, handedIn.value.kind === 'welcomed' ? '/survey/thanks' : '/me?done=answers');
  const { error } = handedIn;
  if (error.code === 'membership.no_member') return refused(context, needs, error.code);
  const problems = error.code === 'membership.answers_refused' ? error.problems : [];
  const said = problems.length > 0 ? undefined : notice('refused', markup`<p>${sayOf(error.code)}</p>`);
  return showSurvey(context, needs, { visitor, typed: texts, problems, said, status: statusOf(error.code) });
};

const sayOf = (code: Parameters<typeof inWords>[0]): string =>
  code === 'membership.survey_changed'
    ? 'The questions have changed while you were answering. Everything that you typed is kept: please look through it and send it once more.'
    : inWords(code);

const save = async (
  context: LoopContext,
  needs: WebNeeds,
  { visitor, version, texts, then }: Given & { readonly then: string },
): Promise<Response> => {
  const saved = await needs.membership.saveDraft({ member: visitor.member.id, version, texts });
  if (saved.ok) return seeOther(context, /^part-\d{1,3}$/.test(then) ? `/survey#${then}` : '/survey');
  if (saved.error.code === 'membership.no_member') return refused(context, needs, saved.error.code);
  const said = notice('refused', markup`<p>${inWords(saved.error.code)}</p>`);
  return showSurvey(context, needs, { visitor, typed: texts, said, status: statusOf(saved.error.code) });
};

/** For the script that saves as one types: the page stays, so there is nothing to show. */
const saveQuietly = async (context: LoopContext, needs: WebNeeds): Promise<Response> => {
  const visitor = context.get('visitor');
  const form = await readForm(context);
  if (visitor === undefined) return context.body(null, 401);
  if (form === undefined) return context.body(null, 415);
  if (!isOurForm(needs.secrets, visitor, form.get('form'))) return context.body(null, 403);
  const saved = await needs.membership.saveDraft({ member: visitor.member.id, ...answersIn(form, needs.survey) });
  return context.body(null, saved.ok ? 204 : statusOf(saved.error.code));
};

const thank = (context: LoopContext, needs: WebNeeds, name: string): Response => {
  const { roundAt } = needs.calendar.nextRound(needs.clock.now());
  return show(context, needs, thanksPage(nameOf({ name, address: 'you' }), momentInWords(roundAt, needs.community)));
};
