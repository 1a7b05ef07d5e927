import { open } from './expand.ts';
import type { Blossom, ProvenMatching } from './problem.ts';
import { nobody } from './start.ts';
import type { State } from './state.ts';

/** Opens all blossoms, so that everybody has a partner, and hands out the proof. The state is used up by it. */
export const answerOf = (state: State): ProvenMatching => {
  const blossoms = blossomsOf(state);
  const { group, topNode, arcs } = state;
  for (let member = 0; member < arcs.size; member++) {
    while (topNode[group[member]!]! >= arcs.size) open(state, group[member]!);
  }
  return { partner: state.partner, vertexDuals: state.dual, blossoms };
};

/** The blossoms with a dual, each after its parts. What one without a dual holds goes to the next blossom around it. */
const blossomsOf = (state: State): Blossom[] => {
  const { base, ringStart, ringNext, blossomDual, arcs } = state;
  const { size } = arcs;
  const outsideIn = topBlossoms(state);
  const holder = new Int32Array(base.length).fill(nobody);
  // It grows while it is read.
  for (const blossom of outsideIn) {
    const holds = blossomDual[blossom]! > 0 ? blossom : holder[blossom]!;
    const start = ringStart[blossom - size]!;
    let node = start;
    do {
      holder[node] = holds;
      if (node >= size) outsideIn.push(node);
      node = ringNext[node]!;
    } while (node !== start);
  }
  const insideOut = outsideIn.filter((blossom) => blossomDual[blossom]! > 0).reverse();
  const parts = new Map(insideOut.map((blossom) => [blossom, [] as number[]]));
  for (let member = 0; member < size; member++) parts.get(holder[member]!)?.push(member);
  for (const [place, blossom] of insideOut.entries()) parts.get(holder[blossom]!)?.push(size + place);
  return insideOut.map((blossom) => ({ parts: Int32Array.from(parts.get(blossom)!), dual: blossomDual[blossom]! }));
};

const topBlossoms = ({ group, topNode, base, arcs }: State): number[] => {
  const blossoms: number[] = [];
  for (let member = 0; member < arcs.size; member++) {
    const node = topNode[group[member]!]!;
    if (node >= arcs.size && base[node] === member) blossoms.push(node);
  }
  return blossoms;
};
