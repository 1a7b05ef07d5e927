import type { RenderedMail } from '../../domain/kernel/mailer.ts';
import { mailInMime } from './wire-mime.ts';
import { asJson, openWire, type Wire, type WireAnswer } from './wire-server.ts';

/** What SES does to one request; the names are those of its errors. Those that begin with `takes` have the mail, whatever they say. */
export type SesFault =
  | 'takes'
  | 'takes-then-silence'
  | 'takes-then-reset'
  | 'takes-then-cut'
  | 'takes-then-html'
  | 'takes-then-empty'
  | 'breaks'
  | 'unavailable'
  | `${number} ${string}`;

export interface SesWire extends Wire {
  readonly delivered: () => readonly RenderedMail[];
  /** Each mail as it travelled. */
  readonly sources: () => readonly string[];
  readonly suffer: (faults: readonly SesFault[]) => void;
}

/** `SendEmail` of SES v2 with a raw message, as it is spoken over HTTP (REST JSON). */
export const openSesWire = async (): Promise<SesWire> => {
  const sources: string[] = [];
  let luck: SesFault[] = [];
  const wire = await openWire(({ method, path, body }) => {
    if (method !== 'POST' || path !== '/v2/email/outbound-emails') return failed(404, 'NotFoundException');
    const fault = luck.shift() ?? 'takes';
    if (fault.startsWith('takes')) {
      const { Content } = JSON.parse(body) as { readonly Content: { readonly Raw: { readonly Data: string } } };
      sources.push(Buffer.from(Content.Raw.Data, 'base64').toString('utf8'));
    }
    return ended(fault);
  });
  return {
    ...wire,
    delivered: () => sources.map(mailInMime),
    sources: () => sources,
    suffer: (faults) => {
      luck = [...faults];
    },
  };
};

const ended = (fault: SesFault): WireAnswer => {
  switch (fault) {
    case 'takes':
      return asJson(200, { MessageId: '010201-test' });
    case 'takes-then-silence':
      return { kind: 'silence' };
    case 'takes-then-reset':
      return { kind: 'reset' };
    case 'takes-then-cut':
      return { kind: 'cut', status: 200, headers: { 'content-type': 'application/json' }, body: '{"MessageId": "0' };
    case 'takes-then-html':
      return { kind: 'answer', status: 200, headers: { 'content-type': 'text/html' }, body: '<html></html>' };
    case 'takes-then-empty':
      return asJson(200, {});
    case 'breaks':
      return failed(500, 'InternalServiceErrorException');
    case 'unavailable':
      return { kind: 'answer', status: 503, headers: { 'content-type': 'text/html' }, body: '<html></html>' };
    default: {
      const [status = '', name = '', ...message] = fault.split(' ');
      return failed(Number(status), name, message.join(' '));
    }
  }
};

const failed = (status: number, name: string, message = 'The mail to quoted@example.org is not taken.'): WireAnswer =>
  asJson(status, { message }, { 'x-amzn-errortype': name });
