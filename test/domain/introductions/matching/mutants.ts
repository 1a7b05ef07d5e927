/** One line of the solver made wrong: `line` stands in `file` once, and is replaced. */
export interface Mutant {
  readonly what: string;
  readonly file: string;
  readonly line: string;
  readonly instead: string;
}

export const mutants: readonly Mutant[] = [
  {
    what: 'reaches a member by an event from before it was in the tree',
    file: 'search.ts',
    line: 'if (search.label[reached] !== apart || search.time[to] !== now) return;',
    instead: 'if (search.label[reached] !== apart) return;',
  },
  {
    what: 'reaches a member that is in the tree',
    file: 'search.ts',
    line: 'if (search.label[reached] !== apart || search.time[to] !== now) return;',
    instead: 'if (search.time[to] !== now) return;',
  },
  {
    what: 'joins what is one blossom already',
    file: 'search.ts',
    line: 'if (group[one] !== group[other]) shrink(state, { one, other, now });',
    instead: 'shrink(state, { one, other, now });',
  },
  {
    what: 'opens a blossom that has become outer',
    file: 'search.ts',
    line: 'if (search.label[used] === inner && topNode[used]! >= size && expandTime(state, used) === now) expand(state, used, now);',
    instead: 'if (topNode[used]! >= size && expandTime(state, used) === now) expand(state, used, now);',
  },
  {
    what: 'never opens a blossom',
    file: 'search.ts',
    line: 'if (search.label[used] === inner && topNode[used]! >= size && expandTime(state, used) === now) expand(state, used, now);',
    instead: '',
  },
  {
    what: 'never looks at far arcs',
    file: 'search.ts',
    line: 'lookFar(state, memberLooking(event, size));',
    instead: '',
  },
  {
    what: 'moves the duals of outer members the wrong way',
    file: 'search.ts',
    line: 'settleMembers(state, node, kind === outer ? -bound : passed);',
    instead: 'settleMembers(state, node, kind === outer ? bound : passed);',
  },
  {
    what: 'moves the duals of inner members by all of the time',
    file: 'search.ts',
    line: 'settleMembers(state, node, kind === outer ? -bound : passed);',
    instead: 'settleMembers(state, node, kind === outer ? -bound : bound);',
  },
  {
    what: 'moves the duals of blossoms by half',
    file: 'search.ts',
    line: 'blossomDual[node]! += kind === outer ? 2 * passed : -2 * passed;',
    instead: 'blossomDual[node]! += kind === outer ? passed : -passed;',
  },
  {
    what: 'remembers the times of the search before',
    file: 'search.ts',
    line: 'for (const member of reached) time[member] = Infinity;',
    instead: '',
  },
  {
    what: 'gives up a member without matching the others anew',
    file: 'search.ts',
    line: 'if (former === nobody) return;\n  const above',
    instead: 'if (former !== -2) return;\n  const above',
  },
  {
    what: 'loses how far the duals came down',
    file: 'search.ts',
    line: 'nearness.dropMax = reference[member]! - settled;',
    instead: '{}',
  },
  {
    what: 'forgets that both ends of a far arc come down',
    file: 'tree.ts',
    line: 'reference[member]! - nearness.dropMax) / 2;',
    instead: 'reference[member]!) * 2;',
  },
  { what: 'meets too late', file: 'tree.ts', line: 'pushEvent(events, tight / 2,', instead: 'pushEvent(events, tight,' },
  {
    what: 'looks at nobody who is outer',
    file: 'tree.ts',
    line: 'if (tight < 2 * bound) pushEvent',
    instead: 'if (tight < bound - bound) pushEvent',
  },
  {
    what: 'keeps the first way to a member, not the shortest',
    file: 'tree.ts',
    line: '|| tight >= time[other]!',
    instead: '|| time[other]! < Infinity',
  },
  {
    what: 'goes on after an exposed member is reached',
    file: 'tree.ts',
    line: '    bound = tight;\n',
    instead: '',
  },
  {
    what: 'looks again without seeing the tree',
    file: 'tree.ts',
    line: 'if (label[group[other]!] !== outer) continue;',
    instead: 'if (label[group[other]!] !== inner) continue;',
  },
  {
    what: 'keeps the old time of a member that left the tree',
    file: 'tree.ts',
    line: '  time[member] = least;\n',
    instead: '',
  },
  {
    what: 'takes the floor for lower than it is',
    file: 'tree.ts',
    line: 'if (own - floor[member]! < search.bound) {',
    instead: 'if (own - floor[member]! + 2 < search.bound) {',
  },
  {
    what: 'counts the steps to the base by the wrong parity',
    file: 'expand.ts',
    line: 'const isAhead = steps % 2 === 0;',
    instead: 'const isAhead = steps % 2 === 1;',
  },
  {
    what: 'enters an opened ring by the wrong end of an edge',
    file: 'expand.ts',
    line: 'becomeInner(state, { from: ringTo[node]!, to: ringFrom[node]!, now })',
    instead: 'becomeInner(state, { from: ringFrom[node]!, to: ringTo[node]!, now })',
  },
  {
    what: 'does not find again who left the tree',
    file: 'expand.ts',
    line: '      lookAgainFrom(state, node);\n',
    instead: '',
  },
  {
    what: 'forgets since when the largest node has been inner',
    file: 'expand.ts',
    line: 'if (label[grp] === inner) keepSince(state, grp, ring);',
    instead: '',
  },
  {
    what: 'leaves the duals of the largest node behind when it leaves the tree',
    file: 'expand.ts',
    line: 'if (node === kept) addToDuals(state, node, passed);',
    instead: '',
  },
  {
    what: 'leaves the duals of the largest node behind when it becomes outer',
    file: 'expand.ts',
    line: 'if (between === kept) addToDuals(state, between, passed);',
    instead: '',
  },
  {
    what: 'does not rename the members of an opened blossom',
    file: 'expand.ts',
    line: '    rename(state, node, other);\n',
    instead: '',
  },
  {
    what: 'takes any node for the one with the base',
    file: 'expand.ts',
    line: 'const baseNode = topNode[group[baseMember]!]!;',
    instead: 'const baseNode = start;',
  },
  {
    what: 'does not rename the members of a new blossom',
    file: 'shrink.ts',
    line: '      rename(state, node, kept);\n',
    instead: '',
  },
  {
    what: "leaves a new blossom without its stem's base",
    file: 'shrink.ts',
    line: 'base[blossom] = base[start]!;',
    instead: 'base[blossom] = one;',
  },
  {
    what: 'does not settle the dual of a blossom within a new one',
    file: 'shrink.ts',
    line: 'blossomDual[node]! += isInner ? -2 * passed : 2 * passed;',
    instead: '{}',
  },
  {
    what: 'keeps the duals of inner members as they are in a new blossom',
    file: 'shrink.ts',
    line: 'startLooking(state, node, passed + now);',
    instead: 'startLooking(state, node, now);',
  },
  {
    what: 'closes the ring by the wrong edge',
    file: 'shrink.ts',
    line: 'from: other, to: one });',
    instead: 'from: one, to: other });',
  },
  {
    what: 'counts a new blossom from the beginning of the search',
    file: 'shrink.ts',
    line: 'search.since[grp] = now;',
    instead: 'search.since[grp] = 0;',
  },
  {
    what: 'lets the bids lower a dual too far',
    file: 'start.ts',
    line: 'dual[member]! -= best.second;',
    instead: 'dual[member]! -= best.second + 2;',
  },
  {
    what: 'lets the bids keep the dual of who is outbid for',
    file: 'start.ts',
    line: 'dual[nearest]! += best.second - best.least;',
    instead: '',
  },
  {
    what: 'ends a fractional search too late',
    file: 'fractional.ts',
    line: 'const meets = (slack + time[other]!) / 2;',
    instead: 'const meets = slack + time[other]!;',
  },
  {
    what: 'reaches a member in a fractional search at an old time',
    file: 'fractional.ts',
    line: 'if (label[member] !== apart || time[member] !== now) continue;',
    instead: 'if (label[member] !== apart) { time[member] = now; continue; }',
  },
  {
    what: 'leaves rings of halves as they are',
    file: 'fractional.ts',
    line: 'if (next[endOther] !== nobody) breakRing(state, endOther);',
    instead: '',
  },
  {
    what: 'moves inner duals of a fractional search the wrong way',
    file: 'fractional.ts',
    line: 'dual[member]! += bound - time[member]!;',
    instead: 'dual[member]! -= bound - time[member]!;',
  },
  {
    what: 'pops the second event first',
    file: 'event-heap.ts',
    line: 'if (otherTime < bestTime) {',
    instead: 'if (otherTime > bestTime) {',
  },
  {
    what: 'forgets the blossoms around a blossom without a dual',
    file: 'answer.ts',
    line: ': holder[blossom]!;',
    instead: ': nobody;',
  },
  {
    what: 'leaves blossoms closed',
    file: 'answer.ts',
    line: 'while (topNode[group[member]!]! >= arcs.size) open(state, group[member]!);',
    instead: '',
  },
];
