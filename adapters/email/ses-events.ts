import * as z from 'zod';
import { err, ok, type Result } from '../../domain/kernel/result.ts';
import type { MailTroubleEvent } from '../../domain/membership/mail-trouble.ts';
import { bareAddress, eventIdSchema, eventInstant } from './event-fields.ts';
import { jsonIn } from '../files/json.ts';

/**
 * What an event that SES publishes says of our mails: hard bounces and complaints, one for each person whom it is about, and of mails that
 * were passed on soft bounces too. Nothing for an event of another kind. Takes the event as it is, and as SNS wraps it (without raw message delivery).
 * Fields: "Contents of event data that Amazon SES publishes to Amazon SNS", SES Developer Guide.
 */
export const readSesEvent = (text: string): Result<readonly SesTrouble[], SesEventMalformed> => {
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

export interface SesTrouble extends Omit<MailTroubleEvent, 'kind'> {
  /** `bounced_softly`: it came back and the next one may not. Of mails alone that were passed on. */
  readonly kind: MailTroubleEvent['kind'] | 'bounced_softly';
  /** Of a mail that was passed on: the alias of who should have got it. */
  readonly alias?: string;
}

export interface SesEventMalformed {
  readonly code: 'ses_event.malformed';
}
const malformed = err<SesEventMalformed>({ code: 'ses_event.malformed' });

/** `Transient` and `Undetermined` are also what absence notices and full mailboxes come as; only `Permanent` is the end of an address. */
const bounced = (mail: Mail, bounce: Bounce): readonly SesTrouble[] => {
  const relayed = relayedIn(mail);
  const isSoft = relayed.alias !== undefined && (isSoftBounce(bounce) || isOfContent(bounce));
  if (bounce.bounceType !== 'Permanent' && !isSoft) return [];
  const { bouncedRecipients, timestamp, feedbackId } = bounce;
  const kind = isSoft ? 'bounced_softly' : 'bounced';
  return recipients(mail, bouncedRecipients).map((address) => ({ address, kind, eventId: feedbackId, at: timestamp, ...relayed }));
};

/**
 * An absence notice is told of as a `General` one, too, and is no report of a server, so that there is no `status` of one ("Contents of event
 * data", bounced recipients).
 */
const isSoftBounce = ({ bounceType, bounceSubType, bouncedRecipients }: Bounce): boolean =>
  bounceType === 'Transient' && (bounceSubType !== 'General' || bouncedRecipients.some(({ status }) => status !== undefined));

/**
 * A server that refuses for good what it does not like (RFC 3463: too large, content, policy) says nothing of the mailbox. Of a mail between
 * members it is the writer's doing, who would otherwise put a reader out of reach of everybody.
 */
const isOfContent = ({ bounceType, bouncedRecipients }: Bounce): boolean =>
  bounceType === 'Permanent' &&
  bouncedRecipients.length > 0 &&
  bouncedRecipients.every(({ status = '' }) => /^5\.(?:2\.3|3\.4|6\.|7\.)/.test(status));

/** The tags that a mail was sent with (adapters/email/raw-ses-mailer.ts). */
const relayedIn = ({ tags }: Mail): Pick<SesTrouble, 'alias'> => {
  const alias = tags?.['conversation']?.[0];
  return tags?.['kind']?.[0] === 'relayed' && alias !== undefined ? { alias } : {};
};

/** Some reports are no complaint of the reader: that a mail is no spam, or about the authentication of its sender (RFC 5965, 7.3; RFC 6430; RFC 6591). */
const complained = (mail: Mail, complaint: Complaint): readonly SesTrouble[] => {
  const { complaintFeedbackType, complainedRecipients, timestamp, feedbackId } = complaint;
  if (complaintFeedbackType === 'not-spam' || complaintFeedbackType === 'auth-failure') return [];
  const relayed = relayedIn(mail);
  return recipients(mail, complainedRecipients).map((address) => ({
    address,
    kind: 'complained',
    eventId: feedbackId,
    at: timestamp,
    ...relayed,
  }));
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

const namedSchema = z.array(z.object({ emailAddress: z.string(), status: z.string().optional() }));
const mailSchema = z.object({ destination: z.array(z.string()), tags: z.record(z.string(), z.array(z.string())).optional() });
const bounceSchema = z.object({
  bounceType: z.string(),
  bounceSubType: z.string().optional(),
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
