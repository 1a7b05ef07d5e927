import { describe, expect, it } from 'vitest';
import { createTableInMemory } from '../../../adapters/dynamodb/table-in-memory.ts';
import type { Table } from '../../../adapters/dynamodb/table.ts';
import { chatOver, openWindow, say } from '../../support/chat-world.ts';
import { ana, ben, introduce, theConversation } from '../../support/relay-world.ts';

/** What is asked of the table, without members and blocks, which are looked up besides. */
const asked = async (act: (world: ReturnType<typeof chatOver>) => Promise<unknown>) => {
  const [over, requests] = [await createTableInMemory(), [] as string[]];
  await introduce(over);
  const table: Table = {
    get: async (key) => {
      requests.push(`get ${key.pk.replace(/#.*/, '')}`);
      return over.get(key);
    },
    query: async (query) => {
      requests.push(`query ${query.partition.replace(/#.*/, '')}`);
      return over.query(query);
    },
    commit: async (writes) => {
      requests.push(writes.map(({ op }) => op).join(' '));
      return over.commit(writes);
    },
  };
  const before = chatOver(over);
  for (const [member, window] of [
    [ana, 'hers'],
    [ben, 'his'],
  ] as const)
    await openWindow(before, member, window);
  await say(before, ana, 'Hello');
  await act(chatOver(table, { around: before.around }));
  return requests;
};

describe('the table is asked for each thing once', () => {
  it('when a message is sent: the chat, both aliases, whether it is there already, and the windows of both', async () => {
    expect(await asked(async (world) => say(world, ana, 'Shall we?'))).toEqual([
      'get chat',
      'get alias',
      'get alias',
      'get chat',
      'put put check check put',
      'query connections',
      'query connections',
    ]);
  });

  it('when something is marked: the chat, both aliases, and the windows of both', async () => {
    expect(await asked(async (world) => world.mark({ member: ben, thread: theConversation, read: 1 }))).toEqual([
      'get chat',
      'get alias',
      'get alias',
      'put',
      'query connections',
      'query connections',
    ]);
  });

  it('when something is marked again: the chat', async () => {
    const mark = async (world: ReturnType<typeof chatOver>) => world.mark({ member: ben, thread: theConversation, read: 1 });
    expect((await asked(async (world) => [await mark(world), await mark(world)])).slice(6)).toEqual(['get chat']);
  });

  it('when messages are read: the chat and the messages', async () => {
    expect(await asked(async (world) => world.read({ member: ben, thread: theConversation, after: 0, limit: 50 }))).toEqual([
      'get chat',
      'query chat',
    ]);
  });
});
