import type { MyMatch } from '../../../../domain/introductions/my-matches.ts';
import { formatWeek } from '../../../../domain/kernel/iso-week.ts';
import type { ConversationView } from '../../../../domain/relay/conversations/use-cases.ts';
import type { Community } from '../../../config/community.ts';
import { type Markup, markup, nameOf } from '../../../files/report-markup.ts';
import { chatPath } from '../../links.ts';
import { endInWords } from '../conversation-pages.ts';
import { isOver, messagesInWords, stateInWords } from '../conversation-words.ts';
import { formField } from '../form.ts';
import type { Page } from '../layout.ts';

interface Facts {
  readonly view: ConversationView;
  readonly community: Community;
  readonly relayDomain: string;
  readonly visitor: { readonly formToken: string };
}

/** How what two write to each other stands for one of them, and what that one can do about it. */
export const conversationOf = (match: MyMatch, { view, community, relayDomain, visitor }: Facts): Markup | undefined => {
  const { partnerName } = match;
  if (isOver(view)) return view.state === 'expired' ? line(stateInWords(view, community)) : undefined;
  if (partnerName === undefined || match.writeTo === undefined) return undefined;
  const path = `/me/introductions/${formatWeek(match.week)}`;
  const partner = nameOf({ name: partnerName, address: 'them' });
  const form = (deed: string, label: string, more: string): Markup =>
    markup`<form method="post" action="${path}/${deed}">${formField(visitor)}<button type="submit" class="quiet-button">${label}<span class="unseen"> ${more} ${partner}</span></button></form>`;
  return markup`${line(markup`${stateInWords(view, community)} ${messagesInWords(view, community)}`)}<details class="more"><summary>${view.state === 'muted' ? 'Unmute' : 'Mute'}, end or change the address<span class="unseen"> with ${partner}</span></summary>
<div class="buttons">${view.state === 'muted' ? form('unmute', 'Unmute', 'the conversation with') : form('mute', 'Mute', 'the conversation with')}<a class="button quiet-button" href="${path}/end">End<span class="unseen"> the conversation with ${partner}</span></a>${form('renew', 'Take a new private address', 'with')}${view.isShared ? undefined : markup`<a class="button quiet-button" href="${path}/share">Share my own address<span class="unseen"> with ${partner}</span></a>`}</div>
<p class="quiet">${partner} writes to you at <code>${match.alias}<wbr>@${relayDomain}</code>. Muted, you get nothing until you write yourself. A new private address helps when strangers write to yours: the old one stops working, and ${partner} is told the new one.${view.isShared ? markup` ${partner} knows your own address, as you shared it.` : undefined}</p></details>
`;
};

const line = (words: Markup): Markup => markup`<p class="quiet">${words}</p>
`;

export const endMinePage = (match: MyMatch, { visitor }: Pick<Facts, 'visitor'>): Page => {
  const partner = nameOf({ name: match.partnerName ?? '', address: 'them' });
  return {
    title: 'End the conversation',
    here: '/me',
    content: markup`<p class="back"><a href="/me">My page</a></p>
<h1>End the conversation with ${partner}?</h1>
<p class="lead">${endInWords}</p>
<form method="post" action="/me/introductions/${formatWeek(match.week)}/end">${formField(visitor)}<button type="submit">End it</button></form>
<p class="quiet after">To hear nothing for a while only, mute it instead. To make sure that you two are never introduced again, <a href="/me/introductions/${formatWeek(match.week)}">block ${partner}</a>.</p>
`,
  };
};

/** Says plainly what it does, before it is done. */
export const sharePage = (
  match: MyMatch,
  {
    visitor,
    isFromChat,
  }: { readonly visitor: { readonly member: { readonly email: string }; readonly formToken: string }; readonly isFromChat: boolean },
): Page => {
  const partner = nameOf({ name: match.partnerName ?? '', address: 'them' });
  const back = isFromChat ? markup`<a href="${chatPath(match.conversationId)}">Chat</a>` : markup`<a href="/me">My page</a>`;
  return {
    title: 'Share my address',
    here: '/me',
    content: markup`<p class="back">${back}</p>
<h1>Share your own address with ${partner}?</h1>
<p class="lead">${partner} gets a mail that says <bdi>${visitor.member.email}</bdi>, and from then on it is not taken out of what you two write to each other here. This cannot be taken back.</p>
<form method="post" action="/me/introductions/${formatWeek(match.week)}/share">${formField(visitor)}${isFromChat ? markup`<input type="hidden" name="from" value="chat">` : undefined}<button type="submit">Share it</button></form>
<p class="quiet after">It is about your address alone: ${partner} decides about theirs. Your further addresses stay private.</p>
`,
  };
};
