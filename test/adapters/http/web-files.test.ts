import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { baseUrl, operatorWorld } from './operator-world.ts';

describe('Scripts and styles of the embedded run', () => {
  const files = new Map([
    ['chat.js', 'console.log(1)'],
    ['chunks/recorder-a1b2.js', 'console.log(2)'],
    ['secret.txt', 'no'],
  ]);
  const read = async (name: string) => Promise.resolve(files.has(name) ? Buffer.from(files.get(name) ?? '') : undefined);

  it('are asked for each time and sent where they are new; what is named after what is in it is kept', async () => {
    const { app } = await operatorWorld({ webFiles: { read } });
    const script = await app.request(`${baseUrl}/web/chat.js`);
    expect([script.status, script.headers.get('content-type'), script.headers.get('cache-control')]).toEqual([
      200,
      'text/javascript; charset=utf-8',
      'no-cache',
    ]);
    const tag = script.headers.get('etag') ?? '';
    expect((await app.request(`${baseUrl}/web/chat.js`, { headers: { 'if-none-match': tag } })).status).toBe(304);
    files.set('chat.js', 'console.log(3)');
    expect((await app.request(`${baseUrl}/web/chat.js`, { headers: { 'if-none-match': tag } })).status).toBe(200);
    expect((await app.request(`${baseUrl}/web/chunks/recorder-a1b2.js`)).headers.get('cache-control')).toContain('immutable');
  });

  it('come compressed to whoever can read that, and are known again', async () => {
    files.set('chat.js', 'console.log(4);'.repeat(200));
    const { app } = await operatorWorld({ webFiles: { read } });
    const headers = { 'accept-encoding': 'gzip, deflate, br' };
    const script = await app.request(`${baseUrl}/web/chat.js`, { headers });
    expect([script.headers.get('content-encoding'), script.headers.get('vary')]).toEqual(['gzip', 'Accept-Encoding']);
    expect(gunzipSync(await script.arrayBuffer()).toString()).toBe(files.get('chat.js'));
    const known = { ...headers, 'if-none-match': script.headers.get('etag') ?? '' };
    expect((await app.request(`${baseUrl}/web/chat.js`, { headers: known })).status).toBe(304);
    expect((await app.request(`${baseUrl}/web/chat.js`)).headers.get('content-encoding')).toBeNull();
  });

  it('are what pages load and nothing else', async () => {
    const { app } = await operatorWorld({ webFiles: { read } });
    for (const path of ['/web/secret.txt', '/web/none.js', '/web/', '/web/..%2Fpackage.json'])
      expect((await app.request(`${baseUrl}${path}`)).status).toBe(404);
  });
});
