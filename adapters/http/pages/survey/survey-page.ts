import type { Survey } from '../../../../domain/introductions/survey.ts';
import type { AnswerProblem } from '../../../../domain/membership/ports.ts';
import type { Community } from '../../../config/community.ts';
import { type Markup, markup } from '../../../files/report-markup.ts';
import { formField, notice, problemSummary } from '../form.ts';
import type { Page } from '../layout.ts';
import type { Texts } from './answers-in-form.ts';
import { questionCard, questionId } from './question.ts';

export interface SurveyFacts {
  readonly survey: Survey;
  readonly community: Community;
  readonly visitor: { readonly formToken: string };
  readonly texts: Texts;
  /** Never handed in before. */
  readonly isNew: boolean;
  /** Never saved before, either. */
  readonly isUntouched: boolean;
  /** Some of what is shown was not handed in. */
  readonly isDraft: boolean;
  readonly problems: readonly AnswerProblem[];
  /** What was just done, or could not be. */
  readonly said?: Markup | undefined;
}

export const surveyPage = (facts: SurveyFacts): Page => {
  const { survey, visitor, problems, isNew, said } = facts;
  const answered = survey.questions.filter(({ id }) => textsOf(facts.texts, id).length > 0).length;
  const total = survey.questions.length;
  return {
    title: problems.length > 0 ? 'Some answers are missing' : isNew ? 'Your questions' : 'Your answers',
    here: '/survey',
    script: 'survey',
    content: markup`<h1>${isNew ? 'A few questions' : 'Your answers'}</h1>
<p class="lead">${introduction(facts)}</p>
${said}${draftNote(facts)}${problemSummary(summaryOf(facts))}<form method="post" action="/survey" data-survey novalidate>
${formField(visitor)}<input type="hidden" name="version" value="${survey.version}">
<button type="submit" name="then" value="stay" class="unseen" tabindex="-1" aria-hidden="true">Save</button>
<div class="progress"><label for="progress" id="answered">${answered} of ${total} answered</label><progress id="progress" value="${answered}" max="${total}"></progress><span id="saved" role="status"></span></div>
${parts(facts)}<div class="buttons send"><button type="submit" name="then" value="send">${isNew ? 'Send my answers' : 'Use these answers'}</button><p class="quiet">${isNew ? 'You can change them whenever you like.' : 'The next round uses what is here when it runs.'}</p></div>
</form>
`,
  };
};

const introduction = ({ survey, isNew }: SurveyFacts): string => {
  const needed = survey.questions.filter(({ required }) => required).length;
  if (!isNew) return 'Change what you like. The next round uses what is here when it runs.';
  const words =
    needed === 0 ? 'None has to be answered' : needed === 1 ? 'Only one needs an answer' : `Only ${String(needed)} need an answer`;
  return `The more you tell, the better we can choose. ${words}; what you type is saved as you go.`;
};

const draftNote = ({ isDraft, isNew, problems, said }: SurveyFacts): Markup | undefined =>
  isDraft && !isNew && problems.length === 0 && said === undefined
    ? notice('calm', markup`<p>Below is what you changed last. It counts once you press “Use these answers” at the end.</p>`)
    : undefined;

const summaryOf = ({ survey, problems }: SurveyFacts) =>
  problems.flatMap(({ question, help }) => {
    const at = survey.questions.findIndex(({ id }) => id === question);
    const label = survey.questions[at]?.label;
    return label === undefined ? [] : [{ field: questionId(at + 1), words: markup`${label} – ${help}` }];
  });

/** Questions come in parts, each with a button that saves and goes on, for browsers without script and for long surveys. */
const partSize = 4;

const parts = ({ survey, community, texts, problems, isUntouched }: SurveyFacts): Markup => {
  const cards = survey.questions.map((question, at) =>
    questionCard(
      {
        question,
        number: at + 1,
        texts: textsOf(texts, question.id),
        problem: problems.find((each) => each.question === question.id)?.help,
      },
      { zone: community.timeZone, isNew: isUntouched },
    ),
  );
  const count = Math.ceil(cards.length / partSize);
  return markup`${Array.from({ length: count }, (_, at) => {
    const part = at + 1;
    const next =
      part < count
        ? markup`<p class="go-on"><button type="submit" name="then" value="part-${part + 1}" class="quiet-button">Save and go on</button></p>\n`
        : undefined;
    return markup`<section class="part" id="part-${part}" aria-label="Part ${part} of ${count}">
${cards.slice(at * partSize, part * partSize)}${next}</section>
`;
  })}`;
};

// A question may be called anything, `constructor` too.
const textsOf = (texts: Texts, question: string): readonly string[] => (Object.hasOwn(texts, question) ? (texts[question] ?? []) : []);

export const thanksPage = (name: Markup, when: string): Page => ({
  title: 'Thank you',
  here: '/survey',
  content: markup`<h1>Thank you, ${name}</h1>
<p class="lead">You are in. The next round is on <strong>${when}</strong>.</p>
<section class="card"><h2>What happens now</h2>
<ol class="plain"><li>On the day of the round we look for the one person who fits you best.</li><li>Both of you get a mail with the reasons and a private address to write to.</li><li>One of you writes first. A few days later we ask whether you met.</li></ol></section>
<p class="buttons"><a class="button" href="/me">To my page</a> <a class="button quiet-button" href="/survey">Look at my answers</a></p>
`,
});

/** Somebody typed for longer than their session lasted. What they typed waits in this page. */
export const signedOutPage = (typed: readonly (readonly [string, string])[]): Page => ({
  title: 'Please sign in again',
  content: markup`<h1>You were signed out</h1>
<p class="lead">Nothing that you typed is lost: it waits on this page.</p>
<ol class="plain steps-to-do"><li><form method="post" action="/sign-in" target="_blank" class="inline-form"><label for="email">Ask for a sign-in link with your mail address</label><input type="email" id="email" name="email" autocomplete="email" required><button type="submit" class="quiet-button">Mail me a link</button></form></li>
<li>Open the link from the mail on this browser and press its button.</li>
<li><form method="post" action="/survey">${typed.map(([field, value]) => markup`<input type="hidden" name="${field}" value="${value}">`)}<input type="hidden" name="then" value="stay">Come back to this page. <button type="submit">I am signed in again</button></form></li></ol>
`,
});
