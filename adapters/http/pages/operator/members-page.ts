import type { Week } from '../../../../domain/kernel/iso-week.ts';
import { formatWeek } from '../../../../domain/kernel/iso-week.ts';
import type { Member } from '../../../../domain/membership/member.ts';
import { type Markup, markup, personOf } from '../../../files/report-markup.ts';
import { counted } from '../../../files/round-figures.ts';
import { checkbox } from '../form.ts';
import { badge, type Desk, opening, type OperatorPage } from './frame.ts';
import { mailTroubleNames, stageInWords, standingNames } from './words.ts';

/** A member as a list of them shows one. */
export interface ListedMember {
  readonly member: Member;
  readonly lastIntroduced: Week | undefined;
  /** So many rounds in a row left them out, since they were introduced last. */
  readonly leftOutSince: number;
}

export interface MembersFacts {
  readonly text: string;
  /** Only those whose mails came back, or who complained of one. */
  readonly troubled: boolean;
  readonly members: readonly ListedMember[];
  /** Where the next page starts, if more may follow. */
  readonly nextHref: string | undefined;
  readonly isFirst: boolean;
}

export const searchCharactersMax = 100;

export const membersPage = (desk: Desk, { text, troubled, members, nextHref, isFirst }: MembersFacts): OperatorPage => ({
  title: text === '' ? 'Members' : `Members: ${text}`,
  section: 'members',
  content: markup`${opening({ heading: 'Members' })}
<form method="get" action="/operator/members" role="search" class="search"><label for="text">Name or address, or a part of it</label>
<div class="with-button"><input type="search" id="text" name="text" value="${text}" maxlength="${searchCharactersMax}" autocomplete="off" spellcheck="false"><button type="submit">Search</button></div>
${checkbox({ id: 'mails', name: 'mails', value: 'trouble', label: 'Only whose mails came back, or who complained', checked: troubled })}</form>
<section class="card" aria-labelledby="found"><h2 id="found">${text === '' && !troubled ? 'Everyone' : 'Found'}</h2>
${
  members.length === 0
    ? markup`<p class="empty">${nextHref === undefined ? (troubled ? 'Nobody’s mails came back.' : text === '' && isFirst ? 'Nobody has signed up yet.' : 'Nobody’s name or address has this in it.') : 'Nobody on this page; more members follow.'}</p>`
    : markup`<ul class="rows members" role="list">${members.map((each) => listedMember(desk, each))}</ul>`
}
${isFirst && nextHref === undefined ? undefined : markup`<nav class="pager" aria-label="Pages">${isFirst ? undefined : markup`<a href="${membersHref({ text, troubled })}">First page</a>`}${nextHref === undefined ? undefined : markup`<a rel="next" href="${nextHref}">Next page</a>`}</nav>\n`}</section>
`,
});

/** The list that a search is about, from its start or after a member. */
export const membersHref = ({ text, troubled, after }: Pick<MembersFacts, 'text' | 'troubled'> & { readonly after?: string }): string => {
  const query = new URLSearchParams({
    ...(text === '' ? {} : { text }),
    ...(troubled ? { mails: 'trouble' } : {}),
    ...(after === undefined ? {} : { after }),
  });
  return `/operator/members${query.size === 0 ? '' : `?${query.toString()}`}`;
};

const listedMember = (
  desk: Desk,
  { member, lastIntroduced, leftOutSince }: ListedMember,
): Markup => markup`<li><p class="who"><a class="person" href="/operator/members/${member.id}">${personOf({ name: member.name, address: member.email })}</a></p>
<p class="badges">${memberBadges(desk, member)}</p>
<p class="quiet">${lastIntroduced === undefined ? 'Never introduced' : `Introduced ${formatWeek(lastIntroduced)}`}${waitingInWords(leftOutSince)}</p></li>
`;

export const memberBadges = ({ now, community }: Desk, member: Member): Markup => {
  const stage = stageInWords(member, now, community);
  return markup`${badge(stage === 'Active' ? 'good' : 'calm', stage)} ${member.standing === 'good' ? undefined : badge('warm', standingNames[member.standing])} ${member.mailTrouble === undefined ? undefined : badge('warm', mailTroubleNames[member.mailTrouble.kind])}`;
};

const waitingInWords = (rounds: number): string => (rounds === 0 ? '' : `, left out of ${counted(rounds, 'round')} since`);
