import type { MetAnswer } from '../../../../domain/introductions/match.ts';
import type { MyMatch } from '../../../../domain/introductions/my-matches.ts';
import { formatWeek } from '../../../../domain/kernel/iso-week.ts';
import type { ConversationView } from '../../../../domain/relay/conversations/use-cases.ts';
import { type Markup, markup, nameOf, shown } from '../../../files/report-markup.ts';
import { roundDayInWords } from '../../../email/dates.ts';
import type { Community } from '../../../config/community.ts';
import { chatPath } from '../../links.ts';
import { isOver } from '../conversation-words.ts';
import { formField, hidden } from '../form.ts';
import { conversationOf } from './conversation.ts';

interface Facts {
  readonly community: Community;
  readonly visitor: { readonly formToken: string };
  readonly matches: readonly MyMatch[];
  readonly conversations: ReadonlyMap<string, ConversationView> | undefined;
  readonly relayDomain: string;
  readonly writeHref?: ((address: string, subject: string) => string) | undefined;
  readonly hasChat: boolean;
}

export const introductions = (facts: Facts): Markup =>
  markup`<section class="introductions" aria-labelledby="introductions"><h2 id="introductions">My introductions</h2>
${facts.matches.length === 0 ? nothingYet : facts.matches.map((match) => introduction(match, facts))}</section>
`;

const nothingYet = markup`<p class="card empty">Here you will find everybody whom you were introduced to, and why. The first one comes after your first round.</p>
`;

export const partnerOf = ({ partnerName }: Pick<MyMatch, 'partnerName'>): Markup =>
  partnerName === undefined ? markup`somebody who has left` : nameOf({ name: partnerName, address: 'somebody' });

const introduction = (match: MyMatch, facts: Facts): Markup => {
  const { community, visitor, conversations } = facts;
  const week = formatWeek(match.week);
  const view = conversations?.get(match.conversationId);
  const isOpen = conversations === undefined || (view !== undefined && !isOver(view));
  return markup`<article class="card introduction" id="i-${week}" aria-labelledby="t-${week}"><p class="eyebrow">Round of ${roundDayInWords(match.week, community)}</p>
<h3 id="t-${week}">${partnerOf(match)}</h3>
${reasons(match.reasons)}${isOpen ? writeTo(match, facts) : closed}${view === undefined ? undefined : conversationOf(match, { view, community, relayDomain: facts.relayDomain, visitor })}${met(match, { week, visitor })}${match.partnerName === undefined ? undefined : markup`<p class="quiet"><a href="/me/introductions/${week}">Block or report<span class="unseen"> ${partnerOf(match)}</span></a></p>\n`}</article>
`;
};

const reasons = (given: readonly string[]): Markup | undefined =>
  given.length === 0
    ? undefined
    : markup`<ul class="reasons" aria-label="Why you two">${given.map((reason) => markup`<li>${shown(reason, reasonCharactersMax)}</li>`)}</ul>
`;
const reasonCharactersMax = 500;

const writeTo = (
  { writeTo: alias, partnerName, conversationId }: MyMatch,
  { relayDomain: domain, community, writeHref = mailtoHref, hasChat }: Pick<Facts, 'relayDomain' | 'community' | 'writeHref' | 'hasChat'>,
): Markup => {
  if (alias === undefined || partnerName === undefined) return closed;
  return markup`<p class="write"><a class="button" href="${writeHref(`${alias}@${domain}`, `Hello from ${community.name}`)}">Write to ${nameOf({ name: partnerName, address: 'them' })}</a>${hasChat ? markup` ${openChat(conversationId, partnerName)}` : undefined}</p>
<p class="address">${alias}<wbr>@${domain}</p>
`;
};

const openChat = (conversationId: string, partnerName: string): Markup =>
  markup`<a class="button quiet-button" href="${chatPath(conversationId)}">Open the chat<span class="unseen"> with ${nameOf({ name: partnerName, address: 'them' })}</span></a>`;

const mailtoHref = (address: string, subject: string): string => `mailto:${address}?subject=${encodeURIComponent(subject)}`;

const closed = markup`<p class="quiet">The private address of this introduction is closed.</p>
`;

const met = (
  { met: answer, partnerName }: MyMatch,
  { week, visitor }: { readonly week: string; readonly visitor: Facts['visitor'] },
): Markup =>
  markup`<form method="post" action="/me/met" class="met">${formField(visitor)}${hidden('week', week)}<fieldset class="plain"><legend>Did you meet?<span class="unseen"> ${partnerOf({ partnerName })}</span></legend>
<div class="segments">${metAnswers.map(([value, label]) => markup`<button type="submit" name="answer" value="${value}"${value === answer ? markup` aria-pressed="true"` : undefined}>${label}</button>`)}</div></fieldset></form>
`;

export const metAnswers = [
  ['yes', 'Yes'],
  ['planned', 'We have a plan'],
  ['no', 'No'],
] as const satisfies readonly (readonly [MetAnswer, string])[];
