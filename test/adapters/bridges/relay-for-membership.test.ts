import { beforeEach, describe, expect, it } from 'vitest';
import { createRelayEraser, createRelayExporter } from '../../../adapters/bridges/relay-for-membership.ts';
import { createTableInMemory, type TableInMemory } from '../../../adapters/dynamodb/table-in-memory.ts';
import type { Match } from '../../../domain/introductions/match.ts';
import { later } from '../../../domain/kernel/instant.ts';
import { parseWeek } from '../../../domain/kernel/iso-week.ts';
import { awayMs, messagesPageMax } from '../../../domain/relay/chat/limits.ts';
import {
  addressOfAna,
  addressOfBen,
  aliasOfAna,
  aliasOfBen,
  ana,
  arriving,
  ben,
  inChat,
  introduce,
  noon,
  relayOver,
  type RelayWorld,
  sendAll,
  theConversation,
  toAna,
  written,
} from '../../support/relay-world.ts';

const week = parseWeek('2026-W47');
const match = {
  week: week.ok ? week.value : 0,
  run: 1,
  conversationId: 'conversation-1',
  a: { member: ana, alias: aliasOfAna, reasons: [] },
  b: { member: ben, alias: aliasOfBen, reasons: [] },
  state: { name: 'claimed', at: noon },
} as unknown as Match;
const matches = { ofMember: async () => Promise.resolve([match]) };

let table: TableInMemory;
let world: RelayWorld;
beforeEach(async () => {
  table = await createTableInMemory();
  world = relayOver(table);
  await introduce(table);
  await world.forward(arriving(world, written({ headers: { 'Message-ID': '<1@mail.example.com>' } })));
  const answer = { from: addressOfBen, to: toAna, headers: { 'Message-ID': '<2@post.example.net>' } };
  await world.forward(arriving(world, written(answer), { recipients: [toAna], mailFrom: addressOfBen }));
});

describe('what a member takes along', () => {
  it('says what they wrote and got when, and names no mail of the other one', async () => {
    const exported = await createRelayExporter({ matches, conversations: world.conversations, chats: world.chats }).export(ana);
    expect(exported).toMatchObject([
      {
        week: '2026-W47',
        privateAddress: aliasOfAna,
        status: 'open',
        messages: expect.arrayContaining([
          { written: '2026-11-21T12:00:00.000Z', messageId: '1@mail.example.com' },
          { received: '2026-11-21T12:00:00.000Z' },
        ]) as unknown,
      },
    ]);
    expect(JSON.stringify(exported)).not.toContain('post.example.net');
    expect(JSON.stringify(exported)).not.toContain(aliasOfBen);
  });

  it('holds what they wrote in the chat, and nothing of what the other one wrote there', async () => {
    for (let n = 0; n < messagesPageMax; n++) await inChat(world, ben, `Secret of Ben ${String(n)}`);
    await inChat(world, ana, 'Are you there?');
    const file = { key: 'kept/voice', mediaType: 'audio/ogg', bytes: 1, name: 'voice.ogg' };
    await inChat(world, ana, { kind: 'voice', file, durationMs: 41_600 });
    const { conversations, chats } = world;
    const exported = await createRelayExporter({ matches, conversations, chats }).export(ana);
    expect(exported).toMatchObject([
      {
        chat: [
          { written: '2026-11-21T12:00:00.000Z', subject: 'Coffee', text: 'Shall we?' },
          { written: '2026-11-21T12:00:00.000Z', text: 'Are you there?' },
          { written: '2026-11-21T12:00:00.000Z', voiceNoteSeconds: 42 },
        ],
      },
    ]);
    expect(JSON.stringify(exported)).not.toContain('Secret');
  });
});

describe('erasing a member', () => {
  it('leaves nothing of their threads, of what waits to leave, and of its bytes; and nothing leaves', async () => {
    await inChat(world, ana, 'Are you there?');
    world.clock.moveTo(later(world.clock.now(), awayMs));
    expect(await world.mailMissed({ conversationId: theConversation })).toBe('mailed');
    await world.chatFiles.keep(`kept/${theConversation}/message/0`, Buffer.from('a picture'), 'image/png');
    await world.chatFiles.keep('kept/of-others/message/0', Buffer.from('a picture'), 'image/png');
    const { conversations, relayOutbox: outbox, rawMails, chats, chatFiles, clock } = world;
    const eraser = createRelayEraser({ matches, conversations, outbox, rawMails, chats, chatFiles, clock });
    await eraser.erase(ana);
    await eraser.erase(ana);
    const left = JSON.stringify(table.items());
    for (const trace of ['mail.example.com', 'post.example.net', addressOfAna, 'Shall we?', 'Are you there?', 'chat#'])
      expect(left).not.toContain(trace);
    expect(await sendAll(world)).toEqual([]);
    expect([[...world.mails.keys()], [...world.files.keys()]]).toEqual([[], ['kept/of-others/message/0']]);
  });
});
