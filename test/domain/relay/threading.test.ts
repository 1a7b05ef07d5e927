import { describe, expect, it } from 'vitest';
import { referencesBytesMax, referencesMax } from '../../../domain/relay/limits.ts';
import { threadOf } from '../../../domain/relay/threading.ts';

const answers = (inReplyTo: string, references = inReplyTo) => [
  { name: 'in-reply-to', value: inReplyTo },
  { name: 'references', value: references },
];
const many = (count: number, length = 20) =>
  Array.from({ length: count }, (_, number) => ({
    theirs: `t${String(number)}@example.org`,
    ours: `${String(number).padStart(length, 'o')}@relay`,
  }));

describe('the thread of a mail', () => {
  it('is told in ids that its reader knows, and ids of others are left out', () => {
    const known = [{ theirs: '1@mail.example.org', ours: '1@relay' }];
    expect(threadOf(answers('<1@mail.example.org>', '<0@elsewhere.example> <1@mail.example.org>'), known)).toEqual({
      references: ['1@relay'],
      inReplyTo: '1@relay',
    });
    expect(threadOf(answers('<0@elsewhere.example>'), known)).toEqual({ references: [], inReplyTo: undefined });
  });

  it('names a message by each id that its reader may know it by, in their order', () => {
    const known = [
      { theirs: '1@mail.example.org', ours: '1.t@relay' },
      { theirs: '2@mail.example.org', ours: '2@relay' },
      { theirs: '1@mail.example.org', ours: '<1@wire>' },
    ];
    expect(threadOf(answers('<1@mail.example.org>', '<1@mail.example.org> <2@mail.example.org>'), known)).toEqual({
      references: ['1.t@relay', '1@wire', '2@relay'],
      inReplyTo: '1@wire',
    });
  });

  it('of a writer who calls all messages the same, and names that thousands of times, is told at once', () => {
    const known = Array.from({ length: 400 }, (_, number) => ({ theirs: 'a', ours: `${String(number)}@relay` }));
    const began = performance.now();
    expect(threadOf(answers('<a>'.repeat(20_000)), known).inReplyTo).toBe('399@relay');
    expect(performance.now() - began).toBeLessThan(500);
  });

  it('names a message once where its writer names it by each of two ids', () => {
    const known = ['planted', 'wire'].flatMap((theirs) => ['1.t@relay', '1@wire'].map((ours) => ({ theirs, ours })));
    expect(threadOf(answers('<wire>', '<planted> <wire>'), known).references).toEqual(['1.t@relay', '1@wire']);
  });

  it('answers the youngest that it refers to where it says no more', () => {
    expect(threadOf([{ name: 'references', value: '<t0@example.org> <t1@example.org>' }], many(2)).inReplyTo).toBe(many(2)[1]?.ours);
  });

  it('ends with its own id, which it does not answer', () => {
    expect(threadOf([], [], 'own@relay')).toEqual({ references: ['own@relay'], inReplyTo: undefined });
    expect(threadOf(answers('<t0@example.org>'), many(1), 'own@relay')).toEqual({
      references: [many(1)[0]?.ours, 'own@relay'],
      inReplyTo: many(1)[0]?.ours,
    });
  });

  it.each([20, 180])('keeps the youngest, as many as there may be and as fit their header (ids of %i characters)', (length) => {
    const known = many(60, length);
    const all = known.map(({ theirs }) => `<${theirs}>`).join(' ');
    const { references } = threadOf(answers('<t59@example.org>', all), known, 'own@relay');
    expect(references.length).toBeLessThanOrEqual(referencesMax);
    expect(references.map((id) => `<${id}> `).join('').length).toBeLessThanOrEqual(referencesBytesMax);
    expect(references.slice(-2)).toEqual([known.at(-1)?.ours, 'own@relay']);
  });
});
