import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

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
          calls.push({ accessKeyId: accessKeyOf({ url, headers, asked }), actions: actionsOf({ method, url, headers, asked }), denied });
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers).end(body);
        });
      });
      onward.on('error', () => outgoing.destroy());
      onward.end(asked);
    });
  }).listen(0, '127.0.0.1');
  // Windows of WebSockets, which are nobody's of AWS: both ways, as they are.
  const windows = new Set<Socket>();
  server.on('upgrade', ({ method = '', url = '', rawHeaders }, window: Socket, head) => {
    const onward = connect(Number(to?.port), '127.0.0.1');
    const lines = rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${rawHeaders[index + 1] ?? ''}`] : []));
    onward.write([`${method} ${url} HTTP/1.1`, ...lines, '', ''].join('\r\n'));
    onward.write(head);
    for (const [one, other] of [[window, onward] as const, [onward, window] as const]) {
      windows.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        windows.delete(one);
        other.destroy();
      });
    }
  });
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    calls,
    forwardTo: (url) => {
      to = new URL(url);
    },
    close: async () => {
      server.closeAllConnections();
      for (const window of windows) window.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};

/** Of who signed: in a header, in a link, or in a form that a browser hands a file over with. */
const accessKeyOf = ({ url, headers, asked }: Omit<Asked, 'method'>): string =>
  /Credential=([^/]+)\//.exec(headers.authorization ?? '')?.[1] ??
  /X-Amz-Credential=([^%/]+)/.exec(url)?.[1] ??
  (isForm(headers) ? /name="X-Amz-Credential"\s+([^/\s]+)\//i.exec(asked.toString('latin1'))?.[1] : undefined) ??
  'nobody';

const isForm = (headers: IncomingHttpHeaders): boolean => headers['content-type']?.startsWith('multipart/form-data') === true;

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
  if (isForm(headers)) return ['s3:PutObject'];
  if (url.includes('list-type=2')) return ['s3:ListBucket'];
  if (/(\/|%2F)s3(\/|%2F)aws4_request/.test(headers.authorization ?? url)) return [s3Actions[method] ?? `${method} ${path}`];
  if (path.includes('/@connections/')) return ['execute-api:ManageConnections'];
  if (method === 'POST' && path === '/v2/email/outbound-emails') return ['ses:SendEmail'];
  if (method === 'POST' && /\/functions\/[^/]+\/invocations$/.test(path)) return ['lambda:InvokeFunction'];
  return [`${method} ${path} ${target}`];
};

/** Of objects: what the relay asks of its bucket, and the chat of its own. */
const s3Actions: Readonly<Record<string, string>> = { GET: 's3:GetObject', PUT: 's3:PutObject', DELETE: 's3:DeleteObject' };

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
