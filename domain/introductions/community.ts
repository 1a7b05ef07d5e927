import { invariant } from '../kernel/invariant.ts';
import type { Answer, Answers } from './answers.ts';

/**
 * The people of a round in order of id, their answers held by question, so that a million of them fit: each distinct answer stands
 * there once. A member's number is their place in `ids`.
 */
export interface Community {
  readonly ids: readonly string[];
  readonly names: readonly string[];
  /** By question id. A question that nobody answered has none, nor has one for free words: those never count and are never quoted. */
  readonly columns: ReadonlyMap<string, AnswerColumn>;
}

export interface AnswerColumn {
  readonly values: readonly Answer[];
  /** For each member the place of their answer in `values`, plus 1; 0 where they have not answered. */
  readonly code: Uint32Array;
}

/** A community that grows as its members are read, in whatever order. */
export interface CommunityBuilder {
  /** `answers` may be used again by the caller. */
  readonly add: (id: string, name: string, answers: Answers) => void;
  readonly build: () => Community;
}

/** The number of each member of a community of `size`; nothing for an id that is nobody's. */
export interface Numbering {
  readonly size: number;
  readonly numberOf: (id: string) => number | undefined;
}

export const numberingOf = ({ ids }: Community): Numbering => {
  const numbers = new Map(ids.map((id, number) => [id, number]));
  invariant(numbers.size === ids.length, 'every member of a round has an id of their own');
  return { size: ids.length, numberOf: (id) => numbers.get(id) };
};

interface Member {
  readonly id: string;
  readonly name: string;
  readonly answers: Answers;
}

export const communityOf = (members: readonly Member[]): Community => {
  const builder = communityBuilder();
  for (const { id, name, answers } of members) builder.add(id, name, answers);
  return builder.build();
};

export const communityBuilder = (): CommunityBuilder => {
  const ids: string[] = [];
  const names: string[] = [];
  const columns = new Map<string, GrowingColumn>();
  return {
    add: (id, name, answers) => {
      for (const [question, answer] of answers) {
        if (answer.kind === 'text') continue;
        const column = columns.get(question) ?? growingColumn();
        columns.set(question, column);
        column.set(ids.length, answer);
      }
      ids.push(id);
      names.push(name);
    },
    build: () => {
      const order = Uint32Array.from(ids.keys()).sort((one, other) => (ids[one]! < ids[other]! ? -1 : ids[one]! > ids[other]! ? 1 : 0));
      return {
        ids: Array.from(order, (at) => ids[at]!),
        names: Array.from(order, (at) => names[at]!),
        columns: new Map([...columns].map(([question, column]) => [question, column.inOrder(order)])),
      };
    },
  };
};

/** What one member answered. */
export const answersOf = ({ columns }: Community, member: number): Answers =>
  new Map(
    [...columns].flatMap(([question, { values, code }]) => {
      const answer = values[code[member]! - 1];
      return answer === undefined ? [] : [[question, answer] as const];
    }),
  );

interface GrowingColumn {
  readonly set: (member: number, answer: Answer) => void;
  readonly inOrder: (order: Uint32Array) => AnswerColumn;
}

const growingColumn = (): GrowingColumn => {
  const values: Answer[] = [];
  const codes = new Map<string, number>();
  let code = new Uint32Array(64);
  return {
    set: (member, answer) => {
      const key = keyOf(answer);
      let place = codes.get(key);
      if (place === undefined) {
        values.push(answer);
        place = values.length;
        codes.set(key, place);
      }
      if (member >= code.length) {
        const larger = new Uint32Array(2 * member);
        larger.set(code);
        code = larger;
      }
      code[member] = place;
    },
    inOrder: (order) => ({ values, code: order.map((member) => code[member] ?? 0) }),
  };
};

/** No two different answers have the same, not even where a question has changed its kind or a time zone its offset. */
const keyOf = (answer: Answer): string => {
  switch (answer.kind) {
    case 'chosen':
      return `chosen\n${answer.ids.join('\n')}`;
    case 'placed':
      return `placed\n${String(answer.on)}`;
    case 'zone':
      return `zone\n${answer.id}\n${String(answer.minutesEast)}`;
    case 'text':
      return `text\n${answer.text}`;
  }
};
