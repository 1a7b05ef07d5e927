import { createStillClock } from '../../adapters/memory/movable-clock.ts';
import type { Community } from '../../adapters/config/community.ts';
import type { MailLinks } from '../../adapters/email/mail-context.ts';
import type { Entry } from '../../adapters/dynamodb/table-state.ts';
import type { PlanRound } from '../../domain/introductions/ports.ts';
import type { Instant } from '../../domain/kernel/instant.ts';
import type { ChatFiles, ChatTimer } from '../../domain/relay/chat/ports.ts';
import type { RawMails } from '../../domain/relay/ports.ts';
import { createDeterministicSecrets } from './deterministic-secrets.ts';
import { address } from './membership-world.ts';
import { mondayMorning, plainRules, planHere } from './introductions-world.ts';
import { createProductMailService, type Delivered } from './product-mail-service.ts';
import { createProductTable } from './product-table.ts';
import { type Complain, createProductWindows, type Shown } from './product-windows.ts';

/** Everything that outlives a process of the product: what is stored, what is on its way, mailboxes, open pages, and the time. */
export const createProductAround = async (watch: Watch) => {
  const clock = createStillClock(mondayMorning);
  const table = await createProductTable({ clock, seen: watch.stored });
  const plan: PlanRound = async (input, seed) => {
    const round = await planHere(input, seed);
    watch.planned(round);
    return round;
  };
  return {
    clock,
    table,
    plan,
    secrets: createDeterministicSecrets('product'),
    operators: new Set<never>(),
    mails: createProductMailService(clock, watch.delivering),
    ...createRawMails(),
    ...createFiles(),
    ...createProductWindows(watch.complain, watch.shown),
    ...createTimer(),
    /** What a browser keeps of its pages. */
    memory: () => new Map<string, string>(),
  };
};
export type ProductAround = Awaited<ReturnType<typeof createProductAround>>;

/** Who looks on, at the very moment. */
export interface Watch {
  readonly stored: (entries: readonly Entry[]) => void;
  readonly planned: (round: Awaited<ReturnType<PlanRound>>) => void;
  readonly delivering: (mail: Delivered) => void;
  readonly shown: Shown;
  readonly complain: Complain;
}

export const rules = plainRules;
export const links: MailLinks = { baseUrl: 'https://loop.example.org', relayDomain: 'relay.example.org' };
export const community: Community = {
  name: 'A Circle',
  timeZone: 'UTC',
  round: { day: 'monday', hour: 8 },
  sendingHour: 9,
  locale: 'en-GB',
  from: address('circle@example.com'),
  postalAddress: ['A Circle'],
  holidayWeeks: [],
  operators: [],
};

const createRawMails = () => {
  const raw = new Map<string, Uint8Array>();
  const rawMails: RawMails = {
    read: async (key, bytesMax) => {
      const bytes = raw.get(key);
      if (bytes === undefined) return Promise.resolve('missing');
      return Promise.resolve(bytes.length > bytesMax ? 'too_large' : bytes);
    },
    remove: async (key) => Promise.resolve(void raw.delete(key)),
  };
  return { raw, rawMails };
};

/** A bucket: what was handed over by a form and what is kept, by key; a form is good for one key, as often as somebody likes. */
const createFiles = () => {
  const files = new Map<string, Uint8Array>();
  const chatFiles: ChatFiles = {
    upload: async ({ key }) => Promise.resolve({ url: links.baseUrl, fields: { key } }),
    read: async (key, bytesMax) => {
      const bytes = files.get(key);
      if (bytes === undefined) return Promise.resolve('missing');
      return Promise.resolve(bytes.length > bytesMax ? 'too_large' : bytes.slice());
    },
    keep: async (key, bytes) => Promise.resolve(void files.set(key, bytes.slice())),
    remove: async (key) => Promise.resolve(void files.delete(key)),
    forget: async (prefix) => {
      for (const key of files.keys()) if (key.startsWith(prefix)) files.delete(key);
      return Promise.resolve();
    },
    link: async ({ key }) => Promise.resolve(`${links.baseUrl}/${key}`),
  };
  return { files, chatFiles };
};

/** A queue that has somebody look at a chat: late, twice, or out of order, as whoever takes from it likes. */
const createTimer = () => {
  const looks: { readonly conversationId: string; readonly at: Instant }[] = [];
  const timer: ChatTimer = { lookAt: async (conversationId, at) => Promise.resolve(void looks.push({ conversationId, at })) };
  return { looks, timer };
};
