import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answers } from '../../../domain/introductions/answers.ts';
import { answersOf, communityBuilder, communityOf } from '../../../domain/introductions/community.ts';
import { communities, memberId } from '../../arbitraries/community.ts';

const withoutTexts = (answers: Answers): Answers => new Map([...answers].filter(([, { kind }]) => kind !== 'text'));

describe('a community', () => {
  it('gives back what each member answered, in order of id, in whatever order they came', () => {
    const shuffled = communities({ sizeMax: 9 }).chain(({ members }) =>
      fc.record({ members: fc.constant(members), came: fc.shuffledSubarray([...members], { minLength: members.length }) }),
    );
    fc.assert(
      fc.property(shuffled, ({ members, came }) => {
        const community = communityOf(came);
        expect(community.ids).toEqual(members.map(({ id }) => id));
        expect(community.names).toEqual(members.map(({ name }) => name));
        for (const [at, { answers }] of members.entries()) expect(answersOf(community, at)).toEqual(withoutTexts(answers));
      }),
    );
  });

  it('holds an answer once, however many give it', () => {
    fc.assert(
      fc.property(communities({ sizeMax: 9 }), ({ members }) => {
        for (const { values } of communityOf(members).columns.values()) {
          expect(new Set(values.map((value) => JSON.stringify(value))).size).toBe(values.length);
        }
      }),
    );
  });

  it('tells answers apart that a time zone or a question gave before it changed', () => {
    const builder = communityBuilder();
    const answers: readonly Answers[] = [
      new Map([['q', { kind: 'zone', id: 'Europe/Lisbon', minutesEast: 0 }]]),
      new Map([['q', { kind: 'zone', id: 'Europe/Lisbon', minutesEast: 60 }]]),
      new Map([['q', { kind: 'placed', on: 3 }]]),
      new Map([['q', { kind: 'chosen', ids: ['3'] }]]),
    ];
    for (const [at, each] of answers.entries()) builder.add(memberId(`member${String(at)}`), '', each);
    const community = builder.build();
    expect(answers.map((_, at) => answersOf(community, at))).toEqual(answers);
  });
});
