import { createHash } from 'node:crypto';
import { scripts } from './scripts.ts';

/** The browser runs our own scripts, each known by its hash, and nothing else that stands in a page; it loads nothing from elsewhere. */
const hashes = Object.values(scripts).map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`);

/** `frames`: what a page may show in a frame, for example `'self'`. */
export const policyWith = ({ frames = "'none'" }: { readonly frames?: string }): string =>
  [
    "default-src 'none'",
    "style-src 'self'",
    `script-src ${hashes.join(' ')}`,
    "img-src 'self'",
    "connect-src 'self'",
    `frame-src ${frames}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

export const contentSecurityPolicy = policyWith({});
