import { admissibleScorerOf } from '../admissible.ts';
import type { PlannedLeftOut } from '../planned-round.ts';
import { membersByComponent } from './components.ts';
import type { Preparation } from './preparation.ts';

/** The host's guest, and their score. */
export interface HostPair {
  readonly guest: number;
  readonly score: number;
}

/** The host meets whom of the left-over may meet them: the longest waiting, then the best score, then the first in order. */
export const pairWithHost = ({ pairs, height }: Preparation, leftOver: readonly number[]): HostPair | undefined => {
  if (pairs.host === -1) return undefined;
  const scorer = admissibleScorerOf({ ...pairs, host: -1 });
  let best: HostPair | undefined;
  for (const guest of leftOver) {
    const score = scorer.pair(pairs.host, guest);
    if (score === 0) continue;
    if (best === undefined || (height[guest]! - height[best.guest]! || score - best.score) > 0) best = { guest, score };
  }
  return best;
};

/** Why each of these is left out. Who has a partner at all has one in their component. */
export const whyLeftOut = ({ pairs, components }: Preparation, members: readonly number[]): readonly PlannedLeftOut[] => {
  const { component, sizes } = components;
  const scorer = admissibleScorerOf(pairs);
  const isAlone = component.length - (pairs.host === -1 ? 0 : 1) === 1;
  const membersOf = membersByComponent(components);
  return members.map((member): PlannedLeftOut => {
    const number = component[member]!;
    if (sizes[number] === 1) return { member, code: 'no_admissible_partner', because: isAlone ? 'alone' : 'rules' };
    const hasPartner = membersOf(number).some((other) => scorer.pair(member, other) > 0);
    return hasPartner
      ? { member, code: 'partners_taken', because: 'partners_taken' }
      : { member, code: 'no_admissible_partner', because: 'met_lately' };
  });
};
