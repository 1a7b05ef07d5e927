import { expect, it } from 'vitest';
import { createTableChats } from '../../adapters/dynamodb/chats-in-table.ts';
import { createTableConversations } from '../../adapters/dynamodb/conversations-in-table.ts';
import { changed } from '../../domain/kernel/decision.ts';
import { later } from '../../domain/kernel/instant.ts';
import { err, ok } from '../../domain/kernel/result.ts';
import type { Conversation } from '../../domain/relay/conversations/conversation.ts';
import type { InChat } from '../../domain/relay/ports.ts';
import {
  aChatDeparture,
  aDeparture,
  aMessage,
  ana,
  at,
  ben,
  counted,
  type Deciding,
  departures,
  issue,
  mails,
  shownAs,
} from '../support/contract-relay.ts';
import { describePort, twenty, type TableKind } from '../support/contract.ts';

export const conversationsInChatContract = (kind: TableKind): void => {
  describePort({ name: 'Conversations with their chats', create: createTableConversations }, kind, (given) => {
    it(
      'shows a message in the chat with the same commit, once, in one order for both',
      given(async ({ port, other, table, settled }) => {
        await issue(table);
        const chats = createTableChats(table);
        const messages = [aMessage(0), aMessage(1), aMessage(2, { from: 'b' })];
        const relay = async (message: (typeof messages)[number], by: typeof port) =>
          by.relay(aDeparture(message, message.from === 'a' ? {} : { alias: ana }), counted(message.id), shownAs(message));
        expect(await Promise.all(messages.map(async (message, n) => relay(message, n === 1 ? other : port)))).toEqual(
          messages.map(() => ok('relayed')),
        );
        for (const message of messages) expect(await relay(message, other)).toEqual(ok('there_already'));
        await settled();
        const shown = await chats.messages('conversation 0', { after: 0, limit: 9 });
        expect([shown.map(({ seq }) => seq), shown.map(({ id }) => id).sort()]).toEqual([[1, 2, 3], messages.map(({ id }) => id)]);
        expect(await chats.find('conversation 0')).toMatchObject({ lastSeq: 3, a: { alias: ana }, b: { alias: ben } });
      }),
    );

    it(
      'stores nothing of a message where its chat refuses it, and nothing in the chat where the conversation does',
      given(async ({ port, table, settled }) => {
        await issue(table);
        const chats = createTableChats(table);
        expect(await port.relay(aDeparture(), counted('one'), () => err('no'))).toEqual(err('no'));
        expect(await port.relay(aDeparture(), (): Deciding<never, 'no'> => err('no'), shownAs(aMessage()))).toEqual(err('no'));
        await settled();
        expect([await port.messages('conversation 0'), await departures(table), await mails(table)]).toEqual([[], [], []]);
        expect([await chats.find('conversation 0'), (await port.of(ben))?.writer.tally]).toEqual([undefined, undefined]);
      }),
    );

    it(
      'has what was written in the chat leave by one of twenty who decide it at once, by the newest state of the chat',
      given(async ({ port, other, table, settled }) => {
        await issue(table);
        const chats = createTableChats(table);
        await port.relay(aDeparture(), counted('one'), shownAs(aMessage()));
        const missed = aChatDeparture(aMessage(1), { fromSeq: 1, toSeq: 1 });
        const unchanged = (conversation: Conversation | undefined): Deciding<undefined, 'decided'> => changed(conversation!, undefined);
        const decide: InChat<'decided'> = (chat) =>
          chat?.b.mailedUpTo === 0 ? ok({ chat: { ...chat, b: { ...chat.b, mailedUpTo: 1 } } }) : err('decided');
        const answers = await Promise.all(
          twenty.map(async (n) =>
            (n % 2 === 0 ? port : other).relay({ ...missed, message: aMessage(1, { at: later(at, n) }) }, unchanged, decide),
          ),
        );
        expect(answers.filter((answer) => answer.ok && answer.value === 'relayed')).toHaveLength(1);
        await settled();
        expect((await departures(table)).map(({ departure }) => departure?.chat)).toEqual([undefined, { fromSeq: 1, toSeq: 1 }]);
        expect(await chats.find('conversation 0')).toMatchObject({ lastSeq: 1, b: { mailedUpTo: 1 } });
        expect(await port.messages('conversation 0')).toHaveLength(2);
      }),
    );
  });
};
