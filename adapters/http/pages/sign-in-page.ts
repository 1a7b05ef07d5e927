import type { LinkPurpose } from '../../../domain/membership/member.ts';
import { markup, shown } from '../../files/report-markup.ts';
import { hidden, problemSummary, textField } from './form.ts';
import type { Page } from './layout.ts';

export const signInPage = ({ email = '', problem }: { readonly email?: string; readonly problem?: string }): Page => ({
  title: 'Sign in',
  here: '/sign-in',
  content: markup`<h1>Sign in</h1>
<p class="lead">We mail you a link. There is no password to remember.</p>
<section class="card">${problemSummary(problem === undefined ? [] : [{ field: 'email', words: problem }])}<form method="post" action="/sign-in" novalidate>
${textField({ id: 'email', name: 'email', label: 'Your mail address', type: 'email', autocomplete: 'email', charactersMax: 254, value: shown(email, 254), required: true, help: 'The one that you signed up with.', problem })}<button type="submit">Mail me a link</button>
</form></section>
<p class="quiet">Not a member yet? <a href="/">Join</a></p>
`,
});

/** Where a mailed link leads: the button is what spends it. */
export const landingPage = ({ purpose, token }: { readonly purpose: LinkPurpose; readonly token: string }, community: string): Page => {
  const { title, words, label, action } = landings[purpose];
  return {
    title,
    content: markup`<h1>${title}</h1>
<p class="lead">${words(community)}</p>
<form method="post" action="${action}">${hidden('token', token)}<button type="submit">${label}</button></form>
<p class="quiet after">The link works once. We ask for this press of a button because programs that check mails open every link.</p>
`,
  };
};

const landings = {
  survey: {
    title: 'Your questions',
    words: (community: string) => `Good to have you. A few answers, and ${community} can introduce you to somebody.`,
    label: 'Begin',
    action: '/survey/open',
  },
  'sign-in': {
    title: 'Welcome back',
    words: (community: string) => `One more step, and you are signed in to ${community} on this browser.`,
    label: 'Sign in',
    action: '/sign-in/open',
  },
} as const satisfies Record<LinkPurpose, unknown>;
