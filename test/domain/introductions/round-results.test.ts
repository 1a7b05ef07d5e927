import { describe, expect, it } from 'vitest';
import { makeRoundResults, pairsReadMax } from '../../../domain/introductions/round-results.ts';
import { weeksAfter } from '../../../domain/kernel/iso-week.ts';
import { thisWeek } from '../../arbitraries/rounds.ts';
import { aMatch, aRoundStored } from '../../support/contract-introductions.ts';
import { createIntroductionsWorld } from '../../support/introductions-world.ts';

/** So many rounds, the newest of this week, each with so many pairs as far as its figures say, and with one that meets every week. */
const resultsOf = async (rounds: number, pairCount: number) => {
  const ports = await createIntroductionsWorld();
  const stored = Array.from({ length: rounds }, (_, ago) =>
    aRoundStored({ week: weeksAfter(thisWeek, -ago), pairCount, repeatGapWeeks: 26 }),
  );
  return makeRoundResults({
    rounds: {
      ...ports.rounds,
      latest: async (before, limit) => Promise.resolve(stored.filter(({ week }) => week < before).slice(0, limit)),
    },
    matches: { ...ports.matches, ofRound: async ({ week }) => Promise.resolve([aMatch(0, { week, gapWeeks: 1 })]) },
    leftOuts: { ...ports.leftOuts, ofRound: async () => Promise.resolve([]) },
  });
};

describe('The results of rounds', () => {
  it('are those of as many as were asked for, and say who met again within the gap', async () => {
    const results = await (await resultsOf(40, 1_000))({ until: thisWeek, limit: 26 });
    expect(results.map(({ round }) => round.week)).toEqual(Array.from({ length: 26 }, (_, ago) => weeksAfter(thisWeek, -ago)));
    for (const { repeats } of results) expect(repeats).toBe(1);
  });

  it('find a repeat in rounds that were not asked for, and none before the first', async () => {
    const [latest] = await (await resultsOf(2, 1_000))({ until: thisWeek, limit: 1 });
    expect(latest?.repeats).toBe(1);
    const both = await (await resultsOf(2, 1_000))({ until: thisWeek, limit: 2 });
    expect(both.map(({ repeats }) => repeats)).toEqual([1, 0]);
  });

  it('are of fewer rounds where these are very large, and leave out what would take the rounds before', async () => {
    const results = await (await resultsOf(40, pairsReadMax / 3))({ until: thisWeek, limit: 26 });
    expect(results.map(({ round, repeats }) => [round.week, repeats])).toEqual(
      [0, 1, 2].map((ago) => [weeksAfter(thisWeek, -ago), undefined]),
    );
  });

  it('are of one round at least', async () => {
    expect(await (await resultsOf(3, 2 * pairsReadMax))({ until: thisWeek, limit: 26 })).toHaveLength(1);
  });
});
