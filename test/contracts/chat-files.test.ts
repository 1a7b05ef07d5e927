import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { addChatFiles } from '../../adapters/http/routes/chat-files.ts';
import type { LoopEnv } from '../../adapters/http/session.ts';
import { createLocalChatFiles } from '../../adapters/local/chat-files.ts';
import { createFolderFiles, createMemoryFiles, type FileStore } from '../../adapters/local/file-store.ts';
import { createStillClock } from '../../adapters/memory/movable-clock.ts';
import { dayMs, type Instant, later, minuteMs } from '../../domain/kernel/instant.ts';
import { chatKeptMs, fileLinkMs, uploadMs } from '../../domain/relay/chat/limits.ts';
import { createDeterministicSecrets } from '../support/deterministic-secrets.ts';
import { temporaryFolder } from '../support/reopened.ts';
import { chatFilesContract, formOf } from './chat-files.contract.ts';

const noon = Date.UTC(2026, 10, 21, 12) as Instant;

const served = (store: FileStore, others: FileStore = store) => {
  const [clock, secrets] = [createStillClock(noon), createDeterministicSecrets('files')];
  const files = createLocalChatFiles({ store, secrets, clock });
  const app = new Hono<LoopEnv>();
  addChatFiles(app, files);
  return {
    files,
    other: createLocalChatFiles({ store: others, secrets, clock }),
    clock,
    now: clock.now,
    ask: async (address: string, request?: RequestInit) => app.request(address, request),
    close: async () => Promise.resolve(),
  };
};

chatFilesContract('in memory', async () => Promise.resolve(served(createMemoryFiles())));

chatFilesContract('in a folder', async () => {
  const { folder, remove } = await temporaryFolder();
  return { ...served(createFolderFiles(folder), createFolderFiles(folder)), close: remove };
});

describe('files of chats on one machine', () => {
  const link = { key: 'kept/one', mediaType: 'text/html; charset=utf-8', name: 'mail.html', disposition: 'inline' } as const;

  it('are handed over until the form is over, and fetched until the link is', async () => {
    const { files, ask, clock } = served(createMemoryFiles());
    const form = await files.upload({ key: 'incoming/one', mediaType: 'audio/ogg', bytesMax: 9, expiresAt: later(noon, uploadMs) });
    await files.keep('kept/one', Buffer.from('x'), 'text/html');
    const address = await files.link(link);
    clock.moveTo(later(noon, uploadMs - 1));
    expect((await ask(form.url, formOf(form, Buffer.from('x')))).status).toBe(204);
    clock.moveTo(later(noon, uploadMs));
    expect((await ask(form.url, formOf(form, Buffer.from('x')))).status).toBe(403);
    clock.moveTo(later(noon, fileLinkMs - 1));
    expect((await ask(address)).status).toBe(200);
    clock.moveTo(later(noon, fileLinkMs));
    expect((await ask(address)).status).toBe(403);
  });

  it('run and load nothing, and are what they are said to be', async () => {
    const { files, ask } = served(createMemoryFiles());
    await files.keep('kept/one', Buffer.from('<script>'), 'text/html');
    const { headers } = await ask(await files.link(link));
    expect(headers.get('content-security-policy')).toMatch(/^sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none';/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('are not taken without a form, nor fetched without a link, nor by a form in its place', async () => {
    const { files, ask } = served(createMemoryFiles());
    const form = await files.upload({ key: 'kept/one', mediaType: 'audio/ogg', bytesMax: 9, expiresAt: later(noon, uploadMs) });
    const { url } = form;
    expect((await ask(url, { method: 'POST', body: 'x' })).status).toBe(400);
    expect((await ask(url, { method: 'POST', body: new URLSearchParams(form.fields) })).status).toBe(400);
    expect((await ask(url, formOf({ url, fields: { key: 'kept/one' } }, Buffer.from('x')))).status).toBe(403);
    expect((await ask(`${url}/file`)).status).toBe(403);
    expect((await ask(`${url}/file?${new URLSearchParams(form.fields).toString()}`)).status).toBe(403);
  });

  it('are gone after a day where nobody took them, and after ninety where we kept them', async () => {
    const store = createMemoryFiles();
    const { files, clock } = served(store);
    await store.put({ key: 'incoming/one', at: noon }, new Uint8Array(1));
    await store.put({ key: 'kept/one', at: noon }, new Uint8Array(1));
    const left = async () => (await store.list()).map(({ key }) => key).filter((key) => key.endsWith('one'));
    for (const [at, expected] of [
      [dayMs - minuteMs, ['incoming/one', 'kept/one']],
      [dayMs + 60 * minuteMs, ['kept/one']],
      [chatKeptMs + 60 * minuteMs, []],
    ] as const) {
      clock.moveTo(later(noon, at));
      await files.keep('kept/two', new Uint8Array(1), 'audio/ogg');
      expect(await left()).toEqual(expected);
    }
  });

  it('are gone with what a killed process left half written', async () => {
    const { folder, remove } = await temporaryFolder();
    const { writeFile, readdir } = await import('node:fs/promises');
    await writeFile(`${folder}/abc.part`, 'half');
    await createFolderFiles(folder).put({ key: 'kept/one', at: noon }, new Uint8Array(1));
    expect(await readdir(folder)).toHaveLength(1);
    await remove();
  });
});
