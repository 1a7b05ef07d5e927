import { neighbourhoodsOf } from './neighbourhoods.ts';
import type { MatchingProblem } from './problem.ts';
import { scoreMax } from './problem.ts';

/** The partner of each member (−1: none) when the best score left always goes first, the lower numbers first among equals. For comparison. */
export const greedyMatching = (problem: MatchingProblem): Int32Array => {
  const { size, u, v } = problem;
  const partner = new Int32Array(size).fill(-1);
  for (const e of bestFirst(problem)) {
    if (partner[u[e]!] !== -1 || partner[v[e]!] !== -1) continue;
    partner[u[e]!] = v[e]!;
    partner[v[e]!] = u[e]!;
  }
  return partner;
};

/** Counting places keeps edges of one score in the order they come in: by the lower member, then the higher one. */
const bestFirst = (problem: MatchingProblem): Int32Array => {
  const { score } = problem;
  const place = new Int32Array(scoreMax + 2);
  for (const points of score) place[scoreMax - points + 1]!++;
  for (let rank = 0; rank <= scoreMax; rank++) place[rank + 1]! += place[rank]!;
  const order = new Int32Array(score.length);
  const sorted = inOrder(problem);
  for (let at = 0; at < order.length; at++) {
    const e = sorted?.[at] ?? at;
    order[place[scoreMax - score[e]!]!++] = e;
  }
  return order;
};

/** The edges by the lower member, then the higher one; nothing where they come so already, as most do. */
const inOrder = (problem: MatchingProblem): Int32Array | undefined => {
  const { size, u, v } = problem;
  let at = 1;
  while (at < u.length && (u[at - 1]! < u[at]! || (u[at - 1] === u[at] && v[at - 1]! < v[at]!))) at++;
  if (at >= u.length) return undefined;
  const { first, edge } = neighbourhoodsOf(problem);
  const sorted = new Int32Array(u.length);
  let count = 0;
  for (let member = 0; member < size; member++) {
    for (let place = first[member]!; place < first[member + 1]!; place++) if (u[edge[place]!] === member) sorted[count++] = edge[place]!;
  }
  return sorted;
};
