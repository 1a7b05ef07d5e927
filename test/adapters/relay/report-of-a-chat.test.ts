import { expect, it } from 'vitest';
import { minuteMs } from '../../../domain/kernel/instant.ts';
import { awayMs } from '../../../domain/relay/chat/limits.ts';
import { chatOver, say } from '../../support/chat-world.ts';
import { aliasOfAna, ana, ben, chatOf, inChat, theConversation } from '../../support/relay-world.ts';
import { relayWriting } from '../../support/relay-writing.ts';

const { world: worldOf, table, benWrites } = relayWriting();

it('a report says when each of the two wrote, in the chat and by mail, the newest first, and no word of it', async () => {
  const world = worldOf();
  const at = (minutes: number): void => world.clock.moveBy(minutes * minuteMs);
  await inChat(world, ben, 'Send me money');
  at(1);
  await inChat(world, ana, 'No');
  at(1);
  await benWrites({ text: 'Think about it' });
  at(1);
  await world.act({ alias: aliasOfAna, act: 'report', words: 'He asks for money.' });

  const [report] = world.reports;
  const lines = report?.evidence.split('\n') ?? [];
  expect(lines.slice(0, 2)).toEqual(['He asks for money.', 'Their newest messages, each with a digest of what was written:']);
  expect(lines.slice(2).map((line) => /UTC, by (.*): \S{43}$/.exec(line)?.[1])).toEqual(['the other one', 'who reports', 'the other one']);
  for (const { content } of await chatOf(world))
    expect(report?.evidence).not.toContain(content.kind === 'voice' ? content.file.key : content.text);
});

it('a report has what somebody missed once, also where it went out to them as a mail', async () => {
  const world = chatOver(table());
  for (const text of ['Send me money', 'Now']) await say(world, ben, text);
  world.clock.moveBy(awayMs);
  expect(await world.mailMissed({ conversationId: theConversation })).toBe('mailed');
  await world.act({ alias: aliasOfAna, act: 'report' });
  expect(world.reports[0]?.evidence.split('\n').slice(1)).toHaveLength(2);
});
