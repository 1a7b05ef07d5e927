import { invariant } from '../../kernel/invariant.ts';
import type { Blossom } from './problem.ts';

/**
 * The blossoms of a proof as a tree of sets. The last index, one after the blossoms, stands for everybody: every set lies in it.
 * It serves the check of a certificate alone; the solvers have their own picture.
 */
export interface Nest {
  /** The innermost set around each member, and around each blossom; everybody lies in itself. */
  readonly home: Int32Array;
  readonly around: Int32Array;
  readonly depth: Int32Array;
  /** A set further out, so chosen that any way out takes about as many steps as the depth has binary digits. */
  readonly jump: Int32Array;
  readonly membersInside: Int32Array;
  /** For the check to count into: the pairs whose innermost common set this is. */
  readonly pairsInside: Int32Array;
  /** The duals of the set and of all around it, added up. */
  readonly dualsAround: Float64Array;
}

/** Each part stands in one blossom only and after its own parts, so the sets are nested or apart: there is no other case to check. */
export const nestOf = (size: number, blossoms: readonly Blossom[]): Nest => {
  const everybody = blossoms.length;
  const nest: Nest = {
    home: new Int32Array(size).fill(everybody),
    around: new Int32Array(everybody + 1).fill(everybody),
    depth: new Int32Array(everybody + 1),
    jump: new Int32Array(everybody + 1).fill(everybody),
    membersInside: new Int32Array(everybody + 1),
    pairsInside: new Int32Array(everybody + 1),
    dualsAround: new Float64Array(everybody + 1),
  };
  for (const [b, blossom] of blossoms.entries()) enter(nest, b, blossom);
  for (let b = everybody - 1; b >= 0; b--) {
    const outside = nest.around[b]!;
    nest.depth[b] = nest.depth[outside]! + 1;
    nest.jump[b] = jumpFrom(nest, outside);
    nest.dualsAround[b] = blossoms[b]!.dual + nest.dualsAround[outside]!;
    invariant(Number.isSafeInteger(nest.dualsAround[b]), 'the duals of nested blossoms have an exact sum');
  }
  return nest;
};

const enter = ({ home, around, membersInside }: Nest, b: number, { parts, dual }: Blossom): void => {
  const everybody = around.length - 1;
  const size = home.length;
  invariant(Number.isSafeInteger(dual) && dual > 0, 'the dual of a blossom is a whole number above 0');
  for (const part of parts) {
    invariant(part >= 0 && part < size + b, 'the parts of a blossom are members and blossoms before it');
    const homes = part < size ? home : around;
    const at = part < size ? part : part - size;
    invariant(homes[at] === everybody, 'nothing is part of two blossoms');
    homes[at] = b;
    membersInside[b]! += part < size ? 1 : membersInside[at]!;
  }
  invariant(membersInside[b]! >= 3 && membersInside[b]! % 2 === 1, 'a blossom has an odd number of members, at least three');
};

/** Myers' skew-binary jumps (1983): linear room, logarithmic ways. */
const jumpFrom = ({ depth, jump }: Nest, outside: number): number => {
  const once = jump[outside]!;
  const twice = jump[once]!;
  return depth[outside]! - depth[once]! === depth[once]! - depth[twice]! ? twice : outside;
};

export const innermostWithBoth = ({ home, around, depth, jump }: Nest, one: number, other: number): number => {
  let a = home[one]!;
  let b = home[other]!;
  while (depth[a]! > depth[b]!) a = depth[jump[a]!]! >= depth[b]! ? jump[a]! : around[a]!;
  while (depth[b]! > depth[a]!) b = depth[jump[b]!]! >= depth[a]! ? jump[b]! : around[b]!;
  while (a !== b) {
    const isCommon = jump[a] === jump[b];
    a = isCommon ? around[a]! : jump[a]!;
    b = isCommon ? around[b]! : jump[b]!;
  }
  return a;
};
