import type { Clock } from '../../domain/kernel/clock.ts';
import { later, secondMs } from '../../domain/kernel/instant.ts';
import { type Lease, leaseMarginMs, type Leases } from '../dynamodb/leases.ts';
import { rest } from '../local/pauses.ts';
import { aborted } from './or-stopped.ts';

export interface LeaseNeeds {
  readonly leases: Leases;
  readonly clock: Clock;
  /** This run, among all that may want the same. */
  readonly owner: string;
  /** So long a dead owner still counts as alive. */
  readonly leaseMs: number;
}

export interface UnderLease {
  readonly name: string;
  /** Somebody asked for the end. */
  readonly stopped: AbortSignal;
}

/**
 * Does `work` while nobody else does what goes by this name. A lease that a dead process left is waited for; `'held'` where somebody
 * keeps renewing theirs. `'lost'` where ours could not be renewed in time: `work` is told to stop, and is not waited for, as another may
 * have begun. What is done under a lease must be harmless when two do it: a lease saves work, and clocks may differ.
 */
export const underLease = async <R>(
  needs: LeaseNeeds,
  { name, stopped }: UnderLease,
  work: (signal: AbortSignal) => Promise<R>,
): Promise<R | 'held' | 'lost'> => {
  const lease = await acquired(needs, { name, stopped });
  if (lease === 'held') return 'held';
  const over = new AbortController();
  const lost = new AbortController();
  const renewing = renewed(needs, lease, over.signal).then((held) => {
    if (held !== 'lost') return held;
    lost.abort();
    return 'lost' as const;
  });
  try {
    return await Promise.race([work(AbortSignal.any([stopped, lost.signal])), aborted(lost.signal).then(() => 'lost' as const)]);
  } finally {
    over.abort();
    const last = await renewing;
    // Whoever cannot be told now sees by the time that the lease is over.
    if (last !== 'lost') await needs.leases.release(last).catch(() => undefined);
  }
};

/** A living owner renews before this is over; a dead one's lease is taken over a margin after its end. */
const waitedForMs = (leaseMs: number): number => leaseMs * 1.25 + leaseMarginMs;
const looksMs = (leaseMs: number): number => Math.min(5 * secondMs, leaseMs / 4);

const acquired = async ({ leases, clock, owner, leaseMs }: LeaseNeeds, { name, stopped }: UnderLease): Promise<Lease | 'held'> => {
  const until = later(clock.now(), waitedForMs(leaseMs));
  for (;;) {
    const now = clock.now();
    const lease = await leases.acquire(name, owner, { now, ms: leaseMs });
    if (lease !== 'held' || stopped.aborted || now >= until) return lease;
    await rest(looksMs(leaseMs), stopped);
  }
};

/** Renews until it is over: the lease as it is then, or `'lost'`. */
const renewed = async ({ leases, clock, leaseMs }: LeaseNeeds, first: Lease, over: AbortSignal): Promise<Lease | 'lost'> => {
  let lease = first;
  let until = later(clock.now(), leaseMs);
  while (!over.aborted) {
    await rest(leaseMs / 3, over);
    if (over.aborted) break;
    const now = clock.now();
    // A store that cannot be reached is asked again for as long as the lease holds.
    const next = await leases.renew(lease, { now, ms: leaseMs }).catch(() => undefined);
    if (next === 'lost' || (next === undefined && clock.now() >= until)) return 'lost';
    if (next === undefined) continue;
    lease = next;
    until = later(now, leaseMs);
  }
  return lease;
};
