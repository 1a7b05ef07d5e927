import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createTableMembers } from '../../../adapters/dynamodb/members-in-table.ts';
import { createTableInMemory } from '../../../adapters/dynamodb/table-in-memory.ts';
import { changed } from '../../../domain/kernel/decision.ts';
import type { Member, SecondFactor } from '../../../domain/membership/member.ts';
import { aMember, anyInstant } from '../../support/contract-membership.ts';

const store = async (member: Member) => {
  const table = await createTableInMemory();
  const members = createTableMembers(table);
  await members.change(member.id, () => changed(member, undefined));
  return { table, members };
};

const plain = { noNullPrototype: true } as const;
const active = fc.record(
  {
    sealed: fc.string(),
    since: anyInstant,
    lastStep: fc.nat(),
    recovery: fc.array(fc.record({ hash: fc.string(), usedAt: anyInstant }, { requiredKeys: ['hash'], ...plain })),
  },
  plain,
);
const pending = fc.record({ sealed: fc.string(), session: fc.string(), expiresAt: anyInstant }, plain);
const secondFactor: fc.Arbitrary<SecondFactor> = fc.record(
  { active, pending, wrongAt: fc.array(anyInstant, { maxLength: 10 }) },
  { requiredKeys: ['wrongAt'], ...plain },
);

it('a member with a second factor comes back as they were', async () => {
  await fc.assert(
    fc.asyncProperty(secondFactor, anyInstant, async (factor, at) => {
      const session = { id: 's', hash: 'h', signedInAt: at, expiresAt: at, secondFactorAt: at };
      const member = aMember({ secondFactor: factor, sessions: [session] });
      const { members } = await store(member);
      expect(await members.find(member.id)).toStrictEqual(member);
    }),
  );
});

it('a member who was stored before there were second factors is read as one without', async () => {
  const at = 5 as Member['signedUpAt'];
  const member = aMember({ sessions: [{ id: 's', hash: 'h', signedInAt: at, expiresAt: at }] });
  const { table, members } = await store(member);
  expect(JSON.stringify(table.items())).not.toContain('secondFactor');
  expect(await members.find(member.id)).toStrictEqual(member);
});
