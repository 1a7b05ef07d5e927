import type { EmailAddress } from '../../domain/kernel/email-address.ts';
import type { RenderedMail } from '../../domain/kernel/mailer.ts';
import { asJson, openWire, type Wire, type WireAnswer, type WireRequest } from './wire-server.ts';

/** What Resend does to one request. Those that begin with `takes` have the mail, whatever they say. */
export const resendFaults = [
  'takes',
  'too-many',
  'too-many-until',
  'too-many-reset',
  'breaks',
  'bad-gateway',
  'unavailable',
  'unavailable-until',
  'silence',
  'reset',
  'takes-then-silence',
  'takes-then-reset',
  'takes-then-breaks',
  'takes-then-html',
  'takes-then-cut',
  'takes-then-empty',
  'takes-then-null',
  'html',
  'concurrent',
  'redirect',
] as const;
/** These say no for good, or until somebody does something. */
export const resendRefusals = ['invalid', 'blocked-html', 'no-such-page', 'null-error', 'unverified', 'quota', 'strange-conflict'] as const;
export type ResendFault = (typeof resendFaults)[number] | (typeof resendRefusals)[number];

export interface ResendWire extends Wire {
  /** What goes out, once for each key. */
  readonly delivered: () => readonly RenderedMail[];
  /** Only this key is good from now on. */
  readonly rotate: (apiKey: string) => void;
  /** Attempt by attempt what happens; when it is used up, every mail is taken. */
  readonly suffer: (faults: readonly ResendFault[]) => void;
}

export const wireApiKey = 're_test_key';
export const retryAfterSeconds = 7;
/** An address that the server quotes wherever it can. */
export const quotedAddress = 'quoted@example.org';

/** The part of Resend that takes mails, as documented at https://resend.com/docs/api-reference/emails/send-email, with its keys and errors. */
export const openResendWire = async (): Promise<ResendWire> => {
  const taken = new Map<string, { readonly body: string; readonly id: string }>();
  let good = wireApiKey;
  let luck: ResendFault[] = [];

  const take = (key: string, body: string): WireAnswer => {
    const before = taken.get(key);
    if (before !== undefined && before.body !== body) return refused(409, 'invalid_idempotent_request');
    const id = before?.id ?? `mail-${String(taken.size + 1)}`;
    taken.set(key, { body, id });
    return asJson(200, { id });
  };

  const wire = await openWire(({ method, path, headers, body }: WireRequest) => {
    if (method !== 'POST' || path !== '/emails') return refused(404, 'not_found');
    if (headers['user-agent']?.startsWith('loop/') !== true) return refused(403, 'validation_error');
    if (headers['authorization'] !== `Bearer ${good}`) return refused(403, 'invalid_api_key');
    const key = headers['idempotency-key'] ?? '';
    if (key.length < 1 || key.length > 256) return refused(400, 'invalid_idempotency_key');
    const fault = luck.shift() ?? 'takes';
    return suffered(fault, () => take(key, body));
  });

  return {
    ...wire,
    delivered: () => [...taken.values()].map(({ body }) => mailIn(body)),
    rotate: (apiKey) => {
      good = apiKey;
    },
    suffer: (faults) => {
      luck = [...faults];
    },
  };
};

const suffered = (fault: ResendFault, take: () => WireAnswer): WireAnswer => {
  if (fault === 'takes') return take();
  if (fault.startsWith('takes-then-')) take();
  return ends[fault];
};

const refused = (status: number, name: string, headers: Readonly<Record<string, string>> = {}): WireAnswer =>
  asJson(status, { statusCode: status, name, message: `The mail to ${quotedAddress} is not taken.` }, headers);

const html = { 'content-type': 'text/html' };
const page = `<html><body>Bad day for ${quotedAddress}</body></html>`;

const ends: { readonly [Fault in Exclude<ResendFault, 'takes'>]: WireAnswer } = {
  'too-many': refused(429, 'rate_limit_exceeded'),
  'too-many-until': refused(429, 'rate_limit_exceeded', { 'retry-after': String(retryAfterSeconds) }),
  'too-many-reset': refused(429, 'rate_limit_exceeded', { 'ratelimit-remaining': '0', 'ratelimit-reset': String(retryAfterSeconds) }),
  breaks: refused(500, 'application_error'),
  'bad-gateway': { kind: 'answer', status: 502, headers: html, body: page },
  unavailable: { kind: 'answer', status: 503, headers: html, body: page },
  'unavailable-until': refused(503, 'application_error', { 'retry-after': String(retryAfterSeconds) }),
  silence: { kind: 'silence' },
  reset: { kind: 'reset' },
  'takes-then-silence': { kind: 'silence' },
  'takes-then-reset': { kind: 'reset' },
  'takes-then-breaks': refused(500, 'internal_server_error'),
  'takes-then-html': { kind: 'answer', status: 200, headers: html, body: page },
  'takes-then-cut': { kind: 'cut', status: 200, headers: { 'content-type': 'application/json' }, body: '{"id": "mail-' },
  'takes-then-empty': { kind: 'answer', status: 200, body: '' },
  'takes-then-null': { kind: 'answer', status: 200, headers: { 'content-type': 'application/json' }, body: 'null' },
  html: { kind: 'answer', status: 500, headers: html, body: page },
  concurrent: refused(409, 'concurrent_idempotent_requests'),
  redirect: { kind: 'answer', status: 308, headers: { location: '/elsewhere' }, body: '' },
  invalid: refused(422, 'missing_required_field'),
  'blocked-html': { kind: 'answer', status: 400, headers: html, body: page },
  'no-such-page': { kind: 'answer', status: 404, headers: html, body: page },
  'null-error': { kind: 'answer', status: 422, headers: { 'content-type': 'application/json' }, body: 'null' },
  unverified: refused(403, 'validation_error'),
  quota: refused(429, 'daily_quota_exceeded'),
  'strange-conflict': refused(409, 'something_new'),
};

const mailIn = (body: string): RenderedMail => {
  const { from, to, subject, html, text, headers } = JSON.parse(body) as {
    readonly from: string;
    readonly to: readonly string[];
    readonly subject: string;
    readonly html: string;
    readonly text: string;
    readonly headers: Readonly<Record<string, string>>;
  };
  return { from, to: to.join(', ') as EmailAddress, subject, html, text, headers };
};
