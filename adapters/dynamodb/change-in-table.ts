import type { Outgoing } from '../../domain/kernel/decision.ts';
import { invariant } from '../../domain/kernel/invariant.ts';
import { ok, type Result } from '../../domain/kernel/result.ts';
import { carriedOn } from './bodies.ts';
import { outboxWrite } from './outbox-rows.ts';
import { outboxKey } from './keys.ts';
import { Unavailable, type Expectation, type Item, type Json, type Key, type Table, type Write } from './table.ts';

/**
 * The one way in which repositories change what is stored: reads the newest items of `keys`, lets `decide` say what becomes of them,
 * and commits that together with what it sends; all or nothing. Where somebody else changed one of them meanwhile, it begins again,
 * so `decide` is pure; after `attempts` times it gives up with `Unavailable`. What the caller has just read (`seen`) is not
 * read again the first time: where it changed since, the commit finds out. The items are read one by one, so another change may fall
 * between: a decision about several that belong together says `'torn'` where they do not, and they are read again.
 */
export type ChangeItems = <O, E>(
  keys: readonly Key[],
  decide: (items: readonly (Item | undefined)[]) => Result<ItemsChange<O>, E> | 'torn',
  seen?: readonly Item[],
) => Promise<Result<O, E>>;

export interface ItemsChange<O> {
  /** What becomes of each item, in the order of the keys. Where nothing changes and nothing leaves, nothing is committed. */
  readonly items: readonly NextItem[];
  /** A message whose key the outbox knows already does not leave again. */
  readonly outgoing?: readonly Outgoing<Json>[];
  /** Other items, written in the same commit with expectations of their own; one that does not hold begins the change again. */
  readonly beside?: readonly Write[];
  readonly outcome: O;
}

/** `'unwatched'`: it stays as it is as far as this change goes, and may change meanwhile. */
export type NextItem = 'unchanged' | 'unwatched' | 'removed' | Pick<Item, 'body' | 'index' | 'deleteAt'>;

export const attemptsMax = 5;

/** Changes of one item by one repository come one after the other, so that only other processes make a change begin again. */
export const createChange = (table: Table, { attempts = attemptsMax }: { readonly attempts?: number } = {}): ChangeItems => {
  const inTurn = createTurns();
  return async (keys, decide, seen = []) =>
    inTurn(
      keys.map(({ pk, sk }) => `${pk} ${sk}`),
      async () => {
        for (let attempt = 1; attempt <= attempts; attempt++) {
          const known = attempt === 1 ? seen : [];
          const items = await Promise.all(
            keys.map(async (key) => known.find(({ pk, sk }) => pk === key.pk && sk === key.sk) ?? table.get(key)),
          );
          const change = decide(items);
          if (change === 'torn') continue;
          if (!change.ok) return change;
          const writes = writesOf(keys, items, change.value);
          const messages = await newMessages(table, change.value.outgoing ?? [], attempt);
          const all = [...writes, ...(change.value.beside ?? []), ...messages];
          if (all.every(({ op }) => op === 'check')) return ok(change.value.outcome);
          if ((await table.commit(all)) === 'committed') return ok(change.value.outcome);
        }
        throw new Unavailable(`others changed the same ${String(attempts)} times meanwhile`);
      },
    );
};

const writesOf = (keys: readonly Key[], items: readonly (Item | undefined)[], { items: next }: ItemsChange<unknown>): readonly Write[] => {
  invariant(next.length === keys.length, 'a decision says what becomes of each item that was read');
  return keys.flatMap((key, at): Write | readonly Write[] => {
    const item = items[at];
    const becomes = next[at] ?? 'unchanged';
    if (becomes === 'unwatched') return [];
    const expect: Expectation = item === undefined ? 'absent' : { version: item.version };
    if (becomes === 'unchanged' || (becomes === 'removed' && item === undefined)) return { op: 'check', key, expect };
    if (becomes === 'removed') return { op: 'delete', key, expect };
    return { op: 'put', expect, item: { ...becomes, body: carriedOn(item, becomes.body), pk: key.pk, sk: key.sk } };
  });
};

/** The first attempt takes it that all are new, as they nearly always are; a conflict may mean that one is not. */
const newMessages = async (table: Table, outgoing: readonly Outgoing<Json>[], attempt: number): Promise<readonly Write[]> => {
  if (attempt === 1) return outgoing.map((message) => outboxWrite(message));
  const known = await Promise.all(outgoing.map(async ({ key }) => table.get(outboxKey(key))));
  return outgoing.filter((_, at) => known[at] === undefined).map((message) => outboxWrite(message));
};

type Turns = <T>(names: readonly string[], work: () => Promise<T>) => Promise<T>;

/** Whoever comes later with a name waits for all who came before with it. */
const createTurns = (): Turns => {
  const last = new Map<string, Promise<void>>();
  return async (names, work) => {
    const before = Promise.all(names.map(async (name) => last.get(name)));
    const mine = before.then(work);
    const done = mine.then(nothing, nothing);
    for (const name of names) last.set(name, done);
    await done;
    for (const name of names) if (last.get(name) === done) last.delete(name);
    return mine;
  };
};

const nothing = (): void => undefined;
