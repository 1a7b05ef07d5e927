import { type AdmissibleScorer, admissibleScorerOf } from '../admissible.ts';
import { tieOf } from '../best-lists.ts';
import { weightPerHeight } from '../matching/problem.ts';
import { membersByComponent } from './components.ts';
import { type Duals, excessOf, type ScoredPair } from './duals.ts';
import { edgesFrom } from './edges.ts';
import type { Preparation } from './preparation.ts';
import type { FindPriced, Solved } from './solving.ts';
import type { Work } from './work.ts';

/**
 * Looks beyond the candidates for pairs that would bring more pairs or more waiting, where somebody is left over. Such a pair weighs more
 * than its duals by about the weight of a height, and one of the two is outside of the largest blossom of their component: inside of it
 * anybody could be left over in place of anybody. Pairs that would only raise the total are left as they are.
 *
 * It looks at `leftOverPairsMax` pairs each time, at those of who is left over and has waited longest first, and a few times at most.
 */
export const findForLeftOver = (work: Work): FindPriced => {
  const { preparation, limits } = work;
  const scorer = admissibleScorerOf(preparation.pairs);
  const membersOf = membersByComponent(preparation.components);
  let times = 0;
  return async (duals, solved) => {
    if (times++ === timesMax) return Promise.resolve(undefined);
    const look = lookerOf({ duals, scorer, perMember: limits.pricedPerMember });
    const tell = teller(work);
    const found: Found[] = [];
    let looked = 0;
    for (const member of whoLooks(preparation, duals, solved)) {
      const others = membersOf(preparation.components.component[member]!);
      if (looked + others.length > limits.leftOverPairsMax) continue;
      found.push(...look(member, others));
      looked += others.length;
      tell(looked);
    }
    const isWorthIt = found.some(({ excess }) => excess >= weightPerHeight(scorer.size));
    return Promise.resolve(isWorthIt ? edgesFrom(found) : undefined);
  };
};

const timesMax = 3;

/** Tells of every millionth pair or so. */
const teller = ({ limits, stage }: Work): ((looked: number) => void) => {
  let told = 0;
  return (looked) => {
    if (looked < told + 1_000_000) return;
    told = looked;
    stage('left-over')(looked, limits.leftOverPairsMax);
  };
};

interface Found extends ScoredPair {
  readonly excess: number;
  readonly tie: number;
}

interface Looking {
  readonly duals: Duals;
  readonly scorer: AdmissibleScorer;
  readonly perMember: number;
}

/** Of the pairs of a member, those that weigh most beyond their duals. A pair of two who look is seen by the first of them. */
const lookerOf = ({ duals, scorer, perMember }: Looking): ((member: number, others: Int32Array) => readonly Found[]) => {
  const { price } = duals;
  const hasLooked = new Uint8Array(scorer.size);
  return (member, others) => {
    hasLooked[member] = 1;
    const best: Found[] = [];
    for (const other of others) {
      if (hasLooked[other] === 1) continue;
      const score = scorer.pair(member, other);
      if (score === 0 || 2 * score <= price[member]! + price[other]!) continue;
      const pair = { one: Math.min(member, other), other: Math.max(member, other), score };
      const excess = excessOf(duals, pair);
      if (excess <= 0 || (best.length === perMember && excess < best[perMember - 1]!.excess)) continue;
      enter(best, { ...pair, excess, tie: tieOf(member, other) });
      if (best.length > perMember) best.pop();
    }
    return best;
  };
};

const enter = (best: Found[], found: Found): void => {
  let place = best.length;
  while (place > 0 && (best[place - 1]!.excess - found.excess || best[place - 1]!.tie - found.tie) < 0) place--;
  best.splice(place, 0, found);
};

/** Who is left over first, the longest waiting first; then who costs least, as those do who could be left over as well. */
const whoLooks = ({ components, height, pairs }: Preparation, { price, outermost }: Duals, { partner }: Solved): Int32Array => {
  const { component, sizes } = components;
  const isLeftOver = (member: number): boolean => partner[member] === -1;
  const hasLeftOver = new Uint8Array(sizes.length);
  for (const [member, mate] of partner.entries()) if (mate === -1 && member !== pairs.host) hasLeftOver[component[member]!] = 1;
  const largest = largestBlossoms(component, outermost);
  const looks = Int32Array.from(partner.keys()).filter((member) => {
    const own = component[member]!;
    return member !== pairs.host && hasLeftOver[own] === 1 && (isLeftOver(member) || outermost[member] !== (largest.get(own) ?? -2));
  });
  return looks.sort((one, other) => {
    if (isLeftOver(one) !== isLeftOver(other)) return isLeftOver(one) ? -1 : 1;
    return (isLeftOver(one) ? height[other]! - height[one]! : price[one]! - price[other]!) || one - other;
  });
};

/** The blossom with the most members in each component that has any. */
const largestBlossoms = (component: Int32Array, outermost: Int32Array): ReadonlyMap<number, number> => {
  const members = new Map<number, number>();
  for (const blossom of outermost) if (blossom !== -1) members.set(blossom, (members.get(blossom) ?? 0) + 1);
  const largest = new Map<number, number>();
  for (const [member, blossom] of outermost.entries()) {
    if (blossom === -1) continue;
    const before = largest.get(component[member]!);
    if (before === undefined || members.get(blossom)! > members.get(before)!) largest.set(component[member]!, blossom);
  }
  return largest;
};
