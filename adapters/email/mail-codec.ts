import * as z from 'zod';
import { parseAliasName } from '../../domain/kernel/alias-name.ts';
import { type EmailAddress, parseEmailAddress } from '../../domain/kernel/email-address.ts';
import type { Instant } from '../../domain/kernel/instant.ts';
import type { Week } from '../../domain/kernel/iso-week.ts';
import { type MemberId, parseMemberId } from '../../domain/kernel/member-id.ts';
import { secondFactorNews } from '../../domain/membership/ports.ts';
import { noticeReasons } from '../../domain/relay/conversations/conversation.ts';
import type { LoopMail, Template } from './render.ts';

/** The message of an outbox row; `undefined` where it is none of ours, for example one of a newer version. */
export const readMail = (message: unknown): LoopMail | undefined => {
  const named = z.object({ template: z.enum(Object.keys(schemas) as Template[]) }).safeParse(message);
  if (!named.success) return undefined;
  const read: z.ZodSafeParseResult<LoopMail> = schemas[named.data.template].safeParse(message);
  return read.success ? read.data : undefined;
};

const member = z.custom<MemberId>((value) => typeof value === 'string' && parseMemberId(value) !== undefined);
const to = member;
const address = z.custom<EmailAddress>((value) => typeof value === 'string' && parseEmailAddress(value).ok);
const week = z.custom<Week>((value) => Number.isSafeInteger(value) && Number(value) >= 0);
const instant = z.custom<Instant>((value) => Number.isSafeInteger(value));
// A link is signed for it, so it has to be one.
const alias = z.string().refine((value) => parseAliasName(value) !== undefined);

const schemas: { readonly [T in Template]: z.ZodType<Extract<LoopMail, { readonly template: T }>> } = {
  'survey-link': z.object({ template: z.literal('survey-link'), to, token: z.string() }),
  'survey-reminder': z.object({ template: z.literal('survey-reminder'), to, token: z.string(), isLast: z.boolean() }),
  'sign-in': z.object({ template: z.literal('sign-in'), to, token: z.string() }),
  welcome: z.object({ template: z.literal('welcome'), to, week, roundAt: instant }),
  'second-factor': z.object({ template: z.literal('second-factor'), to, what: z.enum(secondFactorNews), codesLeft: z.int().nonnegative() }),
  'confirm-address': z.object({ template: z.literal('confirm-address'), to, address, token: z.string() }),
  goodbye: z.object({ template: z.literal('goodbye'), to, address, name: z.string(), erased: z.boolean() }),
  introduction: z.object({
    template: z.literal('introduction'),
    to,
    week,
    match: z.string(),
    partner: member,
    partnerName: z.string(),
    reasons: z.array(z.string()),
    opener: z.string().optional(),
    alias: z.string(),
  }),
  'left-over': z.object({ template: z.literal('left-over'), to, week }),
  cancelled: z.object({ template: z.literal('cancelled'), to, week }),
  'did-you-meet': z.object({ template: z.literal('did-you-meet'), to, week, partner: member, partnerName: z.string() }),
  'relay-notice': z.object({ template: z.literal('relay-notice'), to, reason: z.enum(noticeReasons), conversation: alias }),
  'relay-done': z.object({ template: z.literal('relay-done'), to, what: z.enum(['muted', 'ended', 'reported']), conversation: alias }),
  'relay-expiring': z.object({
    template: z.literal('relay-expiring'),
    to,
    partner: member,
    partnerName: z.string().optional(),
    closesAt: instant,
    alias,
  }),
  'relay-shared': z.object({
    template: z.literal('relay-shared'),
    to,
    partner: member,
    partnerName: z.string().optional(),
    partnerAddress: z.string().optional(),
  }),
  'relay-unreachable': z.object({ template: z.literal('relay-unreachable'), to, conversation: alias }),
  'new-alias': z.object({ template: z.literal('new-alias'), to, week, partner: member, partnerName: z.string(), alias: z.string() }),
};
