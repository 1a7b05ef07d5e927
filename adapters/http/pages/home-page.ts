import type { Instant } from '../../../domain/kernel/instant.ts';
import { nameCharactersMax } from '../../../domain/membership/name.ts';
import type { SignUpProblem } from '../../../domain/membership/sign-up.ts';
import type { Community } from '../../config/community.ts';
import { momentInWords } from '../../email/dates.ts';
import { type Markup, markup, shown } from '../../files/report-markup.ts';
import { checkbox, problemSummary, textField } from './form.ts';
import type { Page } from './layout.ts';

export interface HomeFacts {
  readonly community: Community;
  readonly roundAt: Instant;
  readonly questions: number;
  readonly isSignedIn: boolean;
  readonly typed?: { readonly email: string; readonly name: string; readonly consent: boolean } | undefined;
  readonly problems?: readonly SignUpProblem[] | undefined;
}

export const homePage = (facts: HomeFacts): Page => ({
  title: facts.problems === undefined ? 'Meet one person a week' : 'Something is missing',
  width: 'wide',
  here: '/',
  content: markup`<div class="hero">
<div class="pitch">
<p class="eyebrow">Introductions, chosen with care</p>
<h1>Meet one person a week who is worth meeting</h1>
<p class="lead">You answer a few questions. Every week we introduce you to one other member, and tell you both why the two of you should talk.</p>
</div>
${facts.isSignedIn ? welcomeBack : signUpCard(facts)}${steps(facts)}</div>
`,
});

const steps = ({ community, roundAt, questions }: HomeFacts): Markup => markup`<ol class="steps" role="list">
<li><h2>Tell us about you</h2><p>${questions === 1 ? 'One question' : `${String(questions)} questions`}, about five minutes. Change your answers whenever you like.</p></li>
<li><h2>Get one introduction</h2><p>By mail, with the reasons, and a private address to write to: neither of you sees the other’s own. The next round is on <strong>${momentInWords(roundAt, community)}</strong>.</p></li>
<li><h2>Stay in charge</h2><p>Skip a week, pause, block, leave, take your data along or have it erased. Each is one click.</p></li>
</ol>
`;

const welcomeBack = markup`<section class="card join" aria-labelledby="join"><h2 id="join">You are signed in</h2>
<p>Your introductions and everything that you can change are on your page.</p>
<p class="buttons"><a class="button" href="/me">My page</a></p></section>
`;

const signUpCard = ({ community, typed, problems = [] }: HomeFacts): Markup => {
  const said = (field: SignUpProblem['field']): string | undefined => {
    const problem = problems.find((each) => each.field === field);
    return problem === undefined ? undefined : problemWords[problem.code];
  };
  return markup`<section class="card join" aria-labelledby="join"><h2 id="join">Join</h2>
${problemSummary(problems.map(({ field, code }) => ({ field, words: problemWords[code] })))}<form method="post" action="/sign-up" novalidate>
${textField({ id: 'email', name: 'email', label: 'Your mail address', type: 'email', autocomplete: 'email', charactersMax: 254, value: typed === undefined ? '' : shown(typed.email, 254), required: true, problem: said('email') })}${textField({ id: 'name', name: 'name', label: 'What should we call you?', autocomplete: 'given-name', charactersMax: nameCharactersMax, help: 'Your first name is enough. The people you meet see it.', value: typed === undefined ? '' : shown(typed.name, 2 * nameCharactersMax), required: true, problem: said('name') })}${checkbox({ id: 'consent', name: 'consent', label: markup`${community.name} may keep my answers to introduce me to other members, and mail me about it.`, checked: typed?.consent === true, problem: said('consent') })}<button type="submit" class="full">Send me the questions</button>
</form>
<p class="quiet">Been here before? <a href="/sign-in">Sign in</a></p></section>
`;
};

const problemWords = {
  'address.missing': 'Please write your mail address.',
  'address.like_a_formula': 'We cannot write to an address that begins like this. Please use another one.',
  'address.malformed': 'Please write the mail address like name@example.com.',
  'membership.name_missing': 'Please write what you want to be called.',
  'membership.name_too_long': `Please use at most ${String(nameCharactersMax)} characters for the name.`,
  'membership.name_characters': 'Please leave brackets, controls and invisible characters out of the name.',
  'membership.name_link': 'Please write a name that is no address of a page or a mailbox.',
  'membership.consent_missing': 'Please tick that we may keep your answers; without them we cannot choose.',
} as const satisfies Record<SignUpProblem['code'], string>;

/** The same for everybody, known or not. */
export const checkYourMailPage = (community: string): Page => ({
  title: 'Check your mail',
  content: markup`<div class="letterbox">${envelope}<h1>Check your mail</h1>
<p class="lead">If that address can get mail from ${community}, a link is on its way to it. It takes a minute or two.</p>
<p>Nothing there? Look among the unwanted mails, and see that the address was right. There are only a few mails for one address a day; you can <a href="/sign-in">ask once more</a>.</p></div>
`,
});

const envelope = markup`<svg class="envelope" viewBox="0 0 64 48" width="64" height="48" aria-hidden="true" focusable="false"><rect x="2" y="2" width="60" height="44" rx="8"/><path d="M5 8l27 20L59 8"/></svg>`;
