import { createTableInMemory } from '../../adapters/dynamodb/table-in-memory.ts';
import { later, minuteMs } from '../../domain/kernel/instant.ts';
import type { MemberId } from '../../domain/kernel/member-id.ts';
import { stillAwayMs } from '../../domain/relay/chat/limits.ts';
import { expect } from 'vitest';
import {
  addressOfAna,
  addressOfBen,
  ana,
  arriving,
  ben,
  headerOf,
  inChat,
  introduce,
  relayOver,
  type RelayWorld,
  sendAll,
  theConversation,
  toAna,
  toBen,
  written,
} from './relay-world.ts';

/** The mailbox of one of two who write to each other. */
export interface Mailbox {
  readonly member: MemberId;
  readonly address: string;
  readonly writesTo: string;
  readonly alias: string;
  readonly domain: string;
  /** Each mail in it, written or read: its own id and what it refers to. */
  readonly mails: { readonly id: string; readonly references: readonly string[]; readonly isOwn: boolean }[];
}

const mailboxes = (): readonly [Mailbox, Mailbox] => [
  { member: ana, address: addressOfAna, writesTo: toBen, alias: toAna, domain: 'mail.example.com', mails: [] },
  { member: ben, address: addressOfBen, writesTo: toAna, alias: toBen, domain: 'post.example.net', mails: [] },
];

export const ids = (value: string | undefined): readonly string[] => Array.from(value?.matchAll(/<([^>]+)>/g) ?? [], ([, id = '']) => id);

/** Writes a mail as a mail program does, answering the mail at `answers` in its own mailbox, if any; and delivers it. */
export const write = async (
  world: RelayWorld,
  { from, to, n, answers }: { readonly from: Mailbox; readonly to: Mailbox; readonly n: number; readonly answers: number | undefined },
  wireIds: boolean,
): Promise<void> => {
  const answered = answers === undefined ? undefined : from.mails.at(answers % Math.max(from.mails.length, 1));
  const id = `${String(n)}@${from.domain}`;
  const references = answered === undefined ? [] : [...answered.references, answered.id];
  const headers = {
    'Message-ID': `<${id}>`,
    ...(answered === undefined ? {} : { 'In-Reply-To': `<${answered.id}>`, References: references.map((each) => `<${each}>`).join(' ') }),
  };
  const raw = written({ from: from.address, to: from.writesTo, text: `Message ${String(n)}`, headers });
  from.mails.push({ id, references, isOwn: true });
  world.clock.moveTo(later(world.clock.now(), minuteMs));
  await world.forward(arriving(world, raw, { recipients: [from.writesTo], mailFrom: from.address }));
  await arrive(world, { to, n }, wireIds);
};

/** One of the two writes in the chat, and the other one stays away for as long as it takes to get it by mail. */
export const chat = async (
  world: RelayWorld,
  { from, to, n }: { readonly from: Mailbox; readonly to: Mailbox; readonly n: number },
  wireIds: boolean,
): Promise<void> => {
  await inChat(world, from.member, `Message ${String(n)}`);
  world.clock.moveTo(later(world.clock.now(), stillAwayMs));
  await world.mailMissed({ conversationId: theConversation });
  await arrive(world, { to, n }, wireIds);
};

const arrive = async (world: RelayWorld, { to, n }: { readonly to: Mailbox; readonly n: number }, wireIds: boolean): Promise<void> => {
  const [mail] = await sendAll(world, () => (wireIds ? `${String(n)}-000000@eu-central-1.amazonses.com` : undefined));
  to.mails.push({ id: ids(headerOf(mail!.raw, 'message-id'))[0]!, references: ids(headerOf(mail!.raw, 'references')), isOwn: false });
};

/** How mail programs thread (Jamie Zawinski, "message threading"): mails that name one another, or a third one, are one thread. */
export const threadsOf = ({ mails }: Mailbox): number => {
  const parent = new Map<string, string>();
  const rootOf = (id: string): string => {
    let at = id;
    while (parent.get(at) !== undefined && parent.get(at) !== at) at = parent.get(at)!;
    return at;
  };
  for (const { id, references } of mails) for (const other of references) parent.set(rootOf(other), rootOf(id));
  return new Set(mails.map(({ id }) => rootOf(id))).size;
};

export const lived = async (body: (world: RelayWorld, boxes: readonly [Mailbox, Mailbox]) => Promise<void>): Promise<void> => {
  const table = await createTableInMemory();
  await introduce(table);
  await body(relayOver(table), mailboxes());
};

/** Nothing of the one mailbox is ever seen in the other: neither the ids of its mail service nor a name. */
export const expectNothingForeign = ([one, other]: readonly [Mailbox, Mailbox]): void => {
  for (const [box, partner] of [
    [one, other],
    [other, one],
  ] as const)
    for (const { references, isOwn } of box.mails) if (!isOwn) for (const id of references) expect(id).not.toContain(partner.domain);
};
