import type { Member } from '../../../../domain/membership/member.ts';
import { markup, nameOf, personOf } from '../../../files/report-markup.ts';
import { opening } from '../operator/frame.ts';
import { stageNames } from '../operator/words.ts';
import type { EmbeddedPage } from './frame.ts';

export interface PeopleFacts {
  readonly members: readonly Member[];
  readonly text: string;
  readonly more: boolean;
}

/** Lets whoever sits at this machine be anybody of the sample community, without a mail in between. */
export const peoplePage = ({ members, text, more }: PeopleFacts): EmbeddedPage => ({
  title: 'Sign in as somebody',
  content: markup`${opening({ heading: 'Who do you want to be?', lead: 'This run is for trying Loop out, so you may be anybody. Elsewhere members sign in by a link in a mail, and so can you here: it arrives in the mailbox.' })}
<section class="card act" aria-labelledby="operator"><h2 id="operator">The one who runs the community</h2>
<form method="post" action="/people/operator" class="buttons"><button type="submit">Sign in as the sample operator</button></form></section>
<section class="card" aria-labelledby="members"><h2 id="members">A sample member</h2>
<form method="get" action="/people" role="search" class="search"><label for="text">Name or address, or a part of it</label>
<div class="with-button"><input type="search" id="text" name="text" value="${text}" maxlength="100" autocomplete="off" spellcheck="false"><button type="submit" class="quiet-button">Search</button></div></form>
${
  members.length === 0
    ? markup`<p class="empty">Nobody’s name or address has this in it.</p>`
    : markup`<ul class="rows chooser" role="list">${members.map(
        ({
          id,
          name,
          email,
          stage,
        }) => markup`<li><p>${personOf({ name, address: email })}</p><p class="quiet">${stageNames[stage.name]}</p>
<form method="post" action="/people/member"><input type="hidden" name="member" value="${id}"><button type="submit" class="quiet-button">Sign in<span class="unseen"> as ${nameOf({ name, address: email })}</span></button></form></li>
`,
      )}</ul>${more ? markup`<p class="rest">There are more; search for a name.</p>` : undefined}`
}
</section>
`,
});
