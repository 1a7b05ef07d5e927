import type {
  MarkBody,
  Marks,
  Message,
  PageOfMessages,
  RefusalAnswer,
  SendBody,
  ThreadList,
  TicketAnswer,
  UploadAnswer,
  UploadBody,
} from '../../adapters/http/contract.ts';
import { messagesPage } from './limits.ts';
import type { Ask } from './needs.ts';
import type { Asked } from './thread-state.ts';

/** `unreachable`: no answer, none that makes sense, or that of a server in trouble; it may have been done all the same. */
export type Answer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'refused'; readonly refusal: RefusalAnswer }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'signed_out' };

/** The server's routes for the chat, as `contract.ts` lists them. */
export interface Api {
  readonly threads: () => Promise<Answer<ThreadList>>;
  readonly messages: (thread: string, asked: Asked) => Promise<Answer<PageOfMessages>>;
  readonly send: (thread: string, body: SendBody) => Promise<Answer<Message>>;
  readonly mark: (thread: string, body: MarkBody) => Promise<Answer<Marks>>;
  readonly upload: (thread: string, body: UploadBody) => Promise<Answer<UploadAnswer>>;
  readonly ticket: () => Promise<Answer<TicketAnswer>>;
}

/** `box`: whose page this is. Whoever else is signed in in this browser by now gets no answer, and nothing is sent in their name. */
export const makeApi = ({ ask, box }: { readonly ask: Ask; readonly box: string | undefined }): Api => {
  const whose = box === undefined ? '' : `member=${encodeURIComponent(box)}`;
  const call = async <T>(path: string, body?: unknown): Promise<Answer<T>> => {
    const answer = await ask(`/chat/api${path}${path.includes('?') ? '&' : '?'}${whose}`, body);
    if (answer === undefined) return { kind: 'unreachable' };
    const { status, json } = answer;
    if (status === 401) return { kind: 'signed_out' };
    if (status >= 200 && status < 300 && isObject(json)) return { kind: 'ok', value: json as T };
    // A fault of the server is over some time; what it says of it is for pages with a form.
    if (status < 500 && isRefusal(json)) return { kind: 'refused', refusal: json };
    return { kind: 'unreachable' };
  };
  const of = (thread: string): string => `/threads/${encodeURIComponent(thread)}`;
  return {
    threads: async () => call('/threads'),
    messages: async (thread, asked) => call(`${of(thread)}/messages${queryOf(asked)}`),
    send: async (thread, body) => call(`${of(thread)}/messages`, body),
    mark: async (thread, body) => call(`${of(thread)}/marks`, body),
    upload: async (thread, body) => call(`${of(thread)}/voice`, body),
    ticket: async () => call('/tickets', {}),
  };
};

/** Where a file of a message is: `voice`, `html`, or its place among the files of a mail. */
export const fileUrl = (thread: string, seq: number, file: 'voice' | 'html' | number): string =>
  `/chat/api/threads/${encodeURIComponent(thread)}/messages/${String(seq)}/${String(file)}`;

const queryOf = (asked: Asked): string => {
  const limit = `limit=${String(messagesPage)}`;
  return asked.kind === 'newest' ? `?${limit}` : `?${asked.kind}=${String(asked.seq)}&${limit}`;
};

const isObject = (json: unknown): boolean => typeof json === 'object' && json !== null;

const isRefusal = (json: unknown): json is RefusalAnswer =>
  typeof json === 'object' && json !== null && 'code' in json && 'message' in json && typeof json.message === 'string';
