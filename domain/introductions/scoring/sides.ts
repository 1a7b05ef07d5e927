import type { Answer } from '../answers.ts';
import type { AnswerColumn, Community } from '../community.ts';
import { sharedArray } from './shared-arrays.ts';

/** The answers of all members to one question: sets of options, or places that have a distance. */
export type Side = SetSide | PlaceSide;

interface Coded {
  /** For each member the number of their answer; 0 where they have none that counts. */
  readonly code: Uint32Array;
  /** Codes are below this; some may be nobody's. */
  readonly codes: number;
}

export interface SetSide extends Coded {
  readonly kind: 'sets';
  /** The options of the set `c` are `option[first[c]]` to before `option[first[c + 1]]`, rising; the set 0 is empty. */
  readonly first: Uint32Array;
  readonly option: Uint32Array;
  /** Options are numbered below this. */
  readonly options: number;
  /** For each set a bit for each option, the same one for options that are `maskBits` apart. */
  readonly mask: Uint32Array;
}

export const maskBits = 32;

export interface PlaceSide extends Coded {
  readonly kind: 'places';
  /** A step of a scale, or hours east of UTC. */
  readonly place: Float64Array;
}

/** `numbers` has those of options that are numbered already: two questions that are held against each other use the same. */
export const setSide = (community: Community, question: string, numbers = new Map<string, number>()): SetSide => {
  const { values, code } = columnOf(community, question);
  const sets = values.map((answer) => setOf(answer, numbers));
  const answered = recoded(code, (value) => (sets[value - 1]!.length === 0 ? 0 : value));
  return { code: answered, ...setsOf([[], ...sets], numbers.size) };
};

/** Different answers may stand for the same place: two time zones with the same clock. */
export const placeSide = (community: Community, question: string): PlaceSide => {
  const { values, code } = columnOf(community, question);
  const codeOf = new Map<number, number>();
  const codes = values.map((answer) => {
    const place = placeOf(answer);
    if (place === undefined) return 0;
    if (!codeOf.has(place)) codeOf.set(place, codeOf.size + 1);
    return codeOf.get(place)!;
  });
  const place = sharedArray.float64(codeOf.size + 1);
  place.set([...codeOf.keys()], 1);
  return { kind: 'places', code: recoded(code, (value) => codes[value - 1]!), codes: place.length, place };
};

/** The places as sets of one, for a question that asks only whether two are the same. */
export const placesAsSets = ({ code, codes }: PlaceSide): SetSide => {
  const sets = Array.from({ length: codes }, (_, each) => (each === 0 ? [] : [each - 1]));
  return { code, ...setsOf(sets, codes - 1) };
};

const setsOf = (sets: readonly (readonly number[])[], options: number): Omit<SetSide, 'code'> => {
  const first = sharedArray.uint32(sets.length + 1);
  sets.forEach((set, at) => (first[at + 1] = first[at]! + set.length));
  const option = sharedArray.uint32(first[sets.length]!);
  const mask = sharedArray.uint32(sets.length);
  for (const [at, set] of sets.entries()) {
    option.set(set, first[at]);
    for (const each of set) mask[at]! |= 1 << (each % maskBits);
  }
  return { kind: 'sets', codes: sets.length, first, option, options, mask };
};

/** The two sides of a couple, which counts only for those who answered both; what options there are is the same for both. */
export const answeredBoth = (one: SetSide, other: SetSide): readonly [SetSide, SetSide] => {
  const codes = [sharedArray.uint32(one.code.length), sharedArray.uint32(one.code.length)] as const;
  for (let member = 0; member < one.code.length; member++) {
    if (one.code[member] === 0 || other.code[member] === 0) continue;
    codes[0][member] = one.code[member]!;
    codes[1][member] = other.code[member]!;
  }
  const options = Math.max(one.options, other.options);
  return [
    { ...one, code: codes[0], options },
    { ...other, code: codes[1], options },
  ];
};

export const sizeOf = ({ first }: SetSide, set: number): number => first[set + 1]! - first[set]!;

/** How many members chose each option. */
export const membersByOption = ({ code, codes, first, option, options }: SetSide): Uint32Array => {
  const members = new Uint32Array(codes);
  for (let member = 0; member < code.length; member++) members[code[member]!]!++;
  const count = new Uint32Array(options);
  for (let set = 1; set < codes; set++) {
    for (let at = first[set]!; at < first[set + 1]!; at++) count[option[at]!]! += members[set]!;
  }
  return count;
};

const columnOf = ({ ids, columns }: Community, question: string): AnswerColumn =>
  columns.get(question) ?? { values: [], code: new Uint32Array(ids.length) };

const recoded = (code: Uint32Array, codeOf: (value: number) => number): Uint32Array => {
  const changed = sharedArray.uint32(code.length);
  for (let member = 0; member < code.length; member++) changed[member] = code[member] === 0 ? 0 : codeOf(code[member]!);
  return changed;
};

const setOf = (answer: Answer, numbers: Map<string, number>): readonly number[] => {
  if (answer.kind !== 'chosen') return [];
  const set = new Set<number>();
  for (const id of answer.ids) {
    let number = numbers.get(id);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(id, number);
    }
    set.add(number);
  }
  return [...set].sort((one, other) => one - other);
};

const placeOf = (answer: Answer): number | undefined => {
  if (answer.kind === 'placed') return answer.on;
  return answer.kind === 'zone' ? answer.minutesEast / 60 : undefined;
};
