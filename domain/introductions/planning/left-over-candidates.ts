import { tieOf } from '../best-lists.ts';
import { greedyMatching } from '../matching/greedy.ts';
import { type Edges, edgesOf, edgesTogether } from './edges.ts';
import type { Work } from './work.ts';

/**
 * Adds candidates for whoever the greedy round leaves over: of each the best partners among those, and again for who is left over then.
 * Some members are among the best of very many, and others of nobody. Without these pairs the latter would be left over in thousands, and
 * the solver would look everywhere for a way to pair each of them.
 */
export const withLeftOver = async (work: Work, near: Edges): Promise<Edges> => {
  const size = work.preparation.height.length;
  let edges = near;
  let partner = greedyOver(edges, size);
  for (let layer = 0; layer < layersMax; layer++) {
    const more = await bestAmong(work, leftOverIn(work, partner));
    if (more.one.length === 0) break;
    edges = edgesTogether([edges, more], size);
    const again = greedyOver(more, size);
    partner = partner.map((mate, member) => (mate === -1 ? again[member]! : mate));
  }
  return edges;
};

const layersMax = 4;

/** Everybody is held against everybody in blocks of so many: in larger ones hardly anybody would find a better partner. */
const blockMax = 20_000;

const bestAmong = async ({ scans, limits, stage, preparation }: Work, members: Int32Array): Promise<Edges> => {
  const parts: Edges[] = [];
  for (let from = 0; from < members.length; from += blockMax) {
    const block = members.subarray(from, from + blockMax);
    const perMember = Math.min(limits.perMember, block.length - 1);
    parts.push(edgesOf(await scans.scan({ scan: 'nearest', perMember, members: block }, stage('left-over')), block));
  }
  return edgesTogether(parts, preparation.height.length);
};

/** Those of a component side by side, in an order as good as drawn. */
const leftOverIn = ({ preparation: { components, pairs } }: Work, partner: Int32Array): Int32Array => {
  const { component } = components;
  return Int32Array.from(partner.keys())
    .filter((member) => partner[member] === -1 && member !== pairs.host)
    .sort((one, other) => component[one]! - component[other]! || tieOf(0, one) - tieOf(0, other));
};

/** By member whom pairing the best first would give. */
export const greedyOver = ({ one, other, score }: Edges, size: number): Int32Array =>
  greedyMatching({ size, u: one, v: other, score, height: new Uint8Array(size) });
