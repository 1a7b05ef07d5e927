import { describe, expect, it } from 'vitest';
import { createTableInMemory } from '../../../../adapters/dynamodb/table-in-memory.ts';
import type { MemberId } from '../../../../domain/kernel/member-id.ts';
import { textBytesMax } from '../../../../domain/relay/chat/limits.ts';
import { chatOver, say } from '../../../support/chat-world.ts';
import {
  addressOfAna,
  addressOfBen,
  aliasOfAna,
  ana,
  ben,
  introduce,
  theConversation,
  toAna,
  toBen,
} from '../../../support/relay-world.ts';

const introduced = async () => {
  const table = await createTableInMemory();
  await introduce(table);
  return chatOver(table);
};

/** The newest message, as one of the two sees it. */
const contentFor = async (world: Awaited<ReturnType<typeof introduced>>, member: MemberId) => {
  const page = await world.read({ member, thread: theConversation, limit: 1 });
  return page.ok ? page.value.messages[0]?.content : page.error.code;
};
const textFor = async (...asked: Parameters<typeof contentFor>) => {
  const content = await contentFor(...asked);
  return typeof content === 'object' && content.kind === 'text' ? content.text : content;
};

describe('of what is written', () => {
  const stored = async (text: string) => {
    const world = await introduced();
    const sent = await world.send({ member: ana, thread: theConversation, id: 'message-1', content: { text } });
    return sent.ok ? textFor(world, ben) : sent.error.code;
  };

  it.each([
    ['lines are kept as lines', 'one\r\ntwo\rthree\u2028four', 'one\ntwo\nthree\nfour'],
    ['control characters are taken out', 'a\u0000b\u001b[31mc\u007fd\te', 'ab[31mcd\te'],
    ['halves of letters are replaced', 'a\ud800b', 'a\ufffdb'],
    ['joined letters stay', '👩‍🎨 नमस्ते', '👩‍🎨 नमस्ते'],
    ['the most is taken', 'é'.repeat(textBytesMax / 2), 'é'.repeat(textBytesMax / 2)],
    ['more is refused, in bytes', 'é'.repeat(textBytesMax / 2) + 'e', 'chat.too_long'],
    ['nothing is refused', '', 'chat.empty'],
    ['spaces are refused', ' \n\t\u00a0\u3000', 'chat.empty'],
    ['what nobody sees is refused', '\u200b\u200d\u2060\ufeff\u3164\u115f\u2800\u034f\ufe0f\u{e0020}', 'chat.empty'],
  ])('%s', async (_, text, expected) => {
    expect(await stored(text)).toBe(expected);
  });

  it('addresses of both are replaced with their aliases, however they are spelled', async () => {
    expect(await stored(`Write to ${addressOfAna.toUpperCase()} or ana [at] work.example.com, not to ${addressOfBen}`)).toBe(
      `Write to ${toAna} or ${toAna}, not to ${toBen}`,
    );
  });

  it('what tells an address however often it is replaced is not passed on', async () => {
    const nested = Array.from({ length: 8 }, () => addressOfAna).join('@');
    expect(await stored(nested)).not.toContain('mail.example.com');
  });

  it('an address is not hidden any more once its owner shared it, and the other one’s still is', async () => {
    const world = await introduced();
    await world.share({ alias: aliasOfAna });
    await say(world, ben, `${addressOfAna} ${addressOfBen} ana@work.example.com`);
    expect(await textFor(world, ana)).toBe(`${addressOfAna} ${toBen} ${toAna}`);
  });

  it('its writer sees their own words, so that nobody learns whether they guessed an address', async () => {
    const world = await introduced();
    for (const guess of [addressOfBen, 'ben@elsewhere.example.net']) {
      const { content } = await say(world, ana, `Is it ${guess}?`);
      expect(content).toEqual({ kind: 'text', text: `Is it ${guess}?` });
      expect(await contentFor(world, ana)).toEqual(content);
    }
  });

  it('its writer sees that an address of their own was hidden, and of no other', async () => {
    const world = await introduced();
    await say(world, ana, `Write to ${addressOfAna}`);
    expect(await contentFor(world, ana)).toEqual({ kind: 'text', text: `Write to ${addressOfAna}`, hidesYours: true });
    expect(await contentFor(world, ben)).toEqual({ kind: 'text', text: `Write to ${toAna}` });
  });
});
