import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { WebAssets } from '../../../infra/platform/web-assets.ts';
import { capture, type Captures } from '../support/capture.ts';
import { aStack } from '../support/stack.ts';

const built = (...files: readonly string[]): string => {
  const folder = mkdtempSync(join(tmpdir(), 'loop-web-'));
  for (const file of files) {
    mkdirSync(dirname(join(folder, 'web', file)), { recursive: true });
    writeFileSync(join(folder, 'web', file), '\n');
  }
  return folder;
};
const captured = (bundles: string, stage = 'dev'): Promise<Captures> =>
  capture(() => void new WebAssets(aStack({ stage }), { name: 'web', bucketName: 'assets', bundles }));

const object = 'aws:s3/bucketObjectv2:BucketObjectv2';
const [chat, part] = ['chat.js', 'chunks/recorder-DmS3xYkQ.js'] as const;

describe('the page of the chat', () => {
  it('lies in the bucket under the path that browsers ask for, of the type that they expect', async () => {
    const { of } = await captured(built(chat, 'chat.css', part));
    expect(of(object).map(({ inputs }) => [inputs['bucket'], inputs['key'], inputs['contentType']])).toEqual([
      ['assets', 'web/chat.css', 'text/css; charset=utf-8'],
      ['assets', 'web/chat.js', 'text/javascript; charset=utf-8'],
      ['assets', 'web/chunks/recorder-DmS3xYkQ.js', 'text/javascript; charset=utf-8'],
    ]);
  });

  it('is asked for anew under a fixed name, and kept for good where its name says what is in it', async () => {
    const { one } = await captured(built(chat, 'chat.css', part));
    expect(one(object, chat).inputs['cacheControl']).toBe('no-cache');
    expect(one(object, 'chat.css').inputs['cacheControl']).toBe('no-cache');
    expect(one(object, part).inputs['cacheControl']).toBe('public, max-age=31536000, immutable');
  });

  it('leaves the parts of older versions to windows that are still open, where a stack is protected', async () => {
    const folder = built(chat, 'chat.css', part);
    expect((await captured(folder, 'prod')).of(object).map(({ retainOnDelete }) => retainOnDelete)).toEqual([false, false, true]);
    expect((await captured(folder)).of(object).map(({ retainOnDelete }) => retainOnDelete)).toEqual([false, false, false]);
  });

  it('cannot be deployed before it was built', async () => {
    await expect(captured(built(chat))).rejects.toThrow('dist/web has no chat.css: run `npm run build` first');
    await expect(captured(built())).rejects.toThrow('dist/web has no chat.js and no chat.css');
  });

  it('has no file of a kind that nobody thought of', async () => {
    await expect(captured(built(chat, 'chat.css', 'notes.txt'))).rejects.toThrow('web/notes.txt');
  });
});
