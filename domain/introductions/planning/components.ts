import { type AdmissiblePairs, hasPair } from '../admissible.ts';
import { classesMayMeet, overlapKeys } from '../scoring/walls.ts';

/** Who could reach whom, through one another, if nobody had met before. The host is in none. */
export interface Components {
  /** For each member the number of their component, −1 for the host. Components are numbered in order of their first member. */
  readonly component: Int32Array;
  readonly sizes: readonly number[];
}

/**
 * A search over classes of members with the same answers to all walls instead of pairs: the first of a class to be reached reaches everybody in all
 * the classes that it may meet, but those whom the operator keeps apart from just this one. Such a few wait for the next of the class.
 */
export const componentsOf = (pairs: Pick<AdmissiblePairs, 'packed' | 'host' | 'apart'>): Components => {
  const search = searchOver(pairs);
  const { component, queue } = search;
  const sizes: number[] = [];
  for (let start = 0; start < component.length; start++) {
    if (component[start] !== unreached || start === pairs.host) continue;
    const before = queue.length;
    reach(search, start, sizes.length);
    for (let at = before; at < queue.length; at++) lookFrom(search, queue[at]!);
    sizes.push(queue.length - before);
  }
  return { component, sizes };
};

/** The members of a component, by its number, in order. */
export const membersByComponent = ({ component, sizes }: Components): ((number: number) => Int32Array) => {
  const first = new Int32Array(sizes.length + 1);
  for (const [number, size] of sizes.entries()) first[number + 1] = first[number]! + size;
  const members = new Int32Array(component.length);
  const place = first.slice();
  component.forEach((number, member) => {
    if (number !== -1) members[place[number]!++] = member;
  });
  return (number) => members.subarray(first[number], first[number + 1]);
};

const unreached = -1;

interface Search {
  readonly pairs: Pick<AdmissiblePairs, 'packed' | 'host' | 'apart'>;
  readonly component: Int32Array;
  /** All who are reached, in that order. */
  readonly queue: number[];
  /** For each class its members who may still be unreached, and how many are. */
  readonly members: number[][];
  readonly left: Int32Array;
  /** For each class that somebody has looked from: whom it may meet, but who was kept apart from all of it so far. */
  readonly waiting: (number[] | undefined)[];
  /** Classes with an option in common stand in one list; without such a wall there is one list of all. */
  readonly shelves: Shelves;
  /** Which class was the last to look at a class: one stands on several shelves. */
  readonly seenFrom: Int32Array;
}

interface Shelves {
  readonly shelf: number[][];
  readonly of: (grp: number) => Iterable<number>;
}

const searchOver = (pairs: Search['pairs']): Search => {
  const { wallClass, classCount } = pairs.packed;
  const members = Array.from({ length: classCount }, (): number[] => []);
  for (const [member, grp] of wallClass.entries()) if (member !== pairs.host) members[grp]!.push(member);
  return {
    pairs,
    component: new Int32Array(wallClass.length).fill(unreached),
    queue: [],
    members,
    left: Int32Array.from(members, ({ length }) => length),
    waiting: new Array<number[] | undefined>(classCount).fill(undefined),
    shelves: shelvesOf(pairs),
    seenFrom: new Int32Array(classCount).fill(-1),
  };
};

const shelvesOf = ({ packed }: Search['pairs']): Shelves => {
  const shelf: number[][] = [];
  const of = (grp: number): Iterable<number> => overlapKeys(packed, grp) ?? [0];
  for (let grp = 0; grp < packed.classCount; grp++) {
    for (const key of of(grp)) (shelf[key] ??= []).push(grp);
  }
  return { shelf, of };
};

const reach = ({ pairs, component, queue, left }: Search, member: number, number: number): void => {
  component[member] = number;
  queue.push(member);
  left[pairs.packed.wallClass[member]!]!--;
};

const lookFrom = (search: Search, member: number): void => {
  const { waiting, pairs } = search;
  const grp = pairs.packed.wallClass[member]!;
  waiting[grp] = waiting[grp] === undefined ? lookAround(search, member) : reachAll(search, member, waiting[grp]);
};

/** The first look of a class: at the members of all classes that it may meet. Answers who is left. */
const lookAround = (search: Search, member: number): number[] => {
  const { pairs, members, left, shelves, seenFrom } = search;
  const grp = pairs.packed.wallClass[member]!;
  const apart: number[] = [];
  for (const key of shelves.of(grp)) {
    const classes = shelves.shelf[key]!.filter((other) => left[other]! > 0);
    shelves.shelf[key] = classes;
    for (const other of classes) {
      if (seenFrom[other] === grp || !classesMayMeet(pairs.packed, grp, other)) continue;
      seenFrom[other] = grp;
      members[other] = reachAll(search, member, members[other]!);
      for (const kept of members[other]) apart.push(kept);
    }
  }
  return apart;
};

/** Reaches all of these but who is kept apart from the member. Answers those who stay unreached. */
const reachAll = (search: Search, member: number, others: readonly number[]): number[] => {
  const { pairs, component } = search;
  const { apart } = pairs;
  const mayReach =
    apart.first[member] === apart.first[member + 1] ? (): boolean => true : (other: number): boolean => !hasPair(apart, member, other);
  return others.filter((other) => {
    if (component[other] !== unreached) return false;
    if (!mayReach(other)) return true;
    reach(search, other, component[member]!);
    return false;
  });
};
