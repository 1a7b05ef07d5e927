import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Instant, later } from '../../domain/kernel/instant.ts';
import { uploadMs } from '../../domain/relay/chat/limits.ts';
import type { ChatFiles, UploadForm, UploadWanted } from '../../domain/relay/chat/ports.ts';

export interface OpenedChatFiles {
  readonly files: ChatFiles;
  /** As the same files are seen by another process. */
  readonly other: ChatFiles;
  readonly now: () => Instant;
  /** As a browser sends it to an address, which may be relative to where the files are. */
  readonly ask: (address: string, request?: RequestInit) => Promise<Response>;
  readonly close: () => Promise<void>;
}

export interface ChatFilesOptions {
  /** More than are listed at once, where they are listed by pages. */
  readonly many?: number;
}

/** What a browser does with a form: its fields, then the file. */
export const formOf = ({ fields }: UploadForm, bytes: Uint8Array, changed: Readonly<Record<string, string>> = {}): RequestInit => {
  const body = new FormData();
  for (const [name, value] of Object.entries({ ...fields, ...changed })) body.append(name, value);
  body.append('file', new Blob([new Uint8Array(bytes)], { type: 'audio/webm;codecs=opus' }), 'blob');
  return { method: 'POST', body };
};

export const chatFilesContract = (kind: string, open: () => Promise<OpenedChatFiles>, { many = 12 }: ChatFilesOptions = {}): void => {
  const given = (clause: (opened: OpenedChatFiles) => Promise<void>) => async () => {
    const opened = await open();
    await clause(opened).finally(opened.close);
  };
  const wanted = ({ now }: OpenedChatFiles, overrides: Partial<UploadWanted> = {}): UploadWanted => ({
    key: 'incoming/one',
    mediaType: 'audio/webm',
    bytesMax: 1_000,
    expiresAt: later(now(), uploadMs),
    ...overrides,
  });
  const handOver = async (opened: OpenedChatFiles, bytes: Uint8Array, changed?: Readonly<Record<string, string>>): Promise<number> => {
    const form = await opened.files.upload(wanted(opened));
    return (await opened.ask(form.url, formOf(form, bytes, changed))).status;
  };

  describe(`ChatFiles ${kind}`, () => {
    it(
      'have none at first, and remove and forget what is not there',
      given(async ({ files }) => {
        expect(await files.read('kept/one', 100)).toBe('missing');
        await files.remove('kept/one');
        await files.forget('kept/one/');
      }),
    );

    it(
      'give back every byte of what was kept last, whatever its key',
      given(async ({ files, other }) => {
        const bytes = randomBytes(50_000);
        for (const key of ['kept/one', 'kept/2026-W47:m_a:m_b/a-id_1/voice.webm', 'kept/é ~#%+=&/..', `kept/${'long'.repeat(200)}`]) {
          await files.keep(key, randomBytes(10), 'audio/ogg');
          await files.keep(key, bytes, 'audio/webm');
          for (const reader of [files, other]) expect(Buffer.from((await reader.read(key, 50_000)) as Uint8Array).equals(bytes)).toBe(true);
        }
      }),
    );

    it(
      'read what is as large as it may be, nothing that is larger by a byte, and an empty one',
      given(async ({ files }) => {
        await files.keep('kept/one', new Uint8Array(1_000), 'audio/ogg');
        await files.keep('kept/none', new Uint8Array(), 'text/plain');
        expect(await files.read('kept/one', 1_000)).toHaveLength(1_000);
        expect(await files.read('kept/one', 999)).toBe('too_large');
        expect(await files.read('kept/none', 0)).toHaveLength(0);
      }),
    );

    it(
      'forget what begins as it is said, more than a page of it, and nothing else',
      given(async ({ files, other }) => {
        const keys = Array.from({ length: many }, (_, at) => `kept/one/${String(at)}`);
        await Promise.all([...keys, 'kept/one-more/1', 'kept/on'].map(async (key) => files.keep(key, new Uint8Array(2), 'audio/ogg')));
        await files.forget('kept/one/');
        await files.remove('kept/on');
        expect(await Promise.all(keys.map(async (key) => other.read(key, 9)))).toEqual(keys.map(() => 'missing'));
        expect([await other.read('kept/one-more/1', 9), await other.read('kept/on', 9)]).toEqual([expect.anything(), 'missing']);
      }),
    );

    it(
      'take what a browser hands over by a form, and the last of it',
      given(async (opened) => {
        expect(await handOver(opened, Buffer.from('first'))).toBe(204);
        expect(await handOver(opened, Buffer.from('second'))).toBe(204);
        expect(Buffer.from((await opened.other.read('incoming/one', 1_000)) as Uint8Array).toString()).toBe('second');
      }),
    );

    it(
      'take nothing that is empty, larger, of another type, under another key or in another’s name',
      given(async (opened) => {
        expect(await handOver(opened, new Uint8Array())).toBe(400);
        expect(await handOver(opened, new Uint8Array(1_001))).toBe(400);
        const changes = [{ 'Content-Type': 'text/html' }, { key: 'kept/one' }, { key: 'incoming/two' }];
        for (const changed of changes) expect(await handOver(opened, Buffer.from('x'), changed)).toBe(403);
        for (const key of ['incoming/one', 'incoming/two', 'kept/one']) expect(await opened.files.read(key, 9_999)).toBe('missing');
        expect(await handOver(opened, new Uint8Array(1_000))).toBe(204);
      }),
    );

    it(
      'are fetched by a link with the type and the name that it says, whatever is in them',
      given(async ({ files, ask }) => {
        await files.keep('kept/one', Buffer.from('<script>'), 'text/plain');
        const file = { key: 'kept/one', mediaType: 'audio/webm', name: 'Añadido "1".webm' };
        const answer = await ask(await files.link({ ...file, disposition: 'inline' }));
        expect([answer.status, await answer.text()]).toEqual([200, '<script>']);
        expect(answer.headers.get('content-type')).toBe('audio/webm');
        expect(answer.headers.get('cache-control')).toMatch(/no-store/);
        expect(answer.headers.get('content-disposition')).toBe(
          `inline; filename="A_adido _1_.webm"; filename*=UTF-8''A%C3%B1adido%20%221%22.webm`,
        );
        const away = await ask(await files.link({ ...file, name: 'one.pdf', disposition: 'attachment' }));
        expect(away.headers.get('content-disposition')).toBe('attachment; filename="one.pdf"');
      }),
    );

    it(
      'are fetched from a place on, as a player does that jumps',
      given(async ({ files, ask }) => {
        await files.keep('kept/one', Buffer.from('0123456789'), 'audio/webm');
        const link = await files.link({ key: 'kept/one', mediaType: 'audio/webm', name: 'one.webm', disposition: 'inline' });
        const part = async (range: string) => {
          const answer = await ask(link, { headers: { range } });
          return [answer.status, answer.headers.get('content-range'), answer.status === 206 ? await answer.text() : ''];
        };
        expect(await part('bytes=3-5')).toEqual([206, 'bytes 3-5/10', '345']);
        expect(await part('bytes=8-')).toEqual([206, 'bytes 8-9/10', '89']);
        expect(await part('bytes=-3')).toEqual([206, 'bytes 7-9/10', '789']);
        expect(await part('bytes=5-99')).toEqual([206, 'bytes 5-9/10', '56789']);
        expect((await part('bytes=10-'))[0]).toBe(416);
      }),
    );

    it(
      'are not fetched by a link that was changed',
      given(async ({ files, ask }) => {
        for (const key of ['kept/one', 'kept/two']) await files.keep(key, Buffer.from('x'), 'audio/webm');
        const link = await files.link({ key: 'kept/one', mediaType: 'audio/webm', name: 'one.webm', disposition: 'attachment' });
        const changes = [
          ['one', 'two'],
          ['audio', 'text'],
          ['attachment', 'inline'],
          ['webm', 'html'],
        ] as const;
        for (const [from, to] of changes) expect((await ask(link.replace(from, to))).status).toBe(403);
        expect((await ask(link)).status).toBe(200);
      }),
    );
  });
};
