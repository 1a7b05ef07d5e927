import { encode } from 'uqr';
import type { SecondFactorView } from '../../../../domain/membership/set-up-second-factor.ts';
import { type Markup, markup, nameOf } from '../../../files/report-markup.ts';
import { hidden, notice, textField } from '../form.ts';
import { type Desk, opening, type OperatorPage } from './frame.ts';
import { codeRefusal, type CodeProblem } from './second-factor-refusals.ts';
import { dayOf, momentOf } from './words.ts';

/** A page about the second factor, in the frame of all pages: the operators' own is behind it. */
export interface FactorPage {
  readonly title: string;
  readonly content: Markup;
}

interface Facts {
  readonly desk: Desk;
  readonly problem: CodeProblem | undefined;
}

/** Asks for a code before anything else. */
export const askPage = ({ desk, problem, next, codesLeft }: Facts & { readonly next: string; readonly codesLeft: number }): FactorPage => ({
  title: 'Enter a code',
  content: framed(
    markup`${opening({ eyebrow: desk.community.name, heading: 'Enter a code', lead: 'The pages for operators ask for more than your mailbox: a code of your authenticator app.' })}
${notOfTheField({ desk, problem })}<section class="card" aria-labelledby="app"><h2 id="app">From your app</h2>
<form method="post" action="/operator/second-factor/verify">${desk.formField}${hidden('next', next)}${codeField({ id: 'code', desk, problem })}<button type="submit">Go on</button></form></section>
<section class="card" aria-labelledby="lost"><h2 id="lost">Without your phone</h2>
<p>${codesLeft === 0 ? 'Your recovery codes are used up.' : 'Use one of the recovery codes that you kept. Each works once.'} If nothing is left, another operator can reset your second factor on your page under Members.</p>
<form method="post" action="/operator/second-factor/verify">${desk.formField}${hidden('next', next)}${textField({ id: 'recovery', name: 'code', label: 'Recovery code', autocomplete: 'off', charactersMax: 40 })}<button type="submit" class="quiet-button">Use it</button></form></section>
`,
  ),
});

/** Before there is one. */
export const beginPage = ({
  desk,
  problem,
  isFresh,
  isRequired,
}: Facts & { readonly isFresh: boolean; readonly isRequired: boolean }): FactorPage => ({
  title: 'Set up a second factor',
  content: framed(
    markup`${said({ desk, problem })}${opening({
      ...(isRequired ? {} : { back: toOverview }),
      heading: 'Set up a second factor',
      lead: isRequired
        ? 'This community asks its operators for more than their mailbox: a code of an authenticator app on their phone. It takes two minutes.'
        : 'From then on these pages ask for a code of an authenticator app on your phone, so that your mailbox alone opens nothing.',
    })}
<section class="card act">${isFresh ? beginForm(desk, 'Begin') : signInForm(desk)}</section>
`,
  ),
});

/** While it is being set up: the secret as a picture, as a link and in letters, and a field for the first code. */
export const confirmPage = ({
  desk,
  problem,
  pending,
}: Facts & { readonly pending: NonNullable<SecondFactorView['pending']> }): FactorPage => ({
  title: 'Set up a second factor',
  content: framed(
    markup`${opening({ back: toOverview, heading: 'Set up a second factor', lead: `Until ${momentOf(pending.expiresAt, desk.community)}; after that, begin again.` })}
${notOfTheField({ desk, problem })}<section class="card" aria-labelledby="scan"><h2 id="scan">1. Tell your app</h2>
<p>Scan this with an authenticator app: any that makes six digits every 30 seconds.</p>
${qrCode(pending.uri)}
<p>On this phone? <a href="${pending.uri}">Open it in the app</a>. Or type this in, as a key that goes by time:</p>
<p class="secret">${(pending.secret.match(/.{1,4}/g) ?? []).join(' ')}</p></section>
<section class="card" aria-labelledby="first"><h2 id="first">2. Show that it works</h2>
<form method="post" action="/operator/second-factor/confirm">${desk.formField}${codeField({ id: 'code', desk, problem })}<button type="submit">Switch it on</button></form></section>
`,
  ),
});

/** Right after: the recovery codes, this once. */
export const codesPage = ({ codes, community }: { readonly codes: readonly string[]; readonly community: string }): FactorPage => ({
  title: 'Keep your recovery codes',
  content: framed(
    markup`${notice('done', markup`<p>Your second factor is set up.</p>`)}${opening({ eyebrow: community, heading: 'Keep your recovery codes', lead: 'They are shown this once. If you lose your phone, each of them lets you in one time.' })}
<section class="card" aria-labelledby="codes"><h2 id="codes">${codes.length} recovery codes</h2>
<ol class="codes" role="list">${codes.map((code) => markup`<li>${code}</li>`)}</ol>
<p class="quiet">Print this page, or save it in a password manager or another place that is not your mailbox.</p>
<p class="buttons"><a class="button" href="/operator">I have kept them</a></p></section>
`,
  ),
});

/** Once it is set up and a code was given. */
export const setUpPage = ({
  desk,
  problem,
  active,
  isFresh,
  isRequired,
}: Facts & {
  readonly active: NonNullable<SecondFactorView['active']>;
  readonly isFresh: boolean;
  readonly isRequired: boolean;
}): FactorPage => ({
  title: 'Second factor',
  content: framed(
    markup`${opening({ back: toOverview, heading: 'Second factor', lead: `Set up since ${dayOf(active.since, desk.community)}.` })}
${notOfTheField({ desk, problem })}<section class="card act" aria-labelledby="again"><h2 id="again">Another phone, or new recovery codes</h2>
<p>${active.codesLeft === 1 ? 'One recovery code is' : `${String(active.codesLeft)} recovery codes are`} left. Set it up again to get ten new ones; the old ones, and the old phone, then stop working.</p>
${isFresh ? beginForm(desk, 'Set it up again') : signInForm(desk)}</section>
${
  isRequired
    ? undefined
    : markup`<section class="card" aria-labelledby="remove"><h2 id="remove">Go without</h2>
<form method="post" action="/operator/second-factor/remove">${desk.formField}${codeField({ id: 'remove-code', desk, problem })}<button type="submit" class="danger">Remove it</button></form></section>
`
}`,
  ),
});

type Named = { readonly id: string; readonly name: string };

/** Asks once more before another operator's second factor is taken away. */
export const confirmResetPage = (desk: Desk, { id, name }: Named): OperatorPage => ({
  title: 'Reset the second factor',
  section: 'members',
  content: markup`${opening({ back: toMember({ id, name }), heading: markup`Reset the second factor of ${nameOf({ name, address: id })}?` })}
<section class="card act"><ul><li>Speak to them first: whoever asks for this by mail may be somebody else in their mailbox.</li><li>Their app and their recovery codes stop working, and they are signed out everywhere.</li><li>They are told by mail. Whoever signs in next with their mailbox can set up a new one.</li></ul>
<form method="post" action="/operator/members/${id}/second-factor" class="buttons">${desk.formField}<button type="submit" class="danger">Reset it</button> <a class="button quiet-button" href="/operator/members/${id}">Leave it as it is</a></form></section>
`,
});

/** To an operator who gave no code of their own. */
export const verifyFirstPage = ({ id, name }: Named): OperatorPage => ({
  title: 'Reset the second factor',
  section: 'members',
  content: markup`${opening({ back: toMember({ id, name }), heading: 'A code of your own first', lead: 'Only an operator who has given a code of their own second factor can reset that of another. Nothing was done.' })}
<p class="buttons"><a class="button" href="/operator/second-factor">To my second factor</a></p>
`,
});

const framed = (content: Markup): Markup => markup`<div class="desk">
${content}</div>
`;

const toOverview = markup`<a href="/operator">Overview</a>`;
const toMember = ({ id, name }: Named): Markup => markup`<a href="/operator/members/${id}">${nameOf({ name, address: id })}</a>`;

const beginForm = (desk: Desk, label: string): Markup =>
  markup`<form method="post" action="/operator/second-factor/begin">${desk.formField}<button type="submit">${label}</button></form>`;

const signInForm = (
  desk: Desk,
): Markup => markup`<p>This needs a sign-in from the last 15 minutes, so that nobody does it on a browser that you left open.</p>
<form method="post" action="/operator/second-factor/sign-in">${desk.formField}<button type="submit">Mail me a sign-in link</button></form>
<p class="quiet">Open the link on this browser, and you are back here.</p>`;

const codeField = ({ id, desk, problem }: Facts & { readonly id: string }): Markup =>
  textField({
    id,
    name: 'code',
    label: 'Six digits',
    autocomplete: 'one-time-code',
    inputmode: 'numeric',
    charactersMax: 40,
    problem: problem !== undefined && isOfTheField(problem) ? codeRefusal(problem, desk).words : undefined,
  });

const isOfTheField = ({ code }: CodeProblem): boolean => code === 'membership.code_malformed' || code === 'membership.code_wrong';

const notOfTheField = (facts: Facts): Markup | undefined =>
  facts.problem === undefined || isOfTheField(facts.problem) ? undefined : said(facts);

const said = ({ desk, problem }: Facts): Markup | undefined =>
  problem === undefined ? undefined : notice('refused', markup`<p>${codeRefusal(problem, desk).words}</p>`);

/** A QR code (ISO/IEC 18004) with the quiet zone of four modules that it asks for, black on white whatever the page's colours are. */
const qrCode = (text: string): Markup => {
  const { size, data } = encode(text, { ecc: 'M', border: 4 });
  const rows = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${String(x)} ${String(y)}h1v1h-1z`] : [])));
  return markup`<svg class="qr" viewBox="0 0 ${size} ${size}" width="240" height="240" role="img" aria-label="QR code for your authenticator app" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/><path d="${rows.join('')}" fill="#000"/></svg>`;
};
