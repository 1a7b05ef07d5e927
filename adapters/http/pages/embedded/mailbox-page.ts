import type { MailTroubleOutcome } from '../../../../domain/membership/mail-trouble.ts';
import type { Community } from '../../../config/community.ts';
import { type Markup, markup, shown } from '../../../files/report-markup.ts';
import { counted } from '../../../files/round-figures.ts';
import type { FoundMail, KeptMail } from '../../../memory/mailbox.ts';
import { notice } from '../form.ts';
import { opening, pager } from '../operator/frame.ts';
import { momentOf } from '../operator/words.ts';
import { composeForm, composePath } from './compose-page.ts';
import type { EmbeddedPage } from './frame.ts';

export interface MailboxFacts {
  readonly community: Community;
  /** Of the page that is shown. */
  readonly mails: readonly KeptMail[];
  readonly to: string;
  readonly page: number;
  readonly pages: number;
  /** Where mail programs reach private addresses; nothing where mails between members are not passed on. */
  readonly smtpPort?: number | undefined;
  /** A mail was just handed over. */
  readonly isSent?: boolean | undefined;
}

export const mailsAPage = 40;

/** Every mail that left, the newest first. */
export const mailboxPage = ({ community, mails, to, page, pages, smtpPort, isSent }: MailboxFacts): EmbeddedPage => ({
  title: 'Mailbox',
  content: markup`${isSent === true ? sentNotice : undefined}${opening({ heading: 'Mailbox', lead: 'Every mail that Loop sent to anybody. Nothing leaves this machine.' })}
<form method="get" action="/mailbox" role="search" class="search"><label for="to">To whom? An address, or a part of it</label>
<div class="with-button"><input type="search" id="to" name="to" value="${to}" maxlength="254" autocomplete="off" spellcheck="false"><button type="submit">Search</button></div></form>
${smtpPort === undefined ? undefined : writing(smtpPort)}<section class="card" aria-labelledby="mails"><h2 id="mails">${to === '' ? 'Newest first' : 'Found'}</h2>
${
  mails.length === 0
    ? markup`<p class="empty">${to === '' ? 'No mail yet. Sign somebody up, or put the clock forward to the next round.' : 'No mail to such an address.'}</p>`
    : markup`<ul class="rows mails" role="list">${mails.map((mail) => mailItem(mail, community))}</ul>`
}
${pager({ page, pages, hrefOf: (at) => `/mailbox?${to === '' ? '' : `to=${encodeURIComponent(to)}&`}page=${String(at)}` })}</section>
`,
});

const sentNotice = notice(
  'done',
  markup`<p>Your mail is on its way. What comes of it, a mail to the other one or a word to its writer, is here in a moment; strangers hear nothing. <a href="/mailbox">Look again</a></p>`,
);

const writing = (
  smtpPort: number,
): Markup => markup`<p class="buttons"><a class="button quiet-button" href="${composePath}">Write as a member</a></p>
<p class="quiet">A mail program on this computer reaches private addresses, too: server 127.0.0.1, port ${String(smtpPort)}, no password, no encryption.</p>
`;

export const mailItem = (
  { id, to, subject, at }: KeptMail,
  community: Community,
): Markup => markup`<li><p><a href="/mailbox/${id}">${shown(subject, subjectCharactersMax) || 'No subject'}</a></p>
<p class="quiet">to ${shown(to, 254)}</p><p class="quiet when">${momentOf(at, community)}</p></li>
`;

const subjectCharactersMax = 200;

export type MailTab = 'html' | 'text' | 'source';
export const isMailTab = (text: string | undefined): text is MailTab => text === 'html' || text === 'text' || text === 'source';

export interface MailFacts {
  readonly community: Community;
  readonly mail: FoundMail;
  readonly tab: MailTab;
  /** Addresses of ours that the mail links to. */
  readonly links: readonly string[];
  /** What came of a trouble that it was made to meet. */
  readonly done?: string | undefined;
  /** The private address that its reader would write to; nothing where there is none in it. */
  readonly writeTo?: string | undefined;
}

/** One mail, as its reader sees it, as text, or as it travels. */
export const mailPage = ({ community, mail, tab, links, done, writeTo }: MailFacts): EmbeddedPage => ({
  title: shown(mail.subject, subjectCharactersMax) || 'Mail',
  content: markup`${troubleNotice(done)}${opening({ back: markup`<a href="/mailbox">Mailbox</a>`, heading: shown(mail.subject, subjectCharactersMax) || 'No subject' })}
<dl class="facts"><div><dt>To</dt><dd>${shown(mail.to, 254)}</dd></div>
<div><dt>From</dt><dd>${shown(mail.from, 300)}</dd></div>
<div><dt>Sent</dt><dd>${momentOf(mail.at, community)}</dd></div></dl>
<nav class="tabs" aria-label="Ways to see it"><ul role="list">${tabs.map((each) => markup`<li><a href="/mailbox/${mail.id}${each.tab === 'html' ? '' : `?as=${each.tab}`}"${each.tab === tab ? markup` aria-current="page"` : undefined}>${each.label}</a></li>`)}</ul></nav>
${body(mail, tab)}${attached(mail)}${
    links.length === 0 || tab === 'source'
      ? undefined
      : markup`<section class="card" aria-labelledby="links"><h2 id="links">Links in this mail</h2><ul class="links" role="list">${links.map((path) => markup`<li><a href="${path}">${shown(path, linkCharactersMax)}</a></li>`)}</ul></section>
`
  }${writeTo === undefined ? undefined : answerForm(mail, writeTo)}${troubleForm(mail.id)}`,
});

const attached = ({ id, parts }: FoundMail): Markup | undefined =>
  parts.length === 0
    ? undefined
    : markup`<section class="card" aria-labelledby="attached"><h2 id="attached">Attached</h2><ul class="links" role="list">${parts.map(
        ({ fileName, mediaType, bytes }, at) =>
          markup`<li><a href="/mailbox/${id}/parts/${String(at)}" download>${shown(fileName, linkCharactersMax)}</a> <small>${shown(mediaType, linkCharactersMax)}, ${counted(bytes.length, 'byte')}</small></li>`,
      )}</ul></section>
`;

/** As its reader would in their mail program. */
const answerForm = (
  mail: FoundMail,
  writeTo: string,
): Markup => markup`<section class="card" aria-labelledby="answer"><h2 id="answer">Answer as ${shown(mail.to, 254)}</h2>
${composeForm({ from: mail.to, to: writeTo, subject: mail.answerable === undefined ? '' : `Re: ${mail.subject.replace(/^(re:\s*)+/i, '')}`, text: '', answers: mail.id })}</section>
`;

export const mailTroubleKinds = ['bounced', 'complained'] as const;

/** In place of a provider that tells what became of a mail. */
const troubleForm = (
  id: string,
): Markup => markup`<section class="card" aria-labelledby="trouble"><h2 id="trouble">What if it did not arrive?</h2>
<p class="quiet">Pretend what a mail provider may tell days later. Either takes its reader out of the rounds until they are back by themselves.</p>
<form method="post" action="/mailbox/${id}/trouble" class="buttons"><button type="submit" name="kind" value="bounced" class="quiet-button">Let it come back</button> <button type="submit" name="kind" value="complained" class="quiet-button">Let its reader complain</button></form></section>
`;

const troubleNotice = (done: string | undefined): Markup | undefined => {
  const words = Object.entries(troubleOutcomes).find(([outcome]) => outcome === done)?.[1];
  return words === undefined ? undefined : notice('done', markup`<p>${words}</p>`);
};

const troubleOutcomes: Readonly<Record<MailTroubleOutcome, string>> = {
  recorded: 'Done. Their page says what happened, and how to come back.',
  known_already: 'That was known already; nothing has changed.',
  over: 'They have come back meanwhile, so nothing has changed.',
  unknown: 'Nobody of the community has this address, so nothing has changed.',
};

const linkCharactersMax = 90;

const tabs = [
  { tab: 'html', label: 'HTML' },
  { tab: 'text', label: 'Text' },
  { tab: 'source', label: 'Source' },
] as const;

// The frame has an origin of its own and runs no script. A link in it may take the whole page along, but only when somebody clicks it.
const body = ({ id, text, source }: MailFacts['mail'], tab: MailTab): Markup => {
  switch (tab) {
    case 'html':
      return markup`<iframe class="mail" src="/mailbox/${id}/html" sandbox="allow-top-navigation-by-user-activation" referrerpolicy="no-referrer" title="The mail as its reader sees it"></iframe>
`;
    case 'text':
      return markup`<pre class="mail" tabindex="0" dir="auto">${text}</pre>
`;
    case 'source':
      return markup`<pre class="mail" tabindex="0">${source.slice(0, sourceCharactersMax)}</pre>
${source.length > sourceCharactersMax ? markup`<p class="quiet">${counted(source.length - sourceCharactersMax, 'character')} more are not shown.</p>\n` : undefined}`;
  }
};

const sourceCharactersMax = 60_000;
