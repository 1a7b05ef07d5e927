import { halfDayInHours, hoursBetweenClocks } from '../time-zones.ts';
import { maskBits, type PlaceSide, type SetSide, sizeOf } from './sides.ts';
import { inUnits } from './units.ts';

/**
 * What is added up for two members, each a function of one's answer (`mine`) and the other's (`theirs`) alone. All but `exchange` are
 * the same both ways; the two exchanges of a couple of questions are each other's way back.
 */
export type Term = Likeness | Distance | Exchange;

interface Valued {
  readonly weight: number;
  /** The term where one of the two has not answered: half the weight, or `forbidden`. */
  readonly unanswered: number;
}

interface OfSets extends Valued {
  readonly mine: SetSide;
  readonly theirs: SetSide;
  /** By option. */
  readonly worth: Float64Array;
}

/** Weight × worth of what both chose ÷ worth of what either chose. */
export interface Likeness extends OfSets {
  readonly kind: 'likeness';
  readonly worthOfSet: Float64Array;
  /** Added where the two share nothing, and where they share something: 0, or `forbidden` behind a wall. */
  readonly apart: number;
  readonly together: number;
}

export interface Distance extends Valued {
  readonly kind: 'distance';
  readonly mine: PlaceSide;
  readonly theirs: PlaceSide;
  readonly onClocks: boolean;
  readonly reach: Reach;
}

/** How a distance becomes a fit: falling from the start, 0 at `farthest`; or 1 up to `within`, then falling to 0 at twice that. */
export type Reach = { readonly kind: 'similar'; readonly farthest: number } | { readonly kind: 'within'; readonly within: number };

/**
 * One direction of a couple of questions: what I seek and they offer. It counts in the fit of both questions: half the weight of mine ×
 * the share of my answer that is met, and half the weight of theirs × the share of theirs that is wanted.
 */
export interface Exchange extends OfSets {
  readonly kind: 'exchange';
  /** By set: half the weight ÷ the number of options, so what each that is met adds. */
  readonly eachOfMine: Float64Array;
  readonly eachOfTheirs: Float64Array;
}

/** A multiple of 2⁻³², or `forbidden`. */
export const termValue = (term: Term, mine: number, theirs: number): number => {
  if (mine === 0 || theirs === 0) return term.unanswered;
  if (term.kind === 'distance') return inUnits(term.weight * distanceFit(term, mine, theirs));
  const shared = sharedWorth(term, mine, theirs);
  if (term.kind === 'exchange') return inUnits(shared * term.eachOfMine[mine]!) + inUnits(shared * term.eachOfTheirs[theirs]!);
  if (shared === 0) return term.apart;
  return term.together + inUnits(term.weight * (shared / (term.worthOfSet[mine]! + term.worthOfSet[theirs]! - shared)));
};

export const likenessFit = (term: Likeness, mine: number, theirs: number): number => {
  const shared = sharedWorth(term, mine, theirs);
  return shared / (term.worthOfSet[mine]! + term.worthOfSet[theirs]! - shared);
};

export const distanceFit = ({ mine: side, onClocks, reach }: Distance, mine: number, theirs: number): number => {
  const one = side.place[mine]!;
  const other = side.place[theirs]!;
  const apart = onClocks ? hoursBetweenClocks(one, other) : Math.abs(one - other);
  if (reach.kind === 'similar') return 1 - apart / (onClocks ? halfDayInHours : reach.farthest);
  if (apart <= reach.within) return 1;
  return apart >= 2 * reach.within ? 0 : 2 - apart / reach.within;
};

/** The share of my answer that theirs meets. */
export const shareMet = (term: Exchange, mine: number, theirs: number): number => sharedWorth(term, mine, theirs) / sizeOf(term.mine, mine);

const sharedWorth = (term: OfSets, mySet: number, theirSet: number): number => {
  const { mine, theirs, worth } = term;
  let common = mine.mask[mySet]! & theirs.mask[theirSet]!;
  if (common === 0) return 0;
  if (mine.options > maskBits) return mergedWorth(term, mySet, theirSet);
  let sum = 0;
  for (; common !== 0; common &= common - 1) sum += worth[maskBits - 1 - Math.clz32(common & -common)]!;
  return sum;
};

const mergedWorth = ({ mine, theirs, worth }: OfSets, mySet: number, theirSet: number): number => {
  let at = mine.first[mySet]!;
  let to = theirs.first[theirSet]!;
  const atEnd = mine.first[mySet + 1]!;
  const toEnd = theirs.first[theirSet + 1]!;
  let sum = 0;
  while (at < atEnd && to < toEnd) {
    const here = mine.option[at]!;
    const there = theirs.option[to]!;
    if (here === there) sum += worth[here]!;
    if (here <= there) at++;
    if (there <= here) to++;
  }
  return sum;
};
