import { ConditionalCheckFailedException, GetItemCommand, PutItemCommand, ScanCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import type {
  PageOfMessages,
  RefusalAnswer,
  SentAnswer,
  ServerFrame,
  ThreadList,
  TicketAnswer,
  UploadAnswer,
} from '../../../adapters/http/contract.ts';
import { inTime } from '../../../adapters/dynamodb/keys.ts';
import { schema } from '../../../adapters/dynamodb/sdk-rows.ts';
import { openingMs } from '../../../domain/relay/chat/limits.ts';
import type { Instant } from '../../../domain/kernel/instant.ts';
import type { Browser } from '../../support/browse.ts';
import { type ChatWindow, openWindow } from '../../support/chat-windows.ts';
import type { LivedStack } from './lived-stack.ts';

/** What the page of the chat asks for, in the name of who is signed in there. */
export interface ChatPage {
  readonly thread: string;
  readonly messages: (after?: number) => Promise<PageOfMessages>;
  readonly ticket: () => Promise<TicketAnswer>;
  /** With a ticket of its own. */
  readonly open: () => Promise<ChatWindow>;
  readonly send: (
    message: { readonly id: string; readonly text: string } | { readonly id: string; readonly voice: string },
  ) => Promise<SentAnswer & RefusalAnswer>;
  readonly askForUpload: (mediaType: string, bytes: number) => Promise<UploadAnswer>;
  /** Where the file of a message is led to. */
  readonly fileOf: (seq: number, file: string) => Promise<string>;
}

const api = '/chat/api/';
/** As the script of a page of ours asks. */
const ours = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };

/** The one thread that a member has. */
export const chatOf = async (stack: LivedStack, browser: Browser): Promise<ChatPage> => {
  const ask = async <Answer>(path: string): Promise<Answer> =>
    (await (await browser.send(`${api}${path}`, { headers: ours })).json()) as Answer;
  const tell = async <Answer>(path: string, body: object): Promise<Answer> =>
    (await (await browser.send(`${api}${path}`, { method: 'POST', headers: ours, body: JSON.stringify(body) })).json()) as Answer;
  const { threads } = await ask<ThreadList>('threads');
  const thread = threads[0]?.thread ?? '';
  const of = `threads/${encodeURIComponent(thread)}`;
  const ticket = () => tell<TicketAnswer>('tickets', {});
  return {
    thread,
    ticket,
    messages: (after = 0) => ask(`${of}/messages?after=${String(after)}`),
    open: async () => openWindow((await ticket()).url, { origin: originOf(stack) }),
    send: (message) => tell(`${of}/messages`, message),
    askForUpload: (mediaType, bytes) => tell(`${of}/voice`, { mediaType, bytes }),
    fileOf: async (seq, file) =>
      (await browser.send(`${api}${of}/messages/${String(seq)}/${file}`, { headers: ours })).headers.get('location') ?? '',
  };
};

/** Of the pages, as the distribution shows them. */
export const originOf = ({ outputs }: Pick<LivedStack, 'outputs'>): string => new URL(String(outputs['baseUrl'])).origin;

/** The next frame of a kind, whatever comes before it. */
export const heard = async <Type extends ServerFrame['type']>(
  window: ChatWindow,
  type: Type,
): Promise<Extract<ServerFrame, { type: Type }>> => {
  for (;;) {
    const frame = await window.next();
    if (frame.type === type) return frame as Extract<ServerFrame, { type: Type }>;
  }
};

/** Hands a file over as a browser does, with the form that it was given. What the bucket answered. */
export const handOver = async ({ url, fields }: UploadAnswer['form'], file: Uint8Array, mediaType: string): Promise<number> => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([Buffer.from(file)], { type: mediaType }), 'voice');
  return (await fetch(url, { method: 'POST', body: form })).status;
};

const queueOf = ({ made }: LivedStack): string => made('aws:sqs/queue:Queue', 'chat-missed').id;

/** How many messages SQS keeps back. */
export const keptBack = async (stack: LivedStack): Promise<number> => {
  const names = ['ApproximateNumberOfMessagesDelayed'] as const;
  const { Attributes } = await stack.clients.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueOf(stack), AttributeNames: [...names] }),
  );
  return Number(Attributes?.ApproximateNumberOfMessagesDelayed);
};

/** Lets the two minutes be over, after which it is decided whether a mail goes out: in the row, which is the truth. Nobody waits in a test. */
export const letAwayBeOver = async ({ clients, made }: LivedStack, conversationId: string): Promise<void> => {
  const TableName = made('aws:dynamodb/table:Table', 'relays').id;
  const past = Date.now() - 1_000;
  const { Items = [] } = await clients.dynamo.send(new ScanCommand({ TableName }));
  const heads = Items.filter(({ sk, body }) => sk?.S === 'head' && body?.M?.['conversationId']?.S === conversationId);
  for (const { pk, sk } of heads)
    for (const side of ['a', 'b'])
      await clients.dynamo
        .send(
          new UpdateItemCommand({
            TableName,
            Key: { pk: pk ?? { S: '' }, sk: sk ?? { S: '' } },
            UpdateExpression: 'SET #body.#side.#missed.#dueAt = :past, #list = :due',
            ConditionExpression: 'attribute_exists(#body.#side.#missed)',
            ExpressionAttributeNames: { '#body': 'body', '#side': side, '#missed': 'missed', '#dueAt': 'dueAt', '#list': schema.indexSk },
            ExpressionAttributeValues: { ':past': { N: String(past) }, ':due': { S: inTime(past as Instant, conversationId) } },
          }),
        )
        .catch((error: unknown) => {
          if (!(error instanceof ConditionalCheckFailedException)) throw error;
        });
};

/** As the message that was kept back would. */
export const haveLookedAt = async (stack: LivedStack, conversationId: string): Promise<void> => {
  await stack.clients.sqs.send(new SendMessageCommand({ QueueUrl: queueOf(stack), MessageBody: JSON.stringify({ conversationId }) }));
};

/** Files of chats that we keep. */
export const keptFiles = async ({ clients, made }: LivedStack): Promise<readonly string[]> => {
  const Bucket = made('aws:s3/bucket:Bucket', 'chat-files').id;
  const { Contents = [] } = await clients.s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'kept/' }));
  return Contents.map(({ Key = '' }) => Key);
};

/** Beside a window that is open, another of the same session that the API knows nothing of. Whether it still counts as open. */
export const leaveStaleWindow = async ({ clients: { dynamo }, made }: LivedStack): Promise<() => Promise<boolean>> => {
  const TableName = made('aws:dynamodb/table:Table', 'relays').id;
  const { Items = [] } = await dynamo.send(new ScanCommand({ TableName }));
  const id = 'stale0';
  const ofMember = Items.find(({ pk }) => pk?.S?.startsWith('connections#'));
  if (ofMember?.['body']?.M === undefined) throw new Error('no window is open');
  // One that was opened a moment ago counts as one that is still being opened.
  const openedAt = { N: String(Date.now() - 2 * openingMs) };
  const body = { M: { ...ofMember['body'].M, id: { S: id }, openedAt } };
  const key = { pk: ofMember['pk'] ?? { S: '' }, sk: { S: id } };
  for (const each of [key, { pk: { S: `connection#${id}` }, sk: { S: 'connection' } }])
    await dynamo.send(new PutItemCommand({ TableName, Item: { ...ofMember, ...each, body } }));
  return async () => (await dynamo.send(new GetItemCommand({ TableName, Key: key }))).Item !== undefined;
};
