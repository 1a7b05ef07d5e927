import type { Match } from '../../../../domain/introductions/match.ts';
import { sidesFor } from '../../../../domain/introductions/match.ts';
import type { StoredLeftOut } from '../../../../domain/introductions/stored-round.ts';
import { formatWeek } from '../../../../domain/kernel/iso-week.ts';
import type { MailTrouble, Member } from '../../../../domain/membership/member.ts';
import { type Markup, markup, nameOf, type Piece, shown } from '../../../files/report-markup.ts';
import { counted } from '../../../files/round-figures.ts';
import { badge, type Desk, opening, type OperatorPage } from './frame.ts';
import { notice } from '../form.ts';
import { type ListedMember, memberBadges } from './members-page.ts';
import { memberLink } from './round-parts.ts';
import { goneName } from './round-view.ts';
import { dayOf, mailTroubleNames, matchStateInWords, metNames, momentOf } from './words.ts';

export interface MemberFacts extends ListedMember {
  readonly matches: readonly Match[];
  readonly leftOut: readonly StoredLeftOut[];
  readonly names: ReadonlyMap<string, string>;
  readonly isOperator: boolean;
  /** Whether it is the page of whoever looks. */
  readonly isSelf: boolean;
  readonly said: Markup | undefined;
}

export const memberPage = (desk: Desk, facts: MemberFacts): OperatorPage => {
  const { member, lastIntroduced, leftOutSince, said, matches, leftOut } = facts;
  const { reminded, mailTrouble } = member;
  const reminders =
    reminded === undefined ? '' : `, reminded ${reminded.count === 1 ? 'once' : 'twice'}, last on ${dayOf(reminded.at, desk.community)}`;
  return {
    title: shown(member.name, 120) || 'Member',
    section: 'members',
    content: markup`${said}${opening({
      back: markup`<a href="/operator/members">Members</a>`,
      heading: nameOf({ name: member.name, address: member.email }),
    })}<p class="badges">${memberBadges(desk, member)}${facts.isOperator ? badge('calm', 'Operator') : undefined}</p>
<section class="card" aria-labelledby="facts"><h2 id="facts" class="unseen">About them</h2><dl class="facts">
${fact('Address', member.email)}${fact('Signed up', dayOf(member.signedUpAt, desk.community))}${fact('Survey', member.answers === undefined ? `not answered yet${reminders}` : `answered on ${dayOf(member.answers.at, desk.community)}`)}${fact('Last introduction', lastIntroduced === undefined ? 'never' : formatWeek(lastIntroduced))}${fact('Waiting', leftOutSince === 0 ? 'no' : `left out of ${counted(leftOutSince, 'round')} since`)}${member.skips.length === 0 ? undefined : fact('Weeks to skip', member.skips.map(formatWeek).join(', '))}</dl></section>
${mailTrouble === undefined ? undefined : mailTroubleCard(desk, mailTrouble)}${standingCard(member, facts.isOperator)}${secondFactorCard(desk, facts)}<section class="card" aria-labelledby="matches"><h2 id="matches">Introductions</h2>
${matches.length === 0 ? markup`<p class="empty">None yet.</p>` : markup`<ul class="rows" role="list">${matches.map((match) => matchItem(match, facts))}</ul>`}
${leftOut.length === 0 ? undefined : markup`<h3>Left out</h3><p class="quiet">${leftOut.map(({ week }) => formatWeek(week)).join(', ')}</p>\n`}</section>
`,
  };
};

const mailTroubleCard = (
  { community }: Desk,
  { kind, at, eventId }: MailTrouble,
): Markup => markup`<section class="card" aria-labelledby="mail-trouble"><h2 id="mail-trouble">${mailTroubleNames[kind]}</h2>
<p>${kind === 'bounced' ? 'A mail to them came back for good' : 'They marked a mail of ours as unwanted'} on ${momentOf(at, community)}. They are introduced to nobody and mailed nothing that they do not ask for, until they press the button on their page.</p>
<p class="quiet">At the provider it is event ${shown(eventId, 200)}. Some providers go on refusing such an address until it is taken off their own list.</p></section>
`;

const fact = (name: string, value: Piece): Markup => markup`<div><dt>${name}</dt><dd>${value}</dd></div>
`;

const matchItem = (match: Match, { member, names }: MemberFacts): Markup | undefined => {
  const sides = sidesFor(match, member.id);
  if (sides === undefined) return undefined;
  const { own, partner } = sides;
  const said = [
    own.met === undefined ? undefined : `says that they ${metNames[own.met]}`,
    partner.met === undefined ? undefined : `the other says that they ${metNames[partner.met]}`,
  ];
  return markup`<li><p><span class="week">${formatWeek(match.week)}</span> with ${memberLink(partner.member, names.get(partner.member) ?? goneName)}</p>
<p class="quiet">${[matchStateInWords(match), ...said].filter((part) => part !== undefined).join('; ')}</p></li>
`;
};

const standingCard = (member: Member, isOperator: boolean): Markup => {
  const to = (standing: string, label: string, kind: string): Markup =>
    markup`<a class="button ${kind}" href="/operator/members/${member.id}/standing?to=${standing}">${label}</a> `;
  if (isOperator && member.standing === 'good')
    return markup`<section class="card" aria-labelledby="standing"><h2 id="standing">Standing</h2>
<p class="quiet">Operators cannot be suspended or banned. Take the address out of the community’s file first.</p></section>
`;
  return markup`<section class="card" aria-labelledby="standing"><h2 id="standing">Standing</h2>
<p>${standingInWords[member.standing]}</p>
<p class="buttons">${member.standing === 'good' ? undefined : to('good', 'Reinstate', '')}${member.standing === 'good' ? to('suspended', 'Suspend', 'quiet-button') : undefined}${member.standing === 'banned' ? undefined : to('banned', 'Ban', 'quiet-button')}</p></section>
`;
};

const secondFactorCard = ({ community }: Desk, { member, isSelf }: MemberFacts): Markup | undefined => {
  const since = member.secondFactor?.active?.since;
  if (since === undefined) return undefined;
  return markup`<section class="card" aria-labelledby="second-factor"><h2 id="second-factor">Second factor</h2>
<p>Set up since ${dayOf(since, community)}.</p>
<p class="buttons">${isSelf ? markup`<a class="button quiet-button" href="/operator/second-factor">Look at it</a>` : markup`<a class="button quiet-button" href="/operator/members/${member.id}/second-factor">Reset it</a>`}</p></section>
`;
};

const standingInWords = {
  good: 'In good standing: nothing keeps them from taking part.',
  suspended: 'Suspended: they take part in no round. They can sign in, and were told nothing.',
  banned: 'Banned: signed out, in no round, and an attempt to sign up again leads nowhere.',
} as const;

export type StandingWish = 'good' | 'suspended' | 'banned';

export const isStandingWish = (text: string | undefined): text is StandingWish =>
  text === 'good' || text === 'suspended' || text === 'banned';

/** Asks once more before the operators' word on a member changes. */
export const confirmStandingPage = (
  desk: Desk,
  { id, name, to }: { readonly id: string; readonly name: string; readonly to: StandingWish },
): OperatorPage => {
  const { verb, what, kind } = wishes[to];
  return {
    title: verb,
    section: 'members',
    content: markup`${opening({ back: markup`<a href="/operator/members/${id}">${nameOf({ name, address: id })}</a>`, heading: markup`${verb} ${nameOf({ name, address: id })}?` })}
<section class="card act"><ul>${what.map((sentence) => markup`<li>${sentence}</li>`)}</ul>
<form method="post" action="/operator/members/${id}/standing" class="buttons">${desk.formField}<input type="hidden" name="to" value="${to}"><button type="submit" class="${kind}">${verb}</button> <a class="button quiet-button" href="/operator/members/${id}">Leave it as it is</a></form></section>
`,
  };
};

const wishes: Readonly<Record<StandingWish, { readonly verb: string; readonly what: readonly string[]; readonly kind: string }>> = {
  suspended: {
    verb: 'Suspend',
    what: [
      'They are in no round until you reinstate them.',
      'An introduction of theirs that is not sent yet is cancelled; the other is told neutrally.',
      'They stay signed in, and are told nothing.',
    ],
    kind: 'danger',
  },
  banned: {
    verb: 'Ban',
    what: [
      'They are signed out everywhere, and every link in their mails stops working.',
      'They are in no round; an introduction that is not sent yet is cancelled.',
      'The ban outlives their data: signing up again with the same address leads nowhere.',
      'They are told nothing.',
    ],
    kind: 'danger',
  },
  good: {
    verb: 'Reinstate',
    what: ['They take part again from the next round on, if they are active and have answered the survey.', 'They are told nothing.'],
    kind: '',
  },
};

/** What the address says was done a moment ago. */
export const doneOnMember = (to: string | undefined): Markup | undefined => {
  if (to === 'second-factor') return notice('done', markup`<p>Their second factor is taken away, and they are signed out everywhere.</p>`);
  if (!isStandingWish(to)) return undefined;
  return notice(
    'done',
    markup`<p>${{ good: 'They are in good standing again.', suspended: 'They are suspended.', banned: 'They are banned.' }[to]}</p>`,
  );
};
