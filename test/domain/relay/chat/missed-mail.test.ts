import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createTableInMemory } from '../../../../adapters/dynamodb/table-in-memory.ts';
import { awayMs } from '../../../../domain/relay/chat/limits.ts';
import { chatOver, say } from '../../../support/chat-world.ts';
import { ana, introduce, sendAll, theConversation } from '../../../support/relay-world.ts';

describe('a mail with what was missed', () => {
  it('is known by a digest that no version may make in another way: mails that wait while one is deployed would not leave', async () => {
    const table = await createTableInMemory();
    await introduce(table);
    const world = chatOver(table);
    for (const text of ['one', 'two']) await say(world, ana, text);
    world.clock.moveBy(awayMs);
    await world.mailMissed({ conversationId: theConversation });
    const [departure] = await world.departures();
    expect(departure?.message.bodyDigest).toBe(createHash('sha256').update('one\ntwo').digest('base64url'));
  });

  it('has what it was decided for, or does not leave: nothing that took its place since', async () => {
    const table = await createTableInMemory();
    await introduce(table);
    const world = chatOver(table);
    await say(world, ana, 'Are you there?');
    world.clock.moveBy(awayMs);
    expect(await world.mailMissed({ conversationId: theConversation })).toBe('mailed');
    const [departure] = await world.departures();
    // As after its keep is over: the order begins anew.
    await world.chats.forget(theConversation);
    await say(world, ana, 'Something else');
    expect(await world.prepare(departure!)).toEqual({ ok: false, error: { code: 'relay.over' } });
    world.clock.moveBy(awayMs);
    expect(await world.mailMissed({ conversationId: theConversation })).toBe('mailed');
    const mails = await sendAll(world);
    expect(mails.filter(({ raw }) => raw.includes('Something else'))).toHaveLength(1);
  });
});
