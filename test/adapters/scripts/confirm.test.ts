import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Asker, confirmed, mustAsk } from '../../../scripts/commands/confirm.ts';

/** Somebody who answers so; undefined ends the input. */
const answering = (answer: string | undefined): Asker & { readonly asked: string[] } => {
  const asked: string[] = [];
  return {
    asked,
    canAsk: true,
    ask: async (question) => {
      asked.push(question);
      return Promise.resolve(answer);
    },
  };
};
const nobody: Asker = { canAsk: false, ask: async () => Promise.reject(new Error('nobody is there to be asked')) };

describe('a change of a stack', () => {
  let said = '';
  beforeEach(() => {
    said = '';
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      said += String(text);
      return true;
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each([
    ['dev', 'yes'],
    ['prod', 'prod'],
    ['prod-eu', 'prod-eu'],
  ])('of %s goes ahead once %s is typed', async (stack, word) => {
    const asker = answering(` ${word} `);
    expect(await confirmed({ stack, what: ['Somebody is suspended.'] }, asker)).toBeUndefined();
    expect(asker.asked).toEqual([`Type ${word} to go on: `]);
    expect(said).toBe(`Stack ${stack}:\n  Somebody is suspended.\n`);
  });

  it.each([['y'], ['YES'], ['no'], [''], [undefined]])('does not go ahead after %j', async (answer) => {
    expect(await confirmed({ stack: 'dev', what: [] }, answering(answer))).toBe(3);
    expect(said).toContain('Nothing was changed.');
  });

  it('of prod does not go ahead after a mere yes', async () => {
    expect(await confirmed({ stack: 'prod', what: [] }, answering('yes'))).toBe(3);
  });

  it('that cannot be undone asks for its own word', async () => {
    expect(await confirmed({ stack: 'prod', word: 'erase', what: [] }, answering('prod'))).toBe(3);
    expect(await confirmed({ stack: 'prod', word: 'erase', what: [] }, answering('erase'))).toBeUndefined();
  });

  it('goes ahead without a question where --yes was said, and still says what and where', async () => {
    expect(await confirmed({ stack: 'prod', yes: true, what: ['Gone.'] }, nobody)).toBeUndefined();
    expect(said).toBe('Stack prod:\n  Gone.\n');
  });

  it('is refused as wrong use where nobody can be asked', async () => {
    expect(await confirmed({ stack: 'dev', what: [] }, nobody)).toBe(2);
    expect(mustAsk(undefined, '--consented', nobody)).toBe(2);
    expect(said).toContain('add --consented');
    expect([mustAsk(true, '--yes', nobody), mustAsk(undefined, '--yes', answering(''))]).toEqual([undefined, undefined]);
  });
});
