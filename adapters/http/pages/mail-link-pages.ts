import type { MetAnswer } from '../../../domain/introductions/match.ts';
import { markup } from '../../files/report-markup.ts';
import { hidden } from './form.ts';
import type { Page } from './layout.ts';
import { metAnswers } from './me/introduction.ts';

/** Signed links of mails: each is good for as often as it is followed, and none needs a session. `path` carries the token. */
export const unsubscribePage = (path: string, community: string): Page => ({
  title: 'Unsubscribe',
  content: markup`<h1>Unsubscribe</h1>
<p class="lead">Press the button, and ${community} sends you no more mails. As introductions come by mail, they pause, too.</p>
<form method="post" action="${path}"><button type="submit">Unsubscribe</button></form>
<p class="quiet after">To skip a week or to choose which mails you want, go to <a href="/me">your page</a> instead.</p>
`,
});

export const unsubscribedPage = (community: string): Page => ({
  title: 'Unsubscribed',
  content: markup`<h1>You are unsubscribed</h1>
<p class="lead">${community} sends you no more mails, and you are introduced to nobody until you come back.</p>
<p>Changed your mind? Sign in and press “Take part again” on <a href="/me">your page</a>.</p>
`,
});

export const endRemindersPage = (path: string, community: string): Page => ({
  title: 'No more reminders',
  content: markup`<h1>No more reminders?</h1>
<p class="lead">Press the button, and ${community} does not remind you of its questions again.</p>
<form method="post" action="${path}"><button type="submit">Do not remind me</button></form>
`,
});

export const remindersEndedPage = (community: string): Page => ({
  title: 'No more reminders',
  content: markup`<h1>You are not reminded again</h1>
<p class="lead">${community} does not write to you unless you ask it to.</p>
<p>Changed your mind? Ask for a link on <a href="/sign-in">the page to sign in</a>, and the questions are yours.</p>
`,
});

export const skipPage = (path: string, day: string): Page => ({
  title: 'Skip a round',
  content: markup`<h1>Skip the round of ${day}?</h1>
<p class="lead">You are left out of this one round, and in again for the one after it.</p>
<form method="post" action="${path}">${hidden('skip', 'yes')}<button type="submit">Skip it</button></form>
<p class="quiet after">You can take it back until the round begins.</p>
`,
});

export const skippedPage = (path: string, { day, skip }: { readonly day: string; readonly skip: boolean }): Page => ({
  title: skip ? 'Skipped' : 'Not skipped',
  content: markup`<h1>${skip ? 'Skipped' : 'You take part'}</h1>
<p class="lead">${skip ? `You are left out of the round of ${day}, and in again for the one after it.` : `You are in for the round of ${day}.`}</p>
<form method="post" action="${path}">${hidden('skip', skip ? 'no' : 'yes')}<button type="submit" class="quiet-button">${skip ? 'Take part after all' : 'Skip it'}</button></form>
`,
});

export const metPage = (path: string, { day, proposed }: { readonly day: string; readonly proposed: MetAnswer | undefined }): Page => ({
  title: 'Did you meet?',
  content: markup`<h1>Did you meet?</h1>
<p class="lead">It is about your introduction from the round of ${day}. ${proposed === undefined ? 'One press is enough.' : 'Please press your answer once more: programs that check mails open every link.'}</p>
<form method="post" action="${path}" class="choices-of-answer">${metAnswers.map(
    ([
      value,
      label,
    ]) => markup`<button type="submit" name="answer" value="${value}"${value === proposed || proposed === undefined ? undefined : markup` class="quiet-button"`}>${label}</button>
`,
  )}</form>
<p class="quiet after">The other one is not told.</p>
`,
});

export const metThanksPage = (answer: MetAnswer): Page => ({
  title: 'Thank you',
  content: markup`<h1>Thank you</h1>
<p class="lead">${thanks[answer]}</p>
<p>You can change your answer on <a href="/me">your page</a>.</p>
`,
});

const thanks = {
  yes: 'Good to hear that you met.',
  planned: 'Enjoy it when the day comes.',
  no: 'It does not always work out. Perhaps with the next one.',
} as const satisfies Record<MetAnswer, string>;
