import { describe, expect, it } from 'vitest';
import { aliasItem, aliasOf, closedSide, issuingWrites, openedSide } from '../../../../adapters/dynamodb/alias-rows.ts';
import { createTableInMemory } from '../../../../adapters/dynamodb/table-in-memory.ts';
import type { Table } from '../../../../adapters/dynamodb/table.ts';
import { type AliasName, aliasName } from '../../../../domain/kernel/alias-name.ts';
import { sideOf } from '../../../../domain/relay/conversations/conversation.ts';
import { chatOver, type ChatWorldOptions, createChatAround, say, textsFor } from '../../../support/chat-world.ts';
import { addressOfBen, aliasOfAna, aliasOfBen, ana, ben, introduce, noon, theConversation } from '../../../support/relay-world.ts';

const introduced = async (options: ChatWorldOptions = {}) => {
  const table = await createTableInMemory();
  await introduce(table);
  return { table, ...chatOver(table, options) };
};

/** As introductions do it: the one before is closed, and the other one writes to the one in its place. */
const replaceAlias = async (table: Table, alias: AliasName, fresh: AliasName): Promise<void> => {
  const rowOf = async (name: AliasName) => (await table.get({ pk: `alias#${name}`, sk: 'alias' }))!;
  const own = await rowOf(alias);
  const { member, counterparty, conversationId, expiresAt } = aliasOf(own);
  const partner = await rowOf(counterparty);
  const old = closedSide(own, { at: noon, because: 'replaced' });
  if (typeof old === 'string') throw new Error('it was open');
  await table.commit([
    { op: 'put', item: { pk: own.pk, sk: own.sk, ...old }, expect: 'present' },
    { op: 'put', item: { pk: partner.pk, sk: partner.sk, ...aliasItem({ ...aliasOf(partner), counterparty: fresh }) }, expect: 'present' },
    ...issuingWrites(openedSide({ alias: fresh, member, counterparty, conversationId, expiresAt, at: noon })),
  ]);
};

describe('a chat', () => {
  it('goes on where the other one, or they themselves, got another alias', async () => {
    const world = await introduced();
    await say(world, ana, 'one');
    for (const [number, alias] of [aliasOfBen, aliasOfAna].entries())
      await replaceAlias(world.table, alias, aliasName(`${String(number + 2)}`.repeat(26), sideOf(alias)));
    await say(world, ana, `two ${addressOfBen}`);
    await say(world, ben, 'three');
    const fresh = [aliasName('3'.repeat(26), 'a'), aliasName('2'.repeat(26), 'b')];
    expect(await textsFor(world, ben)).toEqual(['1 theirs: one', `2 theirs: two ${fresh[1]}@relay.example.org`, '3 mine: three']);
    const chat = await world.chats.find(theConversation);
    expect([chat?.a.alias, chat?.b.alias]).toEqual(fresh);
  });

  it('goes on also where the alias that the chat knows was replaced so long ago that it is forgotten', async () => {
    const around = createChatAround();
    const world = await introduced({ around });
    await say(world, ana, 'one');
    const fresh = aliasName('3'.repeat(26), 'a');
    await replaceAlias(world.table, aliasOfAna, fresh);
    await world.table.commit([{ op: 'delete', key: { pk: `alias#${aliasOfAna}`, sk: 'alias' }, expect: 'present' }]);
    const threads = {
      ...around.threads,
      find: async () => Promise.resolve({ ...(await around.threads.ofMember(ana, 1))[0]!, alias: fresh }),
    };
    const afterwards = chatOver(world.table, { around: { ...around, threads } });
    await say(afterwards, ana, 'two');
    await afterwards.mark({ member: ben, thread: theConversation, read: 2 });
    await say(afterwards, ben, 'three');
    await afterwards.mark({ member: ana, thread: theConversation, read: 3 });
    const chat = await afterwards.chats.find(theConversation);
    expect([chat?.lastSeq, chat?.a.alias, chat?.a.readUpTo, chat?.b.readUpTo]).toEqual([3, fresh, 3, 2]);
  });
});
