import { expect, it } from 'vitest';
import { createTableLeases, leaseMarginMs, type Lease, type Leases } from '../../adapters/dynamodb/leases.ts';
import type { Instant } from '../../domain/kernel/instant.ts';
import { describePort, twenty, twice, type TableKind } from '../support/contract.ts';

const until = (now: number, ms = 60_000) => ({ now: now as Instant, ms });
const taken = async (leases: Leases, owner: string, now = 0): Promise<Lease> => {
  const lease = await leases.acquire('round', owner, until(now));
  if (lease === 'held') throw new Error('somebody else holds it');
  return lease;
};
const end = 60_000;

export const leasesContract = (kind: TableKind): void => {
  describePort({ name: 'Leases', create: createTableLeases }, kind, (given) => {
    it(
      'gives a name to one owner, and says until when',
      given(async ({ port, other }) => {
        expect(await port.acquire('round', 'a', until(5))).toEqual({ name: 'round', owner: 'a', endsAt: 60_005 });
        expect(await other.acquire('round', 'b', until(5))).toBe('held');
        expect(await other.acquire('another round', 'b', until(5))).toMatchObject({ owner: 'b' });
      }),
    );

    it(
      'gives it to one of twenty who ask at once',
      given(async ({ port, other }) => {
        const answers = await Promise.all(
          twenty.map(async (at) => (at % 2 === 0 ? port : other).acquire('round', `owner ${String(at)}`, until(0))),
        );
        expect(answers.filter((answer) => typeof answer === 'object')).toHaveLength(1);
      }),
    );

    it(
      'lets one of two take over what ran out',
      given(async ({ port, other }) => {
        await taken(port, 'dead');
        const now = end + leaseMarginMs;
        const answers = await Promise.all([port.acquire('round', 'a', until(now)), other.acquire('round', 'b', until(now))]);
        expect(answers.filter((answer) => answer === 'held')).toHaveLength(1);
      }),
    );

    it(
      'is taken over only a margin after its end, so that clocks may differ',
      given(async ({ port, other }) => {
        await taken(port, 'a');
        expect(await other.acquire('round', 'b', until(end))).toBe('held');
        expect(await other.acquire('round', 'b', until(end + leaseMarginMs - 1))).toBe('held');
        expect(await other.acquire('round', 'b', until(end + leaseMarginMs))).toMatchObject({ owner: 'b' });
      }),
    );

    it(
      'is given anew to the owner who lost the answer',
      given(async ({ port }) => {
        await taken(port, 'a');
        expect(await taken(port, 'a', 10)).toEqual({ name: 'round', owner: 'a', endsAt: 60_010 });
      }),
    );

    it(
      'is held longer by who renews it, also after its end, and lost to who took it over',
      given(async ({ port, other }) => {
        const first = await taken(port, 'a');
        const renewed = await port.renew(first, until(end + 5));
        expect(renewed).toMatchObject({ endsAt: 2 * end + 5 });
        expect(await other.acquire('round', 'b', until(end + leaseMarginMs))).toBe('held');
        await taken(other, 'b', 2 * end + 5 + leaseMarginMs);
        expect(await port.renew(first, until(3 * end))).toBe('lost');
      }),
    );

    it(
      'is free at once when it was released, as often as it is said, and never by somebody else',
      given(async ({ port, other }) => {
        const first = await taken(port, 'a');
        await twice(async () => port.release(first));
        await taken(other, 'b');
        await twice(async () => port.release(first));
        expect(await port.renew(first, until(1))).toBe('lost');
        expect(await port.acquire('round', 'a', until(1))).toBe('held');
      }),
    );

    it(
      'takes any name',
      given(async ({ port }) => {
        expect(await port.acquire('é #~/', 'a', until(0))).toMatchObject({ name: 'é #~/' });
      }),
    );

    it(
      'leaves nothing behind for long',
      given(async ({ port, table, clock }) => {
        await taken(port, 'a');
        clock.moveBy(end + leaseMarginMs + 86_400_000);
        expect(await table.get({ pk: 'lease#round', sk: 'lease' })).toBeUndefined();
      }),
    );
  });
};
