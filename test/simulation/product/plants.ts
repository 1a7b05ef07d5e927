import type { Table, Write } from '../../../adapters/dynamodb/table.ts';
import type { ProductAround } from '../../support/product-around.ts';
import type { Invariant } from './invariants.ts';
import type { SimulationOptions } from './simulation.ts';

/** The product with a fault put into it, and who is to notice. */
export interface Plant {
  readonly fault: string;
  readonly invariant: Invariant;
  readonly options: SimulationOptions;
}

/** Commits as somebody made them otherwise; a write of which nothing is left is not made. */
const writing = (change: (write: Write, around: ProductAround) => Write | undefined): SimulationOptions => ({
  wrapAround: (around) => {
    const commit: Table['commit'] = async (writes) => {
      const made = writes.flatMap((write) => change(write, around) ?? []);
      return made.length === 0 ? Promise.resolve('committed') : around.table.commit(made);
    };
    return { ...around, table: { ...around.table, commit } };
  },
});

const skOf = (write: Write): string => (write.op === 'put' ? write.item.sk : write.key.sk);
const pkOf = (write: Write): string => (write.op === 'put' ? write.item.pk : write.key.pk);
const isOfChat = (write: Write): boolean => pkOf(write).startsWith('chat#');

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
    options: writing((write) => {
      if (write.op !== 'put' || !isOfChat(write) || write.item.sk !== 'head') return write;
      const head = write.item.body as { readonly a: object; readonly b: object };
      return { ...write, item: { ...write.item, body: { ...head, a: { ...head.a, mailedUpTo: 0 }, b: { ...head.b, mailedUpTo: 0 } } } };
    }),
  },
  {
    fault: 'what is to leave is not stored with what causes it',
    invariant: 'each mail passed on is once in the mailbox and once in the chat',
    options: writing((write) =>
      write.op === 'put' && write.expect === 'absent' && pkOf(write).startsWith('relay-outbox#') ? undefined : write,
    ),
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
];
