import * as z from 'zod';
import { err, ok, type Result } from '../../domain/kernel/result.ts';
import type { MailTroubleEvent } from '../../domain/membership/mail-trouble.ts';
import { bareAddress, eventIdSchema, eventInstant } from './event-fields.ts';
import { jsonIn } from '../files/json.ts';

/**
 * What an event that SES publishes says of our mails: hard bounces and complaints, one for each person whom it is about. Nothing for an
 * event of another kind. Takes the event as it is, and as SNS wraps it (without raw message delivery).
 * Fields: "Contents of event data that Amazon SES publishes to Amazon SNS", SES Developer Guide.
 */
export const readSesEvent = (text: string): Result<readonly MailTroubleEvent[], SesEventMalformed> => {
  const outer = jsonIn(text);
  const wrapped = wrapperSchema.safeParse(outer);
  if (wrapped.success && wrapped.data.Type !== 'Notification') return ok([]);
  if (wrapped.success && wrapped.data.Message.startsWith(topicTest)) return ok([]);
  const kind = kindSchema.safeParse(wrapped.success ? jsonIn(wrapped.data.Message) : outer);
  if (!kind.success) return malformed;
  const event = eventSchema.safeParse(kind.data);
  switch (kind.data.eventType ?? kind.data.notificationType) {
    case undefined:
      return malformed;
    case 'Bounce':
      return event.success && event.data.bounce !== undefined ? ok(bounced(event.data.mail, event.data.bounce)) : malformed;
    case 'Complaint':
      return event.success && event.data.complaint !== undefined ? ok(complained(event.data.mail, event.data.complaint)) : malformed;
    default:
      return ok([]);
  }
};

export interface SesEventMalformed {
  readonly code: 'ses_event.malformed';
}
const malformed = err<SesEventMalformed>({ code: 'ses_event.malformed' });

/** `Transient` and `Undetermined` are also what absence notices and full mailboxes come as; only `Permanent` is the end of an address. */
const bounced = (mail: Mail, { bounceType, bouncedRecipients, timestamp, feedbackId }: Bounce): readonly MailTroubleEvent[] => {
  if (bounceType !== 'Permanent') return [];
  return recipients(mail, bouncedRecipients).map((address) => ({ address, kind: 'bounced', eventId: feedbackId, at: timestamp }));
};

/** Some reports are no complaint of the reader: that a mail is no spam, or about the authentication of its sender (RFC 5965, 7.3; RFC 6430; RFC 6591). */
const complained = (mail: Mail, complaint: Complaint): readonly MailTroubleEvent[] => {
  const { complaintFeedbackType, complainedRecipients, timestamp, feedbackId } = complaint;
  if (complaintFeedbackType === 'not-spam' || complaintFeedbackType === 'auth-failure') return [];
  return recipients(mail, complainedRecipients).map((address) => ({ address, kind: 'complained', eventId: feedbackId, at: timestamp }));
};

/**
 * Whom a report is about. A mail of ours has one reader. Where a mailbox forwards, a report may name an address that we never wrote to,
 * and that may be another member's; so of a mail to one, it is that one.
 */
const recipients = ({ destination }: Mail, named: readonly { readonly emailAddress: string }[]): readonly string[] => {
  const [only] = destination;
  if (only !== undefined && destination.length === 1) return [bareAddress(only)];
  return [...new Set(named.map(({ emailAddress }) => bareAddress(emailAddress)))];
};

/** What SES says once to try out a topic; it is no JSON. */
const topicTest = 'Successfully validated SNS topic';

const wrapperSchema = z.object({ Type: z.string(), Message: z.string() });
const kindSchema = z.looseObject({ eventType: z.string().optional(), notificationType: z.string().optional() });

const namedSchema = z.array(z.object({ emailAddress: z.string() }));
const mailSchema = z.object({ destination: z.array(z.string()) });
const bounceSchema = z.object({
  bounceType: z.string(),
  bouncedRecipients: namedSchema,
  timestamp: eventInstant,
  feedbackId: eventIdSchema,
});
const complaintSchema = z.object({
  complaintFeedbackType: z.string().nullish(),
  complainedRecipients: namedSchema,
  timestamp: eventInstant,
  feedbackId: eventIdSchema,
});
const eventSchema = z.object({ mail: mailSchema, bounce: bounceSchema.optional(), complaint: complaintSchema.optional() });

type Mail = z.infer<typeof mailSchema>;
type Bounce = z.infer<typeof bounceSchema>;
type Complaint = z.infer<typeof complaintSchema>;
