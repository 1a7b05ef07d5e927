import { numberingOf } from '../../../domain/introductions/community.ts';
// node quality.ts <members> <weeks>: plans a few weeks of invented members one after the other, and prints how good the rounds are, as one line of JSON.
import { type LeftOut, type Meeting, packHistory, pairKey } from '../../../domain/introductions/history.ts';
import { greedyMatching } from '../../../domain/introductions/matching/greedy.ts';
import { exactSolver } from '../../../domain/introductions/matching/solve.ts';
import type { PlannedRound } from '../../../domain/introductions/planned-round.ts';
import type { PackedRoundInput } from '../../../domain/introductions/round-input.ts';
import { planPacked } from '../../../domain/introductions/plan-packed.ts';
import { edgesOf } from '../../../domain/introductions/planning/edges.ts';
import { prepare } from '../../../domain/introductions/planning/preparation.ts';
import { scansHere } from '../../../domain/introductions/planning/scans-here.ts';
import { type Week, weeksAfter } from '../../../domain/kernel/iso-week.ts';
import { inventedRound } from './invented.ts';

/** What is said of all weeks together: the worst of each. */
export interface Quality {
  /** Pairs who met again within the gap. */
  readonly repeats: number;
  /** Members left out beyond those that an odd number must. */
  readonly leftOutBeyond: number;
  /** How much more the total of the scores is than that of pairing the best first: of all pairs, and of those of each member's best. */
  readonly overGreedy: number;
  readonly overGreedyOfBest: number;
  /** How many this would leave out, with each member's best alone. */
  readonly greedyLeftOut: number;
  /** The score that ninety-nine in a hundred members reach, and the least of all; from 0 to 1. */
  readonly worstPercent: number;
  readonly least: number;
  readonly mean: number;
}

const [, , members, weeks] = process.argv;

const bestPerMember = 30;

const greedyOfBest = async (input: PackedRoundInput): Promise<{ readonly pairs: number; readonly total: number }> => {
  const { pairs, height } = prepare(input);
  const lists = await scansHere()(pairs).scan({ scan: 'nearest', perMember: bestPerMember }, () => undefined);
  const { one, other, score } = edgesOf(lists);
  const partner = greedyMatching({ size: height.length, u: one, v: other, score, height });
  const isPair = one.map((member, e) => (partner[member] === other[e] ? 1 : 0));
  return { pairs: sumOf(isPair), total: sumOf(score.map((points, e) => points * isPair[e]!)) };
};

const sumOf = (values: Int32Array): number => values.reduce((sum, value) => sum + value, 0);

const qualityOf = async (input: PackedRoundInput, planned: PlannedRound, lastMet: ReadonlyMap<string, Week>): Promise<Quality> => {
  const { ids } = input.community;
  const { partner, score, gap, certificate, greedy } = planned;
  const met = [...ids.keys()].filter((member) => member < partner[member]!);
  const weeksSince = (member: number): number => input.week - (lastMet.get(pairKey(ids[member]!, ids[partner[member]!]!)) ?? -Infinity);
  const ofBest = await greedyOfBest(input);
  const scores = score.filter((_, member) => partner[member] !== -1).sort();
  return {
    repeats: met.filter((member) => weeksSince(member) <= gap[member]!).length,
    leftOutBeyond: planned.leftOut.length - (ids.length % 2),
    overGreedy: certificate.total / greedy.total - 1,
    overGreedyOfBest: certificate.total / ofBest.total - 1,
    greedyLeftOut: ids.length - 2 * ofBest.pairs,
    worstPercent: scores[Math.floor(scores.length / 100)]! / 10_000,
    least: scores[0]! / 10_000,
    mean: certificate.total / certificate.pairs / 10_000,
  };
};

const worst = (one: Quality, other: Quality): Quality => ({
  repeats: one.repeats + other.repeats,
  leftOutBeyond: Math.max(one.leftOutBeyond, other.leftOutBeyond),
  overGreedy: Math.min(one.overGreedy, other.overGreedy),
  overGreedyOfBest: Math.min(one.overGreedyOfBest, other.overGreedyOfBest),
  greedyLeftOut: Math.max(one.greedyLeftOut, other.greedyLeftOut),
  worstPercent: Math.min(one.worstPercent, other.worstPercent),
  least: Math.min(one.least, other.least),
  mean: Math.min(one.mean, other.mean),
});

const first = inventedRound(Number(members));
const lastMet = new Map<string, Week>();
const numbering = numberingOf(first.community);
const met: Meeting[] = [];
const leftOut: LeftOut[] = [];
let quality: Quality | undefined;
for (let later = 0; later < Number(weeks); later++) {
  const input = { ...first, week: weeksAfter(first.week, later), history: packHistory({ met, leftOut }, numbering) };
  const { ids } = input.community;
  const planned = await planPacked(input, { solver: exactSolver, seed: later });
  const ofWeek = await qualityOf(input, planned, lastMet);
  quality = quality === undefined ? ofWeek : worst(quality, ofWeek);
  for (const { member } of planned.leftOut) leftOut.push({ week: input.week, member: ids[member]! });
  for (const [member, mate] of planned.partner.entries()) {
    if (member > mate) continue;
    met.push({ week: input.week, one: ids[member]!, other: ids[mate]! });
    lastMet.set(pairKey(ids[member]!, ids[mate]!), input.week);
  }
}
console.log(JSON.stringify(quality));
