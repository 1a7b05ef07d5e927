import { createHash } from 'node:crypto';
import { memberKey } from '../../../adapters/dynamodb/keys.ts';
import { formatWeek } from '../../../domain/kernel/iso-week.ts';
import type { ChatMessage } from '../../../domain/relay/chat/chat.ts';
import { chatKeptMs } from '../../../domain/relay/chat/limits.ts';
import type { MessageView } from '../../../domain/relay/chat/frames.ts';
import { keptFor } from '../../../domain/relay/conversations/chat-mail.ts';
import { lastSeqIn, type ProductWindow } from '../../support/product-windows.ts';
import { ownWordsOf } from './post.ts';
import type { MailWritten, Simulation, Writing } from './simulation.ts';

/**
 * What holds after every step and at the end, by name. What can only be seen at one moment is looked at there, and complains under its name:
 * `truth.ts` at each commit, `simulation.ts` at each delivery and at all that a window is shown.
 */
export const invariants = {
  'nothing is stored twice': 'a message of one writer under one id is in its chat once',
  'places follow each other without a hole': 'each message is stored right behind the one before',
  'marks never go down': 'delivered, read and mailed only go up',
  'read ≤ delivered ≤ last': 'nobody has read what did not reach them, and nothing reaches them that is not there',
  'nothing is passed on through a closed alias': 'nor to somebody who muted the conversation',
  'nothing passes between two of whom one blocked the other': 'from the block on',
  'no address is seen that was not shared': 'in mails, in frames and on pages',
  'a message stays as it was shown': 'whatever way it comes again',
  'a recording is what was taken, for the two alone': 'whatever becomes of what was handed over; until it is kept no more',
  'the order is the same for every reader': 'what a window shows is what is stored, in its order, without holes',
  'nothing that was acknowledged is lost': 'until it is kept no more, or all is erased',
  'nothing that was typed is lost': 'it is stored, or waits in the browser that it was typed into',
  'each message reaches its reader': 'in a window or by one mail, unless nothing could pass',
  'nothing is mailed twice': 'what was missed goes out once, and so does each mail that is passed on',
  'each mail passed on is once in the mailbox and once in the chat': 'what was answered as relayed is',
  'nobody is in two pairs of a week': 'of those who were introduced',
  'no pair meets again within the gap': 'that the round itself names',
  'both of a pair hear of each other': 'unless something happened to their conversation first',
  'mails leave under a key of their own, once': 'whatever answers are lost',
  'an export has one’s own words alone': 'and no address that was not shared',
  'a ticket opens one window': 'whoever shows it once more',
  'nothing is told over a session that is over': 'signed out, banned or erased',
  'nothing of the erased is left': 'no word of theirs, and no address',
  'every cause comes to an end': 'nothing waits for ever',
  'nothing is thrown': 'but by a process that dies',
} as const;
export type Invariant = keyof typeof invariants;

/** What is cheap enough to be looked at after every step. */
export const lookAfterStep = async (sim: Simulation, seen: Seen): Promise<void> => {
  const complain = complaining(sim);
  for (const writing of sim.promises.writings) checkKept(sim, writing, complain);
  for (; seen.delivered < sim.around.mails.delivered.length; seen.delivered++) await takeDelivery(sim, seen);
  for (const window of sim.around.windows.values()) if (window.state === 'open') checkHoles(window, complain);
  checkRecordings(sim, complain);
  checkPairs(sim, complain);
};

/** What was looked at already. */
export interface Seen {
  delivered: number;
  /** How often somebody got a word by mail that is not theirs. */
  readonly mailed: Map<string, number>;
  /** When somebody was last told of a recording by mail; it leaves no word there. */
  readonly toldOfVoice: Map<string, number>;
}
export const nothingSeen = (): Seen => ({ delivered: 0, mailed: new Map(), toldOfVoice: new Map() });

export type Complaining = (invariant: Invariant, detail: string) => void;
export const complaining =
  ({ complaints }: Simulation): Complaining =>
  (invariant, detail) =>
    void complaints.push({ invariant, detail });

const takeDelivery = async (sim: Simulation, { delivered, mailed, toldOfVoice }: Seen): Promise<void> => {
  const mail = sim.around.mails.delivered[delivered];
  if (mail === undefined) return;
  if (sim.around.mails.delivered.slice(0, delivered).some(({ key }) => key === mail.key))
    complaining(sim)('mails leave under a key of their own, once', `${mail.kind} left twice`);
  if (mail.kind !== 'relayed') return;
  const { words, tellsOfVoice } = await ownWordsOf(mail);
  if (tellsOfVoice) toldOfVoice.set(mail.to, mail.at);
  for (const word of new Set(words)) {
    const times = (mailed.get(`${word} ${mail.to}`) ?? 0) + 1;
    mailed.set(`${word} ${mail.to}`, times);
    if (times > 1) complaining(sim)('nothing is mailed twice', `${word} to ${mail.to.replace(/@.*/, '')}`);
  }
};

const checkKept = (sim: Simulation, { id, conversationId, side, seq, at }: Writing, complain: Complaining): void => {
  if (seq === undefined || sim.around.clock.now() >= at + chatKeptMs) return;
  const chat = sim.truth.chats.get(conversationId);
  if (chat?.isForgotten === true) return;
  if (chat?.messages.get(seq)?.id !== id || chat.messages.get(seq)?.from !== side) complain('nothing that was acknowledged is lost', id);
};

const checkRecordings = ({ truth, around }: Simulation, complain: Complaining): void => {
  for (const { messages, isForgotten } of truth.chats.values())
    for (const { content, at } of isForgotten ? [] : messages.values()) {
      if (content.kind !== 'voice' || around.clock.now() >= at + chatKeptMs) continue;
      const bytes = around.files.get(content.file.key);
      const isAsTaken = bytes !== undefined && content.file.key.includes(createHash('sha256').update(bytes).digest('base64url'));
      if (!isAsTaken) complain('a recording is what was taken, for the two alone', content.file.name);
    }
};

const checkHoles = ({ id, threads }: ProductWindow, complain: Complaining): void => {
  for (const { messages } of threads.values())
    if (messages.some(({ seq }, at) => at > 0 && seq !== (messages[at - 1]?.seq ?? 0) + 1))
      complain('the order is the same for every reader', `a hole in ${id}`);
};

const checkPairs = ({ truth }: Simulation, complain: Complaining): void => {
  const matches = [...truth.claimed.values()];
  for (const [at, match] of matches.entries()) {
    const members = [match.a.member, match.b.member];
    for (const before of matches.slice(0, at)) {
      const both = [before.a.member, before.b.member].filter((member) => members.includes(member)).length;
      if (before.week === match.week && both > 0) complain('nobody is in two pairs of a week', String(match.week));
      if (both === 2 && match.week - before.week <= match.gapWeeks && match.week !== before.week)
        complain('no pair meets again within the gap', `${String(match.week - before.week)} weeks, of ${String(match.gapWeeks)}`);
    }
  }
};

/** What a window shows of a thread beside what is stored. */
export const checkShown = (sim: Simulation, window: ProductWindow, complain: Complaining): void => {
  for (const [thread, shown] of window.threads) {
    const chat = sim.truth.chats.get(thread);
    if (chat === undefined || chat.isForgotten) continue;
    const stored = [...chat.messages.values()].filter(({ at }) => sim.around.clock.now() < at + chatKeptMs);
    const side = sim.people[window.person]?.id === chat.head?.a.member ? 'a' : 'b';
    const isSame = stored.every((message) => shown.messages.some((view) => isViewOf(view, message, side)));
    if (!isSame || lastSeqIn(shown) < (stored.at(-1)?.seq ?? 0))
      complain('the order is the same for every reader', `${window.id} shows ${String(shown.messages.length)} of ${String(stored.length)}`);
  }
};

/** Its writer sees their own words; the other one what they may see of them. */
export const isViewOf = (view: MessageView, { seq, id, from, at, content }: ChatMessage, side: 'a' | 'b'): boolean =>
  view.seq === seq &&
  view.id === id &&
  view.at === at &&
  view.mine === (from === side) &&
  shownText(view) === textFor(content, from === side);

const shownText = ({ content }: MessageView): string => (content.kind === 'voice' ? '' : content.text);

const textFor = (content: ChatMessage['content'], isOwn: boolean): string => {
  switch (content.kind) {
    case 'text':
      return (isOwn ? content.asWritten : undefined) ?? content.text;
    case 'mail':
      return (isOwn ? content.asWritten?.text : undefined) ?? content.text;
    case 'voice':
      return '';
  }
};

/** Once nothing is on its way any more: what was written reached its reader, or could not. */
export const checkReached = (sim: Simulation, { mailed, toldOfVoice }: Seen, complain: Complaining): void => {
  const { truth, people, promises } = sim;
  const acknowledged = promises.writings.filter(({ seq }) => seq !== undefined);
  for (const { id, conversationId, word, partner, side } of [...acknowledged, ...promises.typed]) {
    const message = truth.chats.get(conversationId)?.ever.get(`${side} ${id}`);
    const reader = truth.chats.get(conversationId)?.head?.[side === 'a' ? 'b' : 'a'];
    const isKept = message !== undefined && sim.around.clock.now() < message.at + chatKeptMs;
    if (!isKept || reader === undefined || couldNotPass(sim, conversationId, message.at)) continue;
    const email = people[partner]?.email ?? '';
    const isTold = message.content.kind === 'voice' && (toldOfVoice.get(email) ?? -1) >= message.at;
    const isMailed = isTold || (mailed.get(`${word} ${email}`) ?? 0) > 0;
    if (!isMailed && reader.deliveredUpTo < message.seq) complain('each message reaches its reader', `${word} at ${String(message.seq)}`);
  }
  for (const mail of promises.mails) checkPassedOn(sim, { mail, mailed }, complain);
  checkIntroduced(sim, complain);
};

const checkIntroduced = ({ truth, people, around }: Simulation, complain: Complaining): void => {
  for (const { conversationId, week, a, b } of truth.claimed.values()) {
    if (truth.troubledAt(conversationId) >= 0) continue;
    for (const { member } of [a, b]) {
      const human = people.find(({ id }) => id === member);
      const isTold = around.mails.delivered.some(
        ({ kind, key, to }) => kind === 'introduction' && to === human?.email && key === `introduction:${formatWeek(week)}:${member}`,
      );
      if (!isTold) complain('both of a pair hear of each other', `${human?.name ?? 'nobody'} does not`);
    }
  }
};

const checkPassedOn = (
  sim: Simulation,
  { mail, mailed }: { readonly mail: MailWritten } & Pick<Seen, 'mailed'>,
  complain: Complaining,
): void => {
  const { conversationId, word, partner, outcomes, at } = mail;
  const name = 'each mail passed on is once in the mailbox and once in the chat';
  const chat = sim.truth.chats.get(conversationId);
  const inChat = [...(chat?.ever.values() ?? [])].filter(({ content }) => content.kind === 'mail' && content.text.includes(word));
  const own = inChat.filter(({ content }) => content.kind === 'mail' && content.text.startsWith(word));
  if (own.length > 1) complain(name, `${word} is in the chat ${String(own.length)} times`);
  if (!outcomes.includes('relayed') || chat?.isForgotten === true || sim.around.clock.now() >= at + chatKeptMs) return;
  if (own.length === 0) complain(name, `${word} is not in the chat`);
  const inMailbox = mailed.get(`${word} ${sim.people[partner]?.email ?? ''}`) ?? 0;
  if (inMailbox === 0 && !couldNotPass(sim, conversationId, at)) complain(name, `${word} is not in the mailbox`);
};

/** Something was in the way since then: the alias, a wish of one of the two, or mails that came back. */
const couldNotPass = ({ truth, around }: Simulation, conversationId: string, since: number): boolean => {
  if (truth.troubledAt(conversationId) >= since) return true;
  const sides = (['a', 'b'] as const).map((side) => truth.sideInUse(conversationId, side));
  return sides.some((side) => side === undefined || side.expiresAt <= around.clock.now() || side.mutedAt !== undefined);
};

/** Nothing of who was erased, and did not come back, stands anywhere in the table. */
export const checkErased = ({ people, around, truth }: Simulation, complain: Complaining): void => {
  for (const [conversationId, { isForgotten }] of truth.chats)
    if (isForgotten && [...around.files.keys()].some((key) => key.startsWith(keptFor(conversationId))))
      complain('nothing of the erased is left', 'a file of a chat');
  const gone = people.filter(({ wantsErasure, id }) => wantsErasure && around.table.items().every(({ pk }) => pk !== memberKey(id).pk));
  if (gone.length === 0) return;
  const all = around.table.items().filter(({ deleteAt }) => deleteAt === undefined || deleteAt * 1000 > around.clock.now());
  for (const { email, name, words } of gone)
    for (const { pk, body } of all) {
      const text = JSON.stringify(body);
      if (text.toLowerCase().includes(email))
        complain('nothing of the erased is left', `the address of ${name} in ${pk.replace(/#.*/, '')}`);
      const word = [...words].find((each) => text.includes(each));
      if (word !== undefined) complain('nothing of the erased is left', `${word} of ${name} in ${pk.replace(/#.*/, '')}`);
    }
};
