import fc from 'fast-check';
import { expect, it } from 'vitest';
import { attemptsMax } from '../../adapters/dynamodb/change-in-table.ts';
import { createTableMembers } from '../../adapters/dynamodb/members-in-table.ts';
import { createTableOutbox } from '../../adapters/dynamodb/outbox.ts';
import { Unavailable } from '../../adapters/dynamodb/table.ts';
import { changed, type Decision, type Outgoing } from '../../domain/kernel/decision.ts';
import type { Instant } from '../../domain/kernel/instant.ts';
import { err } from '../../domain/kernel/result.ts';
import type { Member } from '../../domain/membership/member.ts';
import type { Members, MembershipMail } from '../../domain/membership/ports.ts';
import { aMember, anyMember, memberIdOf } from '../support/contract-membership.ts';
import { describePort, twenty, twice, type TableKind } from '../support/contract.ts';

type MemberDecision<O = void, E = never> = Decision<Member | undefined, O, E, MembershipMail>;

const signIn = (key: string, to = memberIdOf(1)): Outgoing<MembershipMail> => ({
  key,
  dueAt: 5 as Instant,
  message: { template: 'sign-in', to, token: 't' },
});
const store = async (members: Members, member: Member) => members.change(member.id, (): MemberDecision => changed(member, undefined));
const rename =
  (name: string) =>
  (member: Member | undefined): MemberDecision =>
    changed({ ...aMember(), ...member, name }, undefined);

export const membersContract = (kind: TableKind): void => {
  describePort({ name: 'Members', create: createTableMembers }, kind, (given, runs) => {
    it(
      'has nobody at first',
      given(async ({ port }) => {
        expect(await port.find(memberIdOf(1))).toBeUndefined();
        expect(await port.account(memberIdOf(1))).toBeUndefined();
        expect(await port.page(undefined, 200)).toEqual([]);
      }),
    );

    it(
      'gives back any member as they were',
      given(async ({ port }) => {
        await fc.assert(
          fc.asyncProperty(anyMember, async (member) => {
            await store(port, member);
            expect(await port.find(member.id)).toStrictEqual(member);
            const { answers: _answers, draft: _draft, ...account } = member;
            expect(await port.account(member.id)).toStrictEqual(account);
          }),
          { numRuns: runs },
        );
      }),
    );

    it(
      'hands out copies',
      given(async ({ port }) => {
        const member = aMember({ skips: [] });
        await store(port, member);
        (member.skips as unknown as number[]).push(1);
        ((await port.find(member.id))?.skips as unknown as number[]).push(2);
        expect((await port.find(member.id))?.skips).toEqual([]);
      }),
    );

    it(
      'stores nothing of a refused change and lets nothing leave',
      given(async ({ port, table, settled }) => {
        await store(port, aMember());
        const refused = await port.change(memberIdOf(1), (): MemberDecision<void, { readonly code: 'no' }> => err({ code: 'no' }));
        await settled();
        expect(refused).toEqual(err({ code: 'no' }));
        expect(await port.find(memberIdOf(1))).toEqual(aMember());
        expect(await createTableOutbox(table).pending()).toEqual({ waiting: 0, failed: 0 });
      }),
    );

    it(
      'stores a change together with what leaves',
      given(async ({ port, table, settled }) => {
        const outcome = await port.change(memberIdOf(1), (): MemberDecision<'done'> =>
          changed(aMember(), 'done', [signIn('one'), signIn('two')]),
        );
        await settled();
        expect(outcome).toEqual({ ok: true, value: 'done' });
        const due = await createTableOutbox(table).due(5 as Instant, 10);
        expect(due.map(({ key, dueAt, message, attempts }) => ({ key, dueAt, message, attempts }))).toEqual([
          { ...signIn('one'), attempts: 0 },
          { ...signIn('two'), attempts: 0 },
        ]);
      }),
    );

    it(
      'lets a message of a known key leave once, and stores the change all the same',
      given(async ({ port, table, settled }) => {
        await port.change(memberIdOf(1), (): MemberDecision => changed(aMember(), undefined, [signIn('one')]));
        await port.change(memberIdOf(1), (): MemberDecision =>
          changed(aMember({ name: 'Anna' }), undefined, [signIn('one'), signIn('two')]),
        );
        await settled();
        expect((await port.find(memberIdOf(1)))?.name).toBe('Anna');
        expect((await createTableOutbox(table).due(9 as Instant, 10)).map(({ key }) => key)).toEqual(['one', 'two']);
      }),
    );

    it(
      'commits nothing where nothing changes',
      given(async ({ port, table }) => {
        await store(port, aMember());
        await port.change(memberIdOf(1), (member): MemberDecision => changed(member, undefined));
        expect((await table.query({ by: 'key', partition: `member#${memberIdOf(1)}`, limit: 1 })).items[0]?.version).toBe(1);
      }),
    );

    it(
      'removes a member, and removing nobody is nothing',
      given(async ({ port, settled }) => {
        await store(port, aMember());
        await twice(async () => port.change(memberIdOf(1), (): MemberDecision => changed(undefined, undefined)));
        await settled();
        expect(await port.find(memberIdOf(1))).toBeUndefined();
        expect(await port.page(undefined, 10)).toEqual([]);
      }),
    );

    it(
      'decides again on the newest state when another process was faster',
      given(async ({ port, other }) => {
        await store(port, aMember());
        const seen: (string | undefined)[] = [];
        let interruption: Promise<unknown> | undefined;
        await port.change(memberIdOf(1), (member): MemberDecision => {
          seen.push(member?.name);
          interruption ??= other.change(memberIdOf(1), rename('Other'));
          return rename(`${member?.name ?? ''}!`)(member);
        });
        await interruption;
        expect(await port.find(memberIdOf(1))).toMatchObject({ name: seen.length === 1 ? 'Other' : 'Other!' });
      }),
    );

    it(
      'gives up with Unavailable when others are always faster',
      given(async ({ table }) => {
        const raced = { ...table, commit: async () => Promise.resolve('conflict' as const) };
        let decisions = 0;
        const change = createTableMembers(raced).change(memberIdOf(1), (member): MemberDecision => {
          decisions++;
          return rename('Ana')(member);
        });
        await expect(change).rejects.toThrow(Unavailable);
        expect(decisions).toBe(attemptsMax);
      }),
    );

    it(
      'keeps answers and draft through changes of everything else, and everything else through theirs',
      given(async ({ port, other, settled }) => {
        const given = (word: string) => ({ version: 1, texts: { work: [word] }, at: 7 as Instant });
        const session = { id: 's', hash: 'h', signedInAt: 1 as Instant, expiresAt: 9 as Instant };
        const becomes = async (members: Members, changes: Partial<Member>) =>
          members.change(memberIdOf(1), (member): MemberDecision => changed({ ...aMember(), ...member, ...changes }, undefined));
        await store(port, aMember({ id: memberIdOf(2), answers: given('of another') }));
        await becomes(port, { draft: given('cats') });
        await becomes(other, { sessions: [session] });
        await becomes(port, { answers: given('murals'), draft: undefined });
        await becomes(other, { name: 'Anna' });
        const anna = aMember({ name: 'Anna', sessions: [session], answers: given('murals') });
        await settled();
        expect(await port.find(memberIdOf(1))).toStrictEqual(anna);
        expect(await port.page(undefined, 10)).toStrictEqual([anna, aMember({ id: memberIdOf(2), answers: given('of another') })]);
        await becomes(other, { answers: undefined });
        expect(await port.find(memberIdOf(1))).toStrictEqual({ ...anna, answers: undefined });
        await port.change(memberIdOf(1), (): MemberDecision => changed(undefined, undefined));
        await becomes(other, { answers: given('anew') });
        expect(await port.find(memberIdOf(1))).toStrictEqual(aMember({ answers: given('anew') }));
      }),
    );

    it(
      'pages through members in order of id',
      given(async ({ port, settled }) => {
        const ids = [5, 1, 4, 2, 3].map(memberIdOf);
        for (const id of ids) await store(port, aMember({ id }));
        await settled();
        expect((await port.page(undefined, 2)).map(({ id }) => id)).toEqual([1, 2].map(memberIdOf));
        expect((await port.page(memberIdOf(2), 2)).map(({ id }) => id)).toEqual([3, 4].map(memberIdOf));
        expect((await port.page(memberIdOf(4), 200)).map(({ id }) => id)).toEqual([memberIdOf(5)]);
        expect(await port.page(memberIdOf(6), 200)).toEqual([]);
      }),
    );

    it(
      'loses none of twenty changes at once, and sends for each',
      given(async ({ port, table, settled }) => {
        await store(port, aMember({ name: '' }));
        await Promise.all(
          twenty.map(async (n) =>
            port.change(memberIdOf(1), (member): MemberDecision =>
              changed({ ...aMember(), name: `${member?.name ?? ''}x` }, undefined, [signIn(`mail ${String(n)}`)]),
            ),
          ),
        );
        await settled();
        expect((await port.find(memberIdOf(1)))?.name).toBe('x'.repeat(20));
        expect(await createTableOutbox(table).pending()).toEqual({ waiting: 20, failed: 0 });
      }),
    );
  });
};
