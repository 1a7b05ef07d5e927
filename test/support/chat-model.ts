import type {
  ClientFrame,
  Marks,
  Message,
  PageOfMessages,
  SendBody,
  ServerFrame,
  ThreadInList,
  UploadBody,
} from '../../adapters/http/contract.ts';

/** A server of chats as `contract.ts` promises it, for tests of the page: one conversation of two, in memory. */
export interface ChatModel {
  readonly thread: string;
  readonly listOf: (side: Side) => { readonly threads: readonly ThreadInList[]; readonly name: string };
  readonly page: (
    side: Side,
    asked: { readonly after?: number | undefined; readonly before?: number | undefined; readonly limit: number },
  ) => PageOfMessages;
  readonly send: (side: Side, body: SendBody) => Sent;
  /** What a mail that was passed on leaves here. */
  readonly mail: (from: Side, content: Extract<Message['content'], { kind: 'mail' }>) => void;
  readonly mailed: (to: Side) => void;
  readonly frame: (window: Window, frame: ClientFrame) => void;
  readonly upload: (body: UploadBody) => string;
  readonly setState: (state: ThreadInList['state']) => void;
  readonly connect: (window: Window) => void;
  readonly disconnect: (window: Window) => void;
  readonly messages: (side: Side) => readonly Message[];
}
export type Side = 'a' | 'b';
export interface Window {
  readonly side: Side;
  readonly push: (frame: ServerFrame) => void;
}
type Sent = { readonly ok: true; readonly message: Message } | { readonly ok: false; readonly code: string; readonly message: string };
interface Stored {
  readonly seq: number;
  readonly id: string;
  readonly from: Side;
  readonly at: number;
  readonly content: Message['content'];
}

interface Desk {
  readonly now: () => number;
  readonly stored: Stored[];
  readonly windows: Set<Window>;
  readonly far: Readonly<Record<Side, { delivered: number; read: number; mailed: number }>>;
  readonly uploads: Map<string, UploadBody>;
  state: ThreadInList['state'];
}
const thread = 'conversation-1';

export const makeChatModel = ({
  now,
  names,
}: {
  readonly now: () => number;
  readonly names: Readonly<Record<Side, string>>;
}): ChatModel => {
  const far = { a: { delivered: 0, read: 0, mailed: 0 }, b: { delivered: 0, read: 0, mailed: 0 } };
  const desk: Desk = { now, stored: [], windows: new Set(), far, uploads: new Map(), state: 'open' };
  const { stored, uploads, windows } = desk;
  return {
    thread,
    page: (side, asked) => pageOf(desk, side, asked),
    send: (side, body) => send(desk, { from: side }, body),
    mail: (from, content) => void add(desk, { from }, { id: `mail-${String(stored.length)}`, content }),
    mailed: (to) => {
      far[to].mailed = stored.length;
      tell(desk, (side) => ({ type: 'marks', thread, ...marksOf(desk, side) }));
    },
    listOf: (side) => {
      const unread = stored.filter(({ from, seq }) => from !== side && seq > far[side].read).length;
      const about = { thread, week: '2026-W47', introducedAt: 1_795_000_000_000 as ThreadInList['introducedAt'], isShared: false };
      const view = { ...about, partnerName: names[other(side)], state: desk.state, unread, ...pageOf(desk, side, { limit: 1 }) };
      return { name: names[side], threads: [view] };
    },
    frame: (window, frame) => framed(desk, window, frame),
    upload: (body) => {
      const voice = `voice-${String(uploads.size)}`;
      uploads.set(voice, body);
      return voice;
    },
    setState: (next) => {
      desk.state = next;
      tell(desk, () => ({ type: 'changed', thread }));
    },
    connect: (window) => void windows.add(window),
    disconnect: (window) => void windows.delete(window),
    messages: (side) => stored.map((each) => viewOf(side, each)),
  };
};

const other = (side: Side): Side => (side === 'a' ? 'b' : 'a');

const viewOf = (side: Side, { from, at, ...rest }: Stored): Message => ({ ...rest, at: at as Message['at'], mine: from === side });

const marksOf = ({ far }: Desk, side: Side): Marks => ({ mine: { read: far[side].read }, partner: { ...far[other(side)] } });

const tell = ({ windows }: Desk, frameFor: (side: Side) => ServerFrame, but?: Window): void => {
  for (const window of windows) if (window !== but) window.push(frameFor(window.side));
};

interface From {
  readonly from: Side;
  /** Is answered, not told. */
  readonly window?: Window;
}

const add = (desk: Desk, { from, window }: From, { id, content }: Pick<Message, 'id' | 'content'>): Stored => {
  const message = { seq: desk.stored.length + 1, id, from, at: desk.now(), content };
  desk.stored.push(message);
  tell(desk, (side) => ({ type: 'message', thread, message: viewOf(side, message) }), window);
  return message;
};

const send = (desk: Desk, by: From, body: SendBody): Sent => {
  const { from } = by;
  const known = desk.stored.find((each) => each.from === from && each.id === body.id);
  if (known !== undefined) return { ok: true, message: viewOf(from, known) };
  if (desk.state === 'ended' || desk.state === 'expired')
    return { ok: false, code: 'chat.closed', message: 'Nothing can be written here any more.' };
  if ('text' in body)
    return { ok: true, message: viewOf(from, add(desk, by, { id: body.id, content: { kind: 'text', text: body.text } })) };
  const upload = desk.uploads.get(body.voice);
  if (upload === undefined)
    return { ok: false, code: 'chat.upload_unknown', message: 'That recording is not there any more. Record it again.' };
  const content = { kind: 'voice', ...upload, durationMs: 3_000 } as const;
  return { ok: true, message: viewOf(from, add(desk, by, { id: body.id, content })) };
};

const pageOf = (desk: Desk, side: Side, { after, before, limit }: Parameters<ChatModel['page']>[1]): PageOfMessages => {
  const all = desk.stored.map((each) => viewOf(side, each));
  const behind = all.filter(({ seq }) => seq > (after ?? 0)).slice(0, limit);
  const messages = after === undefined ? all.filter(({ seq }) => seq < (before ?? Infinity)).slice(-limit) : behind;
  return { messages, lastSeq: desk.stored.length, marks: marksOf(desk, side) };
};

const framed = (desk: Desk, window: Window, frame: ClientFrame): void => {
  const { side } = window;
  const pong = { type: 'pong', at: desk.now() as Message['at'] } as const;
  if (frame.type === 'ping') window.push(pong);
  if (frame.type === 'typing') tell(desk, (to) => (to === side ? pong : { type: 'typing', thread }), window);
  if (frame.type === 'mark') {
    const far = desk.far[side];
    far.delivered = Math.max(far.delivered, frame.delivered ?? 0);
    far.read = Math.max(far.read, frame.read ?? 0);
    tell(desk, (to) => ({ type: 'marks', thread, ...marksOf(desk, to) }));
  }
  if (frame.type !== 'send') return;
  const sent = send(desk, { from: side, window }, frame);
  if (sent.ok) window.push({ type: 'stored', thread, message: sent.message });
  if (!sent.ok) window.push({ type: 'refused', id: frame.id, code: sent.code, message: sent.message });
};
