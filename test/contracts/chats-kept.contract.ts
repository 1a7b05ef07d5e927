import { expect, it } from 'vitest';
import { createTableChats } from '../../adapters/dynamodb/chats-in-table.ts';
import { dayMs, later } from '../../domain/kernel/instant.ts';
import { ok } from '../../domain/kernel/result.ts';
import type { Chat } from '../../domain/relay/chat/chat.ts';
import { awayMs, chatKeptMs } from '../../domain/relay/chat/limits.ts';
import { withMessage } from '../../domain/relay/chat/written.ts';
import { aContent, all, byAna, byBen, conversationId, kept, seqs, write } from '../support/contract-chat.ts';
import { aliasOf } from '../support/contract-introductions.ts';
import { at, issue } from '../support/contract-relay.ts';
import { describePort, twenty, type TableKind } from '../support/contract.ts';

/** How a chat goes on once something was written, until it is forgotten. */
export const chatsKeptContract = (kind: TableKind): void => {
  describePort({ name: 'Chats, once something was written,', create: createTableChats }, kind, (given) => {
    it(
      'changes a chat by its newest state, and keeps what is to be kept for as long as before',
      given(async ({ port, other, table }) => {
        await issue(table);
        await write(port, byAna());
        const deleteAt = (await kept(table)).find(({ sk }) => sk === 'head')?.deleteAt;
        const read = (n: number) => (chat: Chat) => ({ ...chat, b: { ...chat.b, readUpTo: Math.max(chat.b.readUpTo, n) } });
        await Promise.all(twenty.map(async (n) => port.change(conversationId, read(n))));
        expect((await other.change(conversationId, (chat) => chat))?.b.readUpTo).toBe(19);
        const stale = await port.find(conversationId);
        await other.change(conversationId, read(30));
        expect((await port.change(conversationId, read(25), stale))?.b.readUpTo).toBe(30);
        expect((await kept(table)).find(({ sk }) => sk === 'head')?.deleteAt).toBe(deleteAt);
      }),
    );

    it(
      'shows messages in their order: the first behind one, or the last before one',
      given(async ({ port, table }) => {
        for (const number of [0, 1]) await issue(table, { number });
        for (const n of twenty) await write(port, n % 3 === 0 ? byBen(`number-${String(n)}`) : byAna(`number-${String(n)}`));
        await write(port, { conversationId: 'conversation 1', alias: aliasOf(3, 'b'), from: 'a', id: 'elsewhere' });
        expect(await seqs(port, { after: 0, limit: 3 })).toEqual([1, 2, 3]);
        expect(await seqs(port, { after: 18, limit: 3 })).toEqual([19, 20]);
        expect(await seqs(port, { after: 20, limit: 3 })).toEqual([]);
        expect(await seqs(port, { before: Number.MAX_SAFE_INTEGER, limit: 3 })).toEqual([18, 19, 20]);
        expect(await seqs(port, { before: 18, limit: 3 })).toEqual([15, 16, 17]);
        expect(await seqs(port, { before: 3, limit: 3 })).toEqual([1, 2]);
        expect(await seqs(port, { before: 1, limit: 3 })).toEqual([]);
        expect(await seqs(port, { before: 0, limit: 3 })).toEqual([]);
        expect(await seqs(port, { after: -5, limit: 1 })).toEqual([1]);
      }),
    );

    it(
      'lists chats in which something is to be decided, the earliest first, until nothing is',
      given(async ({ port, table, settled }) => {
        for (const number of [0, 1, 2]) {
          await issue(table, { number });
          const name = {
            conversationId: `conversation ${String(number)}`,
            alias: aliasOf(2 * number + 1, 'b'),
            from: 'a' as const,
            id: 'message-0',
          };
          await port.write(name, (conversation, chat) =>
            ok({
              conversation: conversation!,
              ...withMessage(chat, conversation!, { id: name.id, at: later(at, -number), content: aContent() }),
            }),
          );
        }
        const listed = async (ms: number, limit = 200) => {
          await settled();
          return (await port.missed(later(at, awayMs + ms), limit)).map(({ conversationId: id }) => id.slice(-1));
        };
        expect(await listed(0)).toEqual(['2', '1', '0']);
        expect(await listed(-1)).toEqual(['2', '1']);
        expect(await listed(0, 1)).toEqual(['2']);
        expect(await listed(-3)).toEqual([]);
        await port.change('conversation 1', ({ b: { missed: _, ...b }, ...chat }) => ({ ...chat, b }));
        expect(await listed(0)).toEqual(['2', '0']);
        await port.change('conversation 0', (chat) => ({ ...chat, a: { ...chat.a, missed: { fromSeq: 1, dueAt: later(at, -dayMs) } } }));
        expect(await listed(0)).toEqual(['0', '2']);
      }),
    );

    it(
      'forgets words after ninety days, and only with its aliases how far the order had come',
      given(async ({ port, table, clock }) => {
        await issue(table, { expiresAt: later(at, 365 * dayMs) });
        await write(port, byAna('one-0000'));
        clock.moveBy(chatKeptMs - dayMs);
        expect(await seqs(port, all)).toEqual([1]);
        clock.moveBy(dayMs + 2_000);
        expect([await seqs(port, all), (await port.find(conversationId))?.lastSeq]).toEqual([[], 1]);
        expect(await write(port, byAna('one-0000'))).toMatchObject({ value: { isNew: true, message: { seq: 2 } } });
        clock.moveBy(chatKeptMs + 8 * dayMs);
        expect([await seqs(port, all), (await port.find(conversationId))?.lastSeq]).toEqual([[], 2]);
        clock.moveBy(365 * dayMs);
        expect(await port.find(conversationId)).toBeUndefined();
      }),
    );

    it(
      'forgets one chat whole and begins anew, as often as it is told',
      given(async ({ port, table }) => {
        for (const number of [0, 1]) await issue(table, { number });
        for (let n = 0; n < 60; n++) await write(port, byAna(`number-${String(n)}`));
        await write(port, { conversationId: 'conversation 1', alias: aliasOf(3, 'b'), from: 'a', id: 'elsewhere' });
        for (let time = 0; time < 2; time++) await port.forget(conversationId);
        expect([await kept(table), await port.find(conversationId)]).toEqual([[], undefined]);
        expect((await port.messages('conversation 1', all)).length).toBe(1);
        expect(await write(port, byAna('number-0'))).toMatchObject({ value: { isNew: true, message: { seq: 1 } } });
      }),
    );
  });
};
