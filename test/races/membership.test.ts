import fc, { type Scheduler } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTableMembers } from '../../adapters/dynamodb/members-in-table.ts';
import { createTableInMemory, type TableInMemory } from '../../adapters/dynamodb/table-in-memory.ts';
import { changed } from '../../domain/kernel/decision.ts';
import type { Instant } from '../../domain/kernel/instant.ts';
import type { Member } from '../../domain/membership/member.ts';
import type { Members } from '../../domain/membership/ports.ts';
import { aMember, memberIdOf } from '../support/contract-membership.ts';
import { scheduled } from '../support/scheduled.ts';

const ana = memberIdOf(1);
const given = (word: string) => ({ version: 1, texts: { work: [word] }, at: 5 as Instant });
const session = (id: string) => ({ id, hash: id, signedInAt: 1 as Instant, expiresAt: 9 as Instant });
const becomes = async (members: Members, next: (member: Member) => Member): Promise<unknown> =>
  members.change(ana, (member) => changed(next(member ?? aMember()), undefined));

/** Two processes over one table, whose calls arrive in any order. */
const race = async (
  body: (given: {
    readonly table: TableInMemory;
    readonly after: Members;
    readonly one: Members;
    readonly other: Members;
    readonly all: (tasks: Promise<unknown>[]) => Promise<unknown[]>;
  }) => Promise<void>,
): Promise<void> =>
  fc.assert(
    fc.asyncProperty(fc.scheduler(), async (s: Scheduler) => {
      const table = await createTableInMemory();
      const process = (): Members => createTableMembers(scheduled(s, table));
      const after = createTableMembers(table);
      await becomes(after, (member) => ({ ...member, name: 'one', answers: given('one') }));
      await body({ table, after, one: process(), other: process(), all: (tasks) => s.waitFor(Promise.all(tasks)) });
    }),
    { numRuns: 300 },
  );

describe('at once,', () => {
  it('a member answers in one window and signs in in another: nothing of either is lost', async () => {
    await race(async ({ after, one, other, all }) => {
      await all([
        becomes(one, (member) => ({ ...member, answers: given('two'), draft: undefined })),
        becomes(other, (member) => ({ ...member, sessions: [...member.sessions, session('s')] })),
      ]);
      expect(await after.find(ana)).toMatchObject({ answers: given('two'), sessions: [session('s')] });
    });
  });

  it('a member hands in and a draft is saved: both are there', async () => {
    await race(async ({ after, one, other, all }) => {
      await all([
        becomes(one, (member) => ({ ...member, answers: given('two') })),
        becomes(other, (member) => ({ ...member, draft: given('draft') })),
      ]);
      expect(await after.find(ana)).toMatchObject({ answers: given('two'), draft: given('draft') });
    });
  });

  it('whoever reads while others write sees a member as they were at some time, never half of two', async () => {
    await race(async ({ one, other, all }) => {
      const [, found, listed] = await all([
        becomes(one, (member) => ({ ...member, name: 'two', answers: given('two') })),
        other.find(ana),
        other.page(undefined, 10),
      ]);
      for (const member of [found as Member, ...(listed as Member[])]) expect(member.answers).toEqual(given(member.name));
    });
  });

  it('a member is erased while they answer: they are gone, or there anew with what they answered', async () => {
    await race(async ({ table, after, one, other, all }) => {
      await all([becomes(one, (member) => ({ ...member, answers: given('two') })), other.change(ana, () => changed(undefined, undefined))]);
      expect(table.items().map(({ sk }) => sk)).toEqual((await after.find(ana)) === undefined ? [] : ['member', 'survey']);
    });
  });
});
