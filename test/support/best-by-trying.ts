/** Two vertices and what their pair weighs. */
export type PlainEdge = readonly [u: number, v: number, weight: number];

/** The best matching's pairs and weight, by trying every matching: for graphs of up to thirty vertices and few edges. */
export const bestByTrying = (
  edges: readonly PlainEdge[],
  { maxCardinality }: { readonly maxCardinality: boolean },
): { readonly pairs: number; readonly weight: number } => {
  let best = { pairs: 0, weight: 0 };
  const visit = (at: number, taken: number, sum: { pairs: number; weight: number }): void => {
    const isBetter = maxCardinality && sum.pairs !== best.pairs ? sum.pairs > best.pairs : sum.weight > best.weight;
    if (isBetter) best = sum;
    for (let next = at; next < edges.length; next++) {
      const [u, v, weight] = edges[next]!;
      const ends = (1 << u) | (1 << v);
      if ((taken & ends) === 0) visit(next + 1, taken | ends, { pairs: sum.pairs + 1, weight: sum.weight + weight });
    }
  };
  visit(0, 0, best);
  return best;
};
