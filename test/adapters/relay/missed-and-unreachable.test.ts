import { expect, it } from 'vitest';
import { later } from '../../../domain/kernel/instant.ts';
import { awayMs } from '../../../domain/relay/chat/limits.ts';
import { addressOfBen, ana, ben, inChat, sendAll, theConversation } from '../../support/relay-world.ts';
import { relayWriting } from '../../support/relay-writing.ts';

const { world: worldOf } = relayWriting();

it.each([
  ['its writer', ana, [addressOfBen]],
  ['its reader', ben, []],
])('where mails to %s come back, what was missed goes out as its reader’s mailbox allows', async (_, whose, left) => {
  const world = worldOf();
  world.members.set(whose, { ...world.members.get(whose)!, state: 'unreachable' });
  await inChat(world, ana, 'Are you there?');
  world.clock.moveTo(later(world.clock.now(), awayMs));
  await world.mailMissed({ conversationId: theConversation });
  expect((await sendAll(world)).map(({ to }) => to)).toEqual(left);
});
