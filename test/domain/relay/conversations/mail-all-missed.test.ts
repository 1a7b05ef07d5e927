import { describe, expect, it } from 'vitest';
import type { Instant } from '../../../../domain/kernel/instant.ts';
import type { Chat } from '../../../../domain/relay/chat/chat.ts';
import { makeMailAllMissed } from '../../../../domain/relay/chat/mail-all-missed.ts';

const now = 1_000 as Instant;
const named = (conversationId: string) => ({ conversationId }) as Chat;

/** A list that shows up to 100 at a time of what nobody dealt with, and, where it lags, what was dealt with, too. */
const listOf = (ids: readonly string[], { lags = false, broken = '' } = {}) => {
  const waiting = new Set(ids);
  const asked: string[] = [];
  const faults: unknown[] = [];
  const mailAllMissed = makeMailAllMissed({
    chats: { missed: async (_until, limit) => Promise.resolve((lags ? ids : [...waiting]).slice(0, limit).map(named)) },
    mailMissed: async ({ conversationId }) => {
      asked.push(conversationId);
      if (conversationId === broken) throw new Error('it cannot be read');
      waiting.delete(conversationId);
      return Promise.resolve('mailed');
    },
    onFault: (error) => faults.push(error),
  });
  return { asked, faults, mailAllMissed };
};

const many = Array.from({ length: 250 }, (_, n) => `conversation-${String(n)}`);

describe('whoever looks at all chats', () => {
  it('looks at each, however many there are', async () => {
    const { asked, mailAllMissed } = listOf(many);
    expect(await mailAllMissed({ now })).toEqual({ mailed: 250, isComplete: true });
    expect(asked).toEqual(many);
  });

  it('looks at none twice, and comes to an end, where the list lags', async () => {
    const { asked, mailAllMissed } = listOf(many.slice(0, 100), { lags: true });
    expect(await mailAllMissed({ now })).toEqual({ mailed: 100, isComplete: true });
    expect(asked).toEqual(many.slice(0, 100));
  });

  it('looks at the others where one cannot be dealt with', async () => {
    const { asked, faults, mailAllMissed } = listOf(many, { broken: 'conversation-0' });
    expect(await mailAllMissed({ now })).toEqual({ mailed: 249, isComplete: true });
    expect([asked.length, faults.length]).toEqual([250, 1]);
  });
});
