import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createTableInMemory } from '../../../../adapters/dynamodb/table-in-memory.ts';
import { createLocalChatFiles } from '../../../../adapters/local/chat-files.ts';
import { createMemoryFiles } from '../../../../adapters/local/file-store.ts';
import { createStillClock } from '../../../../adapters/memory/movable-clock.ts';
import { later, secondMs } from '../../../../domain/kernel/instant.ts';
import { makeAskForUpload } from '../../../../domain/relay/chat/ask-for-upload.ts';
import { uploadMs, voiceBytesMax } from '../../../../domain/relay/chat/limits.ts';
import { makeTakeVoice } from '../../../../domain/relay/chat/take-voice.ts';
import { takeAudio } from '../../../../domain/relay/chat/voice/container.ts';
import { joined, oggFile, packet60, recording } from '../../../support/audio-samples.ts';
import { chatOver, createChatAround } from '../../../support/chat-world.ts';
import { createDeterministicSecrets } from '../../../support/deterministic-secrets.ts';
import { aliasOfBen, ana, ben, introduce, noon, theConversation } from '../../../support/relay-world.ts';

const voiceWorld = async () => {
  const table = await createTableInMemory();
  await introduce(table);
  const [clock, secrets, store] = [createStillClock(noon), createDeterministicSecrets('voice'), createMemoryFiles()];
  const files = createLocalChatFiles({ store, secrets, clock });
  const around = { ...createChatAround(), uploads: files };
  const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64url');
  const takeVoice = makeTakeVoice({ files, secrets, digestOf, clock });
  const chat = chatOver(table, { around, takeVoice, secrets, clock });
  const ask = makeAskForUpload({ chats: chat.chats, threads: around.threads, conversations: chat.conversations, files, secrets, clock });
  const place = async () => {
    const asked = await ask({ member: ana, thread: theConversation, mediaType: 'audio/webm;codecs=opus', bytes: 1_000 });
    if (!asked.ok) throw new Error(asked.error.code);
    return asked.value;
  };
  /** Ana records something and hands it over. */
  const handOver = async (bytes: Uint8Array): Promise<string> => {
    const { voice, form } = await place();
    expect(await files.accept(form.fields, bytes)).toBe('stored');
    return voice;
  };
  const send = async (voice: string, id = 'message-1') => chat.send({ member: ana, thread: theConversation, id, content: { voice } });
  const keys = async () => (await store.list()).map(({ key }) => key).toSorted();
  const stored = async () => (await chat.chats.messages(theConversation, { after: 0, limit: 100 })).map(({ content }) => content);
  return { ...chat, table, around, clock, files, ask, place, handOver, send, takeVoice, keys, stored };
};
const live = recording('chromium-live.webm');
const copy = takeAudio(live);

describe('a voice note', () => {
  it('is checked, copied without what is none of its sound, and what was handed over goes', async () => {
    const world = await voiceWorld();
    const sent = await world.send(await world.handOver(live));
    expect(sent).toMatchObject({ ok: true, value: { content: { kind: 'voice', mediaType: 'audio/webm', durationMs: 480 } } });
    const [content] = await world.stored();
    const file = content?.kind === 'voice' ? content.file : undefined;
    expect(await world.keys()).toEqual([file?.key]);
    expect(await world.files.read(file?.key ?? '', voiceBytesMax)).toEqual(copy.ok && copy.value.bytes);
    expect(file?.name).toBe('voice-note.webm');
  });

  it('is not stored where the other one left while it was looked at', async () => {
    const world = await voiceWorld();
    const voice = await world.handOver(live);
    const takeVoice: typeof world.takeVoice = async (command) => {
      world.members.delete(ben);
      return world.takeVoice(command);
    };
    const slow = chatOver(world.table, { around: world.around, takeVoice, clock: world.clock });
    const sent = await slow.send({ member: ana, thread: theConversation, id: 'message-1', content: { voice } });
    expect([sent, await world.stored()]).toMatchObject([{ error: { code: 'chat.closed' } }, []]);
    expect((await world.keys()).filter((key) => key.startsWith('kept/'))).toEqual([]);
  });

  it('is played by either, by a link', async () => {
    const world = await voiceWorld();
    await world.send(await world.handOver(live));
    for (const member of [ana, ben]) {
      const link = await world.link({ member, thread: theConversation, seq: 1, file: 'voice' });
      const query = Object.fromEntries(new URL(link.ok ? link.value : '', 'http://localhost').searchParams);
      expect(await world.files.open(query)).toMatchObject({
        mediaType: 'audio/webm',
        disposition: 'inline',
        bytes: copy.ok && copy.value.bytes,
      });
    }
  });

  it('is the same message when it is sent again, also after its upload went', async () => {
    const world = await voiceWorld();
    const voice = await world.handOver(live);
    const [first, second] = [await world.send(voice), await world.send(voice)];
    expect(second).toEqual(first);
    expect([(await world.stored()).length, (await world.keys()).length]).toEqual([1, 1]);
  });

  it('is the same message when it is sent twice at once, and the upload went with the first', async () => {
    const world = await voiceWorld();
    const voice = await world.handOver(live);
    const takeVoice: typeof world.takeVoice = async (command) => {
      await world.send(voice);
      return world.takeVoice(command);
    };
    const other = chatOver(world.table, { around: world.around, takeVoice, clock: world.clock });
    const sent = await other.send({ member: ana, thread: theConversation, id: 'message-1', content: { voice } });
    expect(sent).toMatchObject({ ok: true, value: { seq: 1 } });
    expect(await world.stored()).toHaveLength(1);
  });

  it('is the same message where whoever took it died before it was stored', async () => {
    const world = await voiceWorld();
    const voice = await world.handOver(live);
    const command = { member: ana, thread: theConversation, id: 'message-1', side: 'a', voice } as const;
    const before = await world.takeVoice(command);
    expect(await world.takeVoice(command)).toEqual(before);
    await world.send(voice);
    const [content] = await world.stored();
    expect(before).toMatchObject({ ok: true, value: { file: content?.kind === 'voice' ? content.file : undefined } });
  });

  it('stays what was checked, whatever is handed over in its place meanwhile and afterwards', async () => {
    const world = await voiceWorld();
    const { voice, form } = await world.place();
    await world.files.accept(form.fields, live);
    const [, other] = [await world.send(voice), recording('ffmpeg.ogg')];
    await world.files.accept(form.fields, other);
    // The same message, sent by somebody who does not wait until it is known.
    await world.takeVoice({ member: ana, thread: theConversation, id: 'message-1', side: 'a', voice });
    const [content] = await world.stored();
    const kept = content?.kind === 'voice' ? await world.files.read(content.file.key, voiceBytesMax) : undefined;
    expect(kept).toEqual(copy.ok && copy.value.bytes);
  });

  const tooLarge = joined(live, new Uint8Array(voiceBytesMax));
  it.each([
    ['chat.voice_not_audio', new Uint8Array(Buffer.from('<script>planted</script>'))],
    ['chat.voice_not_audio', recording('chromium-opus.mp4')],
    ['chat.voice_too_long', oggFile(Array.from({ length: 5_010 }, () => packet60))],
  ])('is refused (%s), and nothing is kept or stored', async (code, bytes) => {
    const world = await voiceWorld();
    expect(await world.send(await world.handOver(bytes))).toMatchObject({ ok: false, error: { code } });
    expect([await world.stored(), (await world.keys()).filter((key) => key.startsWith('kept/'))]).toEqual([[], []]);
  });

  it('is taken as large as it may be, and not for a byte more', async () => {
    const world = await voiceWorld();
    const [whole, room] = [recording('ffmpeg.ogg'), new Uint8Array(voiceBytesMax)];
    const largest = joined(whole, room.subarray(whole.length));
    expect(await world.send(await world.handOver(largest))).toMatchObject({ ok: true, value: { content: { durationMs: 514 } } });
    const { form } = await world.place();
    expect(await world.files.accept(form.fields, joined(largest, [0]))).toBe('wrong_size');
  });

  it('is refused where it is larger than anybody was let hand over', async () => {
    const world = await voiceWorld();
    const voice = await world.handOver(live);
    const [key = ''] = await world.keys();
    await world.files.keep(key, tooLarge, 'audio/webm');
    expect(await world.send(voice)).toMatchObject({ ok: false, error: { code: 'chat.voice_too_large' } });
  });

  it('is missing where nothing was handed over', async () => {
    const world = await voiceWorld();
    expect(await world.send((await world.place()).voice)).toMatchObject({ ok: false, error: { code: 'chat.upload_missing' } });
  });

  it('is sent by who handed it over, in time, in the conversation that it is for', async () => {
    const world = await voiceWorld();
    const voice = await world.handOver(live);
    const command = { member: ana, thread: theConversation, id: 'message-1', side: 'a', voice } as const;
    const changed = `${voice.slice(0, -1)}${voice.endsWith('A') ? 'B' : 'A'}`;
    const others = [{ member: ben }, { thread: 'conversation-2' }, { voice: changed }, { voice: '' }, { voice: voice.replace('.', '.z') }];
    for (const other of others)
      expect(await world.takeVoice({ ...command, ...other })).toMatchObject({ ok: false, error: { code: 'chat.upload_unknown' } });
    world.clock.moveTo(later(noon, 2 * uploadMs - secondMs));
    expect(await world.takeVoice(command)).toMatchObject({ ok: true });
    world.clock.moveTo(later(noon, 2 * uploadMs));
    expect(await world.takeVoice(command)).toMatchObject({ ok: false, error: { code: 'chat.upload_unknown' } });
  });
});

describe('a place for a recording', () => {
  const wanted = { member: ana, thread: theConversation, mediaType: 'audio/ogg; codecs=opus', bytes: voiceBytesMax };

  it('is for one file of the kind, as large as it may be, for five minutes', async () => {
    const world = await voiceWorld();
    const asked = await world.ask(wanted);
    expect(asked).toMatchObject({
      ok: true,
      value: { expiresAt: later(noon, uploadMs), form: { fields: { 'Content-Type': 'audio/ogg' } } },
    });
    const fields: Readonly<Record<string, string>> = asked.ok ? asked.value.form.fields : {};
    expect(fields['key']).toMatch(/^incoming\/[\w-]{43}$/);
    world.clock.moveTo(later(noon, uploadMs));
    expect(await world.files.accept(fields, live)).toBe('denied');
  });

  it.each([
    ['chat.voice_too_large', { bytes: voiceBytesMax + 1 }],
    ['chat.voice_not_audio', { mediaType: 'video/webm' }],
    ['chat.voice_not_audio', { mediaType: 'audio/webm, text/html' }],
    ['chat.voice_not_audio', { mediaType: '' }],
    ['chat.thread_unknown', { thread: 'conversation-2' }],
    ['chat.thread_unknown', { member: `m_${'c'.repeat(26)}` as typeof ana }],
  ])('is refused (%s)', async (code, other) => {
    const world = await voiceWorld();
    expect(await world.ask({ ...wanted, ...other })).toMatchObject({ ok: false, error: { code } });
  });

  it('is refused in a conversation that ended', async () => {
    const world = await voiceWorld();
    await world.act({ alias: aliasOfBen, act: 'end' });
    expect(await world.ask(wanted)).toMatchObject({ ok: false, error: { code: 'chat.closed' } });
  });
});
