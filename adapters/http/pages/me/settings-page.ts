import type { Instant } from '../../../../domain/kernel/instant.ts';
import type { BlockView } from '../../../../domain/membership/block.ts';
import type { SessionView } from '../../../../domain/membership/end-sessions.ts';
import type { OptionalKind } from '../../../../domain/membership/mail-wishes.ts';
import type { Member } from '../../../../domain/membership/member.ts';
import { nameCharactersMax } from '../../../../domain/membership/name.ts';
import type { Community } from '../../../config/community.ts';
import { momentInWords } from '../../../email/dates.ts';
import { type Markup, markup, nameOf } from '../../../files/report-markup.ts';
import { dayInWords } from '../../calendar-words.ts';
import { checkbox, formField, hidden, problemSummary, textField } from '../form.ts';
import type { Page } from '../layout.ts';
import { addressesCard } from './addresses.ts';

export interface SettingsFacts {
  readonly community: Community;
  readonly now: Instant;
  readonly visitor: { readonly member: Member; readonly session: string; readonly formToken: string };
  readonly sessions: readonly SessionView[];
  readonly blocks: readonly BlockView[];
  readonly said?: Markup | undefined;
  readonly name?: { readonly typed: string; readonly problem: string } | undefined;
  readonly address?: { readonly typed: string; readonly problem: string } | undefined;
}

export const settingsPage = (facts: SettingsFacts): Page => ({
  title: 'Settings',
  here: '/me/settings',
  content: markup`<h1>Settings</h1>
${facts.said}${nameCard(facts)}${addressesCard(facts)}${mailCard(facts)}${sessionsCard(facts)}${blocksCard(facts)}${dataCard(facts)}`,
});

const nameCard = ({
  visitor,
  name,
}: SettingsFacts): Markup => markup`<section class="card" aria-labelledby="name-heading"><h2 id="name-heading">Name and address</h2>
${problemSummary(name === undefined ? [] : [{ field: 'name', words: name.problem }])}<form method="post" action="/me/name" class="row" novalidate>${formField(visitor)}${textField({ id: 'name', name: 'name', label: 'What we call you', value: name?.typed ?? visitor.member.name, autocomplete: 'given-name', charactersMax: nameCharactersMax, problem: name?.problem })}<button type="submit" class="quiet-button">Change</button></form>
<p class="quiet">All mail goes to <bdi>${visitor.member.email}</bdi>. To use another address, leave and sign up with it.</p></section>
`;

/** Mails that can be ended one by one. Introductions end by pausing. */
export const mailWishes = [
  ['left-over', 'When there was nobody for me in a round'],
  ['cancelled', 'When an introduction does not take place'],
  ['did-you-meet', 'When it is time to say whether we met'],
] as const satisfies readonly (readonly [OptionalKind, string])[];

const mailCard = ({ visitor }: SettingsFacts): Markup => markup`<section class="card" aria-labelledby="mails"><h2 id="mails">Mails</h2>
<form method="post" action="/me/mails">${formField(visitor)}<fieldset class="plain"><legend>Write to me</legend>
${mailWishes.map(([kind, label]) => checkbox({ id: `mail-${kind}`, name: 'kind', value: kind, label, checked: !visitor.member.unsubscribed.includes(kind) }))}</fieldset>
<div class="buttons"><button type="submit" class="quiet-button">Save</button></div></form>
<p class="quiet">Introductions come by mail, too. If you want none for a while, <a href="/me#next">pause</a>.</p></section>
`;

const sessionsCard = ({
  visitor,
  sessions,
  community,
}: SettingsFacts): Markup => markup`<section class="card" aria-labelledby="sessions"><h2 id="sessions">Where you are signed in</h2>
<ul class="lines" role="list">${sessions.map(
  ({
    id,
    signedInAt,
  }) => markup`<li><p>${id === visitor.session ? markup`<strong>This browser</strong>` : 'Another browser'}<br><span class="quiet">signed in on ${momentInWords(signedInAt, community)}</span></p>
${id === visitor.session ? undefined : markup`<form method="post" action="/me/sessions/end">${formField(visitor)}${hidden('session', id)}<button type="submit" class="quiet-button">Sign it out</button></form>`}</li>
`,
)}</ul>
${sessions.length < 2 ? undefined : markup`<form method="post" action="/me/sessions/end-others" class="buttons">${formField(visitor)}<button type="submit" class="quiet-button">Sign out everywhere else</button></form>`}</section>
`;

const blocksCard = ({
  visitor,
  blocks,
  community,
}: SettingsFacts): Markup => markup`<section class="card" aria-labelledby="blocks"><h2 id="blocks">People whom you blocked</h2>
${
  blocks.length === 0
    ? markup`<p class="quiet">Nobody. You can block somebody from their introduction on <a href="/me">your page</a>.</p>`
    : markup`<ul class="lines" role="list">${blocks.map(
        ({
          whom,
          at,
          name,
        }) => markup`<li><p>${name === undefined ? 'Somebody who has left' : nameOf({ name, address: 'Somebody' })}<br><span class="quiet">since ${dayInWords(at, community)}</span></p>
<form method="post" action="/me/unblock">${formField(visitor)}${hidden('whom', whom)}<button type="submit" class="quiet-button">Unblock</button></form></li>
`,
      )}</ul>`
}</section>
`;

const dataCard = ({
  visitor: { member },
}: SettingsFacts): Markup => markup`<section class="card" aria-labelledby="data"><h2 id="data">Your data</h2>
<ul class="lines" role="list"><li><p>Take everything along<br><span class="quiet">One file with all that we keep about you.</span></p><a class="button quiet-button" href="/me/export">Export</a></li>
${member.stage.name === 'left' ? undefined : markup`<li><p>Leave<br><span class="quiet">No more introductions and mails. You can come back.</span></p><a class="button quiet-button" href="/me/leave">Leave</a></li>`}
<li><p>Have it all erased<br><span class="quiet">For good, at once.</span></p><a class="button quiet-button" href="/me/erase">Erase</a></li></ul></section>
`;
