import type { ClientFrame, Message, RefusalAnswer, SendBody, ServerFrame } from '../../adapters/http/contract.ts';
import type { Answer, Api } from './api.ts';
import { type Clocks, makeClocks } from './clocks.ts';
import type { OneAtATime, Timers } from './needs.ts';
import { type Outbox, staleAfterMs } from './outbox.ts';
import type { Happening } from './state.ts';

export interface SenderNeeds {
  readonly outbox: Outbox;
  readonly api: Pick<Api, 'send'>;
  /** Whether it went out over the lasting connection. */
  readonly sendFrame: (frame: ClientFrame) => boolean;
  readonly dispatch: (happening: Happening) => void;
  readonly timers: Timers;
  readonly oneAtATime: OneAtATime;
  /** What is of none of these threads is not sent. */
  readonly threads: () => readonly string[];
}

/** Sends what waits: in each thread one after the other, in the order in which it was written, each until somebody says it is stored. */
export interface Sender {
  readonly flush: () => void;
  readonly addVoice: (voice: WaitingVoice) => void;
  readonly removeVoice: (id: string) => void;
  /** Answers to what was sent, among others. */
  readonly heard: (frame: ServerFrame) => void;
  /** No answer comes any more over the connection that was. */
  readonly disconnected: () => void;
}

/** Not kept beyond the page, which has the recording. */
export interface WaitingVoice {
  readonly thread: string;
  readonly id: string;
  readonly at: number;
  readonly voice: string;
  /** What was handed over is good for minutes; this hands it over once more. */
  readonly again: () => Promise<HandedOver>;
}
export type HandedOver = { readonly ok: true; readonly voice: string } | { readonly ok: false; readonly words: string };

const storedWithinMs = 15_000;
const againAfterMs = 5_000;
/** However long the server says to wait, it is asked again after this: a machine that slept counts no time. */
const waitMsMax = 5 * 60_000;
const passing: readonly string[] = ['chat.rate_limited', 'chat.unavailable'];
const gone: readonly string[] = ['chat.upload_unknown', 'chat.upload_missing'];
const hopeless: readonly string[] = ['chat.closed', 'chat.thread_unknown'];

type Outcome = Answer<Message>;
interface Item {
  readonly thread: string;
  readonly id: string;
  readonly at: number;
  readonly body: SendBody;
}

interface Desk extends SenderNeeds {
  readonly clocks: Clocks<'again'>;
  /** By thread, for how long the server wants to hear nothing of it. */
  readonly waits: Clocks<string>;
  readonly voices: Map<string, WaitingVoice>;
  readonly awaited: Map<string, (outcome: Outcome) => void>;
  /** A browser may not be able to forget what it keeps; it is not sent for ever. */
  readonly stored: Set<string>;
  /** Handed over a second time; nobody is helped by a third. */
  readonly renewed: Set<string>;
  isRunning: boolean;
  isAsked: boolean;
}

export const makeSender = (needs: SenderNeeds): Sender => {
  const desk: Desk = {
    ...needs,
    clocks: makeClocks(needs),
    waits: makeClocks(needs),
    voices: new Map(),
    awaited: new Map(),
    stored: new Set(),
    renewed: new Set(),
    isRunning: false,
    isAsked: false,
  };
  return {
    flush: () => void flush(desk),
    addVoice: (voice) => {
      desk.voices.set(voice.id, voice);
      void flush(desk);
    },
    removeVoice: (id) => desk.voices.delete(id),
    heard: (frame) => {
      const isOwn = frame.type === 'stored' || (frame.type === 'message' && frame.message.mine);
      if (isOwn) desk.awaited.get(frame.message.id)?.({ kind: 'ok', value: frame.message });
      if (frame.type === 'refused' && frame.id !== undefined) desk.awaited.get(frame.id)?.({ kind: 'refused', refusal: frame });
    },
    disconnected: () => {
      for (const answer of desk.awaited.values()) answer({ kind: 'unreachable' });
    },
  };
};

const flush = async (desk: Desk): Promise<void> => {
  desk.isAsked = true;
  if (desk.isRunning) return;
  desk.isRunning = true;
  desk.clocks.clear('again');
  try {
    while (desk.isAsked) {
      desk.isAsked = false;
      await desk.oneAtATime(async () => {
        await Promise.all(desk.threads().map(async (thread) => sendThread(desk, thread)));
      });
    }
  } finally {
    desk.isRunning = false;
  }
};

const sendThread = async (desk: Desk, thread: string): Promise<void> => {
  if (desk.waits.has(thread)) return;
  // What was stored through another tab meanwhile is not there any more: it is looked at anew for each message.
  for (let item = nextOf(desk, thread); item !== undefined; item = nextOf(desk, thread)) {
    desk.dispatch({ type: 'pending', thread, id: item.id, change: { status: 'sending', words: undefined } });
    const outcome = await sendOne(desk, item);
    if (outcome.kind === 'ok') {
      forget(desk, item);
      desk.dispatch({ type: 'frame', frame: { type: 'stored', thread, message: outcome.value }, now: desk.timers.now() });
      continue;
    }
    if (outcome.kind !== 'refused') return wait(desk, item, outcome.kind === 'signed_out' ? undefined : {});
    const { code, message, retryAfterMs = againAfterMs } = outcome.refusal;
    if (passing.includes(code)) return wait(desk, item, { words: message, retryAfterMs });
    const handedOver = gone.includes(code) ? await handOverAgain(desk, item) : undefined;
    if (handedOver?.ok === false) return wait(desk, item, { words: handedOver.words });
    if (handedOver === undefined) refuse(desk, item, outcome.refusal);
  }
};

/** `reason` is absent where waiting does not help. */
const wait = (desk: Desk, { thread, id }: Item, reason?: { readonly words?: string; readonly retryAfterMs?: number }): void => {
  desk.dispatch({ type: 'pending', thread, id, change: { status: 'waiting', words: reason?.words } });
  if (reason === undefined) return;
  const again = (): void => void flush(desk);
  if (reason.retryAfterMs === undefined) return desk.clocks.set('again', againAfterMs, again);
  desk.waits.set(thread, Math.min(reason.retryAfterMs, waitMsMax), again);
};

/** `undefined` where there is nothing to hand over, or it was tried already. */
const handOverAgain = async (desk: Desk, { id }: Item): Promise<HandedOver | undefined> => {
  const voice = desk.voices.get(id);
  if (voice === undefined || desk.renewed.has(id)) return undefined;
  const handedOver = await voice.again();
  if (!handedOver.ok) return handedOver;
  desk.renewed.add(id);
  // One that its writer took back meanwhile stays taken back.
  if (desk.voices.has(id)) desk.voices.set(id, { ...voice, voice: handedOver.voice });
  return handedOver;
};

const nextOf = (desk: Desk, thread: string): Item | undefined => {
  const texts: readonly Item[] = desk.outbox
    .waiting()
    .filter((each) => each.failed === undefined && desk.timers.now() - each.at <= staleAfterMs)
    .map((each) => ({ ...each, body: { id: each.id, text: each.text } }));
  const voices: readonly Item[] = [...desk.voices.values()].map((each) => ({ ...each, body: { id: each.id, voice: each.voice } }));
  return [...texts, ...voices]
    .filter((each) => each.thread === thread && !desk.stored.has(each.id))
    .sort((one, other) => one.at - other.at)[0];
};

const sendOne = async (desk: Desk, { thread, id, body }: Item): Promise<Outcome> => {
  if (!('text' in body)) return desk.api.send(thread, body);
  const answered = new Promise<Outcome>((resolve) => {
    desk.awaited.set(id, resolve);
    const went = desk.sendFrame({ type: 'send', thread, id, text: body.text });
    if (!went) return resolve({ kind: 'unreachable' });
    desk.timers.after(storedWithinMs, () => resolve({ kind: 'unreachable' }));
  });
  const outcome = await answered;
  desk.awaited.delete(id);
  // The same id again is the same message, whichever way it takes.
  return outcome.kind === 'unreachable' ? desk.api.send(thread, body) : outcome;
};

const refuse = (desk: Desk, item: Item, refusal: RefusalAnswer): void => {
  const { thread, id, body } = item;
  const isVoice = 'voice' in body;
  const isFinal = isVoice || hopeless.includes(refusal.code);
  if (isVoice) desk.voices.delete(id);
  // One that its writer took back meanwhile stays taken back.
  const waiting = desk.outbox.waiting().find((each) => each.id === id);
  if (waiting !== undefined) desk.outbox.put({ ...waiting, failed: refusal.message });
  desk.dispatch({ type: 'pending', thread, id, change: { status: 'failed', words: refusal.message, isFinal } });
};

const forget = (desk: Desk, { thread, id }: Item): void => {
  desk.stored.add(id);
  desk.voices.delete(id);
  desk.outbox.remove(thread, id);
};
