import type { AliasSide } from '../../../domain/kernel/alias-name.ts';
import { canonicalAddress } from '../../../domain/kernel/email-address.ts';
import type { MemberId } from '../../../domain/kernel/member-id.ts';
import { sideOf, type Side } from '../../../domain/relay/conversations/conversation.ts';
import { address } from '../../support/membership-world.ts';
import { createProductAround, links, type ProductAround } from '../../support/product-around.ts';
import type { Delivered } from '../../support/product-mail-service.ts';
import type { ProductDevice, ProductTab } from '../../support/product-tab.ts';
import { createProcesses, type Processes, type ProcessOptions } from './processes.ts';
import { createTruth, type Truth } from './truth.ts';

/** A life of the whole product: people, two processes over one table, and what everybody was promised. */
export interface Simulation extends Processes {
  readonly around: ProductAround;
  readonly truth: Truth;
  readonly people: readonly Person[];
  readonly promises: Promises;
  /** Browsers of theirs, by whose and which. */
  readonly devices: Map<string, ProductDevice>;
  readonly tabs: ProductTab[];
  /** What was asked of the server by a page, and is not answered yet. */
  readonly inFlight: Set<object>;
  /** What did not hold, by the name of the invariant; the first is the one to look at. */
  readonly complaints: { readonly invariant: string; readonly detail: string }[];
  /** The first that did not hold, of what is watched. */
  readonly broken: () => Simulation['complaints'][number] | undefined;
  /** Words that nobody wrote before. */
  readonly freshWord: () => string;
  /** The `n`th conversation, counted around, as one of its two sees it; `undefined` where there is none yet. */
  readonly ends: (n: number, side: AliasSide) => Ends | undefined;
}

export interface Person {
  readonly number: number;
  readonly name: string;
  readonly email: string;
  readonly id: MemberId;
  cookie: string | undefined;
  /** Who may know this one's address: they were told by themselves. */
  readonly knownTo: Set<number>;
  /** All that they wrote. */
  readonly words: Set<string>;
  /** They asked for it, and have not come back since. */
  wantsErasure: boolean;
}

export interface Ends {
  readonly conversationId: string;
  readonly side: AliasSide;
  readonly week: number;
  readonly person: Person;
  readonly partner: Person;
  /** In use at present. */
  readonly own: Side;
  readonly other: Side;
}

/** What the product said that it did, and what was given to it. */
export interface Promises {
  readonly writings: Writing[];
  readonly mails: MailWritten[];
  readonly typed: Typed[];
}

/** Something that somebody wrote in the chat. `seq` once it was acknowledged. */
export interface Writing {
  readonly id: string;
  readonly word: string;
  readonly content: { readonly text: string } | { readonly voice: string };
  readonly conversationId: string;
  readonly person: number;
  readonly partner: number;
  readonly side: AliasSide;
  readonly at: number;
  seq?: number | undefined;
  refused?: string | undefined;
}

/** Something that somebody typed into a page. From then on it is theirs to send, until they take it back. */
export interface Typed {
  readonly id: string;
  readonly word: string;
  readonly conversationId: string;
  readonly person: number;
  readonly partner: number;
  readonly side: AliasSide;
  readonly device: ProductDevice;
  readonly at: number;
  isDiscarded: boolean;
}

export interface MailWritten {
  readonly id: string;
  readonly word: string;
  readonly conversationId: string;
  readonly person: number;
  readonly partner: number;
  readonly at: number;
  /** What became of it, as its notice was answered; several times where it was told of again. */
  readonly outcomes: string[];
}

export interface SimulationOptions extends ProcessOptions {
  readonly wrapAround?: (around: ProductAround) => ProductAround;
  /** What is looked at; everything where nothing is said. */
  readonly watched?: string | undefined;
}

const names = ['Ana', 'Ben', 'Cleo', 'Dan'] as const;
const hosts = ['mail.example.com', 'post.example.net', 'box.example.org', 'letters.example.com'] as const;

export const createSimulation = async (options: SimulationOptions = {}): Promise<Simulation> => {
  const complaints: Simulation['complaints'] = [];
  const complain = (invariant: string, detail: string): void => void complaints.push({ invariant, detail });
  let truth: Truth | undefined;
  let people: readonly Person[] = [];
  const made = await createProductAround({
    complain,
    stored: (entries) => truth?.seen(entries),
    planned: () => undefined,
    delivering: (mail) => {
      lookAtDelivery(mail, { truth, people, complain });
    },
    shown: ({ person, session }, what) => {
      if (session !== undefined && truth?.isOver(session) === true) complain('nothing is told over a session that is over', String(person));
      lookForAddresses(shownTo(what), { reader: people[person], people, complain, where: 'shown in a window' });
    },
  });
  const around = options.wrapAround?.(made) ?? made;
  const sees = (truth = createTruth({ now: around.clock.now, complain }));
  people = names.map((name, number) => personCalled(name, number, around));
  let words = 0;
  return {
    around,
    truth: sees,
    people,
    complaints,
    broken: () => complaints.find(({ invariant }) => (options.watched ?? invariant) === invariant),
    promises: { writings: [], mails: [], typed: [] },
    devices: new Map(),
    tabs: [],
    inFlight: new Set(),
    ...createProcesses(around, options, complain),
    freshWord: () => `word${String((words += 1))}end`,
    ends: (n, side) => endsOf(sees, people, { n, side }),
  };
};

const personCalled = (name: string, number: number, { secrets }: ProductAround): Person => {
  const email = `${name.toLowerCase()}@${hosts[number] ?? ''}`;
  const id = secrets.memberIdOf(canonicalAddress(address(email)));
  return { number, name, email, id, cookie: undefined, knownTo: new Set(), words: new Set(), wantsErasure: false };
};

const endsOf = (
  truth: Truth,
  people: readonly Person[],
  { n, side }: { readonly n: number; readonly side: AliasSide },
): Ends | undefined => {
  const all = [...truth.claimed.values()];
  const match = all[n % Math.max(1, all.length)];
  if (match === undefined) return undefined;
  const [own, other] = [truth.sideInUse(match.conversationId, side), truth.sideInUse(match.conversationId, side === 'a' ? 'b' : 'a')];
  const person = people.find(({ id }) => id === own?.member);
  const partner = people.find(({ id }) => id === other?.member);
  if (own === undefined || other === undefined || person === undefined || partner === undefined) return undefined;
  return { conversationId: match.conversationId, side: sideOf(own.alias), week: match.week, person, partner, own, other };
};

interface Looking {
  readonly truth?: Truth | undefined;
  readonly people: readonly Person[];
  readonly complain: (invariant: string, detail: string) => void;
}

const lookAtDelivery = (mail: Delivered, { truth, people, complain }: Looking): void => {
  const reader = people.find(({ email }) => email === mail.to);
  lookForAddresses(mail.source.replace(/=\r\n/g, ''), { reader, people, complain, where: `in a mail (${mail.kind})` });
  if (mail.tag === undefined) return;
  const side = truth?.aliases.get(mail.tag);
  const closed = side === undefined ? 'unknown' : truth?.closedBy(side);
  if (closed !== undefined) complain('nothing is passed on through a closed alias', `by mail, ${closed}`);
};

/** No address of anybody else, unless that one told them. */
export const lookForAddresses = (
  text: string,
  { reader, people, complain, where }: Looking & { readonly reader: Person | undefined; readonly where: string },
): void => {
  const shown = text.toLowerCase();
  for (const other of people) {
    const isKnown = reader === undefined || other === reader || other.knownTo.has(reader.number);
    if (!isKnown && shown.includes(other.email))
      complain('no address is seen that was not shared', `${other.name}’s ${where} of ${reader.name}`);
  }
};

/** What a member sees but their own words. */
export const shownTo = (what: unknown): string =>
  JSON.stringify(what, (_, value: unknown) =>
    typeof value === 'object' && value !== null && 'mine' in value && value.mine === true ? 'mine' : value,
  );

/** What an address at the relay is called in a header. */
export const atRelay = (alias: string): string => `${alias}@${links.relayDomain}`;
