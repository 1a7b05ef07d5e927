import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RoundInput } from '../../../domain/introductions/round-input.ts';
import type { Round } from '../../../domain/introductions/round.ts';
import { aQuestion, aSurvey, memberId } from '../../arbitraries/community.ts';
import {
  allOf,
  aRound,
  couplesOf,
  heightIn,
  holdRounds,
  leftOut,
  leftOutOf,
  membersCalled,
  membersWith,
  met,
  plan,
  roundInputs,
} from '../../arbitraries/rounds.ts';
import { scoreByHand } from '../../arbitraries/rounds-by-hand.ts';

const host = memberId('host');

/** Members of groups that only meet among themselves: each is its own, the host belongs to all. */
const groups = aSurvey(
  aQuestion({ id: 'group', kind: 'tags', required: true, matching: { rule: 'must-overlap', weight: 1 } }),
  aQuestion({ id: 'place', kind: 'scale', min: 0, max: 10, matching: { rule: 'similar', weight: 1 } }),
);
const alone = (places: Readonly<Record<string, number>>): Pick<RoundInput, 'survey' | 'members' | 'host'> => ({
  survey: groups,
  members: membersWith(groups, {
    host: { group: Object.keys(places).join(';'), place: '0' },
    ...Object.fromEntries(Object.entries(places).map(([name, place]) => [name, { group: name, place: String(place) }])),
  }),
  host,
});

const guestOf = (round: Round): string | undefined => {
  const [pair] = round.pairs.filter((each) => each.host !== undefined);
  return pair === undefined ? undefined : [pair.a, pair.b].find((id) => id !== host)?.replace('@example.com', '');
};

describe('the standing host', () => {
  it('stays out when nobody is left over', async () => {
    const round = await plan(aRound({ members: membersCalled('ana', 'ben', 'host'), host }));
    expect(couplesOf(round)).toEqual(['ana ben']);
    expect([round.leftOut, guestOf(round)]).toEqual([[], undefined]);
  });

  it('meets who is left over, outside the certificate', async () => {
    const round = await plan(aRound({ members: membersCalled('ana', 'ben', 'cleo', 'host'), host }));
    expect(round.pairs).toHaveLength(2);
    expect(round.leftOut).toEqual([]);
    expect(round.pairs.filter((pair) => pair.host === host)).toHaveLength(1);
    expect(round.certificate).toMatchObject({ pairs: 1, total: 10_000 });
  });

  it('stands before or after the other by name, as any member does', async () => {
    const [first] = (await plan(aRound({ members: membersCalled('ana', 'zoe', 'zora', 'zula'), host: memberId('ana') }))).pairs.filter(
      (pair) => pair.host !== undefined,
    );
    expect(first).toMatchObject({ a: memberId('ana'), host: memberId('ana') });
  });

  it('meets the longest waiting of all left over', async () => {
    const history = allOf(leftOut(1, 'ben'), leftOut(2, 'ben'), leftOut(1, 'cleo'));
    expect(guestOf(await plan(aRound({ ...alone({ ana: 0, ben: 10, cleo: 0 }), history })))).toBe('ben');
  });

  it('meets the best fit of those who waited as long', async () => {
    expect(guestOf(await plan(aRound(alone({ ana: 9, ben: 10, cleo: 3 }))))).toBe('cleo');
  });

  it('meets the first by address of those who fit as well', async () => {
    for (let seed = 0; seed < 20; seed++) expect(guestOf(await plan(aRound(alone({ cleo: 4, ben: 4, dora: 4 })), seed))).toBe('ben');
  });

  it('keeps to walls, to pairs kept apart and to the gap', async () => {
    const walled = alone({ ana: 0, ben: 9 });
    const members = [...walled.members, ...membersWith(groups, { alice: { group: 'elsewhere', place: '0' } })];
    expect(guestOf(await plan(aRound({ ...walled, members })))).toBe('ana');
    expect(guestOf(await plan(aRound({ ...walled, members, apart: [[host, memberId('ana')]] })))).toBe('ben');
    // The gap is that of the guest's own component: three of them have none, four have one week.
    const four = aRound({ members: membersCalled('ana', 'ben', 'cleo', 'dora', 'host'), host });
    const apart: RoundInput['apart'] = [
      ['ana', 'cleo'],
      ['ana', 'dora'],
      ['cleo', 'dora'],
    ].map(([one, other]) => [memberId(one!), memberId(other!)] as const);
    const history = allOf(met(1, 'host', 'cleo'), leftOut(1, 'dora'), leftOut(1, 'ana'));
    const round = await plan({ ...four, apart, history });
    expect(leftOutOf(round)).toEqual(['cleo']);
    expect(guestOf(round)).toMatch(/ana|dora/);
  });

  it('takes a second host pair in no round, and no part in the reasons of who is left out', async () => {
    const round = await plan(aRound(alone({ ana: 1, ben: 2, cleo: 3 })));
    expect(guestOf(round)).toBe('ana');
    expect(round.leftOut.map(({ code, because }) => [code, because])).toEqual([
      ['no_admissible_partner', 'rules'],
      ['no_admissible_partner', 'rules'],
    ]);
  });

  it('meets the first by height, score and address of all left over who may meet them, in any round', async () => {
    await fc.assert(
      fc.asyncProperty(roundInputs(), fc.nat(), async (input, seed) => {
        fc.pre(input.host !== undefined);
        const round = await plan(input, seed);
        const pair = round.pairs.find((each) => each.host !== undefined);
        const guest = pair === undefined ? undefined : [pair.a, pair.b].find((id) => id !== input.host);
        const left = [...round.leftOut.map(({ member }) => member), ...(guest === undefined ? [] : [guest])];
        const choice = left
          .map((id) => ({ id, height: heightIn(input.history, id), score: scoreByHand(input, [input.host!, id]) ?? 0 }))
          .filter(({ score }) => score > 0)
          .sort((one, other) => other.height - one.height || other.score - one.score || (one.id < other.id ? -1 : 1));
        expect(guest).toBe(choice[0]?.id);
        if (pair !== undefined) expect(pair.score).toBe(choice[0]!.score);
      }),
      { numRuns: 300 },
    );
  });

  it('leaves out of an odd community only who met the host within the gap, and nobody twice running', async () => {
    const input = aRound({ members: membersCalled('ana', 'ben', 'cleo', 'dora', 'eli', 'host'), host });
    let guestBefore: string | undefined;
    let leftBefore: readonly string[] = [];
    let guests = 0;
    for (const { round } of await holdRounds(input, 26)) {
      const left = leftOutOf(round);
      if (left.length > 0) expect(left).toEqual([guestBefore]);
      expect(left.filter((member) => leftBefore.includes(member))).toEqual([]);
      guestBefore = guestOf(round);
      leftBefore = left;
      guests += guestBefore === undefined ? 0 : 1;
    }
    expect(guests).toBeGreaterThanOrEqual(13);
  });
});
