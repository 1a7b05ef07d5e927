import * as z from 'zod';
import { type EmailAddress, parseEmailAddress } from '../../domain/kernel/email-address.ts';
import { err, ok, type Result } from '../../domain/kernel/result.ts';
import { type Secret, secretOf } from './secret.ts';

/** What is wrong with one variable. `code` is stable; `message` says what belongs there, never what was. */
export interface EnvProblem {
  readonly variable: string;
  readonly code: EnvCode;
  readonly message: string;
}
export type EnvCode = 'env.missing' | 'env.malformed' | 'env.conflict';

/** An environment as it is given; empty variables are left out. */
export type GivenEnv = Readonly<Record<string, string | undefined>>;

/** Looks at several variables together. It is asked even where one of them is malformed, so that no problem hides another. */
export type Rule = (given: GivenEnv) => EnvProblem | undefined;

export const invalid = (variable: string, code: EnvCode, message: string): EnvProblem => ({ variable, code, message });

export const readVariables = <Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  together: readonly Rule[],
  env: GivenEnv,
): Result<z.output<z.ZodObject<Shape>>, readonly EnvProblem[]> => {
  const given = withSynonyms(Object.fromEntries(Object.keys(schema.shape).flatMap((name) => notEmpty(name, env[name]))));
  const read = schema.safeParse(given);
  const faults = read.success ? [] : read.error.issues.map((issue) => problemOf(String(issue.path[0]), issue.message, given));
  const conflicts = together.flatMap((rule) => rule(given) ?? []);
  const problems = [...faults, ...conflicts];
  return read.success && problems.length === 0 ? ok(read.data) : err(problems);
};

const notEmpty = (name: string, value: string | undefined): readonly (readonly [string, string])[] =>
  value === undefined || value === '' ? [] : [[name, value]];

const withSynonyms = (given: GivenEnv): GivenEnv => ({ ...given, RELAY_TABLE: given['RELAY_TABLE'] ?? given['RELAYS_TABLE'] });

const problemOf = (variable: string, message: string, given: GivenEnv): EnvProblem =>
  given[variable] === undefined ? invalid(variable, 'env.missing', 'it has to be set') : invalid(variable, 'env.malformed', message);

const text = (pattern: RegExp, help: string) => z.string().regex(pattern, help);

/** DynamoDB, "Naming rules": 3 to 255 of these characters. */
export const tableName = text(
  /^[A-Za-z0-9_.-]{3,255}$/,
  'write the name of a table: 3 to 255 letters, digits, dots, hyphens and underscores',
);

/** S3, "General purpose bucket naming rules". */
export const bucketName = text(
  /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  'write the name of a bucket: 3 to 63 small letters, digits, dots and hyphens',
);

/** What the keys of objects begin with, as a folder has it. */
export const objectPrefix = text(/^[a-z0-9-]{1,60}\/$/, 'write a folder of a bucket: letters, digits and hyphens with a / at the end');

export const topicArn = text(
  /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/,
  'write the ARN of a topic, arn:aws:sns:<region>:<account>:<name>',
);

/** SQS, "Queue and message identifiers": where a queue is reached, at AWS or an emulator. */
export const queueUrl = text(
  /^https?:\/\/[^\s/?#@]{1,255}\/\d{12}\/[A-Za-z0-9_-]{1,80}$/,
  'write the URL of a queue, https://sqs.<region>.amazonaws.com/<account>/<name>',
);

export const region = text(/^[a-z]{2}(-[a-z]+)+-\d$/, 'write a region, for example eu-central-1');

/** The name or the ARN of a secret in Secrets Manager (CreateSecret, `Name`). */
export const secretId = text(/^[A-Za-z0-9/_+=.@:-]{1,2048}$/, 'write the name or the ARN of a secret in Secrets Manager');

export const word = text(/^[A-Za-z0-9_-]{1,64}$/, 'write letters, digits, hyphens and underscores, 64 at most');

export const choice = <const Words extends readonly [string, ...string[]]>(...words: Words) =>
  z.enum(words, `write one of: ${words.join(', ')}`);

export const domain = text(
  /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/,
  'write a domain in small letters, for example relay.example.com',
);

/** An address, also as `Circle <circle@example.com>` (RFC 5322, 3.4); mails say the community's name whatever stands before it. */
export const address = z.string().transform((given, context): EmailAddress => {
  const parsed = parseEmailAddress(/^[^<>]*<([^<>]*)>$/.exec(given.trim())?.[1] ?? given);
  if (parsed.ok) return parsed.value;
  context.addIssue({ code: 'custom', message: 'write a mail address, for example circle@example.com' });
  return z.NEVER;
});

/** Where browsers reach us; plain http on this machine alone. */
export const httpsOrigin = z.string().transform((given, context): string => {
  const url = urlOf(given);
  const isBare = url !== undefined && url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
  if (isBare && (url.protocol === 'https:' || (url.protocol === 'http:' && isThisMachine(url)))) return url.origin;
  context.addIssue({
    code: 'custom',
    message: 'write where browsers reach the pages, for example https://circle.example.com, without a path',
  });
  return z.NEVER;
});

/** Where a service or an emulator answers. */
export const serviceAddress = z.string().transform((given, context): string => {
  const url = urlOf(given);
  if (url !== undefined && ['http:', 'https:'].includes(url.protocol) && url.username === '') return given;
  context.addIssue({ code: 'custom', message: 'write an address that begins with http:// or https://' });
  return z.NEVER;
});

/** Where WebSockets connect, with or without the stage of an API as its path; unencrypted on this machine alone. */
export const socketAddress = z.string().transform((given, context): string => {
  const url = urlOf(given);
  const isBare = url !== undefined && url.search === '' && url.hash === '' && url.username === '';
  if (isBare && (url.protocol === 'wss:' || (url.protocol === 'ws:' && isThisMachine(url)))) return given;
  context.addIssue({
    code: 'custom',
    message: 'write where WebSockets connect, for example wss://<id>.execute-api.<region>.amazonaws.com/live',
  });
  return z.NEVER;
});

export const whole = ({ least, most }: Bounds) =>
  number(/^\d{1,9}$/, { least, most }, `write a whole number from ${String(least)} to ${String(most)}`);
export const decimal = ({ least, most }: Bounds) =>
  number(/^\d{1,9}(\.\d{1,6})?$/, { least, most }, `write a number from ${String(least)} to ${String(most)}, for example 2 or 0.5`);

interface Bounds {
  readonly least: number;
  readonly most: number;
}

const number = (pattern: RegExp, { least, most }: Bounds, help: string) =>
  z.string().transform((given, context): number => {
    const value = pattern.test(given) ? Number(given) : NaN;
    if (value >= least && value <= most) return value;
    context.addIssue({ code: 'custom', message: help });
    return z.NEVER;
  });

/** A value that no log and no error shows. */
export const secret = z.string().transform((given): Secret => secretOf(given));

/** Where a mail server answers, with a name and a password if it wants them; a secret, as it may hold one. */
export const smtpUrl = z.string().transform((given, context): Secret => {
  const url = urlOf(given);
  const isSmtp = url !== undefined && ['smtp:', 'smtps:'].includes(url.protocol) && url.hostname !== '';
  if (isSmtp && [url.username, url.password].every(isPercentEncoded)) return secretOf(given);
  context.addIssue({ code: 'custom', message: 'write smtp://user:password@host:port or smtps://…, with % and @ in them as %25 and %40' });
  return z.NEVER;
});

const isPercentEncoded = (text: string): boolean => {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
};

const urlOf = (given: string): URL | undefined => (URL.canParse(given) ? new URL(given) : undefined);
const isThisMachine = ({ hostname }: URL): boolean => hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
