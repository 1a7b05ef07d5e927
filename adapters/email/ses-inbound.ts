import * as z from 'zod';
import { err, ok, type Result } from '../../domain/kernel/result.ts';
import type { ArrivedMail } from '../../domain/relay/conversations/use-cases.ts';
import { verdictWords } from '../../domain/relay/verdicts.ts';
import { jsonIn } from '../files/json.ts';
import { eventInstant } from './event-fields.ts';

/** Where mails may lie, and whose they are. */
export interface InboundPlace {
  readonly bucket: string;
  /** What the key of each begins with. */
  readonly prefix: string;
  /** In small letters. */
  readonly relayDomain: string;
}

export interface SesInboundRefused {
  /** `elsewhere`: in another bucket, or in another folder of ours. */
  readonly code: 'ses_inbound.malformed' | 'ses_inbound.elsewhere';
}

/**
 * What SES says of a mail that it took and put into a bucket; `undefined` where it says something else, as when it tries out a topic.
 * Recipients are those of the envelope that are at our domain. It never looks at what stands in the mail: those headers are the sender's.
 * Fields: "Contents of notifications for Amazon SES email receiving", SES Developer Guide.
 */
export const readSesInbound = (text: string, place: InboundPlace): Result<Omit<ArrivedMail, 'attempt'> | undefined, SesInboundRefused> => {
  if (text.startsWith(topicTest)) return ok(undefined);
  const read = schema.safeParse(jsonIn(text));
  if (!read.success) return err({ code: 'ses_inbound.malformed' });
  const { mail, receipt } = read.data;
  const { bucketName, objectKey } = receipt.action;
  if (bucketName !== place.bucket || !isBelow(objectKey, place.prefix)) return err({ code: 'ses_inbound.elsewhere' });
  return ok({
    id: mail.messageId,
    recipients: ofDomain(receipt.recipients, place.relayDomain),
    mailFrom: withoutBrackets(mail.source),
    verdicts: {
      spf: receipt.spfVerdict.status,
      dkim: receipt.dkimVerdict.status,
      dmarc: receipt.dmarcVerdict.status,
      spam: receipt.spamVerdict.status,
      virus: receipt.virusVerdict.status,
    },
    rawKey: objectKey,
    receivedAt: mail.timestamp,
  });
};

/** What AWS says once to try out a topic; it is no JSON. */
const topicTest = 'Successfully validated SNS topic';

const isBelow = (key: string, prefix: string): boolean => key.startsWith(prefix) && /^[A-Za-z0-9_-]{1,200}$/.test(key.slice(prefix.length));

/** Each once: mail servers may change the case of an address, and two spellings are one alias. */
const ofDomain = (recipients: readonly string[], domain: string): readonly string[] => [
  ...new Set(recipients.map((recipient) => recipient.toLowerCase()).filter((recipient) => recipient.endsWith(`@${domain}`))),
];

const withoutBrackets = (address: string): string => /^<(.*)>$/s.exec(address)?.[1] ?? address;

const verdict = z.object({ status: z.enum(verdictWords) });
const schema = z.object({
  notificationType: z.literal('Received'),
  mail: z.object({ timestamp: eventInstant, source: z.string().max(1_000), messageId: z.string().regex(/^[A-Za-z0-9_-]{1,200}$/) }),
  receipt: z.object({
    recipients: z.array(z.string().max(1_000)).max(1_000),
    spfVerdict: verdict,
    dkimVerdict: verdict,
    dmarcVerdict: verdict,
    spamVerdict: verdict,
    virusVerdict: verdict,
    action: z.object({ type: z.literal('S3'), bucketName: z.string(), objectKey: z.string() }),
  }),
});
