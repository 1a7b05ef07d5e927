import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDynamoWire, failed, type DynamoWire } from './dynamo-wire.ts';
import { mailInMime } from './wire-mime.ts';

/** What a deployed Loop talks to, on this machine: DynamoDB, Secrets Manager, S3, SQS, open windows, Resend and SES, each as it speaks over HTTP. */
export interface AwsWire {
  readonly url: string;
  readonly dynamo: DynamoWire;
  readonly secrets: Map<string, string>;
  /** Objects of S3, by bucket and key: `bucket/folder/name`. */
  readonly objects: Map<string, Uint8Array>;
  /** What windows were sent, by the ids of their connections, in order; those in `gone` are closed. */
  readonly windows: { readonly told: Map<string, readonly unknown[]>; readonly gone: Set<string> };
  /** What queues were given. */
  readonly queued: readonly { readonly QueueUrl: string; readonly MessageBody: string; readonly DelaySeconds?: number }[];
  /** Mails that Resend was given, once for each key, and all that SES was given, in order. */
  readonly mails: readonly WireMail[];
  /** How often each key was given, the repeated ones too. */
  readonly givenKeys: readonly string[];
  /** Set by a test: what the named service answers instead. */
  readonly faults: { dynamo?: Fault | undefined; resend?: Fault | undefined; secrets?: Fault | undefined; s3?: XmlFault | undefined };
  readonly close: () => Promise<void>;
}
export type Fault = () =>
  { readonly status: number; readonly body: object; readonly headers?: Readonly<Record<string, string>> } | undefined;
/** An error of S3, in its words. */
export type XmlFault = () => { readonly status: number; readonly code: string; readonly message: string };
export interface WireMail {
  readonly key: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export const wireTables = { users: 'test-users', surveys: 'test-surveys', matches: 'test-matches', relays: 'test-relays' } as const;

export interface AwsWireOptions {
  /** Where a real DynamoDB answers in place of ours. */
  readonly dynamoAt?: string | undefined;
  /** The tables that there are. */
  readonly tables?: readonly string[];
}

export const startAwsWire = async ({ dynamoAt, tables = Object.values(wireTables) }: AwsWireOptions = {}): Promise<AwsWire> => {
  const dynamo = createDynamoWire(tables);
  const secrets = new Map<string, string>();
  const objects = new Map<string, Uint8Array>();
  const mails: WireMail[] = [];
  const givenKeys: string[] = [];
  const windows = { told: new Map<string, readonly unknown[]>(), gone: new Set<string>() };
  const queued: AwsWire['queued'][number][] = [];
  const faults: AwsWire['faults'] = {};
  const answer = async (request: IncomingMessage): Promise<ReturnType<NonNullable<Fault>> & object> => {
    const text = await textOf(request);
    const [service = '', operation = ''] = String(request.headers['x-amz-target'] ?? '').split('.');
    if (service.startsWith('DynamoDB')) {
      const fault = faults.dynamo?.();
      if (fault !== undefined) return fault;
      return dynamoAt === undefined ? dynamo.answer(operation, JSON.parse(text) as never) : handedOn(dynamoAt, request, text);
    }
    if (service === 'secretsmanager') {
      const fault = faults.secrets?.();
      if (fault !== undefined) return fault;
      const { SecretId } = JSON.parse(text) as { readonly SecretId: string };
      const SecretString = secrets.get(SecretId);
      return SecretString === undefined ? failed('ResourceNotFoundException') : { status: 200, body: { Name: SecretId, SecretString } };
    }
    if (operation === 'SendMessage') return answerForQueue(queued, JSON.parse(text) as never);
    const window = /^\/(?:%40|@)connections\/(.+)$/.exec(request.url ?? '')?.[1];
    if (window !== undefined) return answerForWindow(windows, request, { id: decodeURIComponent(window), text });
    if (request.url === '/v2/email/outbound-emails') {
      const { Content } = JSON.parse(text) as { readonly Content: { readonly Raw: { readonly Data: string } } };
      const { to, subject, text: words } = mailInMime(Buffer.from(Content.Raw.Data, 'base64').toString('utf8'));
      mails.push({ key: `ses-${String(mails.length)}`, to, subject, text: words });
      return { status: 200, body: { MessageId: mails.at(-1)?.key } };
    }
    if (request.url !== '/emails') return { status: 404, body: {} };
    const key = String(request.headers['idempotency-key']);
    givenKeys.push(key);
    const fault = faults.resend?.();
    if (fault !== undefined) return fault;
    const { to, subject, text: words } = JSON.parse(text) as { to: string | readonly string[]; subject: string; text: string };
    if (!mails.some((mail) => mail.key === key)) mails.push({ key, to: String(to), subject, text: words });
    return { status: 200, body: { id: `mail-${String(mails.length)}` } };
  };
  const server = createServer((request, response) => {
    if (isOfS3(request)) {
      answerForS3(objects, { request, response, fault: faults.s3 });
      return;
    }
    void answer(request).then(({ status, body, headers = {} }) => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0', ...headers });
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    dynamo,
    secrets,
    objects,
    windows,
    queued,
    mails,
    givenKeys,
    faults,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const answerForQueue = (queued: AwsWire['queued'][number][], given: AwsWire['queued'][number]) => {
  queued.push(given);
  // The client compares it with its own.
  const MD5OfMessageBody = createHash('md5').update(given.MessageBody).digest('hex');
  return { status: 200, body: { MessageId: `message-${String(queued.length)}`, MD5OfMessageBody } };
};

const answerForWindow = (
  { told, gone }: AwsWire['windows'],
  { method }: IncomingMessage,
  { id, text }: { readonly id: string; readonly text: string },
) => {
  if (gone.has(id)) return { status: 410, body: {}, headers: { 'x-amzn-errortype': 'GoneException' } };
  if (method === 'DELETE') gone.add(id);
  else told.set(id, [...(told.get(id) ?? []), JSON.parse(text) as unknown]);
  return { status: 200, body: {} };
};

const isOfS3 = ({ headers }: IncomingMessage): boolean => /\/s3\/aws4_request/.test(headers.authorization ?? '');

interface AskedOfS3 {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly fault: XmlFault | undefined;
}

const answerForS3 = (objects: Map<string, Uint8Array>, { request: { method, url = '' }, response, fault }: AskedOfS3): void => {
  const refuse = ({ status, code, message }: ReturnType<XmlFault>): void => {
    response.writeHead(status, { 'content-type': 'application/xml' });
    response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`);
  };
  const path = decodeURIComponent(url.split('?')[0] ?? '').slice(1);
  const bytes = objects.get(path);
  if (fault !== undefined) refuse(fault());
  else if (method === 'DELETE') {
    objects.delete(path);
    response.writeHead(204).end();
  } else if (bytes === undefined) refuse({ status: 404, code: 'NoSuchKey', message: 'none' });
  else response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
};

const handedOn = async (
  to: string,
  { headers }: IncomingMessage,
  body: string,
): Promise<{ readonly status: number; readonly body: object }> => {
  const passed = ['authorization', 'content-type', 'x-amz-target', 'x-amz-date'].map((name) => [name, String(headers[name])] as const);
  const response = await fetch(to, { method: 'POST', headers: Object.fromEntries(passed), body });
  return { status: response.status, body: (await response.json()) as object };
};

const textOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
};
