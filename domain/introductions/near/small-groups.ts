import type { PackedScoring } from '../scoring/packed.ts';
import { sharedArray } from '../scoring/shared-arrays.ts';
import { overlapKeys } from '../scoring/walls.ts';

/**
 * The options of the strictest `must-overlap` that only few members chose, such as a rare language. Whoever may meet others for the
 * sake of such an option meets these few, so they can all be looked at. Plain data.
 */
export interface SmallGroups {
  /** Small group `g` is `place[first[g]]` to before `place[first[g + 1]]`. */
  readonly first: Uint32Array;
  readonly place: Int32Array;
  /** Wall class `c` is in the small groups `group[firstOf[c]]` to before `group[firstOf[c + 1]]`. */
  readonly firstOf: Uint32Array;
  readonly group: Uint32Array;
  /** By wall class: 1 where nobody outside its small groups may be met. */
  readonly isClosed: Uint8Array;
}

/** Groups of at most `groupMax`. Without a `must-overlap` there are none. */
export const smallGroupsOf = ({ packed, groupMax }: { readonly packed: PackedScoring; readonly groupMax: number }): SmallGroups => {
  const { wallClass, classCount } = packed;
  const options = Array.from({ length: classCount }, (_, each) => overlapKeys(packed, each));
  const members = membersByOption(wallClass, options);
  const groupOf = new Map<number, number>();
  for (const [option, count] of members.entries()) if (count > 0 && count <= groupMax) groupOf.set(option, groupOf.size);
  const groups = options.map((chosen) => [...(chosen ?? [])].flatMap((option) => groupOf.get(option) ?? []));
  const isClosed = sharedArray.uint8(classCount);
  for (const [each, chosen] of options.entries()) isClosed[each] = chosen?.length === groups[each]!.length ? 1 : 0;
  const { first: firstOf, items: group } = inOneArray(groups);
  const first = sharedArray.uint32(groupOf.size + 1);
  for (const [option, at] of groupOf) first[at + 1] = members[option]!;
  for (let at = 0; at < groupOf.size; at++) first[at + 1]! += first[at]!;
  const place = sharedArray.int32(first[groupOf.size]!);
  const next = first.slice();
  for (let member = 0; member < wallClass.length; member++) {
    for (let at = firstOf[wallClass[member]!]!; at < firstOf[wallClass[member]! + 1]!; at++) place[next[group[at]!]!++] = member;
  }
  return { first, place, firstOf, group, isClosed };
};

const membersByOption = (wallClass: Uint32Array, options: readonly (Int32Array | undefined)[]): readonly number[] => {
  const inClass = new Uint32Array(options.length);
  for (let member = 0; member < wallClass.length; member++) inClass[wallClass[member]!]!++;
  const members: number[] = [];
  for (const [each, chosen] of options.entries()) {
    for (const option of chosen ?? []) members[option] = (members[option] ?? 0) + inClass[each]!;
  }
  return Array.from(members, (count: number | undefined) => count ?? 0);
};

/** Lists one after another: those of list `l` stand from `first[l]` to before `first[l + 1]`. */
const inOneArray = (lists: readonly (readonly number[])[]): { readonly first: Uint32Array; readonly items: Uint32Array } => {
  const first = sharedArray.uint32(lists.length + 1);
  for (const [at, { length }] of lists.entries()) first[at + 1] = first[at]! + length;
  const items = sharedArray.uint32(first[lists.length]!);
  for (const [at, list] of lists.entries()) items.set(list, first[at]);
  return { first, items };
};
