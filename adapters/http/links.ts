import { type AliasName, parseAliasName } from '../../domain/kernel/alias-name.ts';
import { formatWeek, parseWeek, type Week } from '../../domain/kernel/iso-week.ts';
import { type MemberId, parseMemberId } from '../../domain/kernel/member-id.ts';
import type { Secrets, SignedPurpose } from '../../domain/kernel/secrets.ts';

/** The addresses that mails carry and pages answer, made and read in one place. Tokens stand in the query, which no log keeps. */
export const mePath = '/me';
/** Where a member confirms further addresses of theirs. */
export const addressesPath = '/me/settings#addresses';

/** The page of the chat, and one conversation on it. */
export const chatPath = (conversationId?: string): `/chat${string}` =>
  conversationId === undefined ? '/chat' : `/chat/${encodeURIComponent(conversationId)}`;

/** `token` as membership made it: single use, stored as a hash. */
export const surveyPath = (token: string): string => withToken('/survey', token);
export const signInPath = (token: string): string => withToken('/sign-in', token);
export const confirmAddressPath = (token: string): string => withToken('/confirm-address', token);

/** Signed, stored nowhere, good for as often as it is followed. */
export const unsubscribePath = (secrets: Secrets, member: MemberId): string =>
  withToken('/unsubscribe', signed(secrets, 'unsubscribe', member));
/** Ends the reminders of the survey and nothing else. */
export const endRemindersPath = (secrets: Secrets, member: MemberId): string =>
  withToken('/unsubscribe', signed(secrets, 'unsubscribe', `${member}.${reminders}`));
export const skipPath = (secrets: Secrets, about: MemberWeek): string => withToken('/skip', signed(secrets, 'skip-week', subjectOf(about)));
export const metPath = (secrets: Secrets, about: MemberWeek, answer: MetAnswerInLink): string =>
  `${withToken('/met', signed(secrets, 'did-you-meet', subjectOf(about)))}&answer=${answer}`;

/** A member's own side of a conversation, by their own alias: its state, and what to do about it. */
export const conversationPath = (secrets: Secrets, own: AliasName, deed?: ConversationDeed): string =>
  withToken(deed === undefined ? conversationRoute : `${conversationRoute}/${deed}`, signed(secrets, 'conversation', own));
/** `mute` takes a bare POST (RFC 8058), so it is what `List-Unsubscribe` of a mail that is passed on names. */
export type ConversationDeed = 'mute' | 'unmute' | 'end' | 'report';
/** Whatever begins with it holds a token, so the relay takes such links out of what members write. */
export const conversationRoute = '/conversation';

/** What a mail proposes; the page still asks for a press of the button. */
export type MetAnswerInLink = 'yes' | 'planned' | 'no';
export const readMetAnswer = (text: string | undefined): MetAnswerInLink | undefined =>
  text === 'yes' || text === 'planned' || text === 'no' ? text : undefined;

export interface MemberWeek {
  readonly member: MemberId;
  readonly week: Week;
}

/** Whom or what a signed token is about; `undefined` where its signature or its shape is wrong. */
export const readUnsubscribeToken = (secrets: Secrets, token: string): UnsubscribeWish | undefined => {
  const [first = '', kind] = subjectIn(secrets, 'unsubscribe', token)?.split('.') ?? [];
  const member = parseMemberId(first);
  if (member === undefined || (kind !== undefined && kind !== reminders)) return undefined;
  return kind === undefined ? { member } : { member, kind };
};
/** Without a kind it is about every mail that one can do without. */
export interface UnsubscribeWish {
  readonly member: MemberId;
  readonly kind?: typeof reminders;
}
export const readSkipToken = (secrets: Secrets, token: string): MemberWeek | undefined => memberWeekIn(secrets, 'skip-week', token);
export const readMetToken = (secrets: Secrets, token: string): MemberWeek | undefined => memberWeekIn(secrets, 'did-you-meet', token);

/** The alias whose member holds the token. */
export const readConversationToken = (secrets: Secrets, token: string): AliasName | undefined =>
  parseAliasName(subjectIn(secrets, 'conversation', token) ?? '');

/** A path of ours as somebody outside must write it; `baseUrl` with or without a slash at its end. */
export const absolute = (baseUrl: string, path: string): string => `${baseUrl.replace(/\/+$/, '')}${path}`;

const reminders = 'survey-reminder';

/** A real token is much shorter; nothing longer is worth a signature. */
const tokenLengthMax = 200;

const withToken = (path: string, token: string): string => `${path}?token=${encodeURIComponent(token)}`;

const subjectOf = ({ member, week }: MemberWeek): string => `${member}.${formatWeek(week)}`;

const signed = (secrets: Secrets, purpose: SignedPurpose, subject: string): string => `${subject}.${secrets.sign(purpose, subject)}`;

const subjectIn = (secrets: Secrets, purpose: SignedPurpose, token: string): string | undefined => {
  const dot = token.lastIndexOf('.');
  if (dot < 1 || token.length > tokenLengthMax) return undefined;
  const subject = token.slice(0, dot);
  return secrets.isSigned(purpose, subject, token.slice(dot + 1)) ? subject : undefined;
};

const memberWeekIn = (secrets: Secrets, purpose: SignedPurpose, token: string): MemberWeek | undefined => {
  const [first = '', second = ''] = subjectIn(secrets, purpose, token)?.split('.') ?? [];
  const member = parseMemberId(first);
  const week = parseWeek(second);
  return member === undefined || !week.ok ? undefined : { member, week: week.value };
};
