import { asciiLowerCase } from '../kernel/email-address.ts';
import { valuesOf } from './header-block.ts';
import { domainOf } from './mailbox.ts';
import type { HeaderField } from './message.ts';

/** Of a mail and of who takes it. */
export interface MailFacts {
  readonly headers: readonly HeaderField[];
  /** The envelope sender (MAIL FROM), without brackets; empty for `<>`. */
  readonly mailFrom: string;
  /** The address in From. */
  readonly from: string;
  /** Where the aliases are. */
  readonly relayDomain: string;
  /** Whether this relay gave out the token of an `X-Loop-Relay` header. */
  readonly isOurHop: (token: string) => boolean;
}

/** What told that no person wrote a mail; counted under these words. */
export type AutomaticReason =
  | 'auto_submitted'
  | 'report'
  | 'null_sender'
  | 'system_address'
  | 'auto_response_suppress'
  | 'auto_reply'
  | 'precedence'
  | 'mailing_list'
  | 'own_domain'
  | 'own_hop';

/** In lower case; what the relay marks its mails with. */
export const hopHeader = 'x-loop-relay';

/**
 * Why a mail is an automatic one: a reply of a machine, a report on a delivery, mail of a list, or one of ours that came back (relay
 * rules, 4.2); `undefined` for what a person wrote. It is neither relayed nor answered, so that two machines never talk to each other.
 * Subjects tell nothing, as people write “out of office”, too; but for two that only programs write, and that come with no other sign.
 */
export const isAutomatic = (facts: MailFacts): AutomaticReason | undefined => signs.find(([, holds]) => holds(facts))?.[0];

const signs: readonly (readonly [AutomaticReason, (facts: MailFacts) => boolean])[] = [
  // RFC 3834, 5: everything but `no`, which may carry parameters and comments.
  ['auto_submitted', ({ headers }) => wordsOf(headers, 'auto-submitted').some((word) => word !== 'no')],
  // RFC 6522: deliveries, read receipts, feedback.
  ['report', ({ headers }) => wordsOf(headers, 'content-type')[0] === 'multipart/report'],
  // RFC 5321, 4.5.5; a host that took the mail over before ours wrote it down as Return-Path (4.4).
  ['null_sender', ({ headers, mailFrom }) => mailFrom === '' || [mailFrom, ...valuesOf(headers, 'return-path')].some(isNullPath)],
  // Virus scanners send reports from any address and bounce in the name of the daemon, which some hosts write without a domain.
  [
    'system_address',
    ({ headers, from, mailFrom }) => systemWords.test(nameOf(from)) || [from, mailFrom, ...pathsOf(headers)].some(isSystems),
  ],
  ['auto_response_suppress', ({ headers }) => listed(headers, 'x-auto-response-suppress').some((word) => suppressed.has(word))],
  ['auto_reply', ({ headers }) => headers.some(({ name }) => name === 'x-autoreply' || name === 'x-autorespond')],
  // Lotus Notes, and systems of tickets and forums.
  ['auto_reply', ({ headers }) => valuesOf(headers, 'subject').some((subject) => writtenByPrograms.test(subject))],
  // Older than any RFC that names it (RFC 2076, 3.9).
  ['precedence', ({ headers }) => listed(headers, 'precedence').some((word) => notPersonal.has(word.replaceAll('-', '_')))],
  // RFC 2369, RFC 2919, RFC 8058.
  ['mailing_list', ({ headers }) => headers.some(({ name }) => name.startsWith('list-') || listServers.has(name))],
  // Exim and Postfix put it on the report of a delivery that failed.
  ['report', ({ headers }) => headers.some(({ name }) => name === 'x-failed-recipients')],
  ['own_domain', ({ from, relayDomain }) => domainOf(from) === asciiLowerCase(relayDomain)],
  ['own_hop', ({ headers, isOurHop }) => valuesOf(headers, hopHeader).some(isOurHop)],
];

/** Without hyphens, dots and underscores: `no-reply`, `noreply` and `no_reply` are one. */
const systemNames: ReadonlySet<string> = new Set(['mailerdaemon', 'maildaemon', 'mdaemon', 'postmaster', 'ndr', 'noreply', 'donotreply']);
/** Gateways and scanners put a name of the host or the product around these. */
const systemWords = /mailerdaemon|maildelivery|mailservice|smtpgateway|antivirus|autoreply|autorespon|^bounces?$/;
const suppressed: ReadonlySet<string> = new Set(['dr', 'autoreply', 'all', 'oof']);
const writtenByPrograms = /^(?:auto: .{1,100} (?:is|will be) out of (?:the )?office|\[auto[- ]generated\])/i;
/** Of list servers that know none of those (fml, ezmlm, majordomo). */
const listServers: ReadonlySet<string> = new Set([
  'x-mlserver',
  'x-ml-name',
  'x-mailing-list',
  'x-mailinglist',
  'mailing-list',
  'x-list',
  'x-listname',
]);
const notPersonal: ReadonlySet<string> = new Set(['bulk', 'junk', 'list', 'auto_reply']);

/** The first word of each value, in lower case: what stands before parameters and comments; spaces around a slash make no difference. */
const wordsOf = (headers: readonly HeaderField[], name: string): readonly string[] =>
  valuesOf(headers, name).map((value) => asciiLowerCase((value.split(/[;(]/, 1)[0] ?? '').replace(/[\t ]+/g, '')));

const listed = (headers: readonly HeaderField[], name: string): readonly string[] =>
  valuesOf(headers, name).flatMap((value) => asciiLowerCase(value).split(/[\t ,;(]+/));

/** The envelope senders that hosts on the way wrote down. */
const pathsOf = (headers: readonly HeaderField[]): readonly string[] =>
  valuesOf(headers, 'return-path').map((path) => path.replace(/[<>\t ]+/g, ''));

const isSystems = (address: string): boolean => systemNames.has(nameOf(address));

const isNullPath = (path: string): boolean => path.replace(/[\t ]+/g, '') === '<>';

/** The local part without its `+tag`. */
const nameOf = (address: string): string => (asciiLowerCase(address).split(/[+@]/, 1)[0] ?? '').replace(/[-._]/g, '');
