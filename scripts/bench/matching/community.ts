/** A made-up community: how well any two members fit, from 1 to 10,000, or 0 where they may not meet. */
export interface Community {
  readonly size: number;
  readonly fit: (one: number, other: number) => number;
  /** Members of one group of interests fit better. */
  readonly interest: Uint8Array;
  readonly chance: () => number;
}

const dimensions = 8;
const questions = 24;
const interests = 12;
const importances = [0, 1, 10, 50];
const metBefore = 0.15;

interface Members {
  readonly interest: Uint8Array;
  readonly answer: Uint8Array;
  readonly wish: Uint8Array;
  /** Adds up to 1 for each member. */
  readonly importance: Float64Array;
  readonly zone: Uint8Array;
  readonly language: Uint8Array;
}

/** Members answer as their interests make them. With `walls`, other languages and far time zones may not meet; else these cost points. */
export const communityOf = (size: number, seed: number, { walls }: { readonly walls: boolean }): Community => {
  const chance = chanceOf(seed);
  const members = membersOf(size, chance);
  const { answer, wish, importance, zone, language } = members;
  const satisfied = Float64Array.from({ length: 5 }, (_, apart) => Math.pow(1 - apart / 4, 1.5));
  const fit = (a: number, b: number): number => {
    const hours = Math.abs(zone[a]! - zone[b]!);
    const zones = hours > 4 ? 8 - hours : hours;
    if (walls && (language[a] !== language[b] || zones > 2)) return 0;
    if (pairChance(Math.min(a, b), Math.max(a, b), seed) < metBefore) return 0;
    let one = 0;
    let other = 0;
    for (let q = 0; q < questions; q++) {
      const here = a * questions + q;
      const there = b * questions + q;
      one += importance[here]! * satisfied[Math.abs(wish[here]! - answer[there]!)]!;
      other += importance[there]! * satisfied[Math.abs(wish[there]! - answer[here]!)]!;
    }
    const share = Math.sqrt(one * other) * (1 - 0.05 * zones) * (language[a] === language[b] ? 1 : 0.5);
    return Math.max(1, Math.min(10_000, Math.round(10_000 * share)));
  };
  return { size, fit, interest: members.interest, chance };
};

const membersOf = (size: number, chance: () => number): Members => {
  const gauss = (): number => Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
  const centre = Float64Array.from({ length: interests * dimensions }, gauss);
  const load = Float64Array.from({ length: questions * dimensions }, () => gauss() / Math.sqrt(dimensions));
  const members: Members = {
    interest: new Uint8Array(size),
    answer: new Uint8Array(size * questions),
    wish: new Uint8Array(size * questions),
    importance: new Float64Array(size * questions),
    zone: new Uint8Array(size),
    language: new Uint8Array(size),
  };
  const place = new Float64Array(dimensions);
  for (let member = 0; member < size; member++) {
    const interest = Math.min(interests - 1, Math.floor(interests * Math.pow(chance(), 1.5)));
    members.interest[member] = interest;
    for (let d = 0; d < dimensions; d++) place[d] = centre[interest * dimensions + d]! + 0.8 * gauss();
    let sum = 0;
    for (let q = 0; q < questions; q++) {
      let leaning = 0.6 * gauss();
      for (let d = 0; d < dimensions; d++) leaning += load[q * dimensions + d]! * place[d]!;
      sum += answer(members, member * questions + q, { leaning, chance });
    }
    for (let at = member * questions; at < (member + 1) * questions; at++) {
      members.importance[at] = sum > 0 ? members.importance[at]! / sum : 1 / questions;
    }
    members.zone[member] = Math.floor(chance() * 8);
    members.language[member] = chance() < 0.85 ? 0 : 1 + Math.floor(chance() * 2);
  }
  return members;
};

const answer = (members: Members, at: number, { leaning, chance }: { readonly leaning: number; readonly chance: () => number }): number => {
  const own = Math.max(0, Math.min(4, Math.round(2 + 1.2 * leaning)));
  const likes = chance();
  const weighs = chance();
  const importance = importances[weighs < 0.15 ? 0 : weighs < 0.5 ? 1 : weighs < 0.85 ? 2 : 3]!;
  members.answer[at] = own;
  members.wish[at] = likes < 0.7 ? own : Math.max(0, Math.min(4, own + (likes < 0.85 ? 1 : -1)));
  members.importance[at] = importance;
  return importance;
};

/** Mulberry32: small, and the same everywhere. */
const chanceOf = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const pairChance = (one: number, other: number, seed: number): number => {
  let mixed = Math.imul(one + 1, 0x9e3779b1) ^ Math.imul(other + 1, 0x85ebca77) ^ Math.imul(seed + 1, 0xc2b2ae3d);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
};
