import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createTableMatches } from '../../adapters/dynamodb/matches-in-table.ts';
import { createTableOutbox } from '../../adapters/dynamodb/outbox.ts';
import { createTableRounds } from '../../adapters/dynamodb/rounds-in-table.ts';
import type { Table } from '../../adapters/dynamodb/table.ts';
import { changed, type Decision } from '../../domain/kernel/decision.ts';
import { dayMs, type Instant } from '../../domain/kernel/instant.ts';
import { err } from '../../domain/kernel/result.ts';
import type { IntroductionMail } from '../../domain/introductions/mails.ts';
import { answerMet, introduced, type Match, takeBack } from '../../domain/introductions/match.ts';
import type { RoundDecision, RoundState, StoredRound } from '../../domain/introductions/stored-round.ts';
import { thisWeek } from '../arbitraries/rounds.ts';
import { aliasOf, aMatch, anonymousOf, anyMatch, aPlan, memberOf, tokenOf, weekAfter } from '../support/contract-introductions.ts';
import { describePort, twenty, twice, type TableKind } from '../support/contract.ts';

const at = 1_000 as Instant;
const key = (member: number, week = thisWeek) => ({ week, run: 1, member: memberOf(member) });
type Deciding<O = void> = Decision<Match, O, never, IntroductionMail>;

/** A round of this week in a state; matches are minted while it is planned. */
const round = async (table: Table, state: RoundState = { name: 'planned' }): Promise<void> => {
  const rounds = createTableRounds(table);
  await rounds.plan(aPlan());
  await rounds.change(thisWeek, (stored): RoundDecision => {
    const next: StoredRound = { ...stored!, state };
    return changed(next, next);
  });
};

export const matchesContract = (kind: TableKind): void => {
  describePort({ name: 'Matches', create: createTableMatches }, kind, (given, runs) => {
    it(
      'has none at first',
      given(async ({ port }) => {
        expect(await port.find(key(0))).toBeUndefined();
        expect(await port.ofRound({ week: thisWeek, run: 1 }, undefined, 200)).toEqual([]);
        expect(await port.ofMember(memberOf(0), 200)).toEqual([]);
        expect(await port.alias(aliasOf(0, 'a'))).toBeUndefined();
        await port.closeAliases(key(0), at);
        await port.anonymise(memberOf(0), anonymousOf(0), at);
      }),
    );

    it(
      'writes a match for both of its members, with both aliases',
      given(async ({ port, other, table }) => {
        await round(table);
        expect(await port.mint(aMatch(), at)).toBe('minted');
        for (const member of [0, 1]) {
          expect(await other.find(key(member))).toEqual(aMatch());
          expect(await other.ofMember(memberOf(member), 10)).toEqual([aMatch()]);
        }
        expect(await other.alias(aliasOf(1, 'b'))).toEqual({
          alias: aliasOf(1, 'b'),
          member: memberOf(1),
          counterparty: aliasOf(0, 'a'),
          conversationId: 'conversation 0',
          status: 'open',
          createdAt: at,
          expiresAt: at + 180 * dayMs,
          deleteAt: at + 270 * dayMs,
        });
      }),
    );

    it(
      'writes a match once, whatever its aliases, also of twenty at once',
      given(async ({ port, other, table }) => {
        await round(table);
        const named = (n: number): Match => ({
          ...aMatch(),
          a: { ...aMatch().a, alias: aliasOf(100 + n, 'a') },
          b: { ...aMatch().b, alias: aliasOf(200 + n, 'b') },
        });
        const answers = await Promise.all(twenty.map(async (n) => (n % 2 === 0 ? port : other).mint(named(n), at)));
        expect([...new Set(answers)].sort()).toEqual(['already_there', 'minted']);
        expect(answers.filter((answer) => answer === 'minted')).toHaveLength(1);
        const winner = answers.indexOf('minted');
        expect(await port.find(key(1))).toEqual(named(winner));
        for (const n of twenty) expect((await port.alias(aliasOf(100 + n, 'a'))) === undefined).toBe(n !== winner);
      }),
    );

    it(
      'issues no alias twice, not even after it is long gone, and writes nothing of such a match',
      given(async ({ port, table }) => {
        await round(table);
        await port.mint(aMatch(0), at);
        await table.commit([{ op: 'delete', key: { pk: `alias#${aliasOf(0, 'a')}`, sk: 'alias' }, expect: 'present' }]);
        const again = { ...aMatch(1), a: { ...aMatch(1).a, alias: aliasOf(0, 'a') } };
        expect(await port.mint(again, at)).toBe('alias_taken');
        expect([await port.find(key(2)), await port.find(key(3)), await port.alias(aliasOf(3, 'b'))]).toEqual([
          undefined,
          undefined,
          undefined,
        ]);
        expect(await port.mint(aMatch(1), at)).toBe('minted');
      }),
    );

    it(
      'writes nothing unless its round is planned',
      given(async ({ port, table }) => {
        expect(await port.mint(aMatch(), at)).toBe('round_over');
        await round(table, { name: 'discarded', at, because: 'no' });
        expect(await port.mint(aMatch(), at)).toBe('round_over');
        expect(await port.mint(aMatch(0, { run: 2 }), at)).toBe('round_over');
        expect(await port.alias(aliasOf(0, 'a'))).toBeUndefined();
      }),
    );

    it(
      'writes nothing of a round that is discarded at the very moment',
      given(async ({ port, table }) => {
        await round(table);
        const rounds = createTableRounds(table);
        const slow: Table = {
          ...table,
          commit: async (writes) => {
            await rounds.change(thisWeek, (stored): RoundDecision =>
              changed({ ...stored!, state: { name: 'discarded', at, because: 'no' } }, stored!),
            );
            return table.commit(writes);
          },
        };
        expect(await createTableMatches(slow).mint(aMatch(), at)).toBe('round_over');
        expect([await port.find(key(0)), await port.alias(aliasOf(0, 'a'))]).toEqual([undefined, undefined]);
      }),
    );

    it(
      'gives back any match as it was changed, from both sides',
      given(async ({ port, table }) => {
        await round(table);
        await port.mint(aMatch(), at);
        await fc.assert(
          fc.asyncProperty(anyMatch, fc.constantFrom(0, 1), async (match, side) => {
            await port.change(key(side), (): Deciding => changed(match, undefined));
            expect(await port.find(key(0))).toStrictEqual(match);
            expect(await port.find(key(1))).toStrictEqual(match);
          }),
          { numRuns: runs },
        );
      }),
    );

    it(
      'stores a change together with what leaves, and nothing of a refused one',
      given(async ({ port, table, settled }) => {
        await round(table);
        await port.mint(aMatch(), at);
        const mail: IntroductionMail = { template: 'cancelled', to: memberOf(0), week: thisWeek };
        await port.change(key(0), (): Decision<Match, void, { code: 'no' }, IntroductionMail> => err({ code: 'no' }));
        expect(
          await port.change(key(0), (match): Deciding<'done'> =>
            changed({ ...match!, score: 1 }, 'done', [{ key: 'k', dueAt: at, message: mail }]),
          ),
        ).toEqual({ ok: true, value: 'done' });
        await settled();
        expect((await createTableOutbox(table).due(at, 10)).map(({ key: each, message }) => [each, message])).toEqual([['k', mail]]);
      }),
    );

    it(
      'asks what becomes of a match that is not there, and takes a refusal only',
      given(async ({ port }) => {
        expect(await port.change(key(0), (match) => takeBack(match, at))).toEqual(err({ code: 'match.unknown' }));
        await expect(port.change(key(0), (): Deciding => changed(aMatch(), undefined))).rejects.toThrow('can only be refused');
      }),
    );

    it(
      'closes both aliases in the commit that cancels a match, and later knows them still',
      given(async ({ port, table }) => {
        await round(table);
        await port.mint(aMatch(), at);
        await port.change(key(1), (match) => takeBack(match, 2_000 as Instant));
        expect((await port.find(key(0)))?.state.name).toBe('cancelled');
        for (const alias of [aliasOf(0, 'a'), aliasOf(1, 'b')])
          expect(await port.alias(alias)).toMatchObject({ status: 'closed', expiresAt: 2_000, deleteAt: 2_000 + 90 * dayMs });
      }),
    );

    it(
      'closes aliases without touching the match',
      given(async ({ port, table }) => {
        await round(table);
        await port.mint(aMatch(), at);
        for (const later of [5_000, 6_000]) await port.closeAliases(key(0), later as Instant);
        expect(await port.alias(aliasOf(1, 'b'))).toMatchObject({ status: 'closed', expiresAt: 5_000 });
        expect(await port.find(key(0))).toEqual(aMatch());
      }),
    );

    it(
      'loses neither of two changes from both sides at once',
      given(async ({ port, other, table }) => {
        await round(table);
        await port.mint(aMatch(0, { state: { name: 'claimed', at } }), at);
        await Promise.all([
          port.change(key(0), (match) => answerMet(match, memberOf(0), 'yes')),
          other.change(key(1), (match) => answerMet(match, memberOf(1), 'no')),
          port.change(key(1), (match) => introduced(match, memberOf(1), at)),
        ]);
        expect(await port.find(key(0))).toMatchObject({ a: { met: 'yes' }, b: { met: 'no', introducedAt: at } });
      }),
    );

    it(
      'lists the matches of a run in order of their first member, page by page, and a member’s own newest first',
      given(async ({ port, table, settled }) => {
        await round(table);
        for (const number of [3, 0, 2, 1]) await port.mint(aMatch(number), at);
        const rounds = createTableRounds(table);
        await rounds.change(thisWeek, (stored): RoundDecision => changed({ ...stored!, state: { name: 'sent', at } }, stored!));
        await rounds.plan(aPlan({ week: weekAfter(1), planId: tokenOf(8), previousRun: 1 }));
        const later = { ...aMatch(9), week: weekAfter(1), a: { ...aMatch(9).a, member: memberOf(0) } };
        await port.mint(later, at);
        await settled();
        const numbers = async (after: number | undefined, limit: number) =>
          (await port.ofRound({ week: thisWeek, run: 1 }, after === undefined ? undefined : memberOf(after), limit)).map(
            ({ conversationId }) => Number(conversationId.split(' ')[1]),
          );
        expect(await numbers(undefined, 200)).toEqual([0, 1, 2, 3]);
        expect(await numbers(2, 2)).toEqual([2, 3]);
        expect(await numbers(6, 2)).toEqual([]);
        expect((await port.ofMember(memberOf(0), 10)).map(({ week }) => week)).toEqual([weekAfter(1), thisWeek]);
        expect(await port.ofMember(memberOf(0), 1)).toEqual([later]);
      }),
    );

    it(
      'puts an anonymous id in a member’s place, with no word about the pair and closed aliases',
      given(async ({ port, table, settled }) => {
        await round(table);
        await port.mint(aMatch(0, { host: memberOf(0), state: { name: 'claimed', at } }), at);
        await twice(async () => port.anonymise(memberOf(0), anonymousOf(0), 3_000 as Instant));
        await settled();
        expect([await port.find(key(0)), await port.ofMember(memberOf(0), 10)]).toEqual([undefined, []]);
        expect(await port.find(key(1))).toEqual(
          aMatch(0, {
            host: anonymousOf(0),
            state: { name: 'claimed', at },
            a: { ...aMatch().a, member: anonymousOf(0), reasons: [] },
            b: { ...aMatch().b, reasons: [] },
          }),
        );
        expect(await port.ofRound({ week: thisWeek, run: 1 }, undefined, 10)).toEqual([await port.find(key(1))]);
        expect(await port.alias(aliasOf(0, 'a'))).toMatchObject({ status: 'closed', member: anonymousOf(0) });
        expect(await port.alias(aliasOf(1, 'b'))).toMatchObject({ status: 'closed', member: memberOf(1) });
        expect(JSON.stringify((await table.query({ by: 'index', partition: 'matches#2026-W47#0001', limit: 10 })).items)).not.toContain(
          memberOf(0),
        );
      }),
    );

    it(
      'forgets both of a pair at once',
      given(async ({ port, other, table }) => {
        await round(table);
        await port.mint(aMatch(), at);
        await Promise.all([port.anonymise(memberOf(0), anonymousOf(0), at), other.anonymise(memberOf(1), anonymousOf(1), at)]);
        const match = await port.find({ week: thisWeek, run: 1, member: anonymousOf(0) });
        expect([match?.a.member, match?.b.member]).toEqual([anonymousOf(0), anonymousOf(1)]);
        expect(await port.find({ week: thisWeek, run: 1, member: anonymousOf(1) })).toEqual(match);
      }),
    );
  });
};
