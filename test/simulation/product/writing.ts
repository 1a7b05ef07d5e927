import { lastSeqIn, type ProductWindow, take, threadIn } from '../../support/product-windows.ts';
import { catchUp, complainTo, signedIn } from './devices.ts';
import type { Ends, Simulation, Writing } from './simulation.ts';

/** Something new that somebody writes in the chat. It is theirs to send until it is answered. */
export const compose = (sim: Simulation, ends: Ends, text: string): Writing => {
  const word = sim.freshWord();
  ends.person.words.add(word);
  return promised(sim, ends, { word, content: { text: `${word} ${text}` } });
};

/** The same of a recording that was handed over. */
export const composeVoice = (sim: Simulation, ends: Ends, voice: string): Writing =>
  promised(sim, ends, { word: sim.freshWord(), content: { voice } });

const promised = (
  sim: Simulation,
  { conversationId, person, partner, side }: Ends,
  { word, content }: Pick<Writing, 'word' | 'content'>,
): Writing => {
  const at = sim.around.clock.now();
  const writing = { id: `id-${word}`, word, content, conversationId, person: person.number, partner: partner.number, side, at };
  sim.promises.writings.push(writing);
  return writing;
};

/** Sends it, by a window where one is given. What was answered holds for ever; where no answer came, it may be there or not. */
export const send = async (
  sim: Simulation,
  writing: Writing,
  { by, window }: { readonly by: number; readonly window?: ProductWindow | undefined },
): Promise<void> => {
  const person = sim.people[writing.person]!;
  if (window === undefined && (await signedIn(sim, person, by)) === undefined) return;
  if (window !== undefined && !(await isLetIn(sim, window, by))) return;
  const { id, conversationId: thread, content } = writing;
  const isStored = (): boolean => sim.truth.chats.get(thread)?.ever.has(`${writing.side} ${id}`) === true;
  const mayNot = sim.truth.blocked(person.id, sim.people[writing.partner]!.id) && !isStored();
  const answer = await sim.ask(by, async ({ sendMessage }) =>
    sendMessage({ member: person.id, thread, id, content, connection: window?.id }),
  );
  if (mayNot && isStored()) complainTo(sim)('nothing passes between two of whom one blocked the other', id);
  if (answer === 'lost') return;
  if (!answer.ok) {
    // Slower is not never.
    if (answer.error.code !== 'chat.rate_limited') writing.refused = answer.error.code;
    return;
  }
  const message = answer.value;
  if (writing.seq !== undefined && writing.seq !== message.seq)
    complainTo(sim)('nothing is stored twice', `${id} is answered as another place`);
  writing.seq = message.seq;
  if (window?.state === 'open') take(window, { thread, message, complain: complainTo(sim) });
};

const isLetIn = async (sim: Simulation, window: ProductWindow, by: number): Promise<boolean> => {
  const there = await sim.ask(by, async ({ whoIsThere }) => whoIsThere({ connection: window.id }));
  return there !== 'lost' && there.ok;
};

/** A window says how far it shows a thread. */
export const mark = async (
  sim: Simulation,
  window: ProductWindow,
  { by, what }: { readonly by: number; readonly what: 'delivered' | 'read' },
): Promise<void> => {
  if (!(await isLetIn(sim, window, by))) return;
  const member = sim.people[window.person]!.id;
  for (const thread of window.threads.keys()) {
    if (threadIn(window, thread).hasGap) await catchUp(sim, window, by);
    const seq = lastSeqIn(threadIn(window, thread));
    if (seq === 0) continue;
    const marks = what === 'read' ? { delivered: seq, read: seq } : { delivered: seq };
    await sim.ask(by, async ({ markMessages }) => markMessages({ member, thread, ...marks, connection: window.id }));
  }
};
