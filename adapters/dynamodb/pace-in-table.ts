import * as z from 'zod';
import type { Clock } from '../../domain/kernel/clock.ts';
import { type Instant, later, secondMs } from '../../domain/kernel/instant.ts';
import type { Pacer, Turn } from '../email/pacer.ts';
import { eachMsOf, type Pace } from '../email/token-bucket.ts';
import { asBody, bodyOf, type Fields, instantSchema, unknownFieldsOf } from './bodies.ts';
import { paceKey } from './keys.ts';
import { type Expectation, type Table, Unavailable } from './table.ts';

export interface TablePacerOptions extends Pace {
  /** Which pace it is; processes that name the same one share it. */
  readonly name: string;
  readonly clock: Clock;
}

/** A process sets aside no more turns than pass in this time, and no more than so many: what it does not use is lost to all. */
export const setAsideMsMax = 2 * secondMs;
export const setAsideMax = 10;
/** So many processes may have turns set aside at one time. A row that promises more than that was written by a clock that is wrong. */
export const processesMax = 8;

/**
 * One pace for all processes, kept as a row of the table: the moment from which turns are free (the generic cell rate algorithm,
 * ITU-T I.371, as in `token-bucket.ts`), and a rest that a provider asked for.
 *
 * Turns are moments, `1 / ratePerSecond` apart. A process sets several aside with one write (two seconds' worth, at most ten, never more
 * than it has mails) and reads only where another wrote since; each turn is used at its moment or up to `burst - 1` turns late, or lost.
 * So no stretch of time sees more than `ratePerSecond` × time + `burst`, whatever processes do, as far as their clocks agree. A clock
 * that is wrong does not hold up the others: no promise is believed that reaches further than the turns of eight processes, and
 * no rest lasts longer from when it is first seen than was asked for. Throws `Unavailable` where the table does, or where too many write.
 */
export const createTablePacer = (table: Table, options: TablePacerOptions): Pacer => {
  const { clock, burst } = options;
  const eachMs = eachMsOf(options);
  const atOnce = Math.min(setAsideMax, Math.max(1, Math.floor(setAsideMsMax / eachMs)));
  const aheadMsMax = processesMax * atOnce * eachMs;
  const row = createRow(table, options);
  const inTurn = createQueue();
  let mine: readonly number[] = [];

  const setAside = async (count: number): Promise<Turn> => {
    const { pace, now } = await row.change((stored, now) => {
      if (isResting(stored, now)) return stored;
      // Nobody honest is so far ahead; where the clocks do not agree, what was promised is of no use.
      const isPromised = stored.freeFrom > now && stored.freeFrom - now <= aheadMsMax;
      return { freeFrom: (isPromised ? stored.freeFrom : now) + count * eachMs };
    });
    if (pace.rest !== undefined) return { kind: 'rests', until: pace.rest.until };
    const first = pace.freeFrom - count * eachMs;
    mine = Array.from({ length: count - 1 }, (_, at) => first + (at + 1) * eachMs);
    return { kind: 'goes', waitMs: Math.max(0, first - now) };
  };

  const isUseful = (at: number): boolean => at + (burst - 1) * eachMs >= clock.now() && at - clock.now() <= aheadMsMax;

  return {
    turn: async (ahead) =>
      inTurn(async () => {
        const [next, ...others] = mine.filter(isUseful);
        mine = others;
        if (next === undefined) return setAside(Math.min(atOnce, Math.max(1, Math.floor(ahead))));
        return { kind: 'goes', waitMs: Math.max(0, next - clock.now()) };
      }),
    rest: async (ms) =>
      inTurn(async () => {
        mine = [];
        await row.change((stored, now) => {
          const until = later(now, ms);
          return isResting(stored, now) && stored.rest.until >= until ? stored : { ...stored, rest: { until, ms } };
        });
      }),
    restsUntil: async () =>
      inTurn(async () => {
        const stored = await row.read();
        return stored.rest?.until ?? (0 as Instant);
      }),
  };
};

/** Turns are free from then on; nobody sends until the end of a rest, which was asked to last so long. */
interface StoredPace {
  readonly freeFrom: number;
  readonly rest?: Rest | undefined;
}

interface Rest {
  readonly until: Instant;
  readonly ms: number;
}

const paceSchema: z.ZodType<StoredPace> = z.object({
  freeFrom: z.number(),
  rest: z.strictObject({ until: instantSchema, ms: z.number().nonnegative() }).optional(),
});

const isResting = (pace: StoredPace, now: Instant): pace is StoredPace & { readonly rest: Rest } =>
  pace.rest !== undefined && pace.rest.until > now;

const unused: StoredPace = { freeFrom: 0 };
const attemptsMax = 20;
/** A rest that another process was asked for is heard of after so long at the latest. */
const knownForMs = 5 * secondMs;

interface Seen {
  readonly pace: StoredPace;
  readonly version: number | undefined;
  readonly at: Instant;
  /** What this version does not know of the row; it stays with it. */
  readonly unknown?: Fields | undefined;
}

interface Row {
  /** What is known, read anew where that is some seconds old. */
  readonly read: () => Promise<StoredPace>;
  /** What the row becomes, and when; the very same where nothing is to be written. */
  readonly change: (
    next: (stored: StoredPace, now: Instant) => StoredPace,
  ) => Promise<{ readonly pace: StoredPace; readonly now: Instant }>;
}

const createRow = (table: Table, { name, clock }: TablePacerOptions): Row => {
  const key = paceKey(name);
  let known: Seen | undefined;

  const put = async (pace: StoredPace, { version, unknown }: Omit<Seen, 'at'>): ReturnType<Table['commit']> =>
    table.commit([{ op: 'put', item: { ...key, body: { ...unknown, ...(asBody(pace) as Fields) } }, expect: expected(version) }]);

  const look = async (): Promise<Seen> => {
    const item = await table.get(key);
    const stored = item === undefined ? unused : bodyOf(paceSchema, item);
    const pace = believed(stored, clock.now());
    // Written back, or everybody who looks later would begin to rest anew. Whoever was faster has seen it, too.
    const seen = { pace, version: item?.version, unknown: item === undefined ? undefined : unknownFieldsOf(item) };
    if (pace !== stored) await put(pace, seen);
    known = { ...seen, version: pace === stored ? item?.version : (item?.version ?? 0) + 1, at: clock.now() };
    return known;
  };

  return {
    read: async () => {
      const isFresh = known !== undefined && Math.abs(clock.now() - known.at) < knownForMs;
      return (isFresh && known !== undefined ? known : await look()).pace;
    },
    change: async (next) => {
      for (let attempt = 1; attempt <= attemptsMax; attempt++) {
        const seen = known ?? (await look());
        const now = clock.now();
        const pace = next(seen.pace, now);
        if (pace === seen.pace) return { pace, now };
        known = undefined;
        if ((await put(pace, seen)) === 'conflict') continue;
        known = { ...seen, pace, version: (seen.version ?? 0) + 1, at: now };
        return { pace, now };
      }
      throw new Unavailable(`others changed the pace ${String(attemptsMax)} times meanwhile`);
    },
  };
};

const expected = (version: number | undefined): Expectation => (version === undefined ? 'absent' : { version });

/** A rest that ends later than it could by our clock was written by one that runs ahead: it lasts as long as was asked for, from now. */
const believed = (stored: StoredPace, now: Instant): StoredPace => {
  const { rest } = stored;
  if (rest === undefined || rest.until - now <= rest.ms) return stored;
  return { ...stored, rest: { ...rest, until: later(now, rest.ms) } };
};

type Queue = <T>(work: () => Promise<T>) => Promise<T>;

const createQueue = (): Queue => {
  let last: Promise<unknown> = Promise.resolve();
  return async (work) => {
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  };
};
