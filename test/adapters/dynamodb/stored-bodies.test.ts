import { describe, expect, it } from 'vitest';
import { createTableAllowances } from '../../../adapters/dynamodb/allowances-in-table.ts';
import { createTableMembers } from '../../../adapters/dynamodb/members-in-table.ts';
import { createTableInMemory } from '../../../adapters/dynamodb/table-in-memory.ts';
import type { Json } from '../../../adapters/dynamodb/table.ts';
import type { Instant } from '../../../domain/kernel/instant.ts';
import { aMember, memberIdOf } from '../../support/contract-membership.ts';

const holding = async (body: Json) => {
  const table = await createTableInMemory();
  await table.commit([{ op: 'put', item: { pk: `member#${memberIdOf(1)}`, sk: 'member', body }, expect: 'absent' }]);
  return createTableMembers(table);
};
const stored = (changes: object): Json => ({ ...aMember(), ...changes }) as unknown as Json;

describe('A stored body', () => {
  it.each([
    ['a missing field', stored({ name: undefined })],
    ['a field too many', stored({ secret: 'ana@example.com' })],
    ['a wrong kind', stored({ signedUpAt: 'yesterday' })],
    ['an unknown state', stored({ stage: { name: 'ana@example.com' } })],
    ['a foreign id', stored({ id: 'm_1' })],
    ['nothing at all', null],
  ])('with %s is refused, and not quoted', async (_, body) => {
    const members = await holding(body);
    const refusal: unknown = await members.find(memberIdOf(1)).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ name: 'BodyUnreadable' });
    expect(String(refusal)).not.toContain('ana@example.com');
  });
});

describe('An allowance', () => {
  it('is removed some time after its window has ended', async () => {
    const table = await createTableInMemory();
    await createTableAllowances(table).take('ip', { most: 3, windowMs: 1_500 }, 1_000 as Instant);
    expect(await table.sweepExpired(2_999 as Instant)).toBe(0);
    expect(await table.sweepExpired(3_000 as Instant)).toBe(1);
    expect(table.items()).toEqual([]);
  });
});
