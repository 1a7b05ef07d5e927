import { describe, expect, it } from 'vitest';
import { parseAliasName } from '../../../../domain/kernel/alias-name.ts';
import type { Instant } from '../../../../domain/kernel/instant.ts';
import { hourMs } from '../../../../domain/kernel/instant.ts';
import type { MemberId } from '../../../../domain/kernel/member-id.ts';
import type { Conversation, Side } from '../../../../domain/relay/conversations/conversation.ts';
import { strangersAt, tell, whoIsTold, withRefusal } from '../../../../domain/relay/conversations/notices.ts';
import { strangersMax } from '../../../../domain/relay/limits.ts';
import { refusalCodes } from '../../../../domain/relay/refusals.ts';

const now = Date.UTC(2026, 10, 21, 12) as Instant;
const after = (ms: number): Instant => (now + ms) as Instant;

const side = (letter: 'a' | 'b'): Side => ({
  alias: parseAliasName(`c_${'a'.repeat(26)}${letter}`)!,
  member: `m_${letter.repeat(26)}` as MemberId,
  counterparty: parseAliasName(`c_${'a'.repeat(26)}${letter === 'a' ? 'b' : 'a'}`)!,
  conversationId: 'conversation',
  status: 'open',
  createdAt: now,
  expiresAt: after(1e10),
  deleteAt: after(2e10),
});
const conversation: Conversation = { reader: side('b'), writer: side('a') };

const writer = { of: 'writer', isAuthentic: true } as const;
const stranger = { of: 'nobody', isAuthentic: true } as const;

describe('who hears of a mail that was not passed on', () => {
  it('its writer, if they were shown to be its writer', () => {
    const told = refusalCodes.filter((code) => whoIsTold(code, writer)?.who === 'writer');
    expect(told).toEqual([
      'relay.too_large',
      'relay.malformed',
      'relay.unauthenticated',
      'relay.closed',
      'relay.rate_limited',
      'relay.infected',
      'relay.spam',
      'relay.encrypted',
      'relay.empty',
      'relay.leak',
    ]);
  });

  it('nobody, of mail by machines', () => {
    for (const of of ['writer', 'reader', 'nobody'] as const)
      expect(whoIsTold('relay.automatic', { of, isAuthentic: true })).toBeUndefined();
  });

  it('the member in whose name somebody wrote, at the address that we know', () => {
    expect(whoIsTold('relay.unauthenticated', { of: 'writer', isAuthentic: false })).toEqual({ who: 'writer', reason: 'spoofed' });
    expect(whoIsTold('relay.unauthenticated', { of: 'reader', isAuthentic: false })).toEqual({ who: 'reader', reason: 'spoofed' });
  });

  it('nobody, of what a stranger wrote, but who may be that stranger: to confirm the address', () => {
    expect(refusalCodes.flatMap((code) => whoIsTold(code, stranger) ?? [])).toEqual([{ who: 'writer', reason: 'unlisted' }]);
    expect(refusalCodes.flatMap((code) => whoIsTold(code, { ...stranger, isAuthentic: false }) ?? [])).toEqual([]);
  });

  it('who wrote to themselves', () => {
    expect(whoIsTold('relay.sender_not_allowed', { of: 'reader', isAuthentic: true })).toEqual({ who: 'reader', reason: 'own_alias' });
  });

  it('each of one thing once a day', () => {
    const first = tell({ next: conversation, outgoing: [] }, { who: 'writer', reason: 'relay.spam' }, { now, cause: 'one' });
    const again = tell({ ...first, outgoing: [] }, { who: 'writer', reason: 'relay.spam' }, { now: after(23 * hourMs), cause: 'two' });
    const other = tell({ ...first, outgoing: [] }, { who: 'writer', reason: 'relay.empty' }, { now: after(1), cause: 'three' });
    const nextDay = tell({ ...first, outgoing: [] }, { who: 'writer', reason: 'relay.spam' }, { now: after(24 * hourMs), cause: 'four' });
    expect([first, again, other, nextDay].map(({ outgoing }) => outgoing.map(({ message }) => message.to))).toEqual([
      [conversation.writer.member],
      [],
      [conversation.writer.member],
      [conversation.writer.member],
    ]);
  });

  it('the member to whose alias many strangers write', () => {
    let noted: ReturnType<typeof withRefusal> = { next: conversation, outgoing: [] };
    const mailed: unknown[] = [];
    for (let n = 0; n < strangersMax + 5; n++) {
      noted = withRefusal(noted.next, { code: 'relay.unauthenticated', isStranger: true, now: after(n), cause: String(n) });
      mailed.push(...noted.outgoing.map(({ message }) => [message.to, 'reason' in message ? message.reason : '']));
    }
    expect(mailed).toEqual([[conversation.reader.member, 'strangers']]);
    expect(noted.next.reader.tally?.refused).toEqual({ 'relay.unauthenticated': strangersMax + 5 });
    expect(strangersAt(noted.next.reader.tally, after(24 * hourMs))).toBe(0);
  });
});
