import { compress } from 'hono/compress';
import { createHash } from 'node:crypto';
import type { WebNeeds } from '../needs.ts';
import { refused } from '../respond.ts';
import type { App } from '../session.ts';

/**
 * Scripts and styles of the pages that live, in the embedded run; elsewhere the distribution has them. What is named after what is in it
 * may be kept for good; everything else is asked for each time, and sent where it is another; compressed, as from there.
 */
export const addWebFiles = (app: App, needs: WebNeeds): void => {
  const files = needs.embedded?.webFiles;
  if (files === undefined) return;
  app.get('/web/*', compress({ encoding: 'gzip' }), async (context) => {
    const name = context.req.path.slice('/web/'.length);
    const type = types[/\.[a-z0-9]+$/.exec(name)?.[0] ?? ''];
    const bytes = type === undefined ? undefined : await files.read(name);
    if (type === undefined || bytes === undefined) return refused(context, needs, 'http.not_found');
    const tag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
    context.header('Content-Type', type);
    context.header('ETag', tag);
    context.header('Cache-Control', name.startsWith('chunks/') ? 'public, max-age=31536000, immutable' : 'no-cache');
    // What was compressed comes back with a weak one (RFC 9110, 8.8.3).
    if (context.req.header('if-none-match')?.replace(/^W\//, '') === tag) return context.body(null, 304);
    return context.body(new Uint8Array(bytes));
  });
};

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};
