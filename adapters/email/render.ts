import type { IntroductionMail } from '../../domain/introductions/mails.ts';
import type { RenderedMail } from '../../domain/kernel/mailer.ts';
import type { MembershipMail } from '../../domain/membership/ports.ts';
import type { RelayMail } from '../../domain/relay/conversations/mails.ts';
import { confirmAddress, newAlias } from './address-mails.ts';
import { cancelled, didYouMeet, introduction, leftOver } from './introduction-mails.ts';
import { laidOut } from './layout.ts';
import type { Letter } from './letter.ts';
import type { MailContext } from './mail-context.ts';
import { relayDone, relayExpiring, relayNotice, relayShared, relayUnreachable } from './relay-mails.ts';
import { secondFactor } from './second-factor-mail.ts';
import { goodbye, signIn, surveyLink, surveyReminder, welcome } from './membership-mails.ts';

export type LoopMail = MembershipMail | IntroductionMail | RelayMail;
export type Template = LoopMail['template'];

/** A message as the mail that leaves: words, links and headers. The same message and context make the same mail. */
export const renderMail = (message: LoopMail, context: MailContext): RenderedMail => {
  const letter = letterOf(message, context);
  const { name, from } = context.community;
  return {
    to: context.recipient.email,
    from: mailbox(name, from),
    ...laidOut(letter, context.community),
    headers: headersOf(letter),
    kind: message.template,
  };
};

const letterOf = <T extends Template>(message: MailOf<T>, context: MailContext): Letter => templates[message.template](message, context);

type MailOf<T extends Template> = { readonly [K in T]: Extract<LoopMail, { readonly template: K }> & { readonly template: K } }[T];

const templates: { readonly [T in Template]: (message: MailOf<T>, context: MailContext) => Letter } = {
  'survey-link': surveyLink,
  'survey-reminder': surveyReminder,
  'sign-in': signIn,
  welcome,
  'second-factor': secondFactor,
  'confirm-address': confirmAddress,
  goodbye,
  introduction,
  'left-over': leftOver,
  cancelled,
  'did-you-meet': didYouMeet,
  'relay-notice': relayNotice,
  'relay-done': relayDone,
  'relay-expiring': relayExpiring,
  'relay-unreachable': relayUnreachable,
  'relay-shared': relayShared,
  'new-alias': newAlias,
};

// RFC 3834 keeps absence notices away, and for Exchange a header of its own ([MS-OXCMAIL] 2.1.3.2.20); RFC 8058 is the one-click button of mail programs.
const headersOf = ({ unsubscribe }: Letter): Readonly<Record<string, string>> => ({
  'Auto-Submitted': 'auto-generated',
  'X-Auto-Response-Suppress': 'All',
  ...(unsubscribe === undefined ? {} : { 'List-Unsubscribe': `<${unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
});

/** A display name as a quoted string (RFC 5322, 3.2.4), so that a comma in it starts no second address. */
const mailbox = (name: string, address: string): string => `"${name.replaceAll(/["\\]/g, '\\$&')}" <${address}>`;
