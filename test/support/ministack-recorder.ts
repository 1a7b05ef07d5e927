import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What somebody asked AWS for, and whether it was let. */
export interface RecordedCall {
  readonly accessKeyId: string;
  /** As IAM names them; a transaction is the actions of its parts. */
  readonly actions: readonly string[];
  readonly denied: boolean;
}

/** Hands calls on to an emulator, as they are and on this machine, and writes down who asked for what. */
export interface Recorder {
  readonly url: string;
  readonly calls: readonly RecordedCall[];
  readonly forwardTo: (url: string) => void;
  readonly close: () => Promise<void>;
}

export const startRecorder = async (): Promise<Recorder> => {
  const calls: RecordedCall[] = [];
  let to: URL | undefined;
  const server = createServer((incoming, outgoing) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const asked = Buffer.concat(parts);
      const { method = '', url = '', headers } = incoming;
      // The headers are signed, `host` among them, and stay as they are.
      // As whoever ends TLS before a service says it: policies of resources refuse everything else.
      const onwardHeaders = { ...headers, 'x-forwarded-proto': 'https' };
      const onward = request({ host: '127.0.0.1', port: to?.port, method, path: url, headers: onwardHeaders }, (answer) => {
        const answered: Buffer[] = [];
        answer.on('data', (part: Buffer) => answered.push(part));
        answer.on('end', () => {
          const body = Buffer.concat(answered);
          const denied = answer.statusCode !== 200 && body.includes('AccessDenied');
          calls.push({ accessKeyId: accessKeyOf(headers), actions: actionsOf({ method, url, headers, asked }), denied });
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers).end(body);
        });
      });
      onward.on('error', () => outgoing.destroy());
      onward.end(asked);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    calls,
    forwardTo: (url) => {
      to = new URL(url);
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

const accessKeyOf = ({ authorization = '' }: IncomingHttpHeaders): string => /Credential=([^/]+)\//.exec(authorization)?.[1] ?? 'nobody';

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly asked: Buffer;
}

/** By `x-amz-target` (AWS JSON), or by method and path (REST). What is not known here keeps its own words, so that it shows. */
const actionsOf = ({ method, url, headers, asked }: Asked): readonly string[] => {
  const target = String(headers['x-amz-target'] ?? '');
  const [api = '', operation = ''] = target.split('.');
  const service = Object.keys(services).find((each) => api.startsWith(each));
  if (service !== undefined) return operation === 'TransactWriteItems' ? partsOf(asked) : [`${services[service] ?? ''}:${operation}`];
  const path = url.split('?')[0] ?? '';
  if (/\/s3\/aws4_request/.test(headers.authorization ?? '')) return [s3Actions[method] ?? `${method} ${path}`];
  if (method === 'POST' && path === '/v2/email/outbound-emails') return ['ses:SendEmail'];
  if (method === 'POST' && /\/functions\/[^/]+\/invocations$/.test(path)) return ['lambda:InvokeFunction'];
  return [`${method} ${path} ${target}`];
};

/** Of objects: what the relay asks of its bucket. */
const s3Actions: Readonly<Record<string, string>> = { GET: 's3:GetObject', DELETE: 's3:DeleteObject' };

const services: Readonly<Record<string, string>> = {
  DynamoDB: 'dynamodb',
  secretsmanager: 'secretsmanager',
  AmazonSSM: 'ssm',
  AmazonSQS: 'sqs',
  AmazonEC2ContainerService: 'ecs',
};

/** A transaction needs the rights of its parts and none of its own (DynamoDB, "Using IAM with transactions"). */
const partsOf = (asked: Buffer): readonly string[] => {
  const { TransactItems } = JSON.parse(asked.toString()) as { readonly TransactItems: readonly Readonly<Record<string, unknown>>[] };
  const parts = TransactItems.flatMap((item) => Object.keys(item));
  return [...new Set(parts)].map((part) => (part === 'ConditionCheck' ? 'dynamodb:ConditionCheckItem' : `dynamodb:${part}Item`));
};
