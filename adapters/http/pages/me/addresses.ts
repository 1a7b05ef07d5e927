import type { Instant } from '../../../../domain/kernel/instant.ts';
import type { Member } from '../../../../domain/membership/member.ts';
import { isFull, pendingAt } from '../../../../domain/membership/other-addresses.ts';
import type { Community } from '../../../config/community.ts';
import { momentInWords } from '../../../email/dates.ts';
import { type Markup, markup, shown } from '../../../files/report-markup.ts';
import { formField, hidden, problemSummary, textField } from '../form.ts';
import type { Page } from '../layout.ts';

interface Facts {
  readonly community: Community;
  readonly now: Instant;
  readonly visitor: { readonly member: Member; readonly formToken: string };
  readonly address?: { readonly typed: string; readonly problem: string } | undefined;
}

/** Addresses that a member writes from besides the one that mails go to. */
export const addressesCard = (facts: Facts): Markup => {
  const { member } = facts.visitor;
  const waiting = pendingAt(member, facts.now);
  const lines = [
    ...(member.otherAddresses ?? []).map((address) => line(facts, { address, words: 'confirmed' })),
    ...waiting.map(({ address, expiresAt }) =>
      line(facts, { address, words: `waits for you to open the link in our mail, until ${momentInWords(expiresAt, facts.community)}` }),
    ),
  ];
  return markup`<section class="card" aria-labelledby="addresses"><h2 id="addresses">Other addresses that you write from</h2>
<p class="quiet">Mails to people whom you met are passed on only from an address that we know as yours. Nobody sees any of them.</p>
${lines.length === 0 ? undefined : markup`<ul class="lines" role="list">${lines}</ul>\n`}${isFull(member) ? undefined : adding(facts)}</section>
`;
};

const line = (
  { visitor }: Facts,
  { address, words }: { readonly address: string; readonly words: string },
): Markup => markup`<li><p><bdi>${address}</bdi><br><span class="quiet">${words}</span></p>
<form method="post" action="/me/addresses/remove">${formField(visitor)}${hidden('address', address)}<button type="submit" class="quiet-button">Remove<span class="unseen"> ${address}</span></button></form></li>
`;

const adding = ({
  visitor,
  address,
}: Facts): Markup => markup`${problemSummary(address === undefined ? [] : [{ field: 'address', words: address.problem }])}<form method="post" action="/me/addresses/add" class="row" novalidate>${formField(visitor)}${textField({ id: 'address', name: 'address', label: 'Another address of yours', type: 'email', autocomplete: 'off', charactersMax: 254, value: shown(address?.typed ?? '', 254), problem: address?.problem })}<button type="submit" class="quiet-button">Add</button></form>
`;

/** Where the mailed link leads: the button is what confirms. */
export const confirmAddressPage = ({
  token,
  address,
  community,
}: {
  readonly token: string;
  readonly address: string;
  readonly community: string;
}): Page => ({
  title: 'Is this address yours?',
  content: markup`<h1>Is this address yours?</h1>
<p class="lead">A member of ${community} says that they write from <bdi>${address}</bdi>, too. If that is you, press the button.</p>
<form method="post" action="/confirm-address">${hidden('token', token)}<button type="submit">Yes, it is mine</button></form>
<p class="quiet after">You know nothing of it? Then close this page, and nothing happens. The link works once.</p>
`,
});

export const addressConfirmedPage = (community: string): Page => ({
  title: 'Confirmed',
  content: markup`<h1>Confirmed</h1>
<p class="lead">What you write from this address to people whom you met through ${community} is passed on to them from now on.</p>
<p>If a mail of yours was not passed on before, please send it again. You can remove the address in <a href="/me/settings#addresses">your settings</a>.</p>
`,
});
