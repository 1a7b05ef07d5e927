import * as z from 'zod';
import type { Result } from '../../domain/kernel/result.ts';
import {
  address,
  choice,
  domain,
  type EnvProblem,
  httpsOrigin,
  invalid,
  objectPrefix,
  queueUrl,
  readVariables,
  region,
  type Rule,
  secret,
  secretId,
  serviceAddress,
  smtpUrl,
  socketAddress,
  tableName,
  topicArn,
  bucketName,
  whole,
  decimal,
  word,
} from './env-values.ts';

/**
 * The environment of each entry point: what it reads, and nothing else. Infrastructure imports the types `…Variables` of this file and
 * sets them; the schemas are for the entry points alone. An empty variable is one that is not set.
 */
export interface EnvSchema<Shape extends z.ZodRawShape> {
  readonly shape: Shape;
  /** What variables say together, beside what each says by itself. */
  readonly together: readonly Rule[];
}
export type EnvOf<Schema> = Schema extends EnvSchema<infer Shape> ? z.output<z.ZodObject<Shape>> : never;

/**
 * What infrastructure sets, and what it may set. AWS sets the region itself; an endpoint is for emulators and a second name of a table
 * for people, so neither is here.
 */
export type VariablesOf<Schema> =
  Schema extends EnvSchema<infer Shape>
    ? Readonly<Record<Exclude<RequiredIn<Shape>, Unset>, string>> &
        Readonly<Partial<Record<Exclude<keyof Shape, RequiredIn<Shape> | Unset>, string>>>
    : never;
type Unset = 'AWS_REGION' | 'AWS_ENDPOINT_URL' | 'RELAYS_TABLE' | 'RESEND_BASE_URL';
type RequiredIn<Shape extends z.ZodRawShape> = {
  [Name in keyof Shape]: undefined extends z.input<Shape[Name]> ? never : Name;
}[keyof Shape];

/** Reads an environment: its values, or every problem there is at once. Problems name variables and never quote what is in them. */
export const readEnv = <Shape extends z.ZodRawShape>(
  { shape, together }: EnvSchema<Shape>,
  env: Readonly<Record<string, string | undefined>>,
): Result<z.output<z.ZodObject<Shape>>, readonly EnvProblem[]> => readVariables(z.object(shape), together, env);

/** A mail rate that no provider allows is a slip of the pen; so are thousands of attempts. */
export const mailsPerSecondMax = 100;
export const mailRetriesMax = 50;
export const mailRetryBaseDelayMsMax = 600_000;
export const relayTtlDaysMax = 3_650;
export const taskLeaseSecondsMax = 600;

/** What every entry point needs to reach the community's data. */
const core = {
  STAGE: choice('dev', 'prod'),
  AWS_REGION: region,
  /** Every AWS client goes there instead of to AWS; for emulators. */
  AWS_ENDPOINT_URL: serviceAddress.optional(),
  USERS_TABLE: tableName,
  SURVEYS_TABLE: tableName,
  MATCHES_TABLE: tableName,
  RELAY_TABLE: tableName,
  /** Another name of `RELAY_TABLE`; one of the two is enough. */
  RELAYS_TABLE: tableName.optional(),
  RELAY_DOMAIN: domain,
  RELAY_TTL_DAYS: whole({ least: 1, most: relayTtlDaysMax }).default(180),
  BASE_URL: httpsOrigin,
  /** Where the key of 32 bytes lies that member ids and signatures are made with. */
  KEY_SECRET_ID: secretId,
};

const coreRules: readonly Rule[] = [
  ({ RELAY_TABLE, RELAYS_TABLE }) =>
    RELAY_TABLE !== undefined && RELAYS_TABLE !== undefined && RELAY_TABLE !== RELAYS_TABLE
      ? invalid('RELAYS_TABLE', 'env.conflict', 'RELAY_TABLE and RELAYS_TABLE are two names of one setting and differ; set one of them')
      : undefined,
  ({ STAGE, AWS_ENDPOINT_URL }) =>
    STAGE === 'prod' && AWS_ENDPOINT_URL !== undefined
      ? invalid('AWS_ENDPOINT_URL', 'env.conflict', 'an endpoint is for emulators; leave it out where STAGE is prod')
      : undefined,
  ({ STAGE, BASE_URL }) =>
    STAGE === 'prod' && BASE_URL?.startsWith('http:') === true
      ? invalid('BASE_URL', 'env.conflict', 'where STAGE is prod it begins with https://')
      : undefined,
];

/** What is needed to send mails. Which of it, `MAILER` says. */
const mail = {
  MAILER: choice('resend', 'ses', 'smtp'),
  /** The address that mails come from, in place of the one in `community.json`. */
  FROM_EMAIL: address,
  RESEND_API_KEY: secret.optional(),
  RESEND_SECRET_ID: secretId.optional(),
  /** Mails a second, of all processes together. */
  RESEND_RATE_LIMIT_PER_SEC: decimal({ least: 0.1, most: mailsPerSecondMax }).default(2),
  /** Further attempts after the first; where it is not set, as many as outlast an hour without the provider. */
  RESEND_RETRY_MAX: whole({ least: 0, most: mailRetriesMax }).optional(),
  /** In milliseconds; it doubles with each attempt. */
  RESEND_RETRY_BASE_DELAY: whole({ least: 1, most: mailRetryBaseDelayMsMax }).default(1_000),
  /** Where Resend answers, if not at its own address; for tests. */
  RESEND_BASE_URL: serviceAddress.optional(),
  SES_CONFIGURATION_SET: word.optional(),
  SMTP_URL: smtpUrl.optional(),
};

const mailRules: readonly Rule[] = [
  ({ MAILER, RESEND_API_KEY, RESEND_SECRET_ID }) =>
    MAILER === 'resend' && RESEND_API_KEY === undefined && RESEND_SECRET_ID === undefined
      ? invalid('RESEND_SECRET_ID', 'env.missing', 'with MAILER=resend set RESEND_SECRET_ID or RESEND_API_KEY')
      : undefined,
  ({ MAILER, RESEND_API_KEY, RESEND_SECRET_ID }) =>
    MAILER === 'resend' && RESEND_API_KEY !== undefined && RESEND_SECRET_ID !== undefined
      ? invalid('RESEND_API_KEY', 'env.conflict', 'set RESEND_API_KEY or RESEND_SECRET_ID, not both')
      : undefined,
  ({ MAILER, SMTP_URL }) =>
    MAILER === 'smtp' && SMTP_URL === undefined ? invalid('SMTP_URL', 'env.missing', 'with MAILER=smtp set SMTP_URL') : undefined,
  ({ STAGE, MAILER }) =>
    STAGE === 'prod' && MAILER === 'smtp'
      ? invalid('MAILER', 'env.conflict', 'SMTP is for development; where STAGE is prod use resend or ses')
      : undefined,
  ({ STAGE, RESEND_BASE_URL }) =>
    STAGE === 'prod' && RESEND_BASE_URL !== undefined
      ? invalid('RESEND_BASE_URL', 'env.conflict', 'another address is for tests; leave it out where STAGE is prod')
      : undefined,
];

const sending = { shape: { ...core, ...mail }, together: [...coreRules, ...mailRules] };
const keeping = { shape: core, together: coreRules };

/** What reaches the open windows of the chat: where API Gateway's connections are managed, `https://…/<stage>`. */
const windows = { CHAT_SOCKET_ENDPOINT: serviceAddress };
/** Where files of chats lie: what is handed over and what is kept. */
const chatFiles = { CHAT_BUCKET: bucketName };
/** Where a delayed message has somebody look at a chat. */
const chatTimer = { CHAT_QUEUE_URL: queueUrl };

/** The pages. Mails leave elsewhere, so it has no mailer's key. */
export const apiEnv = {
  shape: {
    ...core,
    ...windows,
    ...chatFiles,
    ...chatTimer,
    /** Where browsers open their WebSockets. */
    CHAT_SOCKET_URL: socketAddress,
    /** Where the value of the header lies that CloudFront alone knows. */
    ORIGIN_SECRET_ID: secretId.optional(),
    RESEND_WEBHOOK_SECRET_ID: secretId.optional(),
  },
  together: [
    ...coreRules,
    ({ STAGE, ORIGIN_SECRET_ID }) =>
      STAGE === 'prod' && ORIGIN_SECRET_ID === undefined
        ? invalid('ORIGIN_SECRET_ID', 'env.missing', 'where STAGE is prod it has to be set: without it anybody passes the distribution by')
        : undefined,
  ] as readonly Rule[],
};
export const drainOutboxEnv = sending;
export const scheduleEnv = {
  shape: {
    ...core,
    /** So that an erasure that is finished here takes the files of chats, too; without it they go when their keep is over. */
    CHAT_BUCKET: bucketName.optional(),
  },
  together: coreRules,
};
export const mailEventsEnv = keeping;

/** Where mails to private addresses lie as they came in. */
const rawMails = { RAW_BUCKET: bucketName };

/** Takes mails to private addresses out of their queue. What it has to say itself waits in the outbox, so it has no mailer. */
export const receiveMailEnv = {
  shape: {
    ...core,
    ...rawMails,
    ...windows,
    ...chatFiles,
    /** What the names of all mails in the bucket begin with. */
    RAW_PREFIX: objectPrefix,
    /** The one topic whose words are taken. */
    INBOUND_TOPIC_ARN: topicArn,
  },
  together: coreRules,
};

/** Sends what is passed on: through SES, whoever sends the other mails, as it alone takes a mail as bytes. */
export const sendRelayedEnv = {
  shape: {
    ...core,
    ...rawMails,
    SES_CONFIGURATION_SET: word.optional(),
    /** Mails a second. Introductions and others have a pace of their own; the quota of the account is for all of them together. */
    RELAYED_RATE_LIMIT_PER_SEC: decimal({ least: 0.1, most: mailsPerSecondMax }).default(2),
  },
  together: coreRules,
};

/** What windows of the chat say by their WebSockets. */
export const chatSocketEnv = { shape: { ...core, ...windows, ...chatTimer }, together: coreRules };
/** Decides whether what somebody missed in a chat goes out as a mail, and shows in open windows that it does. */
export const chatMissedEnv = { shape: { ...core, ...windows }, together: coreRules };

/** A task that runs for as long as it takes, one at a time. */
const task = {
  /** So long a task that was killed still counts as running; a living one says so three times as often. */
  TASK_LEASE_SECONDS: whole({ least: 1, most: taskLeaseSecondsMax }).default(60),
};
export const weeklyRoundEnv = { shape: { ...keeping.shape, ...task }, together: keeping.together };
export const introSenderEnv = { shape: { ...sending.shape, ...task }, together: sending.together };

export type CoreEnv = EnvOf<typeof keeping>;
export type SendingEnv = EnvOf<typeof sending>;
export type ApiEnv = EnvOf<typeof apiEnv>;
export type DrainOutboxEnv = EnvOf<typeof drainOutboxEnv>;
export type ScheduleEnv = EnvOf<typeof scheduleEnv>;
export type MailEventsEnv = EnvOf<typeof mailEventsEnv>;
export type ReceiveMailEnv = EnvOf<typeof receiveMailEnv>;
export type SendRelayedEnv = EnvOf<typeof sendRelayedEnv>;
export type ChatSocketEnv = EnvOf<typeof chatSocketEnv>;
export type ChatMissedEnv = EnvOf<typeof chatMissedEnv>;

export type ApiVariables = VariablesOf<typeof apiEnv>;
export type DrainOutboxVariables = VariablesOf<typeof drainOutboxEnv>;
export type ScheduleVariables = VariablesOf<typeof scheduleEnv>;
export type MailEventsVariables = VariablesOf<typeof mailEventsEnv>;
export type ReceiveMailVariables = VariablesOf<typeof receiveMailEnv>;
export type SendRelayedVariables = VariablesOf<typeof sendRelayedEnv>;
export type ChatSocketVariables = VariablesOf<typeof chatSocketEnv>;
export type ChatMissedVariables = VariablesOf<typeof chatMissedEnv>;
export type WeeklyRoundVariables = VariablesOf<typeof weeklyRoundEnv>;
export type IntroSenderVariables = VariablesOf<typeof introSenderEnv>;
