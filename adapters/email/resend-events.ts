import * as z from 'zod';
import { err, ok, type Result } from '../../domain/kernel/result.ts';
import type { MailTroubleEvent } from '../../domain/membership/mail-trouble.ts';
import { bareAddress, eventIdSchema, eventInstant } from './event-fields.ts';
import { jsonIn } from '../files/json.ts';

/**
 * What an event of Resend says of our mails: hard bounces, complaints, and mails that Resend did not send because of an earlier one.
 * Nothing for an event of another kind, or of a mail to several, as it does not say whom of them it is about. `eventId` is that of the delivery, `svix-id`.
 * Fields: https://resend.com/docs/webhooks/emails/bounced, and `complained` and `suppressed` beside it.
 */
export const readResendEvent = (text: string, eventId: string): Result<readonly MailTroubleEvent[], ResendEventMalformed> => {
  const json = jsonIn(text);
  const named = z.object({ type: z.string() }).safeParse(json);
  if (!named.success || !eventIdSchema.safeParse(eventId).success) return malformed;
  if (!isOurs(named.data.type)) return ok([]);
  const event = schemas[named.data.type].safeParse(json);
  if (!event.success) return malformed;
  const { created_at: at, data } = event.data;
  const [only, ...others] = data.to;
  // Full mailboxes and absence notices come as `Transient`, what nobody understood as `Undetermined`.
  const isHard = data.bounce === undefined || data.bounce.type === 'Permanent';
  if (only === undefined || others.length > 0 || !isHard) return ok([]);
  return ok([{ address: bareAddress(only), kind: kinds[named.data.type], eventId, at }]);
};

export interface ResendEventMalformed {
  readonly code: 'resend_event.malformed';
}
const malformed = err<ResendEventMalformed>({ code: 'resend_event.malformed' });

const kinds = { 'email.bounced': 'bounced', 'email.suppressed': 'bounced', 'email.complained': 'complained' } as const;
type OurType = keyof typeof kinds;
const isOurs = (type: string): type is OurType => Object.hasOwn(kinds, type);

const bounceSchema = z.object({ type: z.string() });
const eventSchema = z.object({
  created_at: eventInstant,
  data: z.object({ to: z.array(z.string()), bounce: bounceSchema.optional() }),
});
// Only with its type is a bounce one that counts, so it must not be missing.
const schemas = {
  'email.bounced': eventSchema.refine(({ data }) => data.bounce !== undefined),
  'email.suppressed': eventSchema,
  'email.complained': eventSchema,
} as const;
