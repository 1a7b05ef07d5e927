import { describe, expect, it } from 'vitest';
import { aliasRenewedEveryMs, renew, replacedAliasesMax } from '../../../domain/introductions/renew-alias.ts';
import { sidesFor } from '../../../domain/introductions/match.ts';
import { dayMs, type Instant, later } from '../../../domain/kernel/instant.ts';
import { aliasOf, aMatch, memberOf } from '../../support/contract-introductions.ts';
import { codeOf, createIntroductionsWorld, idOf, nowIs, settle, valueOf, waitingMails } from '../../support/introductions-world.ts';
import { poison } from '../../support/poison.ts';
import { thisWeek as week } from '../../arbitraries/rounds.ts';

const member = idOf('Ana');

/** Ana and Ben were introduced two days ago. */
const introducedPair = async () => {
  const world = await createIntroductionsWorld();
  await settle(world, 'Ana', 'Ben');
  valueOf(await world.run({ week }));
  valueOf(await world.send({ week }));
  world.clock.moveBy(2 * dayMs);
  const mine = async (who = member) => (await world.myMatches({ member: who }))[0]!;
  return { world, mine, before: await mine() };
};

describe('a new private address', () => {
  it('takes the place of the one before for both, and of nothing else', async () => {
    const { world, mine, before } = await introducedPair();
    expect(await poison(() => world.renewAlias({ member, week }))).toEqual({ ok: true, value: 'renewed' });
    const now = await mine();
    expect(now).toEqual({ ...before, alias: now.alias });
    expect(now.alias).not.toBe(before.alias);
    expect(now.alias.at(-1)).toBe(before.alias.at(-1));
    expect(await mine(idOf('Ben'))).toMatchObject({ writeTo: now.alias, partnerAlias: now.alias, alias: before.partnerAlias });
  });

  it('routes to its member as long as the one before would have, and that one is known as closed', async () => {
    const { world, mine, before } = await introducedPair();
    const old = (await world.matches.alias(before.alias))!;
    valueOf(await world.renewAlias({ member, week }));
    const { alias } = await mine();
    const at = world.clock.now();
    const { conversationId, expiresAt, deleteAt } = old;
    const counterparty = before.partnerAlias;
    expect(await world.matches.alias(alias)).toEqual({
      ...{ alias, member, counterparty, conversationId, expiresAt, deleteAt },
      status: 'open',
      createdAt: at,
    });
    expect(await world.matches.alias(before.alias)).toMatchObject({ status: 'closed', closedBecause: 'replaced', expiresAt: at });
    expect(await world.matches.alias(counterparty)).toMatchObject({ status: 'open', counterparty: alias });
  });

  it('is mailed to the partner, with what to call its member', async () => {
    const { world, mine } = await introducedPair();
    valueOf(await world.renewAlias({ member, week }));
    const mails = (await waitingMails(world)).filter(({ message: { template } }) => template === 'new-alias');
    const { alias } = await mine();
    expect(mails.map(({ message }) => message)).toEqual([
      { template: 'new-alias', to: idOf('Ben'), week, partner: member, partnerName: 'Ana', alias },
    ]);
  });

  it('can be had once a day, again and again', async () => {
    const { world, mine } = await introducedPair();
    for (let day = 1; day <= 3; day++) {
      valueOf(await world.renewAlias({ member, week }));
      expect(codeOf(await world.renewAlias({ member, week }))).toBe('match.alias_new');
      world.clock.moveBy(aliasRenewedEveryMs);
    }
    valueOf(await world.renewAlias({ member: idOf('Ben'), week }));
    const match = await world.matches.find({ week, run: 1, member });
    expect(match?.replacedAliases).toHaveLength(4);
    expect((await mine()).writeTo).toBe(match && sidesFor(match, member)?.partner.alias);
  });

  it.each([
    ['who is in no introduction of that week', async () => Promise.resolve(idOf('Cleo')), 'match.unknown'],
    [
      'whose conversation is over',
      async ({ world }: Awaited<ReturnType<typeof introducedPair>>) => {
        await world.endContact({ member, partner: idOf('Ben') });
        return member;
      },
      'match.alias_closed',
    ],
    [
      'who is gone',
      async ({ world }: Awaited<ReturnType<typeof introducedPair>>) => {
        await nowIs(world, 'Ana', undefined);
        return member;
      },
      'match.unknown',
    ],
  ] as const)('is not for somebody %s', async (_, bring, code) => {
    const given = await introducedPair();
    expect(codeOf(await given.world.renewAlias({ member: await bring(given), week }))).toBe(code);
    expect(await given.world.matches.alias(given.before.alias)).toMatchObject({ alias: given.before.alias });
  });

  it('is not there before the introduction, nor after the one before has expired', () => {
    const at = (5 * dayMs) as Instant;
    const current = { status: 'open', createdAt: 0 as Instant, expiresAt: later(at, 1) } as never;
    const fresh = { member: memberOf(0), name: 'Ana', alias: aliasOf(9, 'a'), at };
    const claimed = aMatch(0, { state: { name: 'claimed', at: 0 as Instant } });
    const codes = [
      renew(aMatch(0), current, fresh),
      renew(claimed, current, { ...fresh, at: later(at, 1) }),
      renew(claimed, undefined, fresh),
    ];
    expect(codes.map(codeOf)).toEqual(['match.unknown', 'match.alias_closed', 'match.alias_closed']);
    const many = Array.from({ length: replacedAliasesMax }, (_, number) => aliasOf(100 + number, 'b'));
    const renewed = valueOf(renew({ ...claimed, replacedAliases: many }, current, fresh));
    expect(renewed.next.replacedAliases).toEqual([...many.slice(1), claimed.a.alias]);
  });

  it('goes with its member who is erased, and so do all before it', async () => {
    const { world, mine, before } = await introducedPair();
    valueOf(await world.renewAlias({ member, week }));
    world.clock.moveBy(aliasRenewedEveryMs);
    valueOf(await world.renewAlias({ member, week }));
    const names = [before.alias, ...((await world.matches.find({ week, run: 1, member }))?.replacedAliases ?? []), (await mine()).alias];
    await world.eraser.erase(member);
    expect(names).toHaveLength(4);
    for (const name of names) {
      const alias = await world.matches.alias(name);
      expect(alias?.status).toBe('closed');
      expect(alias?.member).toMatch(/^gone_/);
    }
    const waiting = (await waitingMails(world)).map(({ message }) => message);
    expect(waiting.map(({ template }) => template)).not.toContain('new-alias');
    expect(JSON.stringify(waiting)).not.toContain(member);
    expect((await mine(idOf('Ben'))).writeTo).toBeUndefined();
  });
});
