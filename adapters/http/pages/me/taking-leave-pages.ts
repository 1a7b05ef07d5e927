import { markup } from '../../../files/report-markup.ts';
import { formField } from '../form.ts';
import type { Page } from '../layout.ts';

interface Facts {
  readonly visitor: { readonly formToken: string };
  readonly community: string;
}

const back = markup`<p class="back"><a href="/me/settings">Settings</a></p>
`;

export const exportPage = ({ visitor }: Facts): Page => ({
  title: 'Take everything along',
  here: '/me/settings',
  content: markup`${back}<h1>Take everything along</h1>
<p class="lead">One file (JSON) with all that we keep about you: your answers, introductions, mail wishes, blocks and reports.</p>
<form method="post" action="/me/export">${formField(visitor)}<button type="submit">Download the file</button></form>
<p class="quiet after">It has personal things in it, of yours and a little of the people you met. Keep it where nobody else looks.</p>
`,
});

export const leavePage = ({ visitor, community }: Facts): Page => ({
  title: `Leave ${community}`,
  here: '/me/settings',
  content: markup`${back}<h1>Leave ${community}</h1>
<p class="lead">What happens then:</p>
<ul class="plain"><li>You are introduced to nobody any more, also where a round has been planned already.</li><li>You are signed out everywhere, and get one last mail.</li><li>Your answers stay, so that you can come back: sign up with the same address. To have everything erased instead, choose <a href="/me/erase">Erase</a>.</li></ul>
<form method="post" action="/me/leave" class="buttons">${formField(visitor)}<button type="submit" class="danger">Leave</button><a class="button quiet-button" href="/me/settings">Stay</a></form>
`,
});

export const erasePage = ({ visitor, community }: Facts): Page => ({
  title: 'Have everything erased',
  here: '/me/settings',
  content: markup`${back}<h1>Have everything erased</h1>
<p class="lead">This cannot be undone. As soon as you press the button:</p>
<ul class="plain"><li>Your address, your name, your answers and your mail wishes are gone, and you are signed out everywhere.</li><li>Your introductions lose your name and the reasons; the people you met keep only that they met somebody.</li><li>Your private addresses are closed for good and never given to anybody else.</li><li>Reports that you made or that are about you lose their words.</li><li>What stays is a code from which nobody can read your address, where you blocked somebody or somebody blocked you, so that you never meet.</li><li>You get one last mail that says it is done.</li></ul>
<p>You may want to <a href="/me/export">take your data along</a> first. To take a break, <a href="/me#next">pause</a> or <a href="/me/leave">leave</a> ${community} instead.</p>
<form method="post" action="/me/erase" class="buttons">${formField(visitor)}<button type="submit" class="danger">Erase everything</button><a class="button quiet-button" href="/me/settings">Keep it</a></form>
`,
});

/** Before a member's data leaves or goes, they show once more that the mailbox is theirs. */
export const signInAgainPage = ({
  visitor,
  title,
  path,
}: Pick<Facts, 'visitor'> & { readonly title: string; readonly path: string }): Page => ({
  title: 'Please sign in once more',
  here: '/me/settings',
  content: markup`${back}<h1>${title}</h1>
<p class="lead">This needs a sign-in from the last 15 minutes, so that nobody does it on a browser that you left open.</p>
<form method="post" action="${path}/sign-in">${formField(visitor)}<button type="submit">Mail me a sign-in link</button></form>
<p class="quiet after">Open the link on this browser, and you are back here.</p>
`,
});

export const leftPage = (community: string): Page => ({
  title: 'You have left',
  content: markup`<h1>You have left ${community}</h1>
<p class="lead">You are signed out, and introduced to nobody any more.</p>
<p>Should you miss it: <a href="/">sign up</a> with the same address, and you are back.</p>
`,
});

export const erasedPage = (community: string): Page => ({
  title: 'Everything is erased',
  content: markup`<h1>Everything is erased</h1>
<p class="lead">${community} no longer knows anything about you. Thank you for having been part of it.</p>
`,
});
