import { communityOf, type Community } from '../../../adapters/config/community.ts';
import type { MailContext } from '../../../adapters/email/mail-context.ts';
import type { LoopMail, Template } from '../../../adapters/email/render.ts';
import { aliasName } from '../../../domain/kernel/alias-name.ts';
import type { EmailAddress } from '../../../domain/kernel/email-address.ts';
import type { Instant } from '../../../domain/kernel/instant.ts';
import { parseWeek, type Week } from '../../../domain/kernel/iso-week.ts';
import type { MemberId } from '../../../domain/kernel/member-id.ts';
import { createDeterministicSecrets } from '../../support/deterministic-secrets.ts';

export const weekOf = (text: string): Week => {
  const week = parseWeek(text);
  if (!week.ok) throw new Error(`no week: ${text}`);
  return week.value;
};

export const aCommunityFile = (overrides: Readonly<Record<string, unknown>> = {}) => ({
  name: 'Sample Circle',
  timeZone: 'Europe/Lisbon',
  round: { day: 'monday', hour: 8 },
  sendingHour: 9,
  locale: 'en-GB',
  from: 'circle@example.com',
  postalAddress: ['Sample Circle', '1 Example Street'],
  holidayWeeks: ['2026-W52', '2026-W53'],
  operators: ['operator@example.com'],
  ...overrides,
});

export const aCommunity = (overrides: Readonly<Record<string, unknown>> = {}): Community => {
  const community = communityOf(aCommunityFile(overrides), 'community.json');
  if (!community.ok) throw new Error(JSON.stringify(community.error));
  return community.value;
};

export const secrets = createDeterministicSecrets();
export const baseUrl = 'https://circle.example.com';

export const aContext = ({
  name = 'Ben',
  community = aCommunity(),
}: { readonly name?: string; readonly community?: Community } = {}): MailContext => ({
  recipient: { email: 'ben@example.com' as EmailAddress, name },
  community,
  links: { baseUrl, relayDomain: 'relay.example.com' },
  secrets,
});

export const reader = `m_${'b'.repeat(26)}` as MemberId;
const partner = `m_${'a'.repeat(26)}` as MemberId;
const token = `${reader}.${'x'.repeat(43)}`;
const week = weekOf('2026-W48');
/** The reader's own. */
export const conversation = aliasName('abcdefghijklmnopqrstuvwxyz', 'b');

/** One mail of each template; `words` stand wherever somebody's words can stand. */
export const everyMail = (
  words = 'Ana',
  more: { readonly reasons?: readonly string[]; readonly opener?: string } = {},
): { readonly [T in Template]: Extract<LoopMail, { template: T }> } => ({
  'survey-link': { template: 'survey-link', to: reader, token },
  'survey-reminder': { template: 'survey-reminder', to: reader, token, isLast: false },
  'sign-in': { template: 'sign-in', to: reader, token },
  welcome: { template: 'welcome', to: reader, week, roundAt: Date.UTC(2026, 10, 23, 8) as Instant },
  'second-factor': { template: 'second-factor', to: reader, what: 'recovery_code_used', codesLeft: 9 },
  'confirm-address': { template: 'confirm-address', to: reader, address: 'ben.b@example.org' as EmailAddress, token },
  goodbye: { template: 'goodbye', to: reader, address: 'ben@example.com' as EmailAddress, name: words, erased: true },
  introduction: {
    template: 'introduction',
    to: reader,
    week,
    match: 'match',
    partner,
    partnerName: words,
    reasons: more.reasons ?? ['You both speak Portuguese', `${words} offers mixing, which you look for`],
    alias: 'c_abcdefghijklmnopqrstuvwxyza',
    ...(more.opener === undefined ? {} : { opener: more.opener }),
  },
  'left-over': { template: 'left-over', to: reader, week },
  cancelled: { template: 'cancelled', to: reader, week },
  'did-you-meet': { template: 'did-you-meet', to: reader, week, partner, partnerName: words },
  'relay-notice': { template: 'relay-notice', to: reader, reason: 'relay.leak', conversation },
  'relay-done': { template: 'relay-done', to: reader, what: 'muted', conversation },
  'relay-expiring': {
    template: 'relay-expiring',
    to: reader,
    partner,
    partnerName: words,
    closesAt: Date.UTC(2027, 4, 22, 8) as Instant,
    alias: 'c_abcdefghijklmnopqrstuvwxyza',
  },
  'relay-shared': { template: 'relay-shared', to: reader, partner, partnerName: words, partnerAddress: 'ana@example.com' },
  'relay-unreachable': { template: 'relay-unreachable', to: reader, conversation },
  'new-alias': { template: 'new-alias', to: reader, week, partner, partnerName: words, alias: 'c_abcdefghijklmnopqrstuvwxyza' },
});

export const templates = Object.keys(everyMail()) as Template[];

/** What a reader sees of a mail's HTML, spaces collapsed. */
export const visible = (html: string): string =>
  html
    .replace(/<(style|title)[^>]*>.*?<\/\1>/gs, '')
    .replace(/<div style="display:none.*?<\/div>/s, '')
    .replaceAll(/<(?:\/?(?:bdi|strong|span|wbr|a)\b[^>]*)>/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/&(lt|gt|quot|#39|amp|nbsp);/g, (_, name: string) => entities[name] ?? '')
    .replaceAll(/\s+/g, ' ');
const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&', nbsp: ' ' };

export const hrefs = (html: string): readonly string[] =>
  [...html.matchAll(/href="([^"]*)"/g)].map(([, url = '']) => url.replaceAll('&amp;', '&'));
