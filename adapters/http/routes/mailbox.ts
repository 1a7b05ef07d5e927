import type { FoundMail, KeptMail } from '../../memory/mailbox.ts';
import type { WebNeeds } from '../needs.ts';
import { embeddedFrame } from '../pages/embedded/frame.ts';
import { policyWith } from '../pages/content-policy.ts';
import { markup } from '../../files/report-markup.ts';
import { composeHref } from '../pages/embedded/compose-page.ts';
import { isMailTab, mailboxPage, mailPage, mailsAPage, mailTroubleKinds } from '../pages/embedded/mailbox-page.ts';
import { pageIn } from '../pages/operator/frame.ts';
import { readForm, refused, seeOther, show } from '../respond.ts';
import type { App } from '../session.ts';
import { addCompose } from './compose.ts';
import type { EmbeddedNeeds } from './embedded-needs.ts';

/** Every mail of the embedded run. Whoever sits at this machine may read them: that is how one signs in here. */
export const addMailbox = (app: App, web: WebNeeds): void => {
  const { embedded } = web;
  if (embedded === undefined) return;
  addCompose(app, web);
  addMail(app, web, embedded);

  app.get('/mailbox', async (context) => {
    const to = (context.req.query('to') ?? '').trim().slice(0, addressCharactersMax);
    const mails = await mailsTo(embedded, to);
    const pages = Math.max(1, Math.ceil(mails.length / mailsAPage));
    const page = pageIn(context.req.query('page'), pages);
    const shown = mails.slice((page - 1) * mailsAPage, page * mailsAPage);
    return show(context, web, {
      ...embeddedFrame(
        mailboxPage({
          community: web.community,
          mails: shown,
          to,
          page,
          pages,
          smtpPort: embedded.relay?.smtpPort,
          isSent: context.req.query('sent') === 'yes',
        }),
      ),
      here: '/mailbox',
      width: 'wide',
    });
  });
};

/** One mail: how it looks, what is attached, what became of it. */
const addMail = (app: App, web: WebNeeds, embedded: EmbeddedNeeds): void => {
  const { mailbox, recordMailTrouble } = embedded;

  app.get('/mailbox/:mail', async (context) => {
    const mail = await mailbox.find(context.req.param('mail'));
    const tab = context.req.query('as') ?? 'html';
    if (mail === undefined || !isMailTab(tab)) return refused(context, web, 'http.not_found');
    if (tab === 'html') context.header('Content-Security-Policy', policyWith({ frames: "'self'" }));
    return show(context, web, {
      ...embeddedFrame(
        mailPage({
          community: web.community,
          mail,
          tab,
          links: linksIn(mail, web.baseUrl),
          done: context.req.query('done'),
          writeTo: embedded.relay === undefined ? undefined : privateAddressIn(mail, web.relayDomain),
        }),
      ),
      here: '/mailbox',
      width: 'wide',
    });
  });

  app.post('/mailbox/:mail/trouble', async (context) => {
    const mail = await mailbox.find(context.req.param('mail'));
    const form = await readForm(context);
    if (form === undefined) return refused(context, web, 'http.not_a_form');
    const kind = mailTroubleKinds.find((each) => each === form.get('kind'));
    if (mail === undefined || kind === undefined) return refused(context, web, 'http.malformed');
    const trouble = { address: mail.to, kind, at: web.clock.now() };
    const recorded = await recordMailTrouble({ ...trouble, eventId: `mailbox ${mail.id}` });
    if (mail.tag !== undefined) await embedded.relay?.recordTrouble({ ...trouble, alias: mail.tag });
    return seeOther(context, `/mailbox/${mail.id}?done=${recorded.ok ? recorded.value : ''}`);
  });

  app.get('/mailbox/:mail/html', async (context) => {
    const mail = await mailbox.find(context.req.param('mail'));
    if (mail === undefined) return refused(context, web, 'http.not_found');
    context.header('Content-Security-Policy', mailPolicy);
    context.header('X-Frame-Options', 'SAMEORIGIN');
    return context.html(intoWholePage(embedded.relay === undefined ? mail.html : writtenHere(mail, web.relayDomain)));
  });

  app.get('/mailbox/:mail/parts/:part', async (context) => {
    const mail = await mailbox.find(context.req.param('mail'));
    const part = /^\d{1,3}$/.test(context.req.param('part')) ? mail?.parts[Number(context.req.param('part'))] : undefined;
    if (part === undefined) return refused(context, web, 'http.not_found');
    context.header('Content-Security-Policy', mailPolicy);
    // Whatever it says that it is, a browser puts it away and shows nothing of it.
    context.header('Content-Type', 'application/octet-stream');
    context.header('Content-Disposition', `attachment; filename*=UTF-8''${encodeURIComponent(part.fileName.toWellFormed())}`);
    return context.body(new Uint8Array(part.bytes));
  });
};

const addressCharactersMax = 254;
/** As many as a mailbox keeps. */
const mailsReadMax = 5_000;

/** Newest first; all of them, or those to addresses that have a text in them. */
const mailsTo = async ({ mailbox }: EmbeddedNeeds, to: string): Promise<readonly KeptMail[]> => {
  const mails = await mailbox.latest({ limit: mailsReadMax });
  const wanted = to.toLowerCase();
  return wanted === '' ? mails : mails.filter((mail) => mail.to.toLowerCase().includes(wanted));
};

/**
 * A mail gets an origin of its own, runs nothing, sends nothing and loads nothing, in the frame and also when it is opened by itself.
 * Its one freedom is that a link which somebody clicks takes the whole page along.
 */
const mailPolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-top-navigation-by-user-activation',
].join('; ');

/** Links in the mail open in the place of the mailbox: our pages let nobody frame them. */
const intoWholePage = (html: string): string => {
  const base = '<base target="_top">';
  return /<head>/i.test(html) ? html.replace(/<head>/i, (head) => `${head}${base}`) : `${base}${html}`;
};

/** Its links to private addresses open the form of this run: a mail program would write to the internet. */
const writtenHere = ({ html, to }: FoundMail, relayDomain: string): string =>
  html.replaceAll(/href="(mailto:c_[^"]+)"/gi, (link, escaped: string) => {
    const url = URL.parse(escaped.replaceAll('&#39;', "'").replaceAll('&amp;', '&'));
    if (url?.pathname.toLowerCase().endsWith(`@${relayDomain.toLowerCase()}`) !== true) return link;
    return markup`href="${composeHref({ from: to, to: url.pathname, subject: url.searchParams.get('subject') ?? '' })}"`.toString();
  });

/** Where its reader would write to: whom a mail between members comes from, or the first private address in a mail of ours. */
const privateAddressIn = ({ answerable, text }: FoundMail, relayDomain: string): string | undefined => {
  const domain = relayDomain.replaceAll('.', '\\.');
  return new RegExp(`c_[a-z2-7]{26}[ab]@${domain}\\b`, 'i').exec(answerable?.from ?? text)?.[0];
};

/** Where on our own pages a mail leads, each place once. */
const linksIn = ({ html, text }: KeptMail, baseUrl: string): readonly string[] => {
  const { origin } = new URL(baseUrl);
  const found = [...`${html}\n${text}`.matchAll(/https?:\/\/[^\s"'<>]+/g)].map(([url]) => url.replaceAll('&amp;', '&'));
  const paths = found.flatMap((url) => {
    const parsed = URL.parse(url);
    return parsed?.origin === origin ? [`${parsed.pathname}${parsed.search}`] : [];
  });
  return [...new Set(paths)].slice(0, linksMax);
};

const linksMax = 20;
