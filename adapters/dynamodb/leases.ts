import * as z from 'zod';
import { dayMs, later, secondMs, type Instant } from '../../domain/kernel/instant.ts';
import { asBody, bodyOf, carriedOn, instantSchema, secondOf } from './bodies.ts';
import { leaseKey } from './keys.ts';
import { Unavailable, type Table, type Write } from './table.ts';

/** So that a thing is done by one process at a time. An owner is one run of one process, and named so that no other is called the same. */
export interface Leases {
  /**
   * Takes a name until `now + ms`, unless somebody else holds it. One that ran out is taken over only `leaseMarginMs` after its end, so that
   * clocks may differ by as much. An owner that holds it already gets it anew. Of those who try at once, one gets it.
   */
  readonly acquire: (name: string, owner: string, until: LeaseUntil) => Promise<Lease | 'held'>;
  /** Holds on to it until `now + ms`; also after its end, as long as nobody else took it. */
  readonly renew: (lease: Lease, until: LeaseUntil) => Promise<Lease | 'lost'>;
  /** Idempotent; never frees somebody else's. */
  readonly release: (lease: Lease) => Promise<void>;
}

export interface LeaseUntil {
  readonly now: Instant;
  readonly ms: number;
}

export interface Lease {
  readonly name: string;
  readonly owner: string;
  /** Work that needs the lease ends before then. */
  readonly endsAt: Instant;
}

/** How far the clocks of two processes may differ. */
export const leaseMarginMs = 10 * secondMs;
/** Long past any takeover; then DynamoDB clears away what a dead process left. */
const leaseKeptMs = dayMs;
/** Others changed the same lease so often meanwhile. */
const attemptsMax = 5;

export const createTableLeases = (table: Table): Leases => {
  /** Looks who holds a name, and writes what `decide` says unless somebody was faster. */
  const settle = async <A>(name: string, decide: (holder: Holder | undefined) => Settled<A>): Promise<A> => {
    for (let attempt = 1; attempt <= attemptsMax; attempt++) {
      const item = await table.get(leaseKey(name));
      const { answer, next } = decide(item === undefined ? undefined : bodyOf(holderSchema, item));
      if (next === undefined) return answer;
      const expect = item === undefined ? 'absent' : { version: item.version };
      const write: Write =
        next === 'freed'
          ? { op: 'delete', key: leaseKey(name), expect }
          : {
              op: 'put',
              expect,
              item: {
                ...leaseKey(name),
                body: carriedOn(item, asBody(next)),
                deleteAt: secondOf(later(next.endsAt, leaseMarginMs + leaseKeptMs)),
              },
            };
      if ((await table.commit([write])) === 'committed') return answer;
    }
    throw new Unavailable('others changed the same lease time after time');
  };

  return {
    acquire: async (name, owner, { now, ms }) => {
      const lease: Lease = { name, owner, endsAt: later(now, ms) };
      return settle<Lease | 'held'>(name, (holder) => {
        const isHeld = holder !== undefined && holder.owner !== owner && now < later(holder.endsAt, leaseMarginMs);
        return isHeld ? { answer: 'held' } : { answer: lease, next: holderOf(lease) };
      });
    },
    renew: async ({ name, owner }, { now, ms }) => {
      const lease: Lease = { name, owner, endsAt: later(now, ms) };
      return settle<Lease | 'lost'>(name, (holder) =>
        holder?.owner === owner ? { answer: lease, next: holderOf(lease) } : { answer: 'lost' },
      );
    },
    release: async ({ name, owner }) =>
      settle<undefined>(name, (holder) => ({ answer: undefined, next: holder?.owner === owner ? 'freed' : undefined })),
  };
};

type Holder = Pick<Lease, 'owner' | 'endsAt'>;

interface Settled<A> {
  readonly answer: A;
  /** Nothing is written where it is left out. */
  readonly next?: Holder | 'freed' | undefined;
}

const holderOf = ({ owner, endsAt }: Lease): Holder => ({ owner, endsAt });

const holderSchema = z.object({ owner: z.string(), endsAt: instantSchema });
