import { invariant } from '../../kernel/invariant.ts';
import type { AdmissiblePairs } from '../admissible.ts';
import { numberingOf } from '../community.ts';
import { repeatFactor, repeatGap, waitingHeights } from '../history.ts';
import type { PackedRoundInput } from '../round-input.ts';
import { packScoring } from '../scoring/packed.ts';
import { type Components, componentsOf } from './components.ts';
import { apartTable, metTable } from './pair-tables.ts';

/** What follows from the input of a round before any pair is scored. */
export interface Preparation {
  readonly pairs: AdmissiblePairs;
  readonly components: Components;
  /** For each member the gap of their component; 0 for the host. */
  readonly gap: Int32Array;
  readonly height: Uint8Array;
}

/** Finds who could meet whom: behind no wall, not kept apart, and not again within the gap of their component. */
export const prepare = (input: PackedRoundInput): Preparation => {
  const { community, history, repeatGapWeeks, week } = input;
  const numbering = numberingOf(community);
  const host = input.host === undefined ? -1 : numbering.numberOf(input.host);
  invariant(host !== undefined, 'the standing host is one of the members');
  const packed = packScoring(input.survey, community);
  const apart = apartTable(input.apart, numbering);
  const components = componentsOf({ packed, host, apart });
  const { component, sizes } = components;
  const gap = component.map((number) => (number === -1 ? 0 : repeatGap(sizes[number]!, repeatGapWeeks)));
  // With the host it is the other's gap that holds; two of different components do not meet anyway.
  const gapOf = (one: number, other: number): number => Math.max(gap[one]!, gap[other]!);
  const met = metTable(history.met, { size: numbering.size, week, repeatGapWeeks, gapOf });
  const factors = Float64Array.from({ length: repeatGapWeeks + 1 }, (_, step) => (step === 0 ? 0 : repeatFactor(step, 0, repeatGapWeeks)));
  return { pairs: { packed, host, apart, met, factors }, components, gap, height: waitingHeights(history, numbering.size) };
};

/** How many pairs there could be at the most, whatever the scores: each component leaves out one if it is odd. */
export const mostPairs = ({ sizes }: Components): number => sizes.reduce((sum, size) => sum + Math.floor(size / 2), 0);
