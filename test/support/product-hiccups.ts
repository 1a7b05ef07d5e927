import { type Table, Unavailable } from '../../adapters/dynamodb/table.ts';
import type { CrashPoint } from './faults.ts';

/** A table that cannot be reached at one call, before its effect or after it; whoever asked lives on and may ask again. */
export const createHiccups = () => {
  let point: CrashPoint | undefined;
  let calls = 0;
  const through = async <T>(call: () => Promise<T>): Promise<T> => {
    const mine = (calls += 1) === point?.call ? point : undefined;
    if (mine !== undefined) point = undefined;
    if (mine?.moment === 'before') throw new Unavailable('no way there');
    const answer = await call();
    if (mine?.moment === 'after') throw new Unavailable('the answer was lost');
    return answer;
  };
  return {
    plan: (next: CrashPoint | undefined): void => {
      point = next;
      calls = 0;
    },
    over: (table: Table): Table => ({
      get: async (key) => through(async () => table.get(key)),
      query: async (query) => through(async () => table.query(query)),
      commit: async (writes) => through(async () => table.commit(writes)),
    }),
  };
};
