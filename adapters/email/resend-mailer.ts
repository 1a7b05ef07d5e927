import { createHash } from 'node:crypto';
import { type ErrorResponse, Resend, type Response as Answer } from 'resend';
import * as z from 'zod';
import { hourMs, minuteMs, secondMs } from '../../domain/kernel/instant.ts';
import type { Mailer, MailOutcome, RenderedMail } from '../../domain/kernel/mailer.ts';
import { type Secret, SecretUnread } from '../config/secret.ts';
import { keyPart } from '../dynamodb/keys.ts';
import { retryAfterMs } from './retry-after.ts';
import { wasNotReached } from './unreached.ts';

export interface ResendOptions {
  readonly key: KeySource;
  readonly baseUrl?: string | undefined;
  readonly version: string;
  /** No request waits longer for its answer. */
  readonly deadlineMs: number;
}

/** A key, and the key after it was refused: another one, where it was rotated. */
export interface KeySource {
  readonly read: () => Promise<Secret>;
  readonly refresh: () => Promise<Secret>;
}

/**
 * Mails through Resend (https://resend.com/docs/api-reference/emails/send-email). A key of ours is its `Idempotency-Key`, which it knows
 * for 24 hours: the same body is then answered again without being sent, another body is refused as `mail.key_reused`. Codes hold the name
 * of Resend's error (https://resend.com/docs/api-reference/errors) and never its message, which may quote an address.
 *
 * A wrong key is read anew once. Where it stays wrong, where the sender's domain is not verified, and where a quota is used up, no mail is
 * at fault: the mailer is `closed`. Throws where nobody knows whether a mail was taken: no answer in time, a 5xx but 503, or no sense.
 */
export const createResendMailer = (options: ResendOptions): Mailer => {
  const send = sendOver(options);
  return {
    honoursKeys: true,
    send: async (mail, key) => {
      try {
        const secret = await options.key.read();
        const outcome = await send(secret, mail, key);
        if (!isKeyRefused(outcome)) return outcome;
        const fresh = await options.key.refresh();
        return fresh.reveal() === secret.reveal() ? outcome : await send(fresh, mail, key);
      } catch (error) {
        if (error instanceof SecretUnread) return error.code === 'secret.unavailable' ? { kind: 'try_later' } : closed(error.code);
        // No connection, so nothing was sent.
        if (wasNotReached(error)) return { kind: 'try_later' };
        throw error;
      }
    },
  };
};

const isKeyRefused = (outcome: MailOutcome): boolean => outcome.kind === 'try_later' && outcome.closed === keyRefused;
const keyRefused = 'mail.key_refused';

const defaultBaseUrl = 'https://api.resend.com';

const sendOver =
  ({ baseUrl = defaultBaseUrl, version, deadlineMs }: ResendOptions) =>
  async (secret: Secret, mail: RenderedMail, key: string): Promise<MailOutcome> => {
    const apiKey = secret.reveal().trim();
    // What cannot stand in a header would be quoted in the error that says so.
    if (!/^[\x21-\x7e]+$/.test(apiKey)) return closed(keyRefused);
    const resend = new Resend(apiKey, { baseUrl, userAgent: `loop/${version}` });
    // The package's own answers alike to a refused connection, a lost answer and one that is cut off; and it takes the status from the body.
    resend.fetchRequest = async <T>(path: string, init: RequestInit = {}): Promise<Answer<T>> => fetched<T>(`${baseUrl}${path}`, init);
    const { data, error, headers } = await resend.emails.send(bodyOf(mail), {
      idempotencyKey: idempotencyKey(key),
      signal: AbortSignal.timeout(deadlineMs),
    });
    if (error !== null) return refusalOf(error, (name) => headers?.[name] ?? null);
    if (!acceptedSchema.safeParse(data).success) throw new AnswerUnreadable('an answer of success without the id of a mail');
    return { kind: 'accepted' };
  };

/** The same mail makes the same bytes: Resend compares them. */
const bodyOf = ({ to, from, subject, html, text, headers, kind }: RenderedMail) => ({
  from,
  to: [to],
  subject,
  html,
  text,
  headers: { ...headers },
  ...(kind === undefined ? {} : { tags: [{ name: 'kind', value: kind }] }),
});

/** 1 to 256 characters that a header can hold; different keys stay different. */
export const idempotencyKey = (key: string): string => {
  const written = keyPart(key);
  return written.length <= keyCharsMax ? written : `sha256-${createHash('sha256').update(key).digest('hex')}`;
};
const keyCharsMax = 256;

const acceptedSchema = z.object({ id: z.string().min(1) });
const refusedSchema = z.object({ name: z.string().regex(/^[a-z][a-z0-9_]{0,59}$/) });

/** As the package answers, but with the status that came; whatever keeps an answer from coming is thrown. */
const fetched = async <T>(url: string, init: RequestInit): Promise<Answer<T>> => {
  // A redirect would carry the mail to whoever it names.
  const response = await fetch(url, { ...init, redirect: 'manual' });
  const headers = Object.fromEntries(response.headers.entries());
  const body = parsed(await response.text());
  if (response.ok) return { data: body as T, error: null, headers };
  const refused = refusedSchema.safeParse(body);
  const name = (refused.success ? refused.data.name : unnamed) as ErrorResponse['name'];
  return { data: null, error: { name, statusCode: response.status, message: '' }, headers };
};

const unnamed = '';

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

const refusalOf = ({ name, statusCode: status }: ErrorResponse, header: (name: string) => string | null): MailOutcome => {
  const said: string = name;
  const afterMs = retryAfterMs(header);
  const statusCode = status ?? 0;
  switch (statusCode) {
    case 401:
      return closed(keyRefused, afterMs);
    case 403:
      return closed(said === 'invalid_api_key' ? keyRefused : senderRefused, afterMs);
    case 404:
    case 405:
      return closed('mail.provider_not_found', afterMs);
    case 409:
      if (said === 'invalid_idempotent_request') return { kind: 'refused', code: 'mail.key_reused' };
      if (said === 'concurrent_idempotent_requests') return { kind: 'try_later', afterMs: afterMs ?? secondMs };
      throw new AnswerUnreadable('a conflict of an unknown kind');
    case 429:
      if (said.endsWith('quota_exceeded')) return closed('mail.quota_used_up', afterMs ?? hourMs);
      return { kind: 'try_later', afterMs: afterMs ?? secondMs };
    // RFC 9110, 15.6.4: it is not able to handle the request at present.
    case 503:
      return { kind: 'try_later', afterMs };
    default:
      if (said === 'invalid_from_address') return closed(senderRefused, afterMs);
      if (statusCode >= 400 && statusCode < 500 && said !== unnamed) return { kind: 'refused', code: `resend.${said}` };
      throw new AnswerUnreadable(`an answer of status ${String(statusCode)}`);
  }
};

const senderRefused = 'mail.sender_refused';

const closed = (code: string, afterMs = closedForMs): MailOutcome => ({ kind: 'try_later', afterMs, closed: code });
/** An operator needs longer than that, and asking costs one request. */
const closedForMs = minuteMs;

class AnswerUnreadable extends Error {
  override readonly name = 'AnswerUnreadable';
}
