import { expect, it } from 'vitest';
import { createTableMatches } from '../../adapters/dynamodb/matches-in-table.ts';
import { createTableRounds } from '../../adapters/dynamodb/rounds-in-table.ts';
import { changed, type Decision } from '../../domain/kernel/decision.ts';
import type { Instant } from '../../domain/kernel/instant.ts';
import { err } from '../../domain/kernel/result.ts';
import type { IntroductionMail } from '../../domain/introductions/mails.ts';
import { type Match, takeBack } from '../../domain/introductions/match.ts';
import { thisWeek } from '../arbitraries/rounds.ts';
import { aliasOf, aMatch, anonymousOf, aPlan, memberOf } from '../support/contract-introductions.ts';
import { describePort, type TableKind } from '../support/contract.ts';

const at = 1_000 as Instant;
const key = (member: number) => ({ week: thisWeek, run: 1, member: memberOf(member) });

/** The member of side `a` gets another alias. */
const withAlias = (match: Match | undefined, alias: Match['a']['alias']): Decision<Match, 'renewed', never, IntroductionMail> =>
  changed({ ...match!, a: { ...match!.a, alias }, replacedAliases: [match!.a.alias] }, 'renewed');

/** What `Matches` promises of an alias that takes the place of another. */
export const renewAliasContract = (kind: TableKind): void => {
  describePort({ name: 'Matches, renewing an alias', create: createTableMatches }, kind, (given) => {
    const renewed = (match: Match | undefined) => withAlias(match, aliasOf(900, 'a'));
    const fresh = { alias: aliasOf(900, 'a'), at };

    it(
      'gives a member another alias: both rows and the partner’s alias name it, the one before is known as closed',
      given(async ({ port, other, table }) => {
        await createTableRounds(table).plan(aPlan());
        await port.mint(aMatch(), at);
        expect(await port.renewAlias(key(0), fresh, renewed)).toEqual({ ok: true, value: 'renewed' });
        expect((await other.find(key(0)))?.a.alias).toBe(fresh.alias);
        expect(await other.find(key(1))).toEqual(await other.find(key(0)));
        expect(await other.alias(fresh.alias)).toMatchObject({ member: memberOf(0), status: 'open', counterparty: aliasOf(1, 'b') });
        expect(await other.alias(aliasOf(1, 'b'))).toMatchObject({ status: 'open', counterparty: fresh.alias });
        expect(await other.alias(aliasOf(0, 'a'))).toMatchObject({ status: 'closed', closedBecause: 'replaced', expiresAt: at });
      }),
    );

    it(
      'issues none that was ever issued, and none where it is refused or the match is not there',
      given(async ({ port, table }) => {
        await createTableRounds(table).plan(aPlan());
        await port.mint(aMatch(), at);
        await port.mint(aMatch(1), at);
        expect(await port.renewAlias(key(0), { alias: aliasOf(2, 'a'), at }, renewed)).toEqual({ ok: true, value: 'alias_taken' });
        const refusing = () => err('no');
        expect(await port.renewAlias(key(0), fresh, refusing)).toEqual({ ok: false, error: 'no' });
        expect(await port.renewAlias(key(9), fresh, refusing)).toEqual({ ok: false, error: 'no' });
        expect(await port.find(key(0))).toEqual(aMatch());
        expect(await port.alias(fresh.alias)).toBeUndefined();
      }),
    );

    it(
      'closes, cancels and forgets the alias that is in use, also when it is renewed at the very moment',
      given(async ({ port, table }) => {
        await createTableRounds(table).plan(aPlan());
        for (const end of ['close', 'cancel', 'forget'] as const) {
          const number = ['close', 'cancel', 'forget'].indexOf(end);
          const match = aMatch(number);
          const own = key(2 * number);
          const newest = { alias: aliasOf(900 + number, 'a'), at };
          await port.mint(match, at);
          let isRenewed = false;
          const slow = createTableMatches({
            ...table,
            commit: async (writes) => {
              if (!isRenewed) {
                isRenewed = true;
                await port.renewAlias(own, newest, (found) => withAlias(found, newest.alias));
              }
              return table.commit(writes);
            },
          });
          if (end === 'close') await slow.closeAliases(own, at);
          if (end === 'cancel') await slow.change(own, (found) => takeBack(found, at));
          if (end === 'forget') await slow.anonymise(match.a.member, anonymousOf(number), at);
          for (const alias of [match.a.alias, newest.alias, match.b.alias]) {
            const known = await port.alias(alias);
            expect([end, known?.status]).toEqual([end, 'closed']);
            expect(known?.member === match.a.member).toBe(end !== 'forget' && alias !== match.b.alias);
          }
        }
      }),
    );
  });
};
