import * as z from 'zod';
import { err, ok, type Result } from '../../domain/kernel/result.ts';
import { jsonIn } from '../files/json.ts';

/** What a topic hands to a queue without raw message delivery: its message, and what it is signed by. */
export interface SnsNotification {
  readonly message: string;
  readonly subject: string | undefined;
  readonly messageId: string;
  readonly timestamp: string;
  readonly topicArn: string;
  /** `1` is SHA-1, `2` is SHA-256. */
  readonly signatureVersion: '1' | '2';
  /** In base64. */
  readonly signature: string;
  readonly signingCertUrl: string;
}

export interface SnsRefused {
  readonly code: 'sns.malformed' | 'sns.foreign_topic';
}

/**
 * Reads a notification of exactly this topic.
 * Fields: "Parsing Amazon SNS message formats", SNS Developer Guide, "HTTP/HTTPS notification JSON format".
 */
export const readSnsNotification = (body: string, topicArn: string): Result<SnsNotification, SnsRefused> => {
  const read = schema.safeParse(jsonIn(body));
  if (!read.success) return err({ code: 'sns.malformed' });
  const { data } = read;
  if (data.TopicArn !== topicArn) return err({ code: 'sns.foreign_topic' });
  return ok({
    message: data.Message,
    subject: data.Subject ?? undefined,
    messageId: data.MessageId,
    timestamp: data.Timestamp,
    topicArn: data.TopicArn,
    signatureVersion: data.SignatureVersion,
    signature: data.Signature,
    signingCertUrl: data.SigningCertURL,
  });
};

const schema = z.object({
  Type: z.literal('Notification'),
  MessageId: z.string(),
  TopicArn: z.string(),
  Subject: z.string().nullish(),
  Message: z.string(),
  Timestamp: z.string(),
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.string(),
  SigningCertURL: z.string(),
});

/** What is signed of a notification: names and values on lines of their own, in the order of the names. */
export const signedTextOf = ({ message, messageId, subject, timestamp, topicArn }: SnsNotification): string =>
  [
    ['Message', message],
    ['MessageId', messageId],
    ...(subject === undefined ? [] : [['Subject', subject]]),
    ['Timestamp', timestamp],
    ['TopicArn', topicArn],
    ['Type', 'Notification'],
  ]
    .flat()
    .map((line) => `${line}\n`)
    .join('');
