import { sharedArray } from './shared-arrays.ts';
import { membersByOption } from './sides.ts';
import { type Likeness, type Term, termValue } from './terms.ts';
import { forbidden } from './units.ts';

/** What the `must-…` of a survey make of a community: members whose answers to all of them are alike have the same class. */
export interface Walls {
  readonly wallClass: Uint32Array;
  readonly classCount: number;
  readonly walls: readonly Wall[];
  /** The place in `walls` of the `must-overlap` that keeps most pairs apart, where there is one. */
  readonly overlapWall: number | undefined;
}
export interface WalledTerms extends Walls {
  readonly terms: readonly Term[];
}

export interface Wall {
  /** The place of its term. */
  readonly term: number;
  /** For each class the code of the answer. */
  readonly code: Uint32Array;
}

export const wallsOf = (size: number, terms: readonly Term[]): Walls => {
  const built = terms.flatMap((term, at) => (isWallTerm(term) ? [{ at, code: term.mine.code, codes: term.mine.codes }] : []));
  const wallClass = sharedArray.uint32(size);
  const firstOf: number[] = size === 0 ? [] : [0];
  for (const { code, codes } of built) {
    const classes = new Map<number, number>();
    firstOf.length = 0;
    for (let member = 0; member < size; member++) {
      const key = wallClass[member]! * codes + code[member]!;
      let place = classes.get(key);
      if (place === undefined) {
        place = classes.size;
        classes.set(key, place);
        firstOf.push(member);
      }
      wallClass[member] = place;
    }
  }
  const walls = built.map(({ at, code }) => {
    const ofClass = sharedArray.uint32(firstOf.length);
    firstOf.forEach((member, each) => (ofClass[each] = code[member]!));
    return { term: at, code: ofClass };
  });
  return { wallClass, classCount: firstOf.length, walls, overlapWall: strictest(walls, terms) };
};

/** Whether members of the two classes may meet, as far as walls go. */
export const classesMayMeet = ({ terms, walls }: Pick<WalledTerms, 'terms' | 'walls'>, one: number, other: number): boolean => {
  for (const { term, code } of walls) if (termValue(terms[term]!, code[one]!, code[other]!) === forbidden) return false;
  return true;
};

/**
 * The options of a class in the `must-overlap` that keeps most pairs apart, or `undefined` where there is no such question: classes
 * without an option in common may not meet. Options are numbered from 0.
 */
export const overlapKeys = ({ terms, walls, overlapWall }: WalledTerms, wallClass: number): Int32Array | undefined => {
  const wall = overlapWall === undefined ? undefined : walls[overlapWall]!;
  const term = wall === undefined ? undefined : terms[wall.term]!;
  if (wall === undefined || term?.kind !== 'likeness') return undefined;
  const { first, option } = term.mine;
  const set = wall.code[wallClass]!;
  return Int32Array.from(option.subarray(first[set], first[set + 1]));
};

/** The `must-overlap` with the fewest pairs who share an option, counted once for each option that they share. */
const strictest = (walls: readonly Wall[], terms: readonly Term[]): number | undefined => {
  let best: { readonly at: number; readonly pairs: number } | undefined;
  for (const [at, { term }] of walls.entries()) {
    const asked = terms[term]!;
    if (asked.kind !== 'likeness' || asked.apart !== forbidden) continue;
    const pairs = membersByOption(asked.mine).reduce((sum, members) => sum + members * members, 0);
    if (best === undefined || pairs < best.pairs) best = { at, pairs };
  }
  return best?.at;
};

const isWallTerm = (term: Term): term is Likeness => term.kind === 'likeness' && (term.apart === forbidden || term.together === forbidden);
