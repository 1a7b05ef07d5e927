import type { Api } from './api.ts';
import type { Clocks } from './clocks.ts';
import { type ChatState, type Happening, threadOf } from './state.ts';
import { type Asked, missingAfter, type ThreadState } from './thread-state.ts';

export interface CatchingUpNeeds {
  readonly api: Pick<Api, 'messages'>;
  readonly clocks: Clocks<'rest'>;
  readonly state: () => ChatState;
  readonly dispatch: (happening: Happening) => void;
  readonly onSignedOut: () => void;
}

/** Asks for messages until nothing is missing of what is looked at. */
export interface CatchingUp {
  /** What is missing of the open thread, page after page; `isWanted`: also where nothing says that something is. */
  readonly catchUp: (isWanted: boolean) => Promise<void>;
  /** One page of what is before. */
  readonly older: (thread: string) => Promise<void>;
}

export const restMs = 5_000;

export const makeCatchingUp = (needs: CatchingUpNeeds): CatchingUp => {
  const desk: Desk = { ...needs, asking: new Set(), wanted: new Set() };
  return { catchUp: async (isWanted) => catchUp(desk, isWanted), older: async (thread) => older(desk, thread) };
};

interface Desk extends CatchingUpNeeds {
  readonly asking: Set<string>;
  readonly wanted: Set<string>;
}

const catchUp = async (desk: Desk, isWanted: boolean): Promise<void> => {
  const thread = desk.state().open;
  if (thread === undefined) return;
  // A question that is on its way was asked too early to answer this one.
  if (isWanted) desk.wanted.add(thread);
  if (desk.asking.has(thread)) return;
  desk.asking.add(thread);
  for (let asked = nextToAsk(desk, thread); asked !== undefined; asked = nextToAsk(desk, thread)) {
    const page = await desk.api.messages(thread, asked);
    if (page.kind === 'signed_out') desk.onSignedOut();
    if (page.kind === 'unreachable') desk.clocks.set('rest', restMs, () => void catchUp(desk, true));
    if (page.kind !== 'ok') break;
    desk.dispatch({ type: 'page', thread, asked, page: page.value });
    const upTo = threadIn(desk, thread)?.span?.upTo;
    if (asked.kind === 'after' && asked.seq === upTo && page.value.messages.length === 0 && !desk.wanted.has(thread)) break;
  }
  desk.asking.delete(thread);
  if (desk.state().open !== thread) await catchUp(desk, true);
};

const nextToAsk = (desk: Desk, id: string): Asked | undefined => {
  const thread = desk.state().open === id ? threadIn(desk, id) : undefined;
  if (thread === undefined) return undefined;
  const isWanted = desk.wanted.delete(id);
  if (thread.span === undefined) return { kind: 'newest' };
  const seq = missingAfter(thread) ?? (isWanted ? thread.span.upTo : undefined);
  return seq === undefined ? undefined : { kind: 'after', seq };
};

const older = async (desk: Desk, id: string): Promise<void> => {
  const thread = threadIn(desk, id);
  if (thread?.span === undefined || thread.isWhole || thread.older === 'loading') return;
  desk.dispatch({ type: 'older', thread: id, older: 'loading' });
  const asked: Asked = { kind: 'before', seq: thread.span.from };
  const page = await desk.api.messages(id, asked);
  if (page.kind !== 'ok') return desk.dispatch({ type: 'older', thread: id, older: 'failed' });
  desk.dispatch({ type: 'page', thread: id, asked, page: page.value });
};

const threadIn = ({ state }: Desk, id: string): ThreadState | undefined => threadOf(state(), id);
