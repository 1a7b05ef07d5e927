import type { Instant } from '../../../../domain/kernel/instant.ts';
import { type Markup, markup, nameOf } from '../../../files/report-markup.ts';
import { counted, grouped } from '../../../files/round-figures.ts';
import { type Desk, keyFigure, opening, type OperatorPage } from './frame.ts';
import { notice } from '../form.ts';
import { memberLink } from './round-parts.ts';
import { failureInWords, momentOf } from './words.ts';

/** A mail that was given up. */
export interface FailedMail {
  readonly key: string;
  /** What kind of mail it is, in words. */
  readonly mail: string;
  /** One of a member to another: nobody is named. */
  readonly isBetweenMembers?: boolean | undefined;
  readonly code: string;
  readonly failedAt: Instant;
  readonly attempts: number;
  readonly member?: { readonly id: string; readonly name: string } | undefined;
}

export interface MailsFacts {
  readonly waiting: number;
  readonly failed: number;
  /** The newest of them. */
  readonly latest: readonly FailedMail[];
  readonly said: Markup | undefined;
}

export const mailsPage = (desk: Desk, { waiting, failed, latest, said }: MailsFacts): OperatorPage => ({
  title: 'Mails',
  section: 'mails',
  content: markup`${said}${opening({ heading: 'Mails on their way', lead: failed === 0 ? 'No mail was given up.' : `${counted(failed, 'mail')} could not be delivered to the provider.` })}
<dl class="key">
${keyFigure('Waiting, some for a later day', grouped(waiting))}${keyFigure('Given up', grouped(failed))}</dl>
<section class="card" aria-labelledby="failed"><h2 id="failed">Given up</h2>
${failedList(desk, latest, '/operator/mails')}</section>
`,
});

/** Mails that were given up, each with its reason, and the buttons that try again. `back` is the page to return to. */
export const failedList = ({ community, formField }: Desk, mails: readonly FailedMail[], back: string): Markup => {
  if (mails.length === 0)
    return markup`<p class="empty">Nothing was given up. Mails that the provider could not take yet are tried again by themselves.</p>`;
  const hidden = markup`${formField}<input type="hidden" name="back" value="${back}">`;
  return markup`<form method="post" action="/operator/mails/resend" class="buttons">${hidden}${mails.length > 1 ? markup`<input type="hidden" name="all" value="yes"><button type="submit">Resend what failed (${grouped(mails.length)})</button>` : markup`<input type="hidden" name="key" value="${mails[0]?.key}"><button type="submit">Resend it</button>`}</form>
<ul class="rows" role="list">${mails.map(
    ({
      key,
      mail,
      isBetweenMembers = false,
      code,
      failedAt,
      attempts,
      member,
    }) => markup`<li><div><p>${isBetweenMembers ? markup`<strong>A message between members</strong>` : markup`<strong>${mail}</strong> to ${member === undefined ? 'a former member' : memberLink(member.id, member.name)}`}</p>
<p class="quiet">${failureInWords(code)} <code>${nameOf({ name: code, address: 'unknown' })}</code></p></div>
<p class="quiet">${momentOf(failedAt, community)}, after ${counted(attempts + 1, 'attempt')}</p>
${mails.length > 1 ? markup`<form method="post" action="/operator/mails/resend">${hidden}<input type="hidden" name="key" value="${key}"><button type="submit" class="quiet-button">Resend<span class="unseen"> ${isBetweenMembers ? 'the message between members' : `the ${mail.toLowerCase()} to ${member?.name ?? 'a former member'}`}</span></button></form>` : undefined}</li>
`,
  )}</ul>`;
};

export const resentNotice = (count: string | undefined): Markup | undefined => {
  if (!/^\d{1,4}$/.test(count ?? '')) return undefined;
  return Number(count) === 0
    ? notice('done', markup`<p>There was nothing left to resend: another operator was faster, or the mails are old.</p>`)
    : notice('done', markup`<p>${counted(Number(count), 'mail')} will be tried again at once.</p>`);
};
