import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { widthOf } from '../../../adapters/files/printable.ts';
import { progressBar } from '../../../scripts/commands/progress-bar.ts';

const after = (seconds: number) => ({ doing: 'Scoring', startedAt: 5_000, now: 5_000 + 1_000 * seconds, columns: 80 });

describe('The progress of a command', () => {
  it('is a bar with its share, the time taken and the time left', () => {
    expect(progressBar({ ...after(12), done: 6, of: 10 })).toBe('Scoring    ███████████████████░░░░░░░░░░░░░  60%  0:12, about 0:08 left');
    expect(progressBar({ ...after(3_725), done: 1, of: 2 })).toContain('50%  1:02:05, about 1:02:05 left');
  });

  it('says nothing of the time left before anything can be told, and when all is done', () => {
    expect(progressBar({ ...after(1), done: 5, of: 10 })).toMatch(/ 50% {2}0:01$/);
    expect(progressBar({ ...after(60), done: 1, of: 1_000 })).toMatch(/ 0% {2}1:00$/);
    expect(progressBar({ ...after(60), done: 10, of: 10 })).toMatch(/█ 100% {2}1:00$/);
  });

  it('is the time alone where nobody knows how much there is', () => {
    expect(progressBar({ ...after(7), done: 3 })).toBe('Scoring     0:07');
    expect(progressBar({ ...after(7), done: 3, of: 0 })).toBe('Scoring     0:07');
  });

  it('stays within one line of the terminal, whatever is done of how much', () => {
    const numbers = fc.oneof(fc.nat(), fc.double({ min: 0, max: 1e12, noNaN: true }));
    fc.assert(
      fc.property(fc.record({ done: numbers, of: numbers, now: fc.nat(10_000_000), columns: fc.nat(200) }), (drawn) => {
        const line = progressBar({ doing: 'Matching', startedAt: 0, ...drawn });
        expect(widthOf(line)).toBeLessThan(Math.max(1, drawn.columns));
        expect(line).not.toMatch(/NaN|Infinity|\n/);
      }),
    );
  });

  it('does without the bar where there is little room', () => {
    expect(progressBar({ ...after(12), done: 6, of: 10, columns: 40 })).toBe('Scoring     60%  0:12, about 0:08 left');
  });
});
