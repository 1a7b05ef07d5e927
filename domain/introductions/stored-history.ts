import { err, ok, type Result } from '../kernel/result.ts';
import type { MemberId } from '../kernel/member-id.ts';
import type { History, LeftOut, Meeting } from './history.ts';
import type { Match } from './match.ts';
import { type LeftOuts, type Matches, pageMax, type RoundKey } from './ports.ts';
import type { StoredLeftOut, StoredRound } from './stored-round.ts';

/** Who met and who was left out in these rounds. Of a cancelled match, those who took part all the same count as left out. */
export const historyOf = async (
  { matches, leftOuts }: { readonly matches: Matches; readonly leftOuts: LeftOuts },
  rounds: readonly StoredRound[],
): Promise<Result<History, HistoryIncomplete>> => {
  const met: Meeting[] = [];
  const leftOut: LeftOut[] = [];
  // The same people meet week after week; the id of each is kept once.
  const ids = new Map<MemberId, MemberId>();
  const kept = (id: MemberId): MemberId => {
    const before = ids.get(id);
    if (before === undefined) ids.set(id, id);
    return before ?? id;
  };
  for (const round of rounds) {
    const pairs = await allMatches(matches, round);
    const left = await allLeftOuts(leftOuts, round);
    // Rows may lag behind; a history with holes in it would introduce people again.
    if (pairs.length !== round.pairCount || left.length !== round.leftOutCount) return err({ code: 'round.history_incomplete' });
    for (const { week, a, b, state } of pairs) {
      if (state.name !== 'cancelled') met.push({ week, one: kept(a.member), other: kept(b.member) });
      if (state.name === 'cancelled') leftOut.push(...state.leftOver.map((member) => ({ week, member })));
    }
    leftOut.push(...left.filter(isWaiting).map(({ week, member }) => ({ week, member })));
  }
  return ok({ met, leftOut });
};

/** Whoever was away when the others were told took no part, so the round neither adds to their wait nor ends it. */
export const isWaiting = ({ settled }: StoredLeftOut): boolean => settled?.as !== 'away';

/** What was stored a moment ago is not to be seen everywhere yet: trying again helps. */
export interface HistoryIncomplete {
  readonly code: 'round.history_incomplete';
}

export const allMatches = (matches: Matches, key: RoundKey): Promise<readonly Match[]> =>
  allPages(
    (after) => matches.ofRound(key, after, pageMax),
    ({ a }) => a.member,
  );

export const allLeftOuts = (leftOuts: LeftOuts, key: RoundKey): Promise<readonly StoredLeftOut[]> =>
  allPages(
    (after) => leftOuts.ofRound(key, after, pageMax),
    ({ member }) => member,
  );

const allPages = async <T>(
  page: (after: MemberId | undefined) => Promise<readonly T[]>,
  idOf: (row: T) => MemberId,
): Promise<readonly T[]> => {
  const all: T[] = [];
  for (;;) {
    const last = all.at(-1);
    const rows = await page(last === undefined ? undefined : idOf(last));
    all.push(...rows);
    if (rows.length < pageMax) return all;
  }
};
