import type { Item, Table } from '../../../adapters/dynamodb/table.ts';
import { noHistory } from '../../../domain/introductions/history.ts';
import { heading, isOfChat, isOfMail, type Plant, pkOf, reading, skOf, writing } from './plant.ts';
import type { SimulationOptions } from './simulation.ts';

const noMarks = { deliveredUpTo: 0, readUpTo: 0 };
const secondPlace = `m#${'2'.padStart(12, '0')}`;

const introducingToEverybody = (): SimulationOptions => {
  let first: object | undefined;
  return writing((write) => {
    if (write.op !== 'put' || !write.item.pk.startsWith('match#')) return write;
    const { a, ...match } = write.item.body as { readonly a: object; readonly state: { readonly name: string } };
    if (match.state.name !== 'claimed') return write;
    first ??= a;
    return { ...write, item: { ...write.item, body: { ...match, a: first } as never } };
  });
};

const exportingAll = (): SimulationOptions => {
  let items: () => readonly Item[] = () => [];
  return {
    wrapAround: (around) => {
      ({ items } = around.table);
      return around;
    },
    overrides: {
      exporters: (own) => [...own, { section: 'everything', export: async () => Promise.resolve(items().map(({ body }) => body)) }],
    },
  };
};

/** Somebody’s sessions are those that they ever had. */
const rememberingSessions = (): SimulationOptions => {
  const ever = new Map<string, Map<string, object>>();
  return reading((item) => {
    if (!item.pk.startsWith('member#')) return item;
    const member = item.body as { readonly sessions: readonly { readonly id: string }[] };
    const known = ever.get(item.pk) ?? new Map<string, object>();
    ever.set(item.pk, known);
    for (const session of member.sessions) known.set(session.id, session);
    return { ...item, body: { ...member, sessions: [...known.values()] as never } };
  });
};

export const plants: readonly Plant[] = [
  {
    fault: 'what a client calls its message is not kept',
    invariant: 'nothing is stored twice',
    options: writing((write) => (isOfChat(write) && skOf(write).startsWith('w#') ? undefined : write)),
  },
  {
    fault: 'the place of a message is the time',
    invariant: 'places follow each other without a hole',
    options: writing((write, { clock }) => {
      if (write.op !== 'put' || !isOfChat(write) || !write.item.sk.startsWith('m#')) return write;
      const seq = Math.floor(clock.now() / 1_000) % 1_000_000_000;
      const body = { ...(write.item.body as object), seq };
      return { ...write, item: { ...write.item, sk: `m#${String(seq).padStart(12, '0')}`, body } };
    }),
  },
  {
    fault: 'the mail service knows no key again',
    invariant: 'mails leave under a key of their own, once',
    options: {
      wrapAround: (around) => {
        around.mails.service.honoursKeys = false;
        return around;
      },
    },
  },
  {
    fault: 'the chat hides no address',
    invariant: 'no address is seen that was not shared',
    options: {
      overrides: {
        chatCorrespondents: (known) => ({
          ...known,
          find: async (member) => {
            const found = await known.find(member);
            return found === undefined ? undefined : { ...found, email: 'nobody@example.com', otherEmails: [] };
          },
        }),
      },
    },
  },
  {
    fault: 'it is not kept how far somebody was mailed',
    invariant: 'nothing is mailed twice',
    options: heading(({ a, b }) => ({ a: { ...a, mailedUpTo: 0 }, b: { ...b, mailedUpTo: 0 } })),
  },
  {
    fault: 'what is to leave is not stored with what causes it',
    invariant: 'each mail passed on is once in the mailbox and once in the chat',
    options: writing((write) => (write.op === 'put' && write.expect === 'absent' && isOfMail(write.item) ? undefined : write)),
  },
  {
    fault: 'a chat outlives an erasure',
    invariant: 'nothing of the erased is left',
    options: writing((write) => (write.op === 'delete' && isOfChat(write) ? undefined : write)),
  },
  {
    fault: 'it is not kept that a mail has left',
    invariant: 'every cause comes to an end',
    options: writing((write) => {
      const isOfOutbox = write.op === 'put' && pkOf(write).startsWith('relay-outbox#');
      return isOfOutbox && (write.item.body as { readonly state: string }).state === 'sent' ? undefined : write;
    }),
  },
  {
    fault: 'a message takes back how far somebody was',
    invariant: 'marks never go down',
    options: heading(({ lastSeq, a, b }) => (lastSeq % 2 === 1 ? {} : { a: { ...a, ...noMarks }, b: { ...b, ...noMarks } })),
  },
  {
    fault: 'all is read as soon as it is stored',
    invariant: 'read ≤ delivered ≤ last',
    options: heading(({ lastSeq, a, b }) => ({ a: { ...a, readUpTo: lastSeq }, b: { ...b, readUpTo: lastSeq } })),
  },
  {
    fault: 'nobody sees that a conversation is over',
    invariant: 'nothing is passed on through a closed alias',
    options: reading((item) => {
      const side = item.body as { readonly status: string; readonly deleteAt: number };
      if (!item.pk.startsWith('alias#') || side.status !== 'closed') return item;
      return { ...item, body: { ...side, status: 'open', closedBecause: undefined, expiresAt: side.deleteAt } };
    }),
    weights: { writeMail: 3, tellOfMail: 3, drainRelay: 2, end: 1 },
  },
  {
    fault: 'nobody sees that one blocked the other',
    invariant: 'nothing passes between two of whom one blocked the other',
    options: reading((item) => (item.pk.startsWith('block#') ? undefined : item)),
  },
  {
    fault: 'a message changes with the time',
    invariant: 'a message stays as it was shown',
    options: reading((item, { clock }) => {
      const { content } = item.body as { readonly content?: { readonly text?: string } };
      if (!item.pk.startsWith('chat#') || content?.text === undefined) return item;
      const later = { ...content, text: `${content.text} (${String(clock.now())})` };
      return { ...item, body: { ...(item.body as object), content: later } };
    }),
  },
  {
    fault: 'pages leave out a message',
    invariant: 'the order is the same for every reader',
    options: reading((item) => (item.pk.startsWith('chat#') && item.sk === secondPlace ? undefined : item)),
  },
  {
    fault: 'a mark takes the last message away',
    invariant: 'nothing that was acknowledged is lost',
    options: {
      wrapAround: (around) => {
        const commit: Table['commit'] = async (writes) => {
          const head = writes.find((write) => isOfChat(write) && skOf(write) === 'head');
          const isMark = head?.op === 'put' && !writes.some((write) => skOf(write).startsWith('m#'));
          const { lastSeq = 0 } = isMark ? (head.item.body as { readonly lastSeq?: number }) : {};
          const key = { pk: head === undefined ? '' : pkOf(head), sk: `m#${String(lastSeq).padStart(12, '0')}` };
          return around.table.commit(isMark ? [...writes, { op: 'delete', key, expect: 'anything' }] : writes);
        };
        return { ...around, table: { ...around.table, commit } };
      },
    },
  },
  {
    fault: 'a browser keeps one message at a time',
    invariant: 'nothing that was typed is lost',
    options: {
      wrapAround: (around) => ({
        ...around,
        memory: () => {
          const words = new Map<string, string>();
          const set = (key: string, value: string): Map<string, string> => {
            words.clear();
            return Map.prototype.set.call(words, key, value) as Map<string, string>;
          };
          return Object.assign(words, { set });
        },
      }),
    },
  },
  {
    fault: 'nobody is ever said to be away',
    invariant: 'each message reaches its reader',
    options: heading(({ a, b }) => ({ a: { ...a, missed: undefined }, b: { ...b, missed: undefined } })),
  },
  {
    fault: 'a round introduces its first one to everybody',
    invariant: 'nobody is in two pairs of a week',
    options: introducingToEverybody(),
  },
  {
    fault: 'a round knows nothing of those before it',
    invariant: 'no pair meets again within the gap',
    options: {
      wrapAround: (around) => ({ ...around, plan: async (input, seed) => around.plan({ ...input, history: noHistory }, seed) }),
    },
    weights: { runRound: 1, sendIntroductions: 1 },
  },
  {
    fault: 'a mail is said to have left that did not',
    invariant: 'both of a pair hear of each other',
    options: {
      wrapAround: (around) => {
        const { mailer } = around.mails;
        const send: typeof mailer.send = async (mail, key) =>
          key.includes('introduction') && mail.to.startsWith('ben') ? Promise.resolve({ kind: 'accepted' }) : mailer.send(mail, key);
        return { ...around, mails: { ...around.mails, mailer: { ...mailer, send } } };
      },
    },
  },
  {
    fault: 'mails that came in cannot be read',
    invariant: 'nothing is thrown',
    options: {
      wrapAround: (around) => ({
        ...around,
        rawMails: { ...around.rawMails, read: async () => Promise.reject(new TypeError('bytes is undefined')) },
      }),
    },
  },
  {
    fault: 'no copy of a recording is kept',
    invariant: 'a recording is what was taken, for the two alone',
    options: {
      wrapAround: (around) => ({ ...around, chatFiles: { ...around.chatFiles, keep: async () => Promise.resolve() } }),
    },
  },
  {
    fault: 'an export has all that is stored',
    invariant: 'an export has one’s own words alone',
    options: exportingAll(),
  },
  {
    fault: 'tickets are not used up',
    invariant: 'a ticket opens one window',
    options: writing((write) => (write.op === 'delete' && pkOf(write).startsWith('chat-ticket#') ? undefined : write)),
  },
  {
    fault: 'a session that is over is not seen to be',
    invariant: 'nothing is told over a session that is over',
    options: rememberingSessions(),
    weights: { openWindow: 3, writeInChat: 3, signOut: 1 },
  },
];
