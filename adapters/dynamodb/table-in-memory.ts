import type { Clock } from '../../domain/kernel/clock.ts';
import type { Instant } from '../../domain/kernel/instant.ts';
import type { Journal } from './journal.ts';
import { createTableState, idOf, isExpired, itemOf, secondIn, type Entry, type Stored, type TableState } from './table-state.ts';
import { checkKey, checkQuery, checkWrites, entriesOf, type CheckedWrite } from './table-writes.ts';
import type { Item, Table } from './table.ts';

/** The twin of DynamoDB for the embedded run and for tests. */
export interface TableInMemory extends Table {
  /** Removes what DynamoDB's TTL would have removed by now; says how many items that were. */
  readonly sweepExpired: (now: Instant) => Promise<number>;
  /** Every item, in order of its key; copies. For tests and for looking around. */
  readonly items: () => readonly Item[];
  /** Waits for commits on their way and lets go of the journal. */
  readonly close: () => Promise<void>;
}

export interface TableInMemoryOptions {
  /** Where commits are kept. Without one they are gone with the process. */
  readonly journal?: Journal | undefined;
  /** Tells what has expired. Without one nothing does until it is swept. */
  readonly clock?: Clock | undefined;
  /** Hears of each commit once it is stored; `test/support/lag.ts` feeds a stale copy with it. */
  readonly committed?: (entries: readonly Entry[]) => void;
}

/** Filled from its journal, if it has one. */
export const createTableInMemory = async ({ journal, clock, committed }: TableInMemoryOptions = {}): Promise<TableInMemory> => {
  const state = createTableState();
  const second: Second = () => (clock === undefined ? undefined : secondIn(clock.now()));
  await journal
    ?.replay((entry) => {
      state.apply([entry]);
    })
    .catch(async (error: unknown) => {
      await journal.close();
      throw error;
    });
  const store = (entries: readonly Entry[]): void => {
    state.apply(entries);
    committed?.(entries);
  };
  const held: Held = { state, store, second };
  const commitChecked = journal === undefined ? commitAtOnce(held) : commitThrough(journal, held);
  const commit: Table['commit'] = async (writes) => commitChecked.commit(checkWrites(writes));
  return {
    get: async (key) => {
      checkKey(key);
      const stored = state.get(key);
      return Promise.resolve(stored === undefined || isExpired(stored, second()) ? undefined : itemOf(stored));
    },
    query: async (query) => {
      checkQuery(query);
      return Promise.resolve(state.page(query, second()));
    },
    commit,
    sweepExpired: async (now) => {
      const by = secondIn(now);
      let removed = 0;
      for (const key of state.expiredBy(by)) {
        const stored = state.get(key);
        // A commit may have given the item more time since it was listed.
        if (stored === undefined || !isExpired(stored, by)) continue;
        const expect = isExpired(stored, second()) ? 'absent' : { version: stored.version };
        const answer = await commit([{ op: 'delete', key, expect }]);
        if (answer === 'committed') removed++;
      }
      return removed;
    },
    items: () => [...state.all()].sort((a, b) => (idOf(a.key) < idOf(b.key) ? -1 : 1)).map(itemOf),
    close: async () => {
      await commitChecked.idle();
      await journal?.close();
    },
  };
};

interface Committing {
  readonly commit: (writes: readonly CheckedWrite[]) => Promise<'committed' | 'conflict'>;
  readonly idle: () => Promise<void>;
}

type Second = () => number | undefined;

interface Held {
  readonly state: TableState;
  readonly store: (entries: readonly Entry[]) => void;
  readonly second: Second;
}

const commitAtOnce = ({ state, store, second }: Held): Committing => ({
  commit: async (writes) => {
    const entries = entriesOf(writes, (_, key) => state.get(key), second());
    if (entries !== 'conflict') store(entries);
    return Promise.resolve(entries === 'conflict' ? 'conflict' : 'committed');
  },
  idle: async () => Promise.resolve(),
});

interface Waiting {
  readonly writes: readonly CheckedWrite[];
  readonly answer: (answer: 'committed' | 'conflict') => void;
  readonly refuse: (error: unknown) => void;
}

const batchCommitsMax = 256;
const batchCharsMax = 8 * 1024 * 1024;

/**
 * Commits that arrive while the disk is busy wait together and share its next turn. Each sees those before it in the same batch;
 * readers see a batch once it is on the disk, and a batch that did not get there was never seen.
 */
const commitThrough = (journal: Journal, { state, store, second }: Held): Committing => {
  const waiting: Waiting[] = [];
  let isWorking = false;
  let work = Promise.resolve();

  const workThrough = async (): Promise<void> => {
    isWorking = true;
    while (waiting.length > 0) {
      const batch = takeBatch(waiting);
      try {
        const { entries, answers } = evaluated(batch, state, second());
        if (entries.length > 0) await journal.append(entries);
        store(entries);
        for (const [at, { answer }] of batch.entries()) answer(answers[at] ?? 'conflict');
      } catch (error) {
        for (const { refuse } of batch) refuse(error);
      }
      if (journal.isOutgrown(state.size())) await journal.compact(puts(state));
    }
    // In one step with the last look at `waiting`, so that no commit falls between.
    isWorking = false;
  };

  const commit: Committing['commit'] = async (writes) =>
    new Promise((answer, refuse) => {
      waiting.push({ writes, answer, refuse });
      if (!isWorking) work = workThrough();
    });
  return { commit, idle: async () => work };
};

const takeBatch = (waiting: Waiting[]): readonly Waiting[] => {
  let chars = 0;
  const tooMany = waiting.findIndex(({ writes }, at) => {
    chars += writes.reduce((sum, write) => sum + (write.op === 'put' ? write.stored.body.length : 0), 0);
    return at >= batchCommitsMax || (at > 0 && chars > batchCharsMax);
  });
  return waiting.splice(0, tooMany === -1 ? waiting.length : tooMany);
};

const evaluated = (batch: readonly Waiting[], state: TableState, second: number | undefined) => {
  const fresh = new Map<string, Stored | undefined>();
  const entries: Entry[] = [];
  const answers = batch.map(({ writes }): 'committed' | 'conflict' => {
    const made = entriesOf(writes, (id, key) => (fresh.has(id) ? fresh.get(id) : state.get(key)), second);
    if (made === 'conflict') return 'conflict';
    for (const entry of made) {
      if (entry.op === 'put') fresh.set(idOf(entry.stored.key), entry.stored);
      else fresh.set(idOf(entry.key), undefined);
    }
    entries.push(...made);
    return 'committed';
  });
  return { entries, answers };
};

function* puts(state: TableState): Generator<Entry> {
  for (const stored of state.all()) yield { op: 'put', stored };
}
