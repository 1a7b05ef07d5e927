import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createTableChats } from '../../adapters/dynamodb/chats-in-table.ts';
import { createTableConversations } from '../../adapters/dynamodb/conversations-in-table.ts';
import type { Table } from '../../adapters/dynamodb/table.ts';
import { changed } from '../../domain/kernel/decision.ts';
import { err, ok } from '../../domain/kernel/result.ts';
import { closed } from '../../domain/relay/conversations/changes.ts';
import type { Conversation } from '../../domain/relay/conversations/conversation.ts';
import {
  aChat,
  aContent,
  all,
  anyChat,
  anyContent,
  byAna,
  byBen,
  conversationId,
  kept,
  seqs,
  write,
  type Writes,
  writing,
} from '../support/contract-chat.ts';
import { ana, at, ben, issue } from '../support/contract-relay.ts';
import { describePort, twenty, type TableKind } from '../support/contract.ts';

const never: Writes = () => expect.fail('it was asked');

export const chatsContract = (kind: TableKind): void => {
  describePort({ name: 'Chats', create: createTableChats }, kind, (given, runs) => {
    it(
      'knows none at first, and asks what becomes of one that is not there, which can only be refused',
      given(async ({ port }) => {
        expect([await port.find(conversationId), await port.messages(conversationId, all), await port.missed(at, 200)]).toEqual([
          undefined,
          [],
          [],
        ]);
        expect(await port.write(byAna(), writing())).toEqual(err('unknown'));
        expect(await port.change(conversationId, () => expect.fail('it was asked'))).toBeUndefined();
        await port.forget(conversationId);
        await expect(
          port.write(byAna(), () =>
            ok({ conversation: {} as Conversation, chat: aChat(), message: { seq: 1, id: 'x', from: 'a', at, content: aContent() } }),
          ),
        ).rejects.toThrow('can only be refused');
      }),
    );

    it(
      'stores messages one behind the other, whoever wrote them, with the state of the chat',
      given(async ({ port, other, table }) => {
        await issue(table);
        for (const [name, of] of [
          [byAna('one-0000'), port],
          [byBen('two-0000'), other],
          [byAna('three-00'), port],
        ] as const)
          expect(await write(of, name)).toMatchObject({ ok: true, value: { isNew: true, message: { id: name.id, from: name.from } } });
        expect((await other.messages(conversationId, all)).map(({ seq, id, from }) => `${String(seq)} ${from} ${id}`)).toEqual([
          '1 a one-0000',
          '2 b two-0000',
          '3 a three-00',
        ]);
        const chat = await other.find(conversationId);
        expect([chat?.lastSeq, chat?.a.alias, chat?.b.alias]).toEqual([3, ana, ben]);
      }),
    );

    it(
      'gives back anything that a chat remembers and a message says',
      given(async ({ port, other, table }) => {
        await issue(table);
        let number = 0;
        await fc.assert(
          fc.asyncProperty(anyChat, anyContent, async (chat, content) => {
            const id = `message-${String(number++)}`;
            const lastSeq = (await other.find(conversationId))?.lastSeq ?? 0;
            const message = { seq: lastSeq + 1, id, from: 'a' as const, at, content };
            const next = { ...chat, conversationId, lastSeq: message.seq };
            expect(await port.write(byAna(id), (conversation) => ok({ conversation: conversation!, chat: next, message }))).toEqual(
              ok({ chat: next, message, isNew: true }),
            );
            expect(await other.find(conversationId)).toStrictEqual(next);
            expect(await other.messages(conversationId, { after: lastSeq, limit: 100 })).toStrictEqual([message]);
          }),
          { numRuns: runs },
        );
      }),
    );

    it(
      'knows a message again by its writer and its id, and asks nobody about it: also once the conversation is closed, or forgotten',
      given(async ({ port, other, table }) => {
        await issue(table);
        const first = await write(port, byAna());
        await write(port, byBen());
        const again = async () => other.write(byAna(), never);
        const message = first.ok ? first.value.message : undefined;
        expect(await again()).toMatchObject({ ok: true, value: { message, isNew: false, chat: { lastSeq: 2 } } });
        await createTableConversations(table).change(ben, (conversation) => changed(closed(conversation!, 'ended', at), undefined));
        expect(await again()).toMatchObject({ value: { message, isNew: false } });
        for (const alias of [ana, ben])
          await table.commit([{ op: 'delete', key: { pk: `alias#${alias}`, sk: 'alias' }, expect: 'present' }]);
        expect(await again()).toMatchObject({ value: { message, isNew: false } });
        expect(await seqs(port, all)).toEqual([1, 2]);
      }),
    );

    it(
      'stores nothing of what is refused, and takes it later',
      given(async ({ port, table }) => {
        await issue(table);
        expect(await port.write(byAna(), () => err('no'))).toEqual(err('no'));
        expect(await kept(table)).toEqual([]);
        expect(await write(port, byAna())).toMatchObject({ value: { isNew: true } });
      }),
    );

    it(
      'stores a message once, also of twenty who reach for it at once',
      given(async ({ port, other, table }) => {
        await issue(table);
        const answers = await Promise.all(twenty.map(async (n) => write(n % 2 === 0 ? port : other, byAna())));
        expect(answers.filter((answer) => answer.ok && answer.value.isNew)).toHaveLength(1);
        expect(answers.every((answer) => answer.ok && answer.value.message.seq === 1)).toBe(true);
        expect(await seqs(port, all)).toEqual([1]);
      }),
    );

    it(
      'loses none of several at once, whichever way they go, and leaves no gap',
      given(async ({ port, other, table }) => {
        await issue(table);
        const answers = await Promise.all([
          ...[0, 1, 2].map(async (n) => write(port, byAna(`by-ana-${String(n)}`))),
          ...[0, 1, 2].map(async (n) => write(port, byBen(`by-ben-${String(n)}`))),
          write(other, byAna('elsewhere')),
        ]);
        expect(answers.map((answer) => (answer.ok ? answer.value.message.seq : 0)).sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
        expect(await seqs(port, all)).toEqual([1, 2, 3, 4, 5, 6, 7]);
      }),
    );

    it(
      'reads nothing again that its caller has just read, and decides by what changed since',
      given(async ({ port, other, table }) => {
        await issue(table);
        await write(port, byAna('first-00'));
        const conversations = createTableConversations(table);
        const seen = { conversation: await conversations.of(ben), chat: await port.find(conversationId) };
        const asked: (number | undefined)[] = [];
        const watched: Writes = (conversation, chat) => {
          asked.push(chat?.lastSeq);
          return conversation!.reader.status === 'closed' ? err('over') : writing('third-00')(conversation, chat);
        };
        await write(other, byBen('second-0'));
        expect(await port.write({ ...byAna('third-00'), seen }, watched)).toMatchObject({ value: { message: { seq: 3 } } });
        expect(asked).toEqual([1, 2]);
        await conversations.change(ana, (conversation) => changed(closed(conversation!, 'ended', at), undefined));
        expect(await port.write({ ...byAna('fourth-0'), seen }, watched)).toEqual(err('over'));
        expect(await seqs(port, all)).toEqual([1, 2, 3]);
      }),
    );

    it(
      'writes an alias only where it changed, and stores nothing where one was closed meanwhile',
      given(async ({ port, table }) => {
        await issue(table);
        await port.write(byAna('one-0000'), (conversation, chat) => {
          const written = writing('one-0000')(conversation, chat);
          return written.ok
            ? ok({ ...written.value, conversation: { ...conversation!, reader: { ...conversation!.reader, mutedAt: at } } })
            : written;
        });
        const versions = await Promise.all(
          [ana, ben].map(async (alias) => (await table.get({ pk: `alias#${alias}`, sk: 'alias' }))?.version),
        );
        expect(versions).toEqual([1, 2]);
        let isFirst = true;
        const between: Table = {
          ...table,
          commit: async (writes) => {
            if (isFirst && writes.some(({ op }) => op === 'put')) {
              isFirst = false;
              await createTableConversations(table).change(ben, (conversation) => changed(closed(conversation!, 'ended', at), undefined));
            }
            return table.commit(writes);
          },
        };
        const stopped = createTableChats(between).write(byAna('two-0000'), (conversation, chat) =>
          conversation!.writer.status === 'closed' ? err('over') : writing('two-0000')(conversation, chat),
        );
        expect(await stopped).toEqual(err('over'));
        expect(await seqs(port, all)).toEqual([1]);
      }),
    );
  });
};
