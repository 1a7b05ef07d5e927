import { describe, expect, it } from 'vitest';
import { createTableInMemory } from '../../../../adapters/dynamodb/table-in-memory.ts';
import type { MemberId } from '../../../../domain/kernel/member-id.ts';
import { textBytesMax } from '../../../../domain/relay/chat/limits.ts';
import { chatOver, conversationPage, say } from '../../../support/chat-world.ts';
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

  it.each([
    ['in base64 behind a link', (address: string) => `https://news.example.net/?u=${Buffer.from(address).toString('base64url')}`],
    ['in hexadecimal digits', (address: string) => Buffer.from(address).toString('hex')],
    [
      'in base64 for mails, wrapped',
      (address: string) =>
        Buffer.from(`{"e":"${address}"}`)
          .toString('base64')
          .replace(/.{20}(?=.)/g, '$&\n'),
    ],
    ['in escapes of scripts', (address: string) => address.replace('@', '\\u0040')],
    ['written backwards', (address: string) => Array.from(address).toReversed().join('')],
  ])('an address %s gives way to an ellipsis, whichever of the two it is of', async (_, disguised) => {
    const world = await introduced();
    for (const address of [addressOfAna, addressOfBen]) {
      const written = `Look: ${disguised(address)} there`;
      // Of the other one's it is not even said that it was there.
      const told = address === addressOfAna ? { hidesYours: true } : {};
      expect((await say(world, ana, written)).content).toEqual({ kind: 'text', text: written, ...told });
      expect(await textFor(world, ben)).toBe('Look: … there');
    }
    await say(world, ana, `${disguised(addressOfAna)} again`);
    expect(await contentFor(world, ana)).toMatchObject({ hidesYours: true });
    await world.share({ alias: aliasOfAna });
    await say(world, ana, { text: `Look: ${disguised(addressOfAna)} by now`, id: 'message-1' });
    expect(await textFor(world, ben)).toBe(`Look: ${disguised(addressOfAna)} by now`);
  });

  it('no link passes by which somebody mutes, ends or reports, with or without the footer that it stands in', async () => {
    const world = await introduced();
    const link = `${conversationPage}?token=${aliasOfAna}.${'s'.repeat(43)}`;
    const footer = `-- \nSent through A Circle.\nMute, end or report this conversation:\n${link}\nThis address closes 180 days after the last message.`;
    for (const [id, written, shown] of [
      ['message-1', `What is ${link} for?`, 'What is … for?'],
      ['message-2', `See what you wrote:\n> Coffee?\n${footer}`, 'See what you wrote:\n> Coffee?'],
      ['message-3', footer, '[…]'],
    ] as const) {
      expect((await say(world, ana, { text: written, id })).content).toEqual({ kind: 'text', text: written });
      expect(await textFor(world, ben)).toBe(shown);
    }
  });
});
