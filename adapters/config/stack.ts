import * as z from 'zod';
import { err, ok, type Result } from '../../domain/kernel/result.ts';
import type { TableNames } from '../dynamodb/placement.ts';
import { jsonIn } from '../files/json.ts';
import { type FileProblem, type Problems, problemsOf } from '../files/problem.ts';
import { mailRetriesMax, mailRetryBaseDelayMsMax, mailsPerSecondMax, relayTtlDaysMax } from './env.ts';
import { address, choice, decimal, domain, type GivenEnv, httpsOrigin, secretId, tableName, whole, word } from './env-values.ts';
import { parametersPath } from './stack-name.ts';

/** What a deployed stack says of itself in its parameters (Systems Manager, `/loop/<stack>/…`). */
export interface StackSettings {
  readonly tables: TableNames;
  readonly baseUrl: string;
  readonly relayDomain: string;
  readonly relayTtlDays: number;
  readonly from: string;
  /** The secret that holds the community's key, by name or ARN. */
  readonly keySecretId: string;
  /** Who sends the stack's mails; operators' commands leave them to the stack, and so need no key of a mailer. */
  readonly sentBy: 'resend' | 'ses' | 'smtp';
}

/** A queue of what could not be handled, and the queue that it came from, by their URLs; without a source nothing can be sent back. */
export interface DeadLetterQueue {
  readonly queue: string;
  readonly source: string | undefined;
}

/** A stack's parameters by their names below its path, `users-table` for `/loop/dev/users-table`. */
export type StackParameters = Readonly<Record<string, string>>;

const shape = z.object({
  'users-table': tableName,
  'surveys-table': tableName,
  'matches-table': tableName,
  'relays-table': tableName,
  'relay-domain': domain,
  'relay-ttl-days': whole({ least: 1, most: relayTtlDaysMax }),
  'base-url': httpsOrigin,
  'from-email': address,
  'key-secret-id': secretId,
  mailer: choice('resend', 'ses', 'smtp'),
  'resend-secret-id': secretId.optional(),
  'resend-rate-limit-per-sec': decimal({ least: 0.1, most: mailsPerSecondMax }).default(2),
  'resend-retry-max': whole({ least: 0, most: mailRetriesMax }).optional(),
  'resend-retry-base-delay': whole({ least: 1, most: mailRetryBaseDelayMsMax }).default(1_000),
  'ses-configuration-set': word.optional(),
});

/** The settings that a stack's parameters say, or every problem at once, each under the full name of its parameter. */
export const stackSettingsOf = (stack: string, parameters: StackParameters): Result<StackSettings, Problems> => {
  const given: GivenEnv = Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== ''));
  const read = shape.safeParse(given);
  const faults = read.success ? [] : read.error.issues.map((issue) => faultOf(String(issue.path[0]), { message: issue.message, given }));
  const noKey = given['mailer'] === 'resend' && given['resend-secret-id'] === undefined;
  const problems = [...faults, ...(noKey ? [missing('resend-secret-id', 'where mailer is resend it has to be set')] : [])];
  if (!read.success || problems.length > 0) return err(inStack(stack, problems));
  const { data } = read;
  return ok({
    tables: {
      users: data['users-table'],
      surveys: data['surveys-table'],
      matches: data['matches-table'],
      relays: data['relays-table'],
    },
    baseUrl: data['base-url'],
    relayDomain: data['relay-domain'],
    relayTtlDays: data['relay-ttl-days'],
    from: data['from-email'],
    keySecretId: data['key-secret-id'],
    sentBy: data.mailer,
  });
};

const deadLettersPrefix = 'dead-letters/';
const queueShape = z.object({ queue: z.url(), source: z.url().optional() });

/** The queues of dead letters that a stack names, in order of their names, or every problem at once. */
export const deadLetterQueuesOf = (stack: string, parameters: StackParameters): Result<ReadonlyMap<string, DeadLetterQueue>, Problems> => {
  const queues = new Map<string, DeadLetterQueue>();
  const problems: StackFault[] = [];
  for (const parameter of Object.keys(parameters)
    .filter((name) => name.startsWith(deadLettersPrefix))
    .sort()) {
    const read = queueShape.safeParse(jsonIn(parameters[parameter] ?? ''));
    if (read.success) queues.set(parameter.slice(deadLettersPrefix.length), { queue: read.data.queue, source: read.data.source });
    else problems.push({ parameter, code: 'stack.parameter_malformed', message: 'write {"queue": "<URL>", "source": "<URL>"}' });
  }
  return problems.length === 0 ? ok(queues) : err(inStack(stack, problems));
};

interface StackFault {
  readonly parameter: string;
  readonly code: 'stack.parameter_missing' | 'stack.parameter_malformed';
  readonly message: string;
}

const missing = (parameter: string, message = 'the stack has no such parameter; deploy it again'): StackFault => ({
  parameter,
  code: 'stack.parameter_missing',
  message,
});

const faultOf = (parameter: string, { message, given }: { readonly message: string; readonly given: GivenEnv }): StackFault =>
  given[parameter] === undefined ? missing(parameter) : { parameter, code: 'stack.parameter_malformed', message };

const inStack = (stack: string, faults: readonly StackFault[]): Problems =>
  problemsOf(
    ...faults.map(({ parameter, code, message }): FileProblem => ({
      file: `${parametersPath(stack)}${parameter}`,
      line: null,
      column: null,
      code,
      message,
    })),
  );
