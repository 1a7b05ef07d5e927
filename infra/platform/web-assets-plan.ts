import { extname } from 'node:path';

/** Folder of the bucket, and path on the site. */
export const webFolder = 'web';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Throws for a file that no browser is known to ask for: under a wrong type it would be refused there. */
export const contentTypeOf = (name: string): string => {
  const type = types[extname(name)];
  if (type === undefined) throw new Error(`nobody has said of which type dist/${webFolder}/${name} is`);
  return type;
};

/** The build puts there what is named by what is in it (web/vite.config.ts). */
export const isNamedByContent = (name: string): boolean => name.startsWith('chunks/');

/** A fixed name is asked for anew each time, and answered with "as it was" by its tag; what is named by its content never changes. */
export const cacheControlOf = (name: string): string => (isNamedByContent(name) ? 'public, max-age=31536000, immutable' : 'no-cache');
